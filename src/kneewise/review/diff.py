"""What a change of policies does to a set of cases: how many go from what to what, and which."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kneewise.review.answer import PARTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kneewise.policy.model import Policy
    from kneewise.review.answer import CaseAnswer

ENDINGS = (".json", ".csv")


class Transition(NamedTuple):
    """Cases that go from one word to another.

    what : "recommendation", a part, or "payable"
    before, after : outcomes, or what is payable as outpatient and inpatient in the minor unit
    """

    what: str
    before: str
    after: str
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What two sets of policies say differently of the same cases; of a kind the most frequent first."""

    n_cases: int
    n_changed: int
    transitions: tuple[Transition, ...]


def read_side(name: str | Path, *, alone: bool = False) -> list[Policy]:
    """Read one side of a comparison: a policy file, a folder of them, or an id of the shipped book.

    Each policy takes the place of the shipped one with its id, in the whole book, since parts ask for each
    other's outcomes; `alone` leaves the rest of the book out. Raises BadPolicy.
    """
    from kneewise.policy.book import read_policies

    named = read_policies([name])
    if alone:
        return named
    ids = {policy.id for policy in named}
    return [*(policy for policy in read_policies() if policy.id not in ids), *named]


def compare_answers(old: Sequence[CaseAnswer], new: Sequence[CaseAnswer]) -> Difference:
    """Compare the answers of one set of cases under two sets of policies; both in the same order."""
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    changed = set()
    for before, after in zip(old, new, strict=True):
        for what, was, now in _words(before, after):
            if was != now:
                found[what, was, now].append(before["case"])
                changed.add(before["case"])
    order = ("recommendation", *PARTS, "payable")
    kinds = sorted(found, key=lambda key: (order.index(key[0]), -len(found[key]), key))
    return Difference(
        n_cases=len(old),
        n_changed=len(changed),
        transitions=tuple(Transition(*key, tuple(found[key])) for key in kinds),
    )


def _words(before: CaseAnswer, after: CaseAnswer) -> Iterator[tuple[str, str, str]]:
    yield "recommendation", before["recommendation"], after["recommendation"]
    for part in PARTS:
        yield part, before["parts"][part]["outcome"], after["parts"][part]["outcome"]
    yield "payable", _payable(before), _payable(after)


def _payable(answer: CaseAnswer) -> str:
    """Both ranges in one word; the figure is the claim's and stands on each case, so none is added."""
    ranges = (answer["payable"]["outpatient"], answer["payable"]["inpatient"])
    return " / ".join("unknown" if each is None else f"{each['low']}-{each['high']}" for each in ranges)


def write_difference(path: str | Path, difference: Difference) -> None:
    """Write all transitions with all keys: .json as they are, .csv one row a case and kind."""
    from kneewise.review.output import place_whole

    target = Path(path)
    with place_whole(target) as beside, beside.open("w", encoding="utf-8", newline="") as stream:
        if target.suffix.lower() == ".csv":
            import csv

            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(("case", "what", "before", "after"))
            for each in difference.transitions:
                writer.writerows((case, each.what, each.before, each.after) for case in each.cases)
            return
        document = {
            "n_cases": difference.n_cases,
            "n_changed": difference.n_changed,
            "transitions": [
                {**each._asdict(), "n": len(each.cases), "cases": list(each.cases)}
                for each in difference.transitions
            ],
        }
        json.dump(document, stream, ensure_ascii=False, indent=1)
        stream.write("\n")
