"""Networks of rare events: Mantel-Haenszel and conditional likelihoods, which need nothing added to empty cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from kneewise.errors import BadValues
from kneewise.evidence.networks.event_tables import check_tables_connected, tables_of
from kneewise.evidence.networks.figures import chi_square, compare_all, p_scores
from kneewise.evidence.networks.laplacian import contrast_variances
from kneewise.evidence.networks.read import read_arms
from kneewise.evidence.taken import same_lengths, take_numbers

if TYPE_CHECKING:
    from kneewise.columns import Table
    from kneewise.evidence.networks.result import Better, ChiSquare, Comparisons

SparseMethod = Literal["mantel-haenszel", "hypergeometric", "multinomial"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SparseNetwork:
    """A network of rare events: log odds ratios under a common effect.

    q_between : test of disagreement between designs; None for the likelihoods, which do not pool designs first
    left_out : trials, arms and designs that say nothing under this method, and why
    """

    treatments: tuple[str, ...]
    studies: tuple[str, ...]
    measure: str
    method: SparseMethod
    level: float
    effects: Comparisons
    q_between: ChiSquare | None
    better: Better | None
    p_scores: dict[str, float] | None
    left_out: tuple[str, ...]


def sparse_network(
    table: Table | None = None,
    *,
    study: Any = "study",
    treatment: Any = "treatment",
    events: Any = "events",
    n: Any = "n",
    method: SparseMethod = "mantel-haenszel",
    level: float = 0.95,
    better: Better | None = None,
) -> SparseNetwork:
    """Compare treatments by the odds ratio of a rare event.

    table : any dataframe or mapping, one row an arm; or None, and arrays in place of the names of columns
    study, treatment : labels; events, n : whole numbers, 0 <= events <= n; an arm without them is left out and told
    method : "mantel-haenszel" pools each design and then the designs; "hypergeometric" maximises the likelihood of the
        events given their number in each trial, exactly; "multinomial" does so with that likelihood's usual
        approximation for rare events, which is what netmeta calls NCH

    Trials without events, or with events only, say nothing of an odds ratio and are left out; so are arms of a design
    in which no trial saw an event (or a survivor), and designs of which one arm is left. All three methods assume one
    true odds ratio for each comparison. Raises BadValues for counts no arm can have, an arm twice, or where what is
    left falls into parts.

    Source: Efthimiou O, Rucker G, Schwarzer G, Higgins JPT, Egger M, Salanti G. Stat Med 2019;38:2992-3012; Stijnen T,
    Hamza TH, Ozdemir P. Stat Med 2010;29:3046-3067. Agrees with netmeta 3.3 `netmetabin` to 1e-10 (MH) and 5e-5
    (NCH, "multinomial" here, where its search stops short of the top) on Gurusamy 2011, smoking cessation, Woods 2010
    and Dong 2013 (tests/alignment/test_network_sparse.py).
    """
    arms = read_arms(table, study, treatment)
    x, total = take_numbers(table, events, "events"), take_numbers(table, n, "n")
    same_lengths(study=arms.study, events=x, n=total)
    if method not in ("mantel-haenszel", "hypergeometric", "multinomial"):
        raise BadValues(f"method: found {method!r}; allowed: 'mantel-haenszel', 'hypergeometric', 'multinomial'")
    if not 0 < level < 1:
        raise BadValues(f"level: found {level!r}; allowed: between 0 and 1, such as 0.95")
    if better not in (None, "lower", "higher"):
        raise BadValues(f"better: found {better!r}; allowed: 'lower', 'higher'")
    tables, names, told = tables_of(arms, x, total)
    check_tables_connected(tables, names)
    q = None
    if method == "mantel-haenszel":
        from kneewise.evidence.networks.mantel_haenszel import fit_mantel_haenszel

        effect, covariance, squares, df = fit_mantel_haenszel(tables, len(names))
        q = chi_square(squares, df)
    else:
        from kneewise.evidence.networks.conditional import fit_conditional

        effect, covariance = fit_conditional(tables, len(names), exact=method == "hypergeometric")
    effects = compare_all(effect, contrast_variances(covariance), level)
    scores = p_scores(effects, lower_is_better=better == "lower") if better else None
    return SparseNetwork(
        treatments=names,
        studies=tuple(dict.fromkeys(arms.studies[k] for table in tables for k in table.trial)),
        measure="OR",
        method=method,
        level=level,
        effects=effects,
        q_between=q,
        better=better,
        p_scores=None if scores is None else dict(zip(names, scores.tolist(), strict=True)),
        left_out=told,
    )
