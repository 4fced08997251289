"""Korean permit numbers: one way of writing each, and what the shape of one tells."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

_HYPHENS = re.compile("[\u00ad\u02d7\u2010-\u2015\u2043\u2212\u30fc\u3161\ufe58\ufe63\uff0d]")
_SHAPE = re.compile("([가-힣]{2,3})([0-9]{2})-([0-9]{1,5})")


@dataclass(frozen=True, slots=True, kw_only=True)
class PermitKind:
    """One family of permit numbers.

    confidence : how sure the family is: medium where a source shows it, low where it is general knowledge
    """

    letters: str
    route: Literal["licence", "certification", "notification"]
    imported: bool
    confidence: Literal["medium", "low"]

    @property
    def classes(self) -> frozenset[int]:
        """The classes that take this route as a rule (sources D3, D4).

        As a rule only: a device of class I or II that is not substantially equivalent needs a licence, too.
        """
        return {
            "licence": frozenset({3, 4}),
            "certification": frozenset({2}),
            "notification": frozenset({1}),
        }[self.route]


PERMIT_KINDS: Final = {
    kind.letters: kind
    for kind in (
        # Seen in a source (D2), one number only.
        PermitKind(letters="제수허", route="licence", imported=True, confidence="medium"),
        # General knowledge, seen in no source that was read.
        PermitKind(letters="제허", route="licence", imported=False, confidence="low"),
        PermitKind(letters="수허", route="licence", imported=True, confidence="low"),
        PermitKind(letters="제인", route="certification", imported=False, confidence="low"),
        PermitKind(letters="수인", route="certification", imported=True, confidence="low"),
        PermitKind(letters="제신", route="notification", imported=False, confidence="low"),
        PermitKind(letters="수신", route="notification", imported=True, confidence="low"),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PermitShape:
    """What the shape of a permit number tells: its family, the year and the number."""

    kind: PermitKind
    year: int  # two digits as printed
    number: int

    @property
    def confidence(self) -> Literal["medium", "low"]:
        """How sure this reading is."""
        return self.kind.confidence

    @property
    def sentence(self) -> dict[str, str]:
        """The reading in words, with how sure it is."""
        classes = "-".join(["I", "II", "III", "IV"][number - 1] for number in sorted(self.kind.classes))
        origin_en, origin_ko = ("an import", "수입") if self.kind.imported else ("a domestic", "제조")
        route_ko = {"licence": "허가", "certification": "인증", "notification": "신고"}[self.kind.route]
        en = f"The shape of the number is that of {origin_en} {self.kind.route} (as a rule class {classes})."
        ko = f"번호의 형식으로는 {origin_ko} {route_ko}입니다(원칙적으로 {classes}등급)."
        if self.confidence == "low":
            en += " This shape is general knowledge and was seen in no source: do not rely on it."
            ko += " 이 형식은 일반 지식이며 출처에서 확인되지 않았으므로 근거로 삼지 마십시오."
        else:
            en += " One source shows this shape."
            ko += " 이 형식은 한 출처에서 확인되었습니다."
        return {"en": en, "ko": ko}


def normalise_permit(text: str) -> str:
    """Write a permit number in one way: no spaces, one hyphen, narrow digits, without the closing 호.

    >>> normalise_permit("제 수허 11－854 호") == normalise_permit("제수허11-854")
    True
    """
    narrow = unicodedata.normalize("NFKC", _HYPHENS.sub("-", text))
    return "".join(narrow.split()).upper().removesuffix("호")


def permit_shape(text: str) -> PermitShape | None:
    """Recognise the shape of a Korean permit number; None where it has none that is known."""
    match = _SHAPE.fullmatch(normalise_permit(text))
    if match is None or match[1] not in PERMIT_KINDS:
        return None
    return PermitShape(kind=PERMIT_KINDS[match[1]], year=int(match[2]), number=int(match[3]))
