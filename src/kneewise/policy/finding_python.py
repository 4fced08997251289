"""What a finding tells of one case, as Python source: the facts that its clause used, what would change it, its papers.

The rest of a finding is the same for every case; whoever explains hands it in (`review.explain`). Written out clause by
clause, since looking up what to tell took longer than telling it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.policy.explain_python import opened_by
from kneewise.policy.tree import facts_of
from kneewise.policy.verdict_python import MISSING, NOT_MET

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kneewise.policy.model import Policy
    from kneewise.policy.verdict_python import Slot


def write_findings(slots: Sequence[Slot], policies: Sequence[Policy], names: Sequence[str]) -> str:
    """Write `find_N(word, row, shown, late, pointless, fixed, flags)` for each policy N, and the tuple `finds` of them.

    names : the facts of a row, in order

    What is written returns the findings of one policy, a new dict each, and adds the keys of raised flags to `flags`:

    word : the codes of the policy's clauses
    row, shown : the facts as they are, and as a reader sees them with `late` at the end
    late : the outcome of eligibility, None where missing
    pointless : whether another clause already decides
    fixed : by slot and code, what is the same for every case

    It calls `doubt_N`, `open_N` and `turn_N` of `explain_python`.
    """
    places = {name: number for number, name in enumerate(names)}
    order = list(dict.fromkeys(slot.policy.id for slot in slots))
    lines: list[str] = []
    for number, policy in enumerate(policies):
        lines += [
            f"def find_{number}(word, row, shown, late, pointless, fixed, flags):",
            "    found = []",
            "    add = found.append",
        ]
        if any(slot.policy is policy for slot in slots):
            lines.append(f"    doubt = doubt_{order.index(policy.id)}(row, late)")
        for n, slot in enumerate(slots):
            if slot.policy is policy and slot.live:
                lines += _finding(n, slot, places)
        lines.append("    return found")
    lines.append(f"finds = ({''.join(f'find_{number}, ' for number in range(len(policies)))})")
    return "\n".join(lines)


def _finding(n: int, slot: Slot, places: Mapping[str, int]) -> list[str]:
    clause = slot.clause
    used = () if slot.require is None else facts_of(slot.require)
    guarding = () if slot.guard is None else facts_of(slot.guard)
    asked = f"; f['asks'] = {list(clause.asks)!r}; f['asking_is_pointless'] = pointless"
    lines = [
        f"    code = word >> {slot.shift} & 3",
        f"    f = fixed[{n}][code].copy()",
        "    if code & 1:",  # met or not met
        f"        f['facts'] = {_told(used, places)}",
        f"        if code == {NOT_MET}:",
        f"            f['would_change'] = turn_{n}(row, late)",
    ]
    if clause.otherwise == "flag":
        lines.append(f"            flags.append({f'{slot.policy.id}/{clause.id}'!r})")
    handled = [f"row[{places[name]}] is None" for name in used if name in places]
    if clause.handles_missing and clause.asks and handled:
        # Met although a fact is not known: the paper may be asked for, but nothing waits for it.
        lines.append(f"        elif {' or '.join(handled)}:")
        lines.append("            " + asked.removeprefix("; "))
    lines += [
        "    else:",
        # The facts of its guard too: the reader sees them where the guard decided.
        f"        f['facts'] = {_told((*used, *guarding), places)}",
        f"        if code == {MISSING}:",
        f"            f['would_change'] = {opened_by(n, slot, places)} if doubt is None else doubt[:]{asked}",
    ]
    # The companion of an uncertain start is passed over where it does not apply.
    lines.append("    if code: add(f)" if clause.start_of else "    add(f)")
    return lines


def _told(names: Sequence[str], places: Mapping[str, int]) -> str:
    last = len(places)
    return "{" + ", ".join(f"{name!r}: shown[{places.get(name, last)}]" for name in dict.fromkeys(names)) + "}"
