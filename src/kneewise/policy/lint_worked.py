"""The worked cases of policies as the linter sees them: does each clause come out in every way?

Whether the cases come out as written is for the tests; here the count matters: a clause that nobody has seen
missing is a clause that nobody knows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.errors import KneewiseError
from kneewise.policy.lint_remark import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from kneewise.policy.model import Policy
    from kneewise.policy.verdict_python import Slot
    from kneewise.policy.worked import Never, Row, Worked


def lint_worked(
    policies: Sequence[Policy], slots: Mapping[str, Sequence[Slot]], folder: Path
) -> Iterator[Remark]:
    """Tell which results of which clause no worked case of the folder gives.

    slots : the clauses of each policy, by its id, with those that stand for an uncertain start
    """
    from kneewise.policy.worked import read_worked

    files: dict[str, Worked] = {}
    for path in sorted((*folder.rglob("*.yaml"), *folder.rglob("*.yml"))):
        try:
            worked = read_worked(path)
        except KneewiseError as error:
            yield Remark("error", str(path), "", str(error))
            continue
        files[worked.policy] = worked
    for policy in policies:
        file = files.get(policy.id)
        if file is None:
            yield Remark(
                "error",
                policy.id,
                "",
                f"no worked cases in {folder}: add a YAML file with `policy: {policy.id}`",
            )
        else:
            yield from _lint_policy(policy, slots.get(policy.id, ()), file)


def _lint_policy(policy: Policy, slots: Sequence[Slot], file: Worked) -> Iterator[Remark]:
    from kneewise.policy.worked import RESULTS

    clauses = dict.fromkeys(slot.clause.id for slot in slots)
    shown = {clause: {file.base_results.get(clause, "met")} for clause in clauses}
    named: list[Row | Never] = [*file.rows, *file.never]
    for each in named:
        if each.clause not in shown:
            yield Remark(
                "error",
                policy.id,
                f"clause {each.clause}",
                f"{file.path} names it, but the policy has no such clause",
            )
        else:
            shown[each.clause].add(each.result)
    for clause, results in shown.items():
        lacking = [result for result in RESULTS if result not in results and result != "not-applicable"]
        if lacking:
            yield Remark(
                "error", policy.id, f"clause {clause}", f"no worked case makes it {' or '.join(lacking)}"
            )
