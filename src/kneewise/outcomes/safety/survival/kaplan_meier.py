"""Share still free of an event: Kaplan-Meier with Greenwood's variance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from kneewise.errors import BadValues
from kneewise.outcomes.proportions import checked_level
from kneewise.outcomes.safety.survival.beta_product import beta_product
from kneewise.outcomes.safety.survival.times import checked_groups, checked_times, risk_table

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from kneewise.outcomes.bisection import Floats
    from kneewise.outcomes.safety.survival.times import Counts

CurveInterval = Literal["log", "log-log", "plain", "beta-product"]
_SAME = 1e-12  # survival at a quantile, as far as the product of fractions can tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantile:
    """A time by which a share has had the event; None where the curve or its limit does not come so low."""

    share: float
    estimate: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SurvivalCurve:
    """Kaplan-Meier curve of one group; arrays of shape (m,), one entry each distinct time.

    group : its label, None where the persons were not grouped
    n, n_events : persons and events
    time : distinct times of events and ends of follow-up, ascending
    at_risk, events, censored : just before, at, and at each time
    survival : share free of the event after each time
    se : standard error of the survival (Greenwood); NaN once survival is 0, for which the formula has no value
    lower, upper : pointwise limits; `upper` is NaN once survival is 0, but for the interval "beta-product"
    lower_at_0 : lower limit before the first time: 1, but for the interval "beta-product", which is never sure
    reason : why figures are missing or say little, None where there is nothing to say
    """

    group: Any
    n: int
    n_events: int
    time: Floats
    at_risk: Counts
    events: Counts
    censored: Counts
    survival: Floats
    se: Floats
    lower: Floats
    upper: Floats
    lower_at_0: float = 1.0
    reason: str | None = None

    def at(self, times: ArrayLike) -> dict[str, Floats]:
        """Survival, its error, limits and the number at risk at given times; NaN after the last follow-up."""
        asked = np.asarray(times, dtype=np.float64)
        place = np.searchsorted(self.time, asked, side="right")
        still = np.searchsorted(self.time, asked, side="left")
        known = asked <= self.time[-1]
        begun = {"survival": 1.0, "se": 0.0, "lower": self.lower_at_0, "upper": 1.0}
        found = {
            name: np.where(known, np.concatenate([[first], getattr(self, name)])[place], np.nan)
            for name, first in begun.items()
        }
        at_risk = np.concatenate([self.at_risk, [0]])[still].astype(np.float64)
        return {"at_risk": at_risk, **found}

    def quantile(self, share: float = 0.5) -> Quantile:
        """Time by which `share` has had the event, with limits by inversion; the middle where the curve is flat there.

        Source: Brookmeyer R, Crowley J. Biometrics 1982;38:29-41, as R survival does it.
        """
        if not 0 < share < 1:
            raise BadValues(f"share: found {share!r}; allowed: above 0 and below 1")
        level = 1 - share
        estimate, lower, upper = (self._falls_to(curve, level) for curve in (self.survival, self.lower, self.upper))
        return Quantile(share=share, estimate=estimate, lower=lower, upper=upper)

    def _falls_to(self, curve: Floats, level: float) -> float | None:
        reached = np.flatnonzero(curve <= level + _SAME)
        if reached.size == 0:
            return None
        first = float(self.time[reached[0]])
        if abs(curve[reached[0]] - level) > _SAME:
            return first
        later = np.flatnonzero(curve < level - _SAME)
        return (first + float(self.time[later[0]])) / 2 if later.size else first


@dataclass(frozen=True, slots=True, kw_only=True)
class KaplanMeier:
    """Curves of all groups, in the order of their labels."""

    curves: tuple[SurvivalCurve, ...]
    level: float
    interval: str
    n_left_out: int


def kaplan_meier(
    time: ArrayLike,
    event: ArrayLike,
    *,
    group: ArrayLike | None = None,
    interval: CurveInterval = "log",
    level: float = 0.95,
) -> KaplanMeier:
    """Estimate the share still free of an event over time, one curve each group.

    time : shape (n,), time to the event or to the end of follow-up, 0 or more
    event : shape (n,), 1 (True) where it ended with the event, 0 where follow-up ended without it
    group : shape (n,), labels; None for one curve
    interval : "log" (limits on log survival, upper cut at 1), "log-log" or "plain" (cut at 0 and 1), all three from
        Greenwood's variance; or "beta-product", which holds its level in small groups and without events, and is
        Clopper and Pearson's where nobody's follow-up ends early
    level : pointwise confidence

    Rows whose time, event or group is not known are left out and counted. Equal times are ties; those whose follow-up
    ends at the time of an event are at risk for it. Raises BadValues as `checked_times` does, NotEstimable where no
    row is left.

    Source: Kaplan EL, Meier P. J Am Stat Assoc 1958;53:457-481; Greenwood M. Rep Public Health Med Subj 1926;33:1-26;
    Fay MP, Brittain EH, Proschan MA. Biostatistics 2013;14:723-736 (beta product, by moments).
    Agrees with R survival 3.5-3 `survfit` to 1e-13 (tests/alignment/test_survival.py).
    """
    alpha = 1 - checked_level(level)
    if interval not in ("log", "log-log", "plain", "beta-product"):
        raise BadValues(f"interval: found {interval!r}; allowed: 'log', 'log-log', 'plain', 'beta-product'")
    groups = checked_groups(group, np.size(time))
    followed = checked_times(time, event, known=groups.place >= 0)
    place = groups.place[followed.kept]
    curves = tuple(
        _curve(label, followed.time[place == number], followed.event[place == number], interval, alpha)
        for number, label in enumerate(groups.labels)
        if (place == number).any()
    )
    return KaplanMeier(curves=curves, level=level, interval=interval, n_left_out=followed.n_left_out)


def _curve(label: Any, time: Floats, event: Counts, interval: str, alpha: float) -> SurvivalCurve:
    table = risk_table(time, event, np.zeros(time.size, dtype=np.int64), 1)
    n, d = table.at_risk[:, 0], table.events[:, 0]
    survival = np.cumprod((n - d) / n, dtype=np.float64)
    ended = n == d  # nobody is left: the survival is 0 from here on
    hazard = np.divide(d, n * (n - d), out=np.zeros(n.size), where=~ended)
    log_se: Floats = np.sqrt(np.cumsum(hazard))
    if interval == "beta-product":
        lower, upper = beta_product(n, d, table.censored[:, 0], alpha)
    else:
        lower, upper = limits_of(survival, log_se, interval, alpha)
        lower = np.where(ended, 0.0, lower)
        upper = np.where(ended, np.nan, upper)
    reason = None
    if ended.any():
        reason = "survival falls to 0: Greenwood's variance has no value there"
    elif not d.any():
        reason = "no event: Greenwood's variance is 0"
    if reason and interval != "beta-product":
        reason += "; interval 'beta-product' gives limits"
    return SurvivalCurve(
        group=label,
        n=int(time.size),
        n_events=int(d.sum()),
        time=table.time,
        at_risk=n,
        events=d,
        censored=table.censored[:, 0],
        survival=survival,
        se=np.where(ended, np.nan, survival * log_se),
        lower=lower,
        upper=upper,
        lower_at_0=float((alpha / 2) ** (1 / time.size)) if interval == "beta-product" else 1.0,
        reason=reason,
    )


def limits_of(share: Floats, log_se: Floats, interval: str, alpha: float) -> tuple[Floats, Floats]:
    """Limits of a share from the standard error of its logarithm; the share itself where that error is 0."""
    from scipy.special import ndtri

    z = float(ndtri(1 - alpha / 2))
    if interval == "plain":
        return np.clip(share - z * share * log_se, 0, 1), np.clip(share + z * share * log_se, 0, 1)
    if interval == "log":
        return share * np.exp(-z * log_se), np.minimum(share * np.exp(z * log_se), 1)
    inside = (share > 0) & (share < 1)
    log_share = np.log(np.where(inside, share, 0.5))
    power = np.exp(z * log_se / -log_share)
    return (
        np.where(inside, np.exp(log_share * power), share),
        np.where(inside, np.exp(log_share / power), share),
    )
