"""An empty case to fill in: YAML with the meaning, the unit and the allowed values beside each key."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Literal

from kneewise.case.record import Case

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kneewise.case.fields import Nested, Spec

Language = Literal["en", "ko"]

_HEAD = {
    "en": (
        "# One treated knee. Fill in what is recorded; leave the rest empty: empty means not recorded.",
        "# Required: case, knee. No names and no national ids; patient.key holds a pseudonym.",
        "# Days: YYYY-MM-DD. Times: YYYY-MM-DDThh:mm, local. Rows of a list: take # away, repeat as needed.",
    ),
    "ko": (
        "# 치료한 무릎 하나의 기록입니다. 기록된 것만 적고 나머지는 비워 두십시오.",
        "# 빈칸은 '기록 없음'입니다.",
        "# 필수: case, knee. 성명과 주민등록번호는 적지 마십시오.",
        "# patient.key에는 가명 식별자를 적습니다.",
        "# 날짜: YYYY-MM-DD. 시각: YYYY-MM-DDThh:mm(현지 시각).",
        "# 목록의 행: #을 지우고 필요한 만큼 되풀이합니다.",
    ),
}
_KINDS = {
    "en": {
        "text": "text",
        "integer": "whole number",
        "number": "number",
        "boolean": "true | false",
        "day": "day",
        "instant": "time",
        "code": "one of",
    },
    "ko": {
        "text": "문자",
        "integer": "정수",
        "number": "숫자",
        "boolean": "true | false",
        "day": "날짜",
        "instant": "시각",
        "code": "다음 중 하나",
    },
}


def case_template(lang: Language = "en") -> str:
    """Give an empty case as commented YAML; it reads as valid once `case` and `knee` are filled in."""
    return "\n".join([*_HEAD[lang], *_lines(Case, lang, "")]) + "\n"


def _lines(record: Any, lang: Language, indent: str) -> Iterator[str]:
    for item in dataclasses.fields(record):
        key = item.name.rstrip("_")
        spec: Spec | None = item.metadata.get("spec")
        if spec is not None:
            yield f"{indent}{key}:  # {_meaning(spec, lang)}"
            continue
        nested: Nested = item.metadata["nested"]
        says = nested.en if lang == "en" else nested.ko
        if nested.form == "group":
            yield f"{indent}{key}:  # {says}"
            yield from _lines(nested.record, lang, indent + "  ")
        elif nested.form == "rows":
            yield f"{indent}{key}:  # {says}"
            for number, line in enumerate(_lines(nested.record, lang, "")):
                yield f"{indent}#  {' ' if number else '-'} {line}"
        elif nested.form == "words":
            yield f"{indent}{key}:  # {says}"
            yield f"{indent}#  - # {' | '.join(nested.spec.codes if nested.spec else ())}"
        else:
            yield f"{indent}note:  # {says}"


def _meaning(spec: Spec, lang: Language) -> str:
    kinds = _KINDS[lang]
    says = spec.en if lang == "en" else spec.ko
    allowed = " | ".join(spec.codes) if spec.codes else kinds[spec.kind]
    if spec.kind in ("integer", "number") and spec.high is not None and spec.high < 10**6:
        allowed += f" {spec.low:g}-{spec.high:g}"
    unit = f", {spec.unit}" if spec.unit else ""
    return f"{says} ({allowed}{unit})"
