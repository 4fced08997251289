"""The rules by which evidence speaks for or against a part of a claim, and by which parts make an answer.

A number speaks by its 95 % interval. Words speak by who was compared and whether the comparison could have seen it.

effect: an interval wholly on the good side of zero speaks for, wholly on the bad side against; one that holds zero does
    neither. "No difference" in words speaks against where the trial was randomised and had 80 % power to see 0.37
    standard deviations, the smallest effect that matters in Rutjes's review of knee injections; else neither. "Better"
    in words without a number speaks for, weakly. Before and after without a comparison: "no change" or "worse" speaks
    against where that many could have seen 0.37; improvement speaks for only weakly, since placebo brings one too.
benefit: an interval wholly beyond the smallest difference that matters speaks for; one that falls wholly short of it,
    or lies on the bad side, against. Words as for effect, but "better" without a size does neither.
change: before and after in one group, whose interval or words speak for or against as they are.
order: high against low dose of one trial, as effect.
fewer-events: the risk ratio, as effect. no-events: any event speaks against. rare-serious: the exact 95 % interval of
    the share of people with a serious event (Clopper and Pearson 1934) speaks for where it is wholly below 1 in 100,
    against where it is wholly at or above; of no event the upper bound is 3 / n (Hanley JA. JAMA 1983;249:1743).
found, count: what an authority or a register says is what the claim says, or is not.

A part is supported where something strong speaks for it and nothing strong against; contradicted the other way round;
not studied where nothing of this product bears on it; else not shown. A claim is contradicted where a part that it
asserts is; supported where all its parts are, the implied ones too; not studied where no asserted part was studied;
else not shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from kneewise.evidence.certainty_inputs import power_to_see

if TYPE_CHECKING:
    from collections.abc import Sequence

Speaks = Literal["for", "against", "neither"]
Answer = Literal["supported", "contradicted", "not shown", "not studied"]

SMALLEST_SEEN: Final = 0.37
POWER: Final = 0.80
RARE: Final = 0.01


def judge_interval(
    rule: str, interval: tuple[float, float], better: str, margin: float | None = None
) -> tuple[Speaks, str]:
    """Say which way an interval speaks by a rule that reads intervals, and why."""
    low, high = interval if better == "higher" else (-interval[1], -interval[0])
    if high < 0:
        return "against", "interval-bad"
    if rule != "benefit":
        return ("for", "interval-good") if low > 0 else ("neither", "interval-holds-zero")
    if margin is None:
        return "neither", "no-margin"
    if low > margin:
        return "for", "interval-beyond"
    return ("against", "interval-short") if high < margin else ("neither", "interval-holds-margin")


def judge_between(
    rule: str, result: str, n: int | None, n_against: int | None, *, randomised: bool
) -> tuple[Speaks, bool, str]:
    """Say which way the words of a comparison speak, whether strongly, and why."""
    if result == "not-read":
        return "neither", False, "not-read"
    if not randomised:
        return "neither", False, "not-randomised"
    if result == "worse":
        return "against", True, "words-worse"
    if result == "better":
        return ("neither", False, "no-size") if rule == "benefit" else ("for", False, "words-better")
    if n is None or n_against is None:
        return "neither", False, "n-unknown"
    if power_to_see(SMALLEST_SEEN, n, n_against) >= POWER:
        return "against", True, "no-difference-seen"
    return "neither", False, "too-small-to-see"


def judge_before(rule: str, result: str, n: int | None) -> tuple[Speaks, bool, str]:
    """Say which way the words of a before and after speak, whether strongly, and why."""
    if result == "not-read":
        return "neither", False, "not-read"
    enough = n is not None and power_to_see(SMALLEST_SEEN, n, float("inf")) >= POWER
    if result == "improved":
        return ("for", enough, "improved") if rule == "change" else ("for", False, "improved-only")
    if result == "worsened":
        return "against", enough, "worsened"
    why = "no-change-seen" if enough else "no-change-few"
    return "against", enough, why


def judge_serious(n_events: int, n: int) -> tuple[Speaks, str, tuple[float, float]]:
    """Say whether serious harm was shown to be rare: which way, why, and the bounds of its share."""
    if n_events == 0:
        bound = 3.0 / n
        return ("for", "none-of-many", (0.0, bound)) if bound < RARE else ("neither", "none-of-few", (0.0, bound))
    from scipy.special import betaincinv

    low = float(betaincinv(n_events, n - n_events + 1, 0.025))
    high = float(betaincinv(n_events + 1, n - n_events, 0.975)) if n_events < n else 1.0
    if high < RARE:
        return "for", "serious-seen-rarely", (low, high)
    return ("against", "serious-seen", (low, high)) if low >= RARE else ("neither", "serious-of-few", (low, high))


def answer_part(speaking: Sequence[tuple[Speaks, bool]]) -> Answer:
    """Make the answer of a part from which way each piece speaks and whether strongly."""
    if not speaking:
        return "not studied"
    strong = {way for way, is_strong in speaking if is_strong}
    if "for" in strong and "against" not in strong:
        return "supported"
    if "against" in strong and "for" not in strong:
        return "contradicted"
    return "not shown"


def answer_claim(parts: Sequence[tuple[Answer, bool]]) -> Answer:
    """Make the answer of a claim from those of its parts, each with whether it is only implied."""
    asserted = [answer for answer, implied in parts if not implied]
    if "contradicted" in asserted:
        return "contradicted"
    if all(answer == "not studied" for answer in asserted):
        return "not studied"
    return "supported" if all(answer == "supported" for answer, _ in parts) else "not shown"
