"""What a reviewer sees on a terminal, and in the file a terminal was piped into."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from kneewise.report.summary import summarise
from kneewise.report.terminal import present_answer, present_summary
from kneewise.report.terminal_summary import apportion, share

ANSI = re.compile(r"\x1b\[")
BOXES = re.compile("[\u2500-\u257f]")


@pytest.fixture
def told(shown, fact_words):
    def tell(answer, lang="en", **more):
        return shown(present_answer, answer, lang=lang, fact_words=fact_words, **more)

    return tell


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("width", [60, 80, 200])
def test_no_line_is_wider_than_the_terminal_and_a_pipe_gets_no_colour(answers, told, shown, lang, width):
    texts = [told(answer, lang, width=width, verbose=True) for answer in answers]
    texts.append(shown(present_summary, summarise(answers), lang=lang, width=width))
    for text in texts:
        assert max(cell_len(line) for line in text.splitlines()) <= width
        assert not ANSI.search(text)
        assert not BOXES.search(text)


def test_the_head_says_what_to_do_and_why(answer_of, told):
    text = told(answer_of("C02-right"))

    assert text.startswith("C02-right  claim C02  right knee\nRefer to a reviewer\n")
    assert "a reviewer decides it." in text
    assert "  ! Eligibility  needs review" in text


def test_what_is_not_met_stands_before_what_is_missing(answer_of, told):
    text = told(answer_of("C02-right"), parts=["eligibility"])

    assert text.index("The X-ray grade is not KL 4.") < text.index("The knee is graded KL 2-3")
    assert "✓ 10 met" in text
    assert "Admission" not in text


def test_a_finding_shows_values_source_confidence_and_papers(answer_of, told):
    text = " ".join(told(answer_of("C02-right")).split())

    assert "Would change with: KL grade = 4" in text
    assert "FSS consumer alert on knee injections (2024-03-20); read through press reports F1 and F2" in text
    assert "Confidence: medium" in text
    assert "Ask for: X-ray report, MRI report or arthroscopy record" in text
    assert "Would be decided by: ICRS grade = unknown" in text


def test_asking_is_pointless_names_the_clause_that_decides(answer_of, told):
    text = told(answer_of("C12-left"))

    assert "Asking is pointless, since this is not met: “There is no prosthesis in this" in text
    assert "Ask for" not in text
    assert "Papers that would settle" not in text


def test_flags_stand_beside_and_are_told_as_not_met(answer_of, told):
    text = told(answer_of("C06"))

    assert "Flags  They stand beside the recommendation and do not change it." in text
    assert "⚑ not met: Nobody promised that insurance would pay." in text


def test_a_flag_without_a_finding_is_shown_by_its_id(answer_of, told):
    answer = answer_of("C10")
    answer["flags"] = ["kr/integrity-kit/gone"]

    assert "⚑ kr/integrity-kit/gone" in told(answer)


def test_a_shared_figure_warns_against_adding(answer_of, told):
    assert "Outpatient  ₩0 to ₩250,000" in told(answer_of("C02-right"))
    assert "One figure for claim C02, shared with C02-left: do not add" in told(answer_of("C02-right"))
    assert "합산하지" in told(answer_of("C02-right"), "ko")
    assert "통원  0원 ~ 250,000원" in told(answer_of("C02-right"), "ko")


def test_nothing_is_said_of_money_where_nothing_is_known(answer_of, told):
    assert "Payable" not in told(answer_of("C10"))


def test_verbose_lists_what_is_met_with_its_values(answer_of, told):
    text = told(answer_of("C16"), verbose=True)

    assert "✓ The X-ray grade is not KL 4.  [KL grade = 3]" in text
    assert "○ The papers are legible and name the patient." in text


def test_hostile_text_is_shown_as_text(answer_of, told):
    answer = answer_of("C06")
    answer["case"] = "[red]x[/red]\x1b[2J"

    assert told(answer).startswith("[red]x[/red]\ufffd[2J")


def test_columns_are_aligned_by_cells_in_korean(answers, shown):
    text = shown(present_summary, summarise(answers), lang="ko")
    rows = [
        line
        for line in text.splitlines()
        if re.match(r"  (고시 적합성|의료기기|계약 보장|입원 적정성|청구 점검) ", line)
    ]
    ends = {cell_len(line[: re.search(r"\d(?=\s+\d+\s+\d+\s+\d+\s+\d+)", line).end()]) for line in rows}

    assert len(rows) == 5
    assert len(ends) == 1


def test_a_terminal_without_unicode_gets_signs_of_ascii(answers, shown):
    text = shown(present_summary, summarise(answers), lang="en", encoding="ascii")

    assert "+ passes" in text
    assert "x not met" in text


@pytest.mark.parametrize(
    ("counts", "cells"), [([1, 0, 9999], [1, 0, 9]), ([0, 0, 0], [0, 0, 0]), ([3, 3, 3], None)]
)
def test_a_bar_shows_whatever_is_there_and_keeps_its_length(counts, cells):
    given = apportion(counts, 10)

    assert cells is None or given == cells
    assert sum(given) == (10 if any(counts) else 0)
    assert all(bool(n) == bool(cell) for n, cell in zip(counts, given, strict=True))


def test_a_share_never_says_none_or_all_where_that_is_not_so():
    assert [share(1, 5000), share(4999, 5000), share(0, 0)] == [" <1 %", ">99 %", "  0 %"]
