"""The groups of a case: patient, harvest, product, provider, kit, stay and contract ."""

from __future__ import annotations

# The calls that stand as defaults are dataclasses.field with the field's own description.
from typing import TYPE_CHECKING

from kneewise.case import codes
from kneewise.case.checked import Checked
from kneewise.case.fields import code, day, instant, money, number, text, truth, whole

if TYPE_CHECKING:
    from dataclasses import dataclass
    from datetime import date, datetime
else:
    from kneewise.case.checked import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Patient(Checked):
    """Whose knee it is, as far as a policy may know."""

    key: str | None = text("Pseudonym of the patient", "환자 가명 식별자")
    birth_year: int | None = whole("Year of birth", "출생 연도", 1900, 2100)
    sex: str | None = code(codes.SEXES, "Sex", "성별")
    region: str | None = text("Where the patient lives", "환자 거주 지역")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Harvest(Checked):
    """What was taken, from where and from whom."""

    tissue: str | None = code(codes.TISSUES, "Tissue harvested", "채취한 조직")
    site: str | None = code(codes.HARVEST_SITES, "Site of harvest", "채취 부위")
    donor: str | None = code(codes.DONORS, "Whose tissue: the patient's own or a donor's", "자가·동종 구분")
    volume_ml: float | None = number("Volume harvested", "채취량", 0, 10_000, "mL")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Product(Checked):
    """What was measured of the concentrate."""

    volume_ml: float | None = number("Volume of the concentrate", "농축물 부피", 0, 10_000, "mL")
    nucleated_cells_million: float | None = number(
        "Nucleated cells in the concentrate", "농축물의 유핵세포 수", 0, 10**9, "million cells"
    )
    aspirate_nucleated_cells_million: float | None = number(
        "Nucleated cells in the aspirate", "흡인물의 유핵세포 수", 0, 10**9, "million cells"
    )
    cfu_f_per_ml: float | None = number(
        "Fibroblast colony-forming units in the concentrate",
        "농축물의 섬유아세포 집락형성단위",
        0,
        10**12,
        "1/mL",
    )
    viability_percent: float | None = number("Viable cells", "세포 생존율", 0, 100, "%")
    recovery_percent: float | None = number("Cells recovered from the aspirate", "세포 회수율", 0, 100, "%")
    recovery_basis: str | None = code(
        codes.RECOVERY_BASES, "Cells that the recovery counts", "회수율의 기준 세포"
    )


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Provider(Checked):
    """The hospital or clinic."""

    key: str | None = text("Pseudonym of the provider", "의료기관 가명 식별자")
    kind: str | None = code(codes.PROVIDER_KINDS, "Kind of provider", "의료기관 종류")
    region: str | None = text("Where the provider is", "의료기관 소재 지역")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Kit(Checked):
    """The concentrating device, as its label says."""

    permit: str | None = text("Licence number as printed", "표기된 의료기기 허가번호")
    udi: str | None = text("Unique device identifier as printed", "표기된 의료기기 표준코드(UDI)")
    class_: int | None = whole("Class of the device", "의료기기 등급", 1, 4)
    serial: str | None = text("Serial number", "일련번호")
    model: str | None = text("Model", "모델명")
    lot: str | None = text("Lot number", "제조번호(로트)")
    expires_on: date | None = day("Day of expiry", "사용기한")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Stay(Checked):
    """When and why the patient was in hospital."""

    setting: str | None = code(codes.SETTINGS, "Setting of the stay", "진료 형태(외래·낮병동·입원)")
    ordered_at: datetime | None = instant("When admission was ordered", "입원 지시 일시")
    admitted_at: datetime | None = instant("When the patient was admitted", "입원 일시")
    procedure_from_at: datetime | None = instant("When the procedure began", "시술 시작 일시")
    procedure_until_at: datetime | None = instant("When the procedure ended", "시술 종료 일시")
    discharged_at: datetime | None = instant("When the patient was discharged", "퇴원 일시")
    reason: str | None = text("Reason given for the admission", "입원 사유")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Contract(Checked):
    """The patient's insurance."""

    kind: str | None = code(codes.CONTRACT_KINDS, "Kind of contract", "보험계약 종류")
    sold_on: date | None = day("Day the contract was sold", "보험 가입일")
    generation: int | None = whole("Generation of the indemnity contract", "실손보험 세대", 1, 5)
    injection_rider: bool | None = truth(
        "Whether the contract has the injection rider", "비급여 주사료 특약 가입 여부"
    )
    paid_this_year: int | None = money("Paid this year under the injection rider", "올해 주사료 특약 지급액")
    copay_percent: float | None = number("Share that the patient bears", "자기부담률", 0, 100, "%")
    outpatient_limit: int | None = money("Limit for one outpatient visit", "통원 1회 보장한도")
    inpatient_limit: int | None = money("Limit for inpatient care", "입원 보장한도")
