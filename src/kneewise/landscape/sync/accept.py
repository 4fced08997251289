"""Which candidates are trials of cell therapy of the knee: reviewed rules, each with its reason, the first that holds.

A keyword finds candidates, and many that are none: exosomes, platelets, ankles, gait studies. The rules look for
signs in what the register says (`data/acceptance_signs.csv`) and decide by them (`data/acceptance_rules.csv`): "yes",
"no", or "look", where the record does not say enough and a person has to.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, cast

from kneewise.landscape.codes import DATA

if TYPE_CHECKING:
    from kneewise.landscape.sync.registry_trial import RegistryTrial

Decision = Literal["yes", "no", "look"]
DECISIONS: tuple[Decision, ...] = ("yes", "look", "no")


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What the rules say of one trial.

    rule, reason : the rule that decided, and why
    signs : what was found in the record
    """

    trial: str
    decision: Decision
    rule: str
    reason: str
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: it holds where all of `when` and none of `unless` are found."""

    rule: str
    decision: Decision
    when: tuple[str, ...]
    unless: tuple[str, ...]
    reason: str

    def holds(self, signs: frozenset[str]) -> bool:
        """Say whether it holds for a set of signs."""
        return signs.issuperset(self.when) and not signs.intersection(self.unless)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sign:
    sign: str
    where: tuple[str, ...]
    pattern: re.Pattern[str]
    but_not: re.Pattern[str] | None

    def is_in(self, text: str) -> bool:
        """Say whether a title, a condition or an intervention shows it, and nothing that takes it back."""
        if self.pattern.search(text) is None:
            return False
        return self.but_not is None or self.but_not.search(text) is None


def accept_trial(trial: RegistryTrial) -> Accepted:
    """Say whether a trial is one of cell therapy of the knee, and by which rule."""
    signs = find_signs(trial)
    rule = next(each for each in rules() if each.holds(signs))
    return Accepted(
        trial=trial.trial, decision=rule.decision, rule=rule.rule, reason=rule.reason, signs=tuple(sorted(signs))
    )


def find_signs(trial: RegistryTrial) -> frozenset[str]:
    """Find the signs in a record's titles, conditions with keywords, and interventions."""
    texts = {
        "title": (trial.title, trial.official_title or ""),
        "conditions": (*trial.conditions, *trial.keywords),
        "interventions": trial.interventions,
    }
    return frozenset(
        sign.sign for sign in _signs() if any(sign.is_in(text) for where in sign.where for text in texts[where])
    )


@cache
def rules() -> tuple[Rule, ...]:
    """Give the rules, in the order in which they are asked; the last one always holds."""
    with (DATA / "acceptance_rules.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Rule(
                rule=row["rule"],
                decision=cast("Decision", row["decision"]),
                when=tuple(row["when"].split()),
                unless=tuple(row["unless"].split()),
                reason=row["reason"],
            )
            for row in csv.DictReader(file)
        )


@cache
def _signs() -> tuple[_Sign, ...]:
    with (DATA / "acceptance_signs.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            _Sign(
                sign=row["sign"],
                where=tuple(row["where"].split(";")),
                pattern=re.compile(row["pattern"], re.IGNORECASE),
                but_not=re.compile(row["but_not"], re.IGNORECASE) if row["but_not"] else None,
            )
            for row in csv.DictReader(file)
        )
