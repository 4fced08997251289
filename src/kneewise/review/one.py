"""A few cases, one after the other, in compiled Python: no database, no start-up cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.policy.model import PART_ORDER
from kneewise.review.claims import Amounts, Share, agree, figures_of_claims
from kneewise.review.explain import Identity, explain_case
from kneewise.review.kits import LicenceBook, label_row
from kneewise.review.peers import peer_facts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.case.record import Case
    from kneewise.policy.program import Program, Row
    from kneewise.review.answer import CaseAnswer

CURRENCY = {"KR": "KRW"}
_ELIGIBILITY = PART_ORDER.index("eligibility")


def review_cases(cases: Sequence[Case], program: Program, licences: LicenceBook) -> list[CaseAnswer]:
    """Review a set of cases that fits in memory; figures over the set are taken over these cases.

    Returns one answer a case, in the order given.
    """
    peers = peer_facts(cases)
    codes, amounts_of = program.functions["codes"], program.functions["amounts"]
    cost_at = program.index["case_cost"]
    rows: list[Row] = []
    verdicts = []
    shares: list[Share] = []
    for case, peer in zip(cases, peers, strict=True):
        licence = licences.row(case.kit.permit, case.service_on, case.kit.class_)
        row = program.facts(case, label_row(case.kit.udi), licence, peer)
        verdict = codes(row)
        rows.append(row)
        verdicts.append(verdict)
        shares.append(Share(case.case, case.claim, row[cost_at], verdict[1][_ELIGIBILITY]))
    figures = figures_of_claims(shares)
    currency = currency_of(program)
    payable: dict[str, list[Amounts]] = {}
    for case, row, (_, outcomes) in zip(cases, rows, verdicts, strict=True):
        figure = figures[case.claim]
        late = None if outcomes[_ELIGIBILITY] == "missing" else outcomes[_ELIGIBILITY]
        payable.setdefault(case.claim, []).append(amounts_of(row, late, figure.low, figure.high))
    answers: list[CaseAnswer] = []
    for case, row, (words, outcomes) in zip(cases, rows, verdicts, strict=True):
        answers.append(
            explain_case(
                program,
                Identity(case.case, case.claim, case.knee),
                row,
                words,
                outcomes,
                amounts=agree(payable[case.claim]),
                currency=currency,
                shared_with=[other for other in figures[case.claim].cases if other != case.case],
            )
        )
    return answers


def currency_of(program: Program) -> str | None:
    """Give the currency of the policies' jurisdiction where they have one and agree on it."""
    found = {CURRENCY.get(policy.jurisdiction) for policy in program.policies}
    return found.pop() if len(found) == 1 else None
