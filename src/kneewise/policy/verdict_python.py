"""All clauses of a set of policies as Python source: from a row of facts to codes, outcomes and amounts.

Two bits a clause: 0 not applicable, 1 met, 2 missing, 3 not met.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kneewise.policy.fact_python import local
from kneewise.policy.model import PART_ORDER, Clause, PartName, Policy
from kneewise.policy.python_code import PythonCode
from kneewise.policy.tree import facts_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kneewise.policy import tree as t

NOT_APPLICABLE, MET, MISSING, NOT_MET = 0, 1, 2, 3
RESULTS = ("not-applicable", "met", "missing", "not-met")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """The place of one clause in the codes of its part.

    guard : whether the clause binds on its day and applies; None where it always does
    require : None where no machine can check it
    live : False where the clause was not yet known on the day of an as-of replay
    """

    policy: Policy
    clause: Clause
    word: int
    shift: int
    guard: t.Tree | None
    require: t.Tree | None
    live: bool

    @property
    def part(self) -> PartName:
        """The part whose outcome it takes part in."""
        return self.policy.part


def word_names(slots: Sequence[Slot]) -> dict[PartName, int]:
    """Count the words of each part."""
    return {part: max((slot.word + 1 for slot in slots if slot.part == part), default=1) for part in PART_ORDER}


def masks(slots: Sequence[Slot], part: PartName, word: int) -> Mapping[str, int]:
    """Give the low bits of a word's clauses, by what follows when one is not met."""
    found = {"fail": 0, "review": 0, "flag": 0}
    for slot in slots:
        if slot.part == part and slot.word == word:
            found[slot.clause.otherwise] |= 1 << slot.shift
    return found


def write_verdict(
    slots: Sequence[Slot], policies: Sequence[Policy], names: Sequence[str]
) -> tuple[str, dict[str, object]]:
    """Write `codes(row)` and `amounts(row, eligibility_outcome, claim_cost_low, claim_cost_high)`.

    codes returns (words of each part in PART_ORDER, outcomes of each part in PART_ORDER); amounts returns
    (outpatient low, outpatient high, inpatient low, inpatient high) in the minor unit, None where not known.
    """
    code = PythonCode(local)
    unpack = f"    ({', '.join(local(name) for name in names)},) = row" if names else "    pass"
    lines = ["def codes(row):", unpack]
    n_words = word_names(slots)
    for part in PART_ORDER:
        short = part[0:3]
        words = [f"{short}{n}" for n in range(n_words[part])]
        lines += [f"    {word} = 0" for word in words]
        for policy in (each for each in policies if each.part == part):
            own = [slot for slot in slots if slot.policy is policy and slot.live]
            lines += _policy_lines(policy, own, short, code)
        lines += _outcome_lines(slots, part, words)
        if part == "eligibility":
            lines.append(f"    {local('eligibility_outcome')} = None if o_{short} == 'missing' else o_{short}")
    every = ", ".join(f"({', '.join(f'{part[0:3]}{n}' for n in range(n_words[part]))},)" for part in PART_ORDER)
    lines.append(f"    return ({every}), ({', '.join(f'o_{part[0:3]}' for part in PART_ORDER)})")
    lines += ["", *_amount_lines(policies, code, names)]
    return "\n".join(lines), code.constants


def _policy_lines(policy: Policy, slots: Sequence[Slot], short: str, code: PythonCode) -> list[str]:
    if not slots:
        return []
    indent = "    "
    lines: list[str] = []
    word = f"{short}{slots[0].word}"
    if policy.applies is not None:
        lines.append(f"    if {code.true(policy.applies.tree)}:")
        indent = "        "
    for slot in slots:
        source = _slot_source(slot, code)
        lines.append(f"{indent}{word} |= {source}")
    if policy.applies is not None:
        every_missing = sum(MISSING << slot.shift for slot in slots)
        lines.append(f"    elif not {code.false(policy.applies.tree)}:")
        lines.append(f"        {word} |= {every_missing}")
    return lines


def _slot_source(slot: Slot, code: PythonCode) -> str:
    met, missing, not_met = (value << slot.shift for value in (MET, MISSING, NOT_MET))
    if slot.require is None:
        source = f"{missing}"
    elif slot.guard is None:
        source = f"{met} if {code.true(slot.require)} else {not_met} if {code.false(slot.require)} else {missing}"
    else:
        source = (
            f"{met} if {code.true(slot.require)} else "
            f"{not_met} if {code.false(slot.require)} and {code.true(slot.guard)} else {missing}"
        )
    if slot.guard is not None:
        source = f"0 if {code.false(slot.guard)} else {source}"
    return source


def _outcome_lines(slots: Sequence[Slot], part: PartName, words: Sequence[str]) -> list[str]:
    """A part's outcome from its words: two shifts and a mask tell which clauses are not met, which are missing."""
    short = part[0:3]
    not_met: dict[str, list[str]] = {"fail": [], "review": [], "flag": []}
    missing: list[str] = []
    for n, word in enumerate(words):
        own = masks(slots, part, n)
        for kind, mask in own.items():
            if mask:
                not_met[kind].append(f"{word} & ({word} >> 1) & {mask}")
        mask = own["fail"] | own["review"]
        if mask:
            missing.append(f"~{word} & ({word} >> 1) & {mask}")
    review = not_met["review"] + (not_met["flag"] if part == "integrity" else [])
    lines = [f"    o_{short} = ("]
    for outcome, conditions in (("fail", not_met["fail"]), ("review", review), ("missing", missing)):
        if conditions:
            lines.append(f"        '{outcome}' if {' or '.join(conditions)} else")
    lines.append(f"        'pass' if {' or '.join(words)} else 'not-applicable')")
    return lines


def amount_facts(policies: Sequence[Policy]) -> set[str]:
    """Name the facts that the amounts need."""
    return {
        name
        for policy in policies
        if policy.amounts
        for amount in policy.amounts
        for rule in (policy.applies, amount.applies, amount.low, amount.high)
        if rule is not None
        for name in facts_of(rule.tree)
    }


def _amount_lines(policies: Sequence[Policy], code: PythonCode, names: Sequence[str]) -> list[str]:
    given = ", ".join(local(name) for name in ("eligibility_outcome", "claim_cost_low", "claim_cost_high"))
    lines = [f"def amounts(row, {given}):"]
    used = amount_facts(policies)
    lines += [f"    {local(name)} = row[{place}]" for place, name in enumerate(names) if name in used]
    for setting in ("outpatient", "inpatient"):
        low, high = f"{setting[:3]}_low", f"{setting[:3]}_high"
        opened = False
        for policy in policies:
            for amount in policy.amounts:
                if amount.setting != setting:
                    continue
                rules = [each.tree for each in (policy.applies, amount.applies) if each is not None]
                condition = " and ".join(code.true(tree) for tree in rules) or "True"
                lines.append(f"    {'elif' if opened else 'if'} {condition}:")
                lines.append(f"        {low} = whole({code.value(amount.low.tree)})")
                lines.append(f"        {high} = whole({code.value(amount.high.tree)})")
                opened = True
        none = [f"{low} = None", f"{high} = None"]
        lines += ["    else:", *[f"        {each}" for each in none]] if opened else [f"    {each}" for each in none]
    lines.append("    return out_low, out_high, inp_low, inp_high")
    return lines
