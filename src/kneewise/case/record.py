"""The record of one treated (or to be treated) knee in one encounter: the one definition that all else is
derived from.

An absent value means that nobody recorded it, never "no". Groups always exist, lists are tuples, text is NFC.
"""

from __future__ import annotations

# The calls that stand as defaults are dataclasses.field with the field's own description.
from dataclasses import field
from typing import TYPE_CHECKING, Any

from kneewise.case import codes
from kneewise.case.checked import Checked
from kneewise.case.fields import (
    Nested,
    Spec,
    code,
    day,
    group,
    money,
    needed,
    number,
    rows,
    text,
    truth,
    whole,
    words,
)
from kneewise.case.groups import Contract, Harvest, Kit, Patient, Product, Provider, Stay
from kneewise.case.rows import (
    Charge,
    Earlier,
    Event,
    Implant,
    Observation,
    Reading,
    Risk,
    Score,
    Statement,
    Step,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from dataclasses import dataclass
    from datetime import date
else:
    from kneewise.case.checked import dataclass

CARRIED = ("note", "source", "expected")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Case(Checked):
    """One treated knee in one encounter. Two knees on one day are two cases that share a claim."""

    case: str = field(
        metadata=needed(Spec("text", "Key of the case, unique in the set", "사례 식별자(유일)"))
    )
    # Without a claim of its own a case is a claim of one: `case` is taken.
    claim: str = text("Key of the claim: the cases of one bill", "청구 식별자(한 청구서의 사례 묶음)")
    patient: Patient = group(Patient, "The patient", "환자")
    knee: str = field(metadata=needed(Spec("code", "Which knee", "치료한 무릎(좌·우)", codes.KNEES)))
    service_on: date | None = day("Day of the injection", "시술일")
    technology: str | None = code(codes.TECHNOLOGIES, "Technology", "치료 기술")
    diagnosis: str | None = text("Diagnosis (ICD-10 or KCD code)", "상병코드(ICD-10·KCD)")
    lesion_area_cm2: float | None = number("Area of the cartilage lesion", "연골 결손 면적", 0, 1_000, "cm2")
    traumatic: bool | None = truth("Whether the lesion is traumatic", "외상성 여부")
    injection_number: int | None = whole(
        "1 for the first of this technology in this knee", "해당 무릎에 대한 같은 기술의 주사 차수", 1, 1_000
    )
    surgeon_recommends: str | None = code(codes.RECOMMENDATIONS, "What the surgeon recommends", "의사의 권고")
    harvest: Harvest = group(Harvest, "The harvest", "채취")
    processing: tuple[str, ...] = words("step", codes.PROCESSING, "How the tissue was processed", "처리 과정")
    steps: tuple[Step, ...] = rows(Step, "The procedure as performed, in order", "시행 순서대로의 시술 단계")
    route: str | None = code(codes.ROUTES, "Route of administration", "투여 경로")
    product: Product = group(Product, "What was measured of the concentrate", "농축물 측정값")
    provider: Provider = group(Provider, "The provider", "의료기관")
    performer_specialty: str | None = code(codes.SPECIALTIES, "Specialty of the performer", "시술자 전문과목")
    readings: tuple[Reading, ...] = rows(
        Reading, "Every grading of this knee, by every reader", "무릎 등급 판독"
    )
    implants: tuple[Implant, ...] = rows(Implant, "Implants in this knee", "무릎 삽입물")
    kit: Kit = group(Kit, "The kit", "키트")
    stay: Stay = group(Stay, "The stay", "입원·체류")
    risks: tuple[Risk, ...] = rows(
        Risk, "Individual risks known before the procedure", "시술 전 확인된 개별 위험요인"
    )
    observations: tuple[Observation, ...] = rows(
        Observation, "What was seen after the procedure", "시술 후 관찰"
    )
    concurrent_procedures: tuple[str, ...] = words(
        "procedure", codes.PROCEDURES, "Procedures done at the same time", "동시 시행 시술"
    )
    charges: tuple[Charge, ...] = rows(Charge, "Lines of the bill", "청구 내역")
    discount: int | None = money(
        "Money given or promised back: discounts, refunds, gifts", "할인·환급·사은품 금액"
    )
    published_price: int | None = money(
        "The provider's own published price of the injection", "의료기관 고지 가격"
    )
    contract: Contract = group(Contract, "The patient's insurance", "보험계약")
    documents: tuple[str, ...] = words("document", codes.DOCUMENTS, "Papers submitted", "제출 서류")
    statements: tuple[Statement, ...] = rows(
        Statement, "What an advertisement, consent form or letter says", "광고·동의서·서신의 진술"
    )
    earlier: tuple[Earlier, ...] = rows(Earlier, "Earlier treatments of this knee", "이 무릎의 이전 치료")
    scores: tuple[Score, ...] = rows(Score, "Questionnaires, by visit", "방문별 설문 점수")
    events: tuple[Event, ...] = rows(Event, "Adverse events", "이상반응")
    carried: Mapping[str, Any] = field(
        default_factory=dict,
        metadata={
            "nested": Nested(
                "carried",
                "Carried through, read by no policy: note, source, expected",
                "그대로 전달(정책은 읽지 않음)",
            )
        },
    )

    def __post_init__(self) -> None:
        """Check every field, and let a case without a claim be a claim of one."""
        Checked.__post_init__(self)
        if not self.claim:
            object.__setattr__(self, "claim", self.case)
