"""Rule engines and OpenFisca against Kneewise: the same facts of the same cases, the same two policies.

    python benchmarks/row_engines.py --folder DEMO [--sample 20000] [--repeats 3]

Compared: kr/knee-bmac and kr/admission, every clause met, missing, not met or not applicable. All engines get the facts
ready in memory in the form they like best; only the clauses are measured, answers are compared clause by clause.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from languages import Arrays, JsonLogic, Zen, plain, surely
from measure import cpu_seconds, machine, median

from kneewise.policy.verdict_python import MET, MISSING, NOT_APPLICABLE, NOT_MET

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kneewise.policy.program import Program

POLICIES = ("kr/knee-bmac", "kr/admission")
PERIOD = "2025-01"
Codes = list[list[int]]


def code_of(slot: Any, language: Any, choose: Callable[[Any, int, Any], Any]) -> Any:
    """Write the code of one clause: what its policy, its guard and its rule say, in that order."""
    true, false = (lambda tree: surely(tree, language, truth=True)), (lambda tree: surely(tree, language, truth=False))
    if slot.guard is None:
        inner = choose(true(slot.require), MET, choose(false(slot.require), NOT_MET, MISSING))
    else:
        broken = language.all_of([false(slot.require), true(slot.guard)])
        inner = choose(true(slot.require), MET, choose(broken, NOT_MET, MISSING))
        inner = choose(false(slot.guard), NOT_APPLICABLE, inner)
    applies = slot.policy.applies.tree
    return choose(true(applies), inner, choose(false(applies), NOT_APPLICABLE, MISSING))


def by_json_logic(program: Program, rows: Sequence[dict[str, Any]]) -> Callable[[], Codes]:
    from json_logic import jsonLogic

    rules = [code_of(slot, JsonLogic(), lambda test, yes, no: {"if": [test, yes, no]}) for slot in program.slots]
    return lambda: [[jsonLogic(rule, row) for rule in rules] for row in rows]


def _zen_content(program: Program) -> Any:
    import zen

    def choose(test: str, yes: Any, no: Any) -> str:
        return f"({test} ? {yes} : {no})"

    expressions = [
        {"id": str(n), "key": f"c{n}", "value": code_of(slot, Zen(), choose)} for n, slot in enumerate(program.slots)
    ]
    place = {"x": 0, "y": 0}
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", "position": place},
        {
            "id": "rules",
            "type": "expressionNode",
            "name": "rules",
            "position": place,
            "content": {"expressions": expressions},
        },
        {"id": "out", "type": "outputNode", "name": "out", "position": place},
    ]
    edges = [
        {"id": "1", "sourceId": "in", "targetId": "rules", "type": "edge"},
        {"id": "2", "sourceId": "rules", "targetId": "out", "type": "edge"},
    ]
    return zen.ZenDecisionContent(json.dumps({"nodes": nodes, "edges": edges}))


def by_zen(program: Program, rows: Sequence[dict[str, Any]]) -> Callable[[], Codes]:
    import zen

    decision = zen.ZenEngine().create_decision(_zen_content(program))
    keys = [f"c{n}" for n in range(len(program.slots))]

    def run() -> Codes:
        found = (decision.evaluate(row)["result"] for row in rows)
        return [[result[key] for key in keys] for result in found]

    return run


def by_zen_in_batch(program: Program, rows: Sequence[dict[str, Any]]) -> Callable[[], Codes]:
    import zen

    content = _zen_content(program)
    engine = zen.ZenEngine({"loader": lambda _key: content})
    requests = [{"key": "rules", "context": row} for row in rows]
    keys = [f"c{n}" for n in range(len(program.slots))]

    def run() -> Codes:
        found = (answer["data"]["result"] for answer in engine.evaluate_batch(requests))
        return [[result[key] for key in keys] for result in found]

    return run


def by_openfisca(
    program: Program, rows: Sequence[dict[str, Any]], *, at_a_time: int | None = None
) -> Callable[[], Codes]:
    import numpy as np
    from openfisca_core import periods
    from openfisca_core.entities import build_entity
    from openfisca_core.simulation_builder import SimulationBuilder
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    numbers: dict[str, int] = {}

    def number_of(text: str) -> int:
        return numbers.setdefault(text, len(numbers))

    knee = build_entity("knee", "knees", "A treated knee", is_person=True)
    system = TaxBenefitSystem([knee])

    def add(name: str, kind: type, formula: Any = None) -> None:
        members = {"value_type": kind, "entity": knee, "definition_period": periods.DateUnit.MONTH, "label": name}
        system.add_variable(type(name, (Variable,), members | ({"formula": formula} if formula else {})))

    given: dict[str, Any] = {}
    for name in program.names:
        values = [row[name] for row in rows]
        given[f"{name}_known"] = np.array([value is not None for value in values])
        as_numbers = [number_of(value) if isinstance(value, str) else value or 0 for value in values]
        given[name] = np.array(as_numbers, dtype=np.float64).astype(np.float32 if _small(as_numbers) else np.float64)
        add(name, float)
        add(f"{name}_known", bool)
    language = Arrays(number_of)
    for n, slot in enumerate(program.slots):
        formula = _formula(code_of(slot, language, lambda test, yes, no: f"np.where({test}, {yes}, {no})"), np)
        add(f"c{n}", int, formula)

    period = periods.period(PERIOD)

    def answers(first: int, last: int) -> Codes:
        simulation = SimulationBuilder().build_default_simulation(system, count=last - first)
        for name, values in given.items():
            simulation.get_holder(name).put_in_cache(values[first:last], period)
        codes = [simulation.calculate(f"c{n}", PERIOD) for n in range(len(program.slots))]
        return np.stack(codes, axis=1).tolist()

    size = at_a_time or len(rows)
    starts = range(0, len(rows), size)
    return lambda: [codes for first in starts for codes in answers(first, min(first + size, len(rows)))]


def _formula(source: str, np: Any) -> Any:
    compiled = compile(source, "clause", "eval")

    def formula(knee: Any, period: Any) -> Any:
        scope = {
            "np": np,
            "value": lambda name: knee(name, period),
            "known": lambda name: knee(f"{name}_known", period),
        }
        return eval(compiled, scope)

    return formula


def _small(values: Sequence[float]) -> bool:
    """Whether 24 bits hold every value: OpenFisca's own numbers are floats of 32 bits."""
    return all(float(value).is_integer() and abs(value) < 2**24 for value in values)


