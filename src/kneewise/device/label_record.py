"""What can be read off a kit's label, and the closed list of what can be wrong with one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

Scheme = Literal["gs1", "hibc"]

PROBLEMS: Final[dict[str, dict[str, str]]] = {
    # In order of weight: of several problems a label bears the first.
    "text-too-long": {
        "en": "The text is longer than any label can be.",
        "ko": "글이 라벨에 들어갈 수 있는 길이보다 깁니다.",
    },
    "other-scheme": {
        "en": "The label follows a scheme that is not read here (ISBT 128 of ICCBBA, or HIBC for providers).",
        "ko": "여기에서 읽지 않는 다른 체계(ICCBBA의 ISBT 128, 또는 의료기관용 HIBC)의 라벨입니다.",
    },
    "not-a-label": {
        "en": "The text has neither the form of a GS1 label nor that of an HIBC label.",
        "ko": "GS1 라벨의 형식도 HIBC 라벨의 형식도 아닙니다.",
    },
    "characters": {
        "en": "The label holds a character that its scheme does not know (full-width, Hangul, a space, ...).",
        "ko": "체계에 없는 글자(전각 문자, 한글, 공백 등)가 라벨에 들어 있습니다.",
    },
    "unknown-field": {
        "en": "The label names a field that its scheme does not know.",
        "ko": "체계에 없는 항목 번호가 라벨에 있습니다.",
    },
    "bad-field": {
        "en": "A field is cut off, is empty or holds what it may not hold.",
        "ko": "잘렸거나, 비었거나, 허용되지 않는 값이 든 항목이 있습니다.",
    },
    "field-too-long": {
        "en": "A field is longer than allowed (lot and serial: 20 characters in GS1, 18 in HIBC).",
        "ko": "허용 길이를 넘는 항목이 있습니다(로트·일련번호: GS1 20자, HIBC 18자).",
    },
    "missing-separator": {
        "en": "A field of open length runs past its greatest length: its separator (FNC1) is missing.",
        "ko": "가변 길이 항목이 최대 길이를 넘어 이어집니다. 뒤의 구분자(FNC1)가 빠졌습니다.",
    },
    "check-digit": {
        "en": "The check digit (in HIBC the check character) does not agree with the rest.",
        "ko": "검증 숫자(HIBC에서는 검증 문자)가 나머지와 맞지 않습니다.",
    },
    "link-character": {
        "en": "The second HIBC symbol does not belong to the first: its link character is another.",
        "ko": "두 번째 HIBC 심벌의 연결 문자가 첫 번째 심벌과 맞지 않습니다.",
    },
    "bad-date": {
        "en": "A date on the label is not a day of the calendar.",
        "ko": "라벨의 날짜가 달력에 없는 날입니다.",
    },
    "repeated-field": {
        "en": "One field stands twice on the label, with different values.",
        "ko": "같은 항목이 서로 다른 값으로 두 번 적혀 있습니다.",
    },
    "no-device-identifier": {
        "en": "The label carries no device identifier (UDI-DI).",
        "ko": "라벨에 고유식별자 중 기기식별자(UDI-DI)가 없습니다.",
    },
    "separator-doubtful": {
        "en": "A field of open length seems to hold the next field too: a separator (FNC1) may be missing.",
        "ko": "가변 길이 항목 안에 다음 항목으로 보이는 값이 있습니다. 구분자(FNC1)가 빠졌을 수 있습니다.",
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One label as read: what stands on it, and the first thing wrong with it.

    scheme : None where the text has the form of no scheme read here
    device_identifier : the 14 digits of the GTIN, or labeller and product of HIBC; as printed, whether or not
        its check digit holds
    check_digit_ok : None where no check digit can be seen
    made_on, expires_on : a month without a day means its last day
    day_zero : a GS1 date of the label bears the day 00
    elements : every field in the order printed, by its GS1 number or, in HIBC, by its word
    problem : a key of PROBLEMS; None where the label reads well
    """

    scheme: Scheme | None = None
    device_identifier: str | None = None
    check_digit_ok: bool | None = None
    made_on: date | None = None
    expires_on: date | None = None
    lot: str | None = None
    serial: str | None = None
    day_zero: bool = False
    problem: str | None = None
    elements: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if self.problem is not None and self.problem not in PROBLEMS:
            raise ValueError(f"problem {self.problem!r} is not one of {', '.join(PROBLEMS)}")

    @property
    def reads_well(self) -> bool:
        """Whether nothing is wrong with the label."""
        return self.problem is None

    @property
    def carries_production_identifier(self) -> bool:
        """Whether a UDI-PI stands on it: a lot, a serial number, a day of making or of expiry."""
        return any(part is not None for part in (self.lot, self.serial, self.made_on, self.expires_on))


def weightiest(found: Collection[str]) -> str | None:
    """The first of the problems found, in the order of PROBLEMS."""
    return next((problem for problem in PROBLEMS if problem in found), None)


def with_serial(label: Label, serial: str | None) -> Label:
    """Put the serial number that `label_template` took out back into the reading of the template."""
    if serial is None or label.serial is None:
        return label
    elements = tuple((key, serial if key == "21" else value) for key, value in label.elements)
    return replace(label, serial=serial, elements=elements)
