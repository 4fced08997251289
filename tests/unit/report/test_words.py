"""Every code has its word in both languages, and the figures read as people write them."""

from __future__ import annotations

import doctest
import re

import pytest

from kneewise.case import codes as record_codes
from kneewise.report import codes, figures, markup, page_words, phrases, terminal_summary, words
from kneewise.review import answer

TABLES = {
    name: table
    for name, table in vars(words).items()
    if name.isupper() and isinstance(table, dict) and "MARKS" not in name
}
PLACES = re.compile(r"{(\w*)}")


@pytest.mark.parametrize("name", [*TABLES, "PHRASES", "PAGE"])
def test_every_word_stands_in_both_languages(name):
    table = {**TABLES, "PHRASES": phrases.PHRASES, "PAGE": page_words.PAGE}[name]
    for code, entry in table.items():
        assert set(entry) == {"en", "ko"}, code
        assert all(entry.values()), code
        assert set(PLACES.findall(entry["en"])) == set(PLACES.findall(entry["ko"])), code


def test_every_code_of_an_answer_has_a_word():
    assert set(words.PARTS) == set(answer.PARTS)
    assert set(words.OUTCOMES) == set(words.OUTCOMES_SHORT) == set(answer.OUTCOMES)
    assert set(words.RECOMMENDATIONS) == set(answer.RECOMMENDATIONS) == set(words.RECOMMENDATION_SENTENCES)
    assert set(words.MARKS) == set(words.ASCII_MARKS) == set(words.STATES)


def test_nobody_is_told_that_a_claim_is_denied():
    told = [
        *words.RECOMMENDATIONS.values(),
        *words.RECOMMENDATION_SENTENCES.values(),
        *words.OUTCOMES.values(),
    ]
    for entry in told:
        assert not re.search(r"den(y|ied|ial)|reject|refus|거절|부지급|거부", f"{entry['en']} {entry['ko']}")


def test_every_code_of_the_record_that_a_fact_may_show_has_a_korean_word():
    lists = {name: codes_ for name, codes_ in vars(record_codes).items() if name.isupper()}
    as_they_are = {"SCALES", "RECOVERY_BASES"}  # KL, ICRS, TNC: the same in both languages
    told_elsewhere = {
        "DOCUMENTS",
        "STATEMENTS",
    }  # papers have words of their own; statements are facts of yes and no
    for name in lists.keys() - as_they_are - told_elsewhere:
        assert set(lists[name]) <= set(codes.KO), name
    assert set(lists["DOCUMENTS"]) == set(words.PAPERS)


def test_a_code_without_a_word_stands_as_it_is():
    assert words.word(words.PAPERS, "a-new-paper", "ko") == "a-new-paper"


@pytest.mark.parametrize(
    ("found", "en", "ko"),
    [
        (None, "unknown", "미상"),
        (True, "yes", "예"),
        (False, "no", "아니요"),
        (0, "0", "0"),
        (1961, "1961", "1961"),
        (10_000_000, "10,000,000", "10,000,000"),
        (24.0, "24", "24"),
        (2.50, "2.5", "2.5"),
        (1 / 3, "0.3333", "0.3333"),
        (float("nan"), "nan", "nan"),
        ("2024-05-10T08:30:00", "2024-05-10 08:30", "2024-05-10 08:30"),
        ("iliac-crest", "iliac crest", "장골능"),
        ("C02-right", "C02-right", "C02-right"),
    ],
)
def test_a_value_is_shown_in_words(found, en, ko):
    assert (figures.value(found, "en"), figures.value(found, "ko")) == (en, ko)


@pytest.mark.parametrize(
    ("amounts", "currency", "en", "ko"),
    [
        ({"low": 0, "high": 250_000}, "KRW", "₩0 to ₩250,000", "0원 ~ 250,000원"),
        ({"low": 9_000_000, "high": 9_000_000}, "KRW", "₩9,000,000", "9,000,000원"),
        ({"low": 5, "high": 123_450}, "USD", "USD 0.05 to USD 1,234.50", "USD 0.05 ~ USD 1,234.50"),
        ({"low": 7, "high": 7}, None, "7 (currency unknown)", "7 (통화 미상)"),
        (None, "KRW", "not known", "산정 불가"),
    ],
)
def test_money_has_thousands_and_its_currency(amounts, currency, en, ko):
    assert figures.money_range(amounts, currency, "en") == en
    assert figures.money_range(amounts, currency, "ko") == ko


def test_text_can_neither_steer_a_terminal_nor_turn_a_line_round():
    assert figures.clean("a\x1b[2J\u202eb\x07\nc") == "a\ufffd[2J\ufffdb\ufffd c"


@pytest.mark.parametrize("module", [codes, figures, markup, page_words, phrases, terminal_summary, words])
def test_examples_in_the_docstrings_hold(module):
    assert doctest.testmod(module).failed == 0
