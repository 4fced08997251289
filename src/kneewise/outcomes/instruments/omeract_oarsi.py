"""The OMERACT-OARSI responder: better by much in pain or function, or by some in two of pain, function and global."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from kneewise.columns import numbers
from kneewise.errors import BadValues

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from kneewise.outcomes.instruments.definition import Better

    Floats = NDArray[np.float64]
    Truths = NDArray[np.int8]  # 1 true, 0 false, -1 unknown

DOMAINS: Final = ("pain", "function", "global")
SOURCE: Final = (
    "Pham T et al. J Rheumatol 2003;30:1648, as given in https://www.mdpi.com/2306-5354/10/11/1276 and PMC1201146"
)
_MUCH: Final = (0.5, 20.0)  # share of the baseline, points of 100
_SOME: Final = (0.2, 10.0)
_MACHINE: Final = 1e-9  # 35.3 - 15.3 falls short of 20 in the machine's last digit only


@dataclass(frozen=True, slots=True, kw_only=True)
class OmeractOarsi:
    """Who responded: 1 yes, 0 no, -1 unknown.

    responder : shape (n,)
    by_much : shape (n,), whether pain or function improved by at least 50 % and 20 points
    by_some : shape (n, 3), whether pain, function and global improved by at least 20 % and 10 points
    """

    responder: Truths
    by_much: Truths
    by_some: Truths
    n_yes: int
    n_no: int
    n_unknown: int
    source: str


def score_omeract_oarsi(
    pain: Any,
    function: Any,
    patient_global: Any | None,
    *,
    better: Better | Mapping[str, Better],
) -> OmeractOarsi:
    """Tell OMERACT-OARSI responders from scores at baseline and at follow-up.

    pain, function, patient_global : shape (n, 2), baseline and follow-up, each from 0 to 100 (`PartScores.to_100` gives
        that); None or NaN is unknown. patient_global may be None as a whole: then it is unknown for everyone.
    better : which end of the scales is the good one: "lower" (0 best, as the criteria were written) or "higher"; or by
        domain, {"pain": "lower", "function": "higher", "global": "lower"}

    A responder improved in pain or in function by at least 50 % of the baseline and 20 points; or, in at least two of
    pain, function and global, by at least 20 % of the baseline and 10 points. Percentages are of the severity at
    baseline: a scale whose good end is high is turned first, so that KOOS 60 is a severity of 40.
    A patient with an unknown score is a responder, or none, where that holds whatever the score may be (0 to 100), and
    else unknown: a global that nobody recorded changes nothing where pain and function settle the matter, and a pain
    of 8 at baseline cannot fall by 20 points. Improvements are compared with a slack of 1e-9.

    Raises BadValues at a score outside 0-100 (domain, row, visit), another shape, or several lengths.

    Source: Pham T et al. J Rheumatol 2003;30:1648, the thresholds as given in PMC1201146.
    """
    ends = {domain: better if isinstance(better, str) else better.get(domain) for domain in DOMAINS}
    if wrong := [domain for domain, end in ends.items() if end not in ("higher", "lower")]:
        raise BadValues(f"better of {wrong[0]}: found {ends[wrong[0]]!r}; allowed: 'higher', 'lower'")
    severities = [_severity(pain, "pain", ends), _severity(function, "function", ends)]
    n = len(severities[0])
    severities.append(np.full((n, 2), np.nan) if patient_global is None else _severity(patient_global, "global", ends))
    if len({len(each) for each in severities}) > 1:
        raise BadValues("pain, function, patient_global: found several lengths; allowed: one row a patient in each")
    by_much = _any_of(np.stack([_improved(each, *_MUCH) for each in severities[:2]], axis=1))
    by_some = np.stack([_improved(each, *_SOME) for each in severities], axis=1)
    responder = _any_of(np.stack([by_much, _two_of(by_some)], axis=1))
    return OmeractOarsi(
        responder=responder,
        by_much=by_much,
        by_some=by_some,
        n_yes=int((responder == 1).sum()),
        n_no=int((responder == 0).sum()),
        n_unknown=int((responder == -1).sum()),
        source=SOURCE,
    )


def _severity(given: Any, domain: str, ends: Mapping[str, Any]) -> Floats:
    """Check the scores of one domain and turn them so that 0 is the good end."""
    taken = np.asarray(given)
    if taken.ndim != 2 or taken.shape[1] != 2:
        raise BadValues(f"{domain}: found an array of shape {taken.shape}; allowed: (n, 2), baseline and follow-up")
    visits = {"baseline": taken[:, 0], "follow-up": taken[:, 1]}
    scores = np.stack([numbers(visits, visit) for visit in visits], axis=1)
    if (stray := (scores < 0) | (scores > 100)).any():
        row, visit = (int(place) for place in np.argwhere(stray)[0])
        side = "below 0" if scores[row, visit] < 0 else "above 100"
        raise BadValues(f"{domain}, row {row + 1}, {list(visits)[visit]}: found a number {side}; allowed: 0 to 100")
    return scores if ends[domain] == "lower" else 100 - scores


def _improved(severity: Floats, share: float, points: float) -> Truths:
    """Whether the severity fell by both the share of the baseline and the points; -1 where it may have."""
    # An unknown score is taken at its best: what even so is no improvement is none.
    before = np.where(np.isnan(severity[:, 0]), 100, severity[:, 0])
    after = np.where(np.isnan(severity[:, 1]), 0, severity[:, 1])
    fall = before - after + _MACHINE
    met = (fall >= points) & (fall >= share * before)
    return np.where(met & np.isnan(severity).any(axis=1), -1, met).astype(np.int8)


def _any_of(truths: Truths) -> Truths:
    """Whether any of a row is true; unknown where none is but one may be."""
    return np.where((truths == 1).any(axis=1), 1, np.where((truths == -1).any(axis=1), -1, 0)).astype(np.int8)


def _two_of(truths: Truths) -> Truths:
    """Whether at least two of a row are true; unknown where they may be."""
    sure = (truths == 1).sum(axis=1)
    perhaps = sure + (truths == -1).sum(axis=1)
    return np.where(sure >= 2, 1, np.where(perhaps >= 2, -1, 0)).astype(np.int8)
