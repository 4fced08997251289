"""Checks of rows that need more than one column, or more than one row."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from kneewise.evidence.pooling.sets import Floats

# Of what is printed to one or two digits more is not to be asked.
_SLACK = 0.1
_FAR_APART = 3.0
_UNLIKE_SPREADS = 4.0
_OF_A_TIME = ("outcome", "timepoint", "months", "visit")
_RATIOS = {"RR", "OR", "IRR", "ROM", "PETO", "CVR", "VR", "HR"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One check, and the rows that do not stand it."""

    columns: tuple[str, ...]
    rows: NDArray[np.bool_]
    kind: str
    rule: str
    found: str
    allowed: str


def doubts(of: Mapping[str, Floats], labels: Mapping[str, Sequence[str]]) -> Iterator[Doubt]:
    """Run every check that the columns allow; a gap is no fault."""
    for arm in ("", "1", "2"):
        yield from _counts(of, arm)
        yield from _within_scale(of, arm)
    yield from _interval_around(of, labels)
    yield from _effect_of_means(of, labels)
    yield from _p_and_interval(of, labels)
    yield from _spreads(of)
    yield from _twice(of, labels)


def _has(of: Mapping[str, Any], *names: str) -> bool:
    return all(name in of for name in names)


def _doubt(
    rows: Floats, columns: tuple[str, ...], rule: str, found: str, allowed: str, *, kind: str = "doubtful"
) -> Doubt:
    return Doubt(columns=columns, rows=np.asarray(rows, dtype=bool), kind=kind, rule=rule, found=found, allowed=allowed)


def _counts(of: Mapping[str, Floats], arm: str) -> Iterator[Doubt]:
    for name in (f"n{arm}", f"events{arm}"):
        if name in of:
            known = ~np.isnan(of[name])
            yield _doubt(known & (of[name] % 1.0 != 0), (name,), "whole count", "a part of a person", "a whole number")


def _within_scale(of: Mapping[str, Floats], arm: str) -> Iterator[Doubt]:
    """A mean lies on its scale, and its spread is at most that of all people at the two ends."""
    mean, sd, n = f"mean{arm}", f"sd{arm}", f"n{arm}"
    if not _has(of, mean, "scale_low", "scale_high"):
        return
    low, high, value = of["scale_low"], of["scale_high"], of[mean]
    yield _doubt(
        (value < low) | (value > high), (mean,), "mean on its scale", "a mean outside the scale",
        "scale_low to scale_high", kind="impossible",
    )  # fmt: skip
    if sd in of:
        size = of.get(n, np.full(value.shape, np.inf))
        room = np.where(size > 1, size / np.maximum(size - 1.0, 1.0), np.inf)
        room = np.where(np.isinf(size), 1.0, room)
        widest = np.sqrt(np.maximum((value - low) * (high - value), 0.0) * room)
        inside = (value >= low) & (value <= high)
        yield _doubt(
            inside & (of[sd] > widest * 1.01), (sd, mean), "spread on its scale",
            "a spread wider than the scale allows", "at most that of all patients at both ends", kind="impossible",
        )  # fmt: skip


def _is_ratio(labels: Mapping[str, Sequence[str]], size: int) -> NDArray[np.bool_]:
    return np.array([each.upper() in _RATIOS for each in labels.get("measure", [""] * size)], dtype=bool)


def _on_own_scale(of: Mapping[str, Floats], ratio: NDArray[np.bool_], name: str) -> Floats:
    values = of[name]
    return np.where(ratio, np.log(np.where(ratio & (values > 0), values, np.nan)), values)


def _interval_around(of: Mapping[str, Floats], labels: Mapping[str, Sequence[str]]) -> Iterator[Doubt]:
    estimate = "effect" if "effect" in of else "mean"
    if not _has(of, estimate, "ci_low", "ci_high"):
        return
    ratio = _is_ratio(labels, of[estimate].size)
    value, low, high = (_on_own_scale(of, ratio, name) for name in (estimate, "ci_low", "ci_high"))
    aside = np.abs((low + high) / 2.0 - value) > _SLACK * (high - low)
    inside = (value >= low) & (value <= high)
    yield _doubt(
        inside & aside, (estimate, "ci_low", "ci_high"), "interval around its estimate",
        "an interval that does not lie around its estimate", "the estimate near the middle (of a ratio: of the logs)",
    )  # fmt: skip


