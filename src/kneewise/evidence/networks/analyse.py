"""Network meta-analysis: `network(table, ...)`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

import numpy as np

from kneewise.errors import BadValues
from kneewise.evidence.networks.designs import designs_of, squares_between
from kneewise.evidence.networks.figures import (
    chi_square,
    compare_all,
    compare_directly,
    i2_interval,
    p_scores,
)
from kneewise.evidence.networks.laplacian import contrast_variances, fit_network
from kneewise.evidence.networks.parts import check_connected
from kneewise.evidence.networks.read import read_trials
from kneewise.evidence.networks.result import Network
from kneewise.evidence.networks.tau2 import tau2_by_likelihood, tau2_by_moments, with_independent_contrasts
from kneewise.evidence.networks.trials import pairs_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from kneewise.columns import Table
    from kneewise.evidence.networks.laplacian import Fit
    from kneewise.evidence.networks.result import Better, Comparisons
    from kneewise.evidence.networks.trials import Trials

    Floats = NDArray[np.float64]

Tau2Method = Literal["DL", "REML", "ML", "REML-netmeta", "ML-netmeta"]


def network(
    table: Table | None = None,
    *,
    study: Any = "study",
    treatment: Any = None,
    treatment_1: Any = "treatment_1",
    treatment_2: Any = "treatment_2",
    effect: Any = "effect",
    se: Any = "se",
    events: Any = None,
    mean: Any = None,
    sd: Any = None,
    n: Any = None,
    measure: str | None = None,
    tau2: Tau2Method | float = "DL",
    model: Literal["random", "common"] = "random",
    level: float = 0.95,
    reference: str | None = None,
    better: Better | None = None,
    tolerance: float = 0.001,
    correlated: Collection[str] = (),
) -> Network:
    """Compare all treatments of a connected network of trials at once.

    table : any dataframe or mapping of columns; or None, and arrays of shape (rows,) in place of the names of columns
    study : label of the trial, one for all its rows

    Contrasts, one row a comparison (a trial of a arms has all a (a - 1) / 2 of them):
        treatment_1, treatment_2 : labels; effect, se : first against second, ratios as logarithms
    Arms, one row an arm, where `treatment` is given:
        treatment : label; events, n : for measure "OR" (default), "RR", "RD"; or mean, sd, n : for measure "MD"
        (default), "SMD" (Hedges' g over the standard deviation of all arms), "SMD-COHEN" (the same, not corrected)

    tau2 : "DL" (moments), "REML", "ML", or a number of 0 or more; "REML-netmeta" and "ML-netmeta" take the contrasts of
        a trial against `reference` (or its last arm) as independent, to compare with netmeta where it sees no arms
    model : which one `effects`, `p_scores` and `direct_share` tell
    level : of all intervals
    reference : a treatment to show others against; the first one where it is not said
    better : "lower" or "higher" figures are benefit; without it no P-scores
    tolerance : how far a trial's contrasts may be from adding up, on the scale of the effect
    correlated : trials whose arms are not separate persons (knees of one person)

    A row without a figure, and a trial that says nothing, is left out and told in `left_out`. Raises BadValues, with
    rows and reasons, for a network that falls into parts, a treatment twice in one trial, comparisons that are not
    complete or do not add up, standard errors that no arms can have, and figures no trial can have.

    Source: Rucker G. Res Synth Methods 2012;3:312-324; Rucker G, Schwarzer G. Stat Med 2014;33:4353-4369.
    Agrees with netmeta 3.3 to 1e-12 (common and random effects, Q, P-scores, intervals), and to 1e-6 for REML and ML,
    on Senn 2013, smoking cessation, Linde 2015, Franchini 2012 and Woods 2010 (tests/alignment/test_network.py).
    """
    trials = read_trials(
        table,
        study=study,
        treatment=treatment,
        treatment_1=treatment_1,
        treatment_2=treatment_2,
        effect=effect,
        se=se,
        events=events,
        mean=mean,
        sd=sd,
        n=n,
        measure=measure,
        tolerance=tolerance,
        correlated=correlated,
    )
    if measure is None and treatment is not None:
        measure = "OR" if events is not None else "MD"
    return analyse_trials(
        trials, measure=measure, tau2=tau2, model=model, level=level, reference=reference, better=better
    )


def analyse_trials(
    trials: Trials,
    *,
    measure: str | None = None,
    tau2: Tau2Method | float = "DL",
    model: Literal["random", "common"] = "random",
    level: float = 0.95,
    reference: str | None = None,
    better: Better | None = None,
) -> Network:
    """Analyse trials that are already in blocks; arguments as in `network`."""
    _check_choices(trials, tau2=tau2, model=model, level=level, reference=reference, better=better)
    check_connected(trials)
    reference = reference or trials.treatments[0]
    fits = _fit(trials, tau2, trials.treatments.index(reference), model)
    pairs, size = pairs_of(trials), len(trials.treatments)
    common, random = _compare(fits.common, level), None if fits.random is None else _compare(fits.random, level)
    direct_common, count = compare_directly(pairs, size, 0.0, level)
    direct_random = None if fits.random is None else compare_directly(pairs, size, fits.random.tau2, level)[0]
    by_random = fits.model == "random"
    effects, direct = (random, direct_random) if by_random and random and direct_random else (common, direct_common)
    low, high = _predict(random, fits.tau2, fits.df, level)
    i2, i2_low, i2_high = i2_interval(fits.common.q, fits.df, level) if fits.df else (None, None, None)
    scores = p_scores(effects, lower_is_better=better == "lower") if better else None
    designs = designs_of(trials)
    within_df = sum(design.df for design in designs)
    return Network(
        treatments=trials.treatments,
        studies=tuple(trials.studies[k] for k in sorted(np.concatenate([b.trial for b in trials.blocks]).tolist())),
        measure=measure,
        reference=reference,
        better=better,
        level=level,
        n_trials=count,
        n_designs=len(designs),
        model=fits.model,
        tau2=fits.tau2,
        tau2_method=tau2 if isinstance(tau2, str) else "given",
        tau2_why=fits.why,
        common=common,
        random=random,
        direct_common=direct_common,
        direct_random=direct_random,
        direct_share=direct_shares(effects.se, direct.se),
        prediction_low=low,
        prediction_high=high,
        q=chi_square(fits.common.q, fits.df),
        q_within=chi_square(sum(design.q for design in designs), within_df),
        q_between=chi_square(squares_between(designs, fits.common.effect), fits.df - within_df),
        i2=i2,
        i2_low=i2_low,
        i2_high=i2_high,
        p_scores=None if scores is None else dict(zip(trials.treatments, scores.tolist(), strict=True)),
        left_out=trials.left_out,
        _trials=trials,
        _fit=fits.random if by_random and fits.random is not None else fits.common,
    )


@dataclass(frozen=True, slots=True)
class _Fits:
    """Both models; tau2 and random are None where there is no degree of freedom (`why`): then common is shown."""

    common: Fit
    random: Fit | None
    tau2: float | None
    why: str | None
    df: int
    model: Literal["random", "common"]


def _fit(trials: Trials, asked: Tau2Method | float, reference: int, model: Literal["random", "common"]) -> _Fits:
    common = fit_network(trials)
    df = trials.n_independent - (len(trials.treatments) - 1)
    tau2, why = _tau2(trials, common, df, asked, reference)
    if tau2 is None:
        return _Fits(common, None, None, why, df, "common")
    random = fit_network(trials, tau2) if tau2 else common
    return _Fits(common, random, tau2, None, df, model)


def direct_shares(network_se: Floats, direct_se: Floats) -> Floats:
    """Share of direct evidence, shape (n, n): variance of the network's estimate over that of direct evidence."""
    there = np.isfinite(direct_se) & (direct_se > 0)
    return np.divide(network_se**2, direct_se**2, out=np.zeros_like(network_se), where=there)


def _compare(fit: Fit, level: float) -> Comparisons:
    return compare_all(fit.effect, contrast_variances(fit.inverse), level)


def _tau2(
    trials: Trials, common: Fit, df: int, asked: Tau2Method | float, reference: int
) -> tuple[float | None, str | None]:
    if not isinstance(asked, str):
        return float(asked), None
    if not df:
        return None, "no degree of freedom: no two trials say the same thing, nor do any close a loop"
    if asked == "DL":
        return tau2_by_moments(trials, common, df), None
    if asked.endswith("-netmeta"):
        trials = with_independent_contrasts(trials, reference)
    return tau2_by_likelihood(trials, restricted=asked.startswith("REML")), None


def _predict(
    effects: Comparisons | None, tau2: float | None, df: int, level: float
) -> tuple[Floats | None, Floats | None]:
    if not df or effects is None or tau2 is None:
        return None, None
    from scipy.special import stdtrit

    reach = float(stdtrit(df, (1 + level) / 2)) * np.sqrt(effects.se**2 + tau2)
    np.fill_diagonal(reach, 0.0)
    return effects.estimate - reach, effects.estimate + reach


def _check_choices(
    trials: Trials, *, tau2: object, model: str, level: float, reference: str | None, better: str | None
) -> None:
    if isinstance(tau2, str) and tau2 not in get_args(Tau2Method):
        raise BadValues(f"tau2: found {tau2!r}; allowed: {', '.join(get_args(Tau2Method))}, or a number of 0 or more")
    if not isinstance(tau2, str) and not 0 <= cast("float", tau2) < np.inf:
        raise BadValues("tau2: found a number that is below 0 or not finite; allowed: 0 or more")
    if model not in ("random", "common"):
        raise BadValues(f"model: found {model!r}; allowed: 'random', 'common'")
    if not 0 < level < 1:
        raise BadValues(f"level: found {level!r}; allowed: between 0 and 1, such as 0.95")
    if better not in (None, "lower", "higher"):
        raise BadValues(f"better: found {better!r}; allowed: 'lower', 'higher'")
    if reference is not None and reference not in trials.treatments:
        raise BadValues(f"reference: found {reference!r}; allowed: {', '.join(trials.treatments)}")
