"""Stays of the demo cases: setting, times, prior risks, findings after the procedure and the reason given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.review.demo.flags import on

if TYPE_CHECKING:
    from kneewise.review.demo.draws import Draws
    from kneewise.review.demo.numbering import Layer

RISKS = {
    "antihypertensive": 22, "hypertension": 20, "antiplatelet": 20, "anticoagulant": 8, "diabetes": 16,
    "cardiac": 7, "frailty": 4, "bleeding-disorder": 1, "other": 2,
}  # fmt: skip
STRONG_FINDINGS = {"blood-pressure": 60, "bleeding": 20, "fever": 10, "syncope": 7, "allergic-reaction": 3}
WHY = (
    "항혈소판제 복용 중으로 천자 부위 출혈 관찰 필요",
    "항응고제 중단 후 재투여 시점 결정 필요",
    "고혈압 조절 불량",
    "당뇨로 금식 후 혈당 변동 관찰",
    "협심증 병력, 심전도 감시",
    "진정 후 산소포화도 저하 병력",
    "만성 신질환, 수액 조절",
    "고령으로 낙상 위험, 보행 평가",
    "수면무호흡증, 진정 후 감시",
    "과거 시술 후 실신",
    "혈소판 감소, 지혈 확인",
    "스테로이드 복용 중, 감염 징후 관찰",
)
HOME = (
    "혼자 거주",
    "배우자 돌봄 불가",
    "엘리베이터 없는 3층 거주",
    "응급실까지 1시간 이상",
    "야간 보호자 없음",
    "계단 이용 불가피",
    "보행 보조기 사용",
    "가족 동거",
    "주간 보호자만 있음",
)
TEMPLATE = "시술 후 경과 관찰 위해 1박 2일 입원"
"""The one reason that a provider with the planted template gives for everybody."""


def stay_layers(draws: Draws) -> list[Layer]:
    """Layers from the day and the break to setting, instants (minutes since 1970), risks and findings."""
    return [_setting(draws), _procedure(draws), _times(draws), _need(draws), _counts(draws)]


def _setting(draws: Draws) -> Layer:
    share = f"CASE WHEN {on('reason-not-repeated-template')} THEN 70 ELSE admitted_of_100 END"
    return {
        # 0: outpatient; 1: day ward; 2: inpatient.
        "setting": f"CASE WHEN {on('six-hours-four-hours')} THEN 1 WHEN must_admit THEN 2"
        f" WHEN {draws.pick('claim_chance', 'admitted', 100)} >= {share} THEN 0"
        f" WHEN {draws.below('claim_chance', 'day ward', 0.25)} THEN 1 ELSE 2 END"
    }


def _procedure(draws: Draws) -> Layer:
    # A day ward that is left after six hours begins in the morning.
    quarter = (
        f"CASE WHEN setting = 1 THEN {draws.pick('claim_chance', 'hour', 8)}"
        f" ELSE {draws.pick('claim_chance', 'hour', 26)} END"
    )
    return {
        "admitted": "setting <> 0",
        "first_from": f"day * 1440 + 570 + 15 * ({quarter})",
    }


def _times(draws: Draws) -> Layer:
    def pick(name: str, n: int) -> str:
        return draws.pick("claim_chance", name, n)

    last_until = "first_from + 50 * twin::BIGINT + 50"
    next_day = f"(day + 1 + ({pick('second night', 9)} = 0)::BIGINT) * 1440 + 540 + {pick('leaving', 150)}"
    return {
        "procedure_from": "first_from + 50 * second::BIGINT",
        "procedure_until": "first_from + 50 * second::BIGINT + 38 +"
        f" {draws.pick('knee_chance', 'length', 10)}",
        "last_until": last_until,
        "ordered_at": f"first_from - 75 - {pick('ordered', 30)}",
        "admitted_at": f"first_from - 45 - {pick('admitted at', 25)}",
        "discharged_at": f"CASE WHEN {on('six-hours-four-hours')} THEN {last_until} + 60 +"
        f" {pick('leaving', 60)}"
        f" WHEN setting = 1 THEN {last_until} + 365 + {pick('leaving', 60)} ELSE {next_day} END",
    }


def _need(draws: Draws) -> Layer:
    """0: a prior risk and a finding; 1: a treated change; 2: both; 3: nothing; 4: a risk; 5: a finding."""
    outpatient = f"CASE WHEN {draws.below('claim_chance', 'outpatient risk', 0.25)} THEN 4 ELSE 3 END"
    return {
        "need": f"CASE WHEN {on('individual-need-nothing-found', 'individual-need-no-notes')} THEN 3"
        f" WHEN {on('individual-need-untreated-swelling', 'strong-need-treated-swelling-only')} THEN 5"
        f" WHEN {on('strong-need-prior-risk-only', 'strong-need-no-notes')} THEN 4"
        f" WHEN NOT admitted THEN {outpatient} ELSE {draws.pick('claim_chance', 'need', 3)} END",
        "no_notes": f"(NOT admitted OR {on('individual-need-no-notes', 'strong-need-no-notes')})",
    }


def _counts(draws: Draws) -> Layer:
    second_risk = draws.below("claim_chance", "second risk", 0.3)
    weak_too = draws.below("claim_chance", "weak too", 0.3)
    return {
        "n_risks": f"CASE WHEN need NOT IN (0, 2, 4) THEN 0 WHEN {second_risk} THEN 2 ELSE 1 END",
        "strong_finding": "need IN (1, 2)",
        "weak_finding": f"need IN (0, 5) OR need IN (1, 2) AND {weak_too}",
    }


def reason(draws: Draws) -> str:
    """SQL of the reason for the admission: the patient's own, or the template where one is planted."""

    def pick(name: str, n: int) -> str:
        return draws.pick("claim_chance", f"reason {name}", n)

    own = (
        f"concat({draws.any_of('claim_chance', 'why', WHY)}, ', ',"
        f" {draws.any_of('claim_chance', 'home', HOME)},"
        f" ', 시술 전 혈압 ', 118 + {pick('high', 60)}, '/', 66 + {pick('low', 40)},"
        f" ', 체중 ', 45 + {pick('weight', 50)}, 'kg, 접수 ', claim_number)"
    )
    template = on("reason-not-repeated-template")
    return f"CASE WHEN NOT admitted THEN NULL WHEN {template} THEN '{TEMPLATE}' ELSE {own} END"
