"""Words of trials: domains, designs, blinding, results, how a row was read; one code, one word, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.report.words import Words, say

if TYPE_CHECKING:
    from kneewise.evidence.margins import Margin
    from kneewise.evidence.records import Source

DOMAINS: dict[str, Words] = {
    "pain": {"en": "Pain", "ko": "통증"},
    "function": {"en": "Function", "ko": "기능"},
    "stiffness": {"en": "Stiffness", "ko": "강직"},
    "symptoms": {"en": "Symptoms", "ko": "증상"},
    "sport": {"en": "Sport", "ko": "스포츠"},
    "quality-of-life": {"en": "Quality of life", "ko": "삶의 질"},
    "total-score": {"en": "Total score", "ko": "총점"},
    "global": {"en": "Patient's global", "ko": "환자 전반 평가"},
    "responders": {"en": "Responders", "ko": "반응자"},
    "structure": {"en": "Structure", "ko": "구조(연골·영상)"},
    "biomarker": {"en": "Biomarker", "ko": "생체표지자"},
    "safety": {"en": "Safety", "ko": "안전성"},
}
DESIGNS: dict[str, Words] = {
    "rct": {"en": "randomised", "ko": "무작위배정"},
    "rct-paired-knees": {"en": "randomised, both knees of a person", "ko": "무작위배정(한 사람의 양쪽 무릎)"},
    "dose-groups": {"en": "dose groups only", "ko": "용량군 비교"},
    "non-randomised": {"en": "compared, not randomised", "ko": "비무작위 비교"},
    "single-arm": {"en": "one group, before and after", "ko": "단일군 전후"},
    "registry": {"en": "registry of treated people", "ko": "치료 등록자료"},
}
BLINDING: dict[str, Words] = {
    "triple": {"en": "triple-blind", "ko": "삼중 눈가림"},
    "double": {"en": "double-blind", "ko": "이중 눈가림"},
    "single": {"en": "single-blind", "ko": "단일 눈가림"},
    "assessor": {"en": "assessor blind", "ko": "평가자 눈가림"},
    "open": {"en": "open", "ko": "공개"},
}
RESULTS: dict[str, Words] = {
    "better": {"en": "better", "ko": "우월"},
    "worse": {"en": "worse", "ko": "열등"},
    "no-difference": {"en": "no difference", "ko": "차이 없음"},
    "improved": {"en": "improved from before", "ko": "전보다 호전"},
    "no-change": {"en": "no change from before", "ko": "전과 변화 없음"},
    "worsened": {"en": "worse than before", "ko": "전보다 악화"},
    "not-read": {"en": "measured; the result was not on the page read", "ko": "측정했으나 결과를 읽지 못함"},
}
READ: dict[str, Words] = {
    "full-text": {"en": "full text", "ko": "전문"},
    "table": {"en": "table", "ko": "표"},
    "abstract": {"en": "abstract", "ko": "초록"},
    "registry": {"en": "registry", "ko": "등록부"},
    "review": {"en": "another paper's table", "ko": "다른 논문의 표"},
    "repost": {"en": "somebody's page", "ko": "제3자 게시물"},
}
GROUPS: dict[str, Words] = {
    "cells": {"en": "cells", "ko": "세포"},
    "injection": {"en": "another injection", "ko": "다른 주사"},
    "placebo": {"en": "placebo", "ko": "위약"},
    "care": {"en": "usual care or exercise", "ko": "일반 치료·운동"},
    "surgery": {"en": "surgery", "ko": "수술"},
}
STEPS: dict[str, Words] = {
    "from-quartiles": {"en": "mean and SD from median and quartiles", "ko": "중앙값·사분위수로 환산"},
    "from-interval": {"en": "SD from an interval", "ko": "신뢰구간으로 표준편차 환산"},
    "sign-turned": {"en": "improvement turned into change", "ko": "호전량을 변화량으로 바꿈"},
    "n-of-the-arm": {"en": "n of the arm, none beside the figure", "ko": "군 전체 n 사용"},
    "arms-combined": {"en": "arms of one product combined", "ko": "같은 제품의 군을 합침"},
    "paired-knees": {"en": "both knees of one person", "ko": "한 사람의 양쪽 무릎"},
    "se-from-p": {"en": "standard error from the printed p", "ko": "인쇄된 p로 표준오차 계산"},
}


def product_word(product: str | None, lang: str) -> str:
    """The name of a product, or of a group of them, for people; the code itself where it is neither."""
    from kneewise.evidence.products import products

    known = products().get(product or "")
    if known is not None:
        return say(known.words, lang)
    return say(GROUPS[product], lang) if product in GROUPS else product or ""


def domain_word(domain: str, lang: str) -> str:
    """The name of a domain of outcomes."""
    return say(DOMAINS[domain], lang) if domain in DOMAINS else domain


def coded(table: dict[str, Words], code: str | None, lang: str) -> str | None:
    """The word of a code, None where there is none."""
    return None if code is None else say(table[code], lang) if code in table else code


def flag_word(flag: str, lang: str) -> str:
    """What a flag or a step says of a row."""
    from kneewise.evidence.trial_rows import flags

    known = flags().get(flag) or STEPS.get(flag)
    return flag if known is None else say(known, lang)


def margin_sentence(measure: str, value: float, margin: Margin, lang: str) -> str:
    """Which smallest difference that matters was used, who took it, and where."""
    return f"{measure} {value:g}: {say(margin.words, lang)} ({source_word(margin.source)})."


def source_word(source: Source) -> str:
    """A source in a narrow column: its number, or the host of its page; documents and tables have the whole."""
    from urllib.parse import urlparse

    shown = (source.number or urlparse(source.url or "").hostname or "").removeprefix("doi:").removeprefix("www.")
    return f"{shown}, {source.location}" if source.location else shown