def main() -> None:
    """Measure and print."""
    from kneewise.policy.book import read_policies
    from kneewise.policy.program import compile_policies
    from kneewise.policy.verdict_sql import select_words, word_name
    from kneewise.review.bulk import open_run
    from kneewise.review.kits import licence_book

    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--folder", type=Path, required=True, help="a demo set (kneewise demo)")
    asked.add_argument("--sample", type=int, default=20_000)
    asked.add_argument("--repeats", type=int, default=3)
    given = asked.parse_args()
    program = compile_policies(read_policies(POLICIES))
    book = licence_book(str(given.folder / "_truth" / "licences.csv"))
    words = [word_name(part, 0) for part in ("eligibility", "admission")]
    with (
        tempfile.TemporaryDirectory() as scratch,
        open_run(given.folder, program, book, check=False, peers=False, beside=Path(scratch)) as run,
    ):
        con = run.connection
        names = ", ".join(f'"{name}"' for name in program.names)

        def facts_below(place: int) -> int:
            key = con.execute(f'SELECT "case" FROM in_cases ORDER BY 1 LIMIT 1 OFFSET {place}').fetchone()
            where = f"\"case\" < '{key[0]}'" if key else "TRUE"
            con.execute(f"CREATE OR REPLACE TEMP TABLE facts AS {run.facts_sql(where)}")
            return int(con.execute("SELECT count(*) FROM facts").fetchone()[0])  # type: ignore[index]

        n_rows = facts_below(given.sample)
        ours = f'SELECT {", ".join(words)} FROM ({select_words(program, "SELECT * FROM facts")}) ORDER BY "case"'
        expected = [
            [(word[slot.part == "admission"] >> slot.shift) & 3 for slot in program.slots]
            for word in con.execute(ours).fetchall()
        ]
        found = con.execute(f'SELECT {names} FROM facts ORDER BY "case"').fetchall()
        rows = [dict(zip(program.names, map(plain, row), strict=True)) for row in found]
        codes = program.functions["codes"]
        engines: dict[str, Callable[[], Any]] = {
            "zen-engine, row by row": by_zen(program, rows),
            "zen-engine, in batch": by_zen_in_batch(program, rows),
            "json-logic": by_json_logic(program, rows),
            "OpenFisca, one case at a time": by_openfisca(program, rows[: n_rows // 40], at_a_time=1),
            "OpenFisca, the whole sample as arrays": by_openfisca(program, rows),
            "Kneewise, compiled Python row by row": lambda: [codes(row) for row in found],
        }
        costs: dict[str, list[float]] = {name: [] for name in (*engines, "ours")}
        for repeat in range(given.repeats):
            for name, engine in engines.items():
                before = cpu_seconds()
                answer = engine()
                costs[name].append((cpu_seconds() - before) / len(answer))
                if repeat == 0 and not name.startswith("Kneewise"):
                    same = answer == expected[: len(answer)]
                    print(f"{name}: {len(answer) * len(program.slots):,} answers {'equal' if same else 'DIFFER'}")
        n_many = facts_below(500_000)
        sums = ", ".join(f"sum({word})" for word in words)
        for _ in range(given.repeats):
            before = cpu_seconds()
            con.execute(f"SELECT {sums} FROM ({select_words(program, 'SELECT * FROM facts')})")
            costs["ours"].append((cpu_seconds() - before) / n_many)
    print(machine())
    own = median(costs.pop("ours"))
    print(f"{'Kneewise, in DuckDB':40} {own * 1e6:10.3f} CPU us a case ({len(program.slots)} clauses)")
    for name, each in costs.items():
        cost = median(each)
        print(f"{name:40} {cost * 1e6:10.3f} CPU us a case: Kneewise in DuckDB is {cost / own:,.0f} times as fast")


if __name__ == "__main__":
    main()
