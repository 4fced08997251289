"""Where each clause stands in the codes of its part, and the condition under which it binds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.errors import BadPolicy
from kneewise.policy import model
from kneewise.policy import tree as t
from kneewise.policy.verdict_python import Slot

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

START_SAYS = {
    "en": "Whether this text was in force on that day is not certain: its start is known only as a range.",
    "ko": "그 날 이 규정이 시행 중이었는지 확실하지 않다. 시작일이 기간으로만 알려져 있다.",
}
NOT_YET_SAYS = {
    "en": "No text of this policy had been issued by the day of the replay: "
    "whether the treatment was recognised then must be looked up.",
    "ko": "재현 기준일까지 이 정책의 어떤 규정도 공표되지 않았다. 당시 인정 여부를 따로 확인해야 한다.",
}


def place_clauses(policies: Sequence[model.Policy], as_of: date | None) -> tuple[Slot, ...]:
    """Give each clause its place; the clauses of one policy never part, so each takes one word of at most 31."""
    slots: list[Slot] = []
    filled: dict[model.PartName, list[int]] = {part: [0] for part in model.PART_ORDER}
    for policy in policies:
        clauses = [part for clause in policy.clauses for part in _with_start(clause)]
        if as_of is not None and policy.part == "eligibility" and not any(known_by(c.source, as_of) for c in clauses):
            clauses.append(_not_yet(policy, as_of))
        if len(clauses) > model.MAX_CLAUSES:
            raise BadPolicy(
                f"{policy.id}: found {len(clauses)} clauses; allowed: at most {model.MAX_CLAUSES} (split the policy)"
            )
        used = filled[policy.part]
        if used[-1] + len(clauses) > model.MAX_CLAUSES:
            used.append(0)
        for clause in clauses:
            slots.append(
                Slot(
                    policy=policy,
                    clause=clause,
                    word=len(used) - 1,
                    shift=2 * used[-1],
                    guard=_guard(clause),
                    require=None if clause.require is None else clause.require.tree,
                    live=known_by(clause.source, as_of),
                )
            )
            used[-1] += 1
    return tuple(slots)


def known_by(source: model.Source, as_of: date | None) -> bool:
    """Whether a source had surely been issued by the day of a replay; one without a date is taken."""
    return as_of is None or source.known_from is None or source.known_from <= as_of.isoformat()


def _with_start(clause: model.Clause) -> list[model.Clause]:
    """A clause whose start is a range gets a companion: on the days in between a person must look."""
    if clause.from_earliest is None or clause.from_ is None:
        return [clause]
    from dataclasses import replace

    day = t.Fact(clause.dated_by, "day")
    start, end = clause.from_earliest, clause.from_
    sql = f"{clause.dated_by} >= date '{end}'"
    rule = model.Rule(sql=sql, tree=t.Compare(">=", day, t.Constant(end, "day")))
    companion = replace(
        clause,
        id=f"{clause.id}-start",
        says=START_SAYS,
        require=rule,
        applies=clause.applies,
        otherwise="flag" if clause.otherwise == "flag" else "review",
        settles="fully",
        from_=start,
        until=end,
        from_earliest=None,
        start_of=True,
    )
    return [clause, companion]


def _not_yet(policy: model.Policy, as_of: date) -> model.Clause:
    """In a replay of a day before anything was issued a treatment is not passed in silence: a person must look."""
    source = model.Source(
        key="replay", title="Replay", issued=as_of.isoformat(), read_on=None, via=None, confidence="high"
    )
    return model.Clause(
        id="not-yet-issued",
        says=NOT_YET_SAYS,
        require=model.Rule(sql="false", tree=t.Constant(False, "boolean")),
        applies=None,
        otherwise="review",
        source=source,
        confidence="high",
        asks=(),
        settles="fully",
        note=None,
        handles_missing=None,
        dated_by=model.DATED_BY[policy.dated_by],
        from_=None,
        until=None,
        from_earliest=None,
    )


def _guard(clause: model.Clause) -> t.Tree | None:
    """Whether the clause binds: its day lies in its period, and its own condition holds."""
    day = t.Fact(clause.dated_by, "day")
    conditions: list[t.Tree] = []
    if clause.from_ is not None:
        conditions.append(t.Compare(">=", day, t.Constant(clause.from_, "day")))
    if clause.until is not None:
        conditions.append(t.Compare("<", day, t.Constant(clause.until, "day")))
    if clause.applies is not None:
        conditions.append(clause.applies.tree)
    if not conditions:
        return None
    return conditions[0] if len(conditions) == 1 else t.And(tuple(conditions))
