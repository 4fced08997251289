"""The rows of a case's lists; in a set of tables each kind of row has a table ."""

from __future__ import annotations

# The calls that stand as defaults are dataclasses.field with the field's own description.
from typing import TYPE_CHECKING

from kneewise.case import codes
from kneewise.case.checked import Checked
from kneewise.case.fields import LARGEST_AMOUNT, code, day, instant, money, number, text, truth, whole

if TYPE_CHECKING:
    from dataclasses import dataclass
    from datetime import date, datetime
else:
    from kneewise.case.checked import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Step(Checked):
    """One step of the procedure as performed."""

    kind: str | None = code(codes.STEPS, "What was done", "수행한 단계")
    at: datetime | None = instant("When", "시각")
    volume_ml: float | None = number("Volume taken, removed, left or injected", "부피", 0, 10_000, "mL")
    passes: int | None = whole("Number of passes of the needle or of draws", "천자·흡인 횟수", 0, 10_000)
    g: float | None = number("Relative centrifugal force", "상대원심력", 0, 1_000_000, "g")
    minutes: float | None = number("Duration", "시간(분)", 0, 100_000, "min")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Reading(Checked):
    """One grade given to this knee by one reader from one image."""

    scale: str | None = code(codes.SCALES, "Scale of the grade", "등급 체계")
    grade: int | None = whole("Grade", "등급", 0, 4)
    modality: str | None = code(codes.MODALITIES, "What the grade was read from", "판독 영상 종류")
    imaged_on: date | None = day("Day of the image", "촬영일")
    read_on: date | None = day("Day of the reading", "판독일")
    reader: str | None = code(codes.READERS, "Who read it", "판독자")
    weight_bearing: bool | None = truth("Whether the image was weight-bearing", "체중부하 촬영 여부")
    compartment: str | None = text("Compartment of the knee", "슬관절 구획")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Implant(Checked):
    """One implant in this knee."""

    kind: str | None = code(codes.IMPLANTS, "Kind of implant", "삽입물 종류")
    placed_on: date | None = day("Day it was placed", "삽입일")
    compartment: str | None = text("Compartment of the knee", "슬관절 구획")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Risk(Checked):
    """One individual risk known before the procedure."""

    kind: str | None = code(codes.RISKS, "Risk", "개별 위험요인")
    recorded_at: datetime | None = instant("When it was recorded", "기록 일시")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Observation(Checked):
    """What was seen after the procedure."""

    kind: str | None = code(codes.OBSERVATIONS, "What was seen", "관찰 내용")
    at: datetime | None = instant("When", "시각")
    value: float | None = number(
        "Measured value (systolic, for blood pressure)", "측정값(혈압은 수축기)", -(10**9), 10**9
    )
    value2: float | None = number(
        "Second value (diastolic, for blood pressure)", "둘째 측정값(이완기)", -(10**9), 10**9
    )
    unit: str | None = text("Unit of the value (UCUM)", "측정 단위(UCUM)")
    treated: bool | None = truth("Whether it was treated", "처치 여부")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Charge(Checked):
    """One line of the bill."""

    item: str | None = code(codes.CHARGE_ITEMS, "What was charged", "청구 항목")
    amount: int | None = money("Amount; below zero for a correction", "금액(정정은 음수)", -LARGEST_AMOUNT)
    currency: str | None = text("Currency (ISO 4217)", "통화(ISO 4217)")
    covered: bool | None = truth("Whether national health insurance covers it", "급여 여부")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Statement(Checked):
    """What an advertisement, a consent form or a letter says."""

    by: str | None = text("Who says it", "진술 주체")
    says: str | None = code(codes.STATEMENTS, "What it says", "진술 내용")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Earlier(Checked):
    """One earlier treatment of this knee."""

    technology: str | None = code(codes.TECHNOLOGIES, "Treatment", "이전 치료")
    given_on: date | None = day("Day it was given", "시행일")
    response: str | None = code(codes.RESPONSES, "How it worked", "반응")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Score(Checked):
    """One score of a questionnaire at one visit."""

    instrument: str | None = text("Questionnaire", "설문 도구")
    part: str | None = text("Part of the questionnaire", "하위 척도")
    scored_on: date | None = day("Day of the visit", "평가일")
    score: float | None = number("Score", "점수", -1_000_000, 1_000_000)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Event(Checked):
    """One adverse event."""

    term: str | None = text("What happened", "이상반응 명칭")
    grade: int | None = whole("Grade of severity (CTCAE)", "중증도 등급(CTCAE)", 1, 5)
    serious: bool | None = truth("Whether it was serious", "중대한 이상반응 여부")
    related: bool | None = truth("Whether it was related to the treatment", "치료와의 관련성")
    began_on: date | None = day("Day it began", "발생일")
