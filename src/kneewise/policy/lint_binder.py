"""DuckDB's binder as a second opinion: does it take every expression, and give it the type that we do?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.policy.lint_remark import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb

    from kneewise.policy.catalogue import Catalogue
    from kneewise.policy.model import Policy, Rule
    from kneewise.policy.tree import Type

_TYPES: dict[Type, str] = {
    "boolean": "BOOLEAN", "integer": "BIGINT", "decimal": "DECIMAL(38, 6)", "number": "DOUBLE",
    "code": "VARCHAR", "text": "VARCHAR", "day": "DATE", "instant": "TIMESTAMP",
}  # fmt: skip


def lint_types(policies: Sequence[Policy], catalogue: Catalogue) -> Iterator[Remark]:
    """Bind every expression over a table of the facts; nothing is run, since the table is empty."""
    import duckdb

    with duckdb.connect(config={"threads": 1}) as connection:
        shape = ", ".join(f'"{name}" {_TYPES[spec.type]}' for name, spec in catalogue.items())
        connection.execute(f"create table facts({shape})")
        for policy in policies:
            rules = list(_rules(policy))
            types = _bind(connection, [rule for _, _, rule in rules])
            if isinstance(types, str):  # one of them is at fault: find which
                for wanted, place, rule in rules:
                    alone = _bind(connection, [rule])
                    if isinstance(alone, str):
                        yield Remark("error", policy.id, place, f"DuckDB does not take it: {alone}")
                    else:
                        yield from _differing(policy, place, wanted, alone[0])
                continue
            for (wanted, place, _), found in zip(rules, types, strict=True):
                yield from _differing(policy, place, wanted, found)


def _differing(policy: Policy, place: str, wanted: str, found: str) -> Iterator[Remark]:
    good = (
        found == "BOOLEAN"
        if wanted == "condition"
        else found.startswith(("BIGINT", "INTEGER", "DECIMAL", "HUGEINT"))
    )
    if not good:
        yield Remark("error", policy.id, place, f"DuckDB gives it the type {found}; needed: a {wanted}")


def _rules(policy: Policy) -> Iterator[tuple[str, str, Rule]]:
    if policy.applies is not None:
        yield "condition", "applies", policy.applies
    for clause in policy.clauses:
        for key, rule in (("applies", clause.applies), ("require", clause.require)):
            if rule is not None:
                yield "condition", f"clause {clause.id}, {key}", rule
    for amount in policy.amounts:
        if amount.applies is not None:
            yield "condition", f"amount {amount.setting}, applies", amount.applies
        yield "whole amount", f"amount {amount.setting}, low", amount.low
        yield "whole amount", f"amount {amount.setting}, high", amount.high


def _bind(connection: duckdb.DuckDBPyConnection, rules: Sequence[Rule]) -> list[str] | str:
    """Give the types of expressions, or what the binder says against them."""
    import duckdb

    from kneewise.policy.sql_code import sql_tree

    columns = ", ".join(
        f"{sql_tree(rule.tree).sql(dialect='duckdb')} as c{n}" for n, rule in enumerate(rules)
    )
    try:
        return [row[1] for row in connection.execute(f"describe select {columns} from facts").fetchall()]
    except duckdb.Error as error:
        return str(error).split("\n", 1)[0]