def _effect_of_means(of: Mapping[str, Floats], labels: Mapping[str, Sequence[str]]) -> Iterator[Doubt]:
    if not _has(of, "effect", "mean1", "mean2"):
        return
    size = of["effect"].size
    # Only of a plain difference; where no measure is told, an interval or sd says nothing of it.
    plain = np.array([each.upper() == "MD" for each in labels.get("measure", [""] * size)], dtype=bool)
    difference = of["mean1"] - of["mean2"]
    room = 0.02 * np.maximum(np.abs(of["mean1"]), np.abs(of["mean2"])) + 0.1
    other = np.abs(of["effect"] - difference) > room
    turned = np.abs(of["effect"] + difference) <= room
    yield _doubt(
        plain & other & ~turned, ("effect", "mean1", "mean2"), "effect of its means",
        "an effect that is not the difference of its means", "mean1 - mean2",
    )  # fmt: skip
    yield _doubt(
        plain & other & turned, ("effect", "mean1", "mean2"), "sign of the effect",
        "an effect with the sign of mean2 - mean1", "mean1 - mean2",
    )  # fmt: skip


def _p_and_interval(of: Mapping[str, Floats], labels: Mapping[str, Sequence[str]]) -> Iterator[Doubt]:
    if not _has(of, "p", "ci_low", "ci_high"):
        return
    nothing = np.where(_is_ratio(labels, of["p"].size), 1.0, 0.0)
    outside = (of["ci_low"] > nothing) | (of["ci_high"] < nothing)
    known = ~np.isnan(of["ci_low"] + of["ci_high"] + of["p"])
    # Around 0.05 both may be rounded.
    against = known & ((outside & (of["p"] > 0.06)) | (~outside & (of["p"] < 0.04)))
    yield _doubt(
        against, ("p", "ci_low", "ci_high"), "p and interval", "a p on the other side of 0.05 than the interval",
        "p below 0.05 where the 95 % interval leaves out no effect",
    )  # fmt: skip


def _spreads(of: Mapping[str, Floats]) -> Iterator[Doubt]:
    if _has(of, "sd1", "sd2"):
        small, large = np.minimum(of["sd1"], of["sd2"]), np.maximum(of["sd1"], of["sd2"])
        yield _doubt(
            (small > 0) & (large > _UNLIKE_SPREADS * small), ("sd1", "sd2"), "spreads alike",
            "spreads of two arms more than 4 times apart", "spreads of one size; an error may stand for a spread",
        )  # fmt: skip
        yield _doubt(
            (large > 0) & (small == 0), ("sd1", "sd2"), "spreads alike", "no spread in one arm", "a spread in both",
        )  # fmt: skip
        yield _doubt(
            large == 0, ("sd1", "sd2"), "spreads alike", "no spread in either arm", "a spread in both, or nothing",
        )  # fmt: skip
    if "sd" in of:
        yield _doubt(of["sd"] == 0, ("sd",), "some spread", "no spread", "a number above 0, or nothing")
    if _has(of, "mean1", "mean2", "sd1", "sd2"):
        spread = np.sqrt((of["sd1"] ** 2 + of["sd2"] ** 2) / 2.0)
        far = np.abs(of["mean1"] - of["mean2"]) > _FAR_APART * spread
        yield _doubt(
            (spread > 0) & far, ("mean1", "sd1", "mean2", "sd2"), "means within reach",
            "means more than 3 standard deviations apart", "less; an error may stand for a spread",
        )  # fmt: skip


def _twice(of: Mapping[str, Floats], labels: Mapping[str, Sequence[str]]) -> Iterator[Doubt]:
    """The same arms of one study at one time for one outcome; where arms are not named, all the same figures."""
    if "study" not in labels:
        return
    names = [name for name in ("study", "arm", "arm1", "arm2", *_OF_A_TIME) if name in labels]
    keys: list[tuple[object, ...]] = list(zip(*(labels[name] for name in names), strict=True))
    known = np.array([bool(key[0]) for key in keys], dtype=bool)
    found = "the same study, arms, outcome and time twice"
    if not (_has(labels, "arm") or _has(labels, "arm1", "arm2")):
        figures = np.array(list(of.values()))
        known &= np.isfinite(figures).sum(axis=0) > 1
        keys = [(*key, *row) for key, row in zip(keys, np.nan_to_num(figures.T, nan=-np.pi).tolist(), strict=True)]
        found = "the same study with the same figures twice"
    seen = Counter(keys)
    rows = known & np.array([seen[key] > 1 for key in keys], dtype=bool)
    yield _doubt(rows, tuple(names), "each row once", found, "one row")
