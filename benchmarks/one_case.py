"""One case, warm and in process: from its facts to verdict and explanation, from its document to all five parts.

python benchmarks/one_case.py [--repeats 15]
"""

from __future__ import annotations

import argparse
import json
from io import StringIO
from typing import TYPE_CHECKING, Any

from measure import cpu_seconds, machine, median
from start import CASE, LABEL

if TYPE_CHECKING:
    from collections.abc import Callable

# What a full record of the same knee adds: a stay, steps, a second reader, the kit.
MORE = """\
provider: {key: p1, kind: orthopaedic-hospital, region: seoul}
performer_specialty: orthopaedics
published_price: 3000000
statements: [{by: clinic, says: regeneration-promised}]
steps:
  - {kind: harvest, at: 2025-03-04T10:00, volume_ml: 60}
  - {kind: centrifugation, at: 2025-03-04T10:10, g: 1000, minutes: 10}
  - {kind: concentration, at: 2025-03-04T10:25, volume_ml: 4}
  - {kind: injection, at: 2025-03-04T10:40, volume_ml: 4}
risks: [{kind: hypertension, recorded_at: 2025-03-01T09:00}]
observations: [{kind: swelling, at: 2025-03-04T14:00, treated: true}]
"""
STAY = """stay:
  {setting: inpatient, admitted_at: 2025-03-04T09:00, procedure_from_at: 2025-03-04T10:00,
   procedure_until_at: 2025-03-04T11:00, discharged_at: 2025-03-04T18:00}"""


def milliseconds(call: Callable[[], Any], repeats: int, *, at_a_time: int) -> float:
    """CPU milliseconds of one call: the median of some runs."""
    used = []
    call()
    for _ in range(repeats):
        before = cpu_seconds()
        for _ in range(at_a_time):
            call()
        used.append((cpu_seconds() - before) / at_a_time * 1000)
    return median(used)


def main() -> None:
    """Measure and print."""
    import yaml

    from kneewise.case.documents import case_from_document
    from kneewise.case.sets import read_cases
    from kneewise.policy.book import load_program
    from kneewise.policy.model import PART_ORDER
    from kneewise.review.explain import Identity, explain_case
    from kneewise.review.kits import label_row, licence_book
    from kneewise.review.one import review_cases
    from kneewise.review.peers import peer_facts

    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--repeats", type=int, default=15)
    repeats = asked.parse_args().repeats
    program, book = load_program(), licence_book()
    codes, amounts = program.functions["codes"], program.functions["amounts"]
    cost_at, print_machine = program.index["case_cost"], machine()
    print(print_machine)
    full = CASE.replace("stay: {setting: outpatient}", STAY) + LABEL + MORE
    for title, text in (("a compact record", CASE), ("a full record", full)):
        document = json.loads(json.dumps(yaml.safe_load(text), default=str))
        case = case_from_document(document)
        licence = book.row(case.kit.permit, case.service_on, case.kit.class_)
        row = program.facts(case, label_row(case.kit.udi), licence, peer_facts([case])[0])
        identity = Identity(case.case, case.claim, case.knee)

        def verdict(row: Any = row) -> tuple[Any, Any, Any]:
            words, outcomes = codes(row)
            eligibility = outcomes[PART_ORDER.index("eligibility")]
            late = None if eligibility == "missing" else eligibility
            return words, outcomes, amounts(row, late, row[cost_at], row[cost_at])

        def explained(row: Any = row, identity: Any = identity) -> Any:
            words, outcomes, figures = verdict(row)
            return explain_case(program, identity, row, words, outcomes, amounts=figures, currency="KRW")

        n_findings = sum(len(part["findings"]) for part in explained()["parts"].values())
        as_json = json.dumps(document)

        def reviewed(cases: Any) -> Any:
            return review_cases(list(cases), program, book)

        figures_of = {
            ("verdict, codes and amounts, from its facts", 0.02): (verdict, 2000),
            ("explained, from its facts", 0.1): (explained, 300),
            ("all five parts, from a document in memory", 2.0): (
                lambda given=document: reviewed([case_from_document(given)]),
                50,
            ),
            ("all five parts, from JSON text", 2.0): (
                lambda given=as_json: reviewed(read_cases(StringIO(given), form="json")),
                50,
            ),
            ("all five parts, from YAML text", 2.0): (
                lambda given=text: reviewed(read_cases(StringIO(given), form="yaml")),
                20,
            ),
        }
        print(f"{title}, {n_findings} findings, {len(program.policies)} policies")
        for (name, target), (call, at_a_time) in figures_of.items():
            took = milliseconds(call, repeats, at_a_time=at_a_time)
            print(f"  {name:44} {took:8.4f} ms; target {target} ms: {'met' if took < target else 'NOT MET'}")


if __name__ == "__main__":
    main()
