"""The check of one label, and the command that prints it."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

import kneewise.device.check as check_module
from kneewise.cli.kit import kit
from kneewise.device.check import check_label
from kneewise.device.licences import Licence
from kneewise.device.sources import SOURCES

KIT = "(01)08800000000015(17)260131(10)A1"
DAY = date(2024, 3, 12)
MARROW = Licence(
    permit="제수허 21-100호", intended_use="marrow", source="test", from_=date(2021, 3, 1), class_=3
)


def results(text, **given):
    given.setdefault("on", DAY)
    return {finding.key: finding.result for finding in check_label(text, **given).findings}


def test_a_good_label_of_a_licensed_kit_is_well():
    check = check_label(KIT + "(21)S7(11)240131", on=DAY, permit="제수허21-100", licences=[MARROW])

    assert {finding.result for finding in check.findings} == {"met"}
    assert check.is_well


@pytest.mark.parametrize(
    ("on", "result"),
    [
        (date(2026, 1, 30), "met"),
        (date(2026, 1, 31), "met"),
        (date(2026, 2, 1), "not-met"),
        (None, "missing"),
    ],
)
def test_the_day_of_expiry_is_the_last_good_day(on, result):
    assert results(KIT, on=on)["not-expired"] == result


@pytest.mark.parametrize(
    ("on", "result"), [(date(2024, 2, 29), "met"), (date(2024, 3, 1), "not-met"), (date(2024, 2, 28), "met")]
)
@pytest.mark.parametrize("expiry", ["240229", "240200"])
def test_a_kit_of_february_in_a_leap_year_holds_to_the_29th(expiry, on, result):
    assert results(f"(01)08800000000015(17){expiry}", on=on)["not-expired"] == result


@pytest.mark.parametrize(
    ("dates", "result"),
    [
        ("(17)260131", "met"),
        ("(17)260100(11)241231", "not-applicable"),
        ("(17)260100(11)250101", "not-met"),
        ("(11)241200", "not-applicable"),  # 2024-12-31
        ("(11)250100", "not-met"),
        ("(17)260100", "missing"),  # the day of the label is not known
    ],
)
def test_the_day_00_is_dated_by_the_label(dates, result):
    assert results(f"(01)08800000000015{dates}(10)A1")["day-not-zero"] == result


@pytest.mark.parametrize(
    ("text", "key", "result"),
    [
        ("(01)08800000000016", "check-digit", "not-met"),
        ("(01)08800000000016", "reads", "met"),
        ("가나다", "check-digit", "missing"),
        ("가나다", "reads", "not-met"),
        ("", "reads", "missing"),
        ("(01)08800000000015(17)260230", "dates", "not-met"),
        ("(01)08800000000016(17)260230", "dates", "not-met"),  # behind the weightier problem, too
        ("(01)08800000000015(17)240131(11)240201", "dates", "not-met"),
        ("(01)08800000000015", "dates", "missing"),
        ("(01)08800000000015(11)240313", "made-before-use", "not-met"),
        ("(01)08800000000015(11)240312", "made-before-use", "met"),
        ("(01)08800000000015", "lot", "missing"),
        ("(01)08800000000015(10)A1", "lot", "met"),
        ("(01)08800000000015(10)A1", "serial", "not-applicable"),
        ("(01)08800000000015(21)S7", "serial", "met"),
        ("+A99912345/$$52401510X3A", "day-not-zero", "not-applicable"),
    ],
)
def test_each_question_has_its_answer(text, key, result):
    assert results(text)[key] == result


@pytest.mark.parametrize(
    ("text", "class_", "on", "result"),
    [
        ("(01)08800000000015(10)A1", None, None, "met"),
        ("(01)08800000000015", 3, date(2020, 6, 30), "not-applicable"),
        ("(01)08800000000015", 3, date(2020, 7, 1), "not-met"),
        ("(01)08800000000015", 1, date(2024, 1, 1), "met"),  # class I may leave out the UDI-PI
        ("(01)08800000000015", None, date(2024, 1, 1), "missing"),
        ("(10)A1", None, date(2024, 1, 1), "not-met"),  # no class may leave out the device identifier
        ("(01)08800000000015", 2, None, "missing"),
    ],
)
def test_identifiers_are_due_by_class_and_day(text, class_, on, result):
    assert results(text, class_=class_, on=on)["identifiers"] == result


@pytest.mark.parametrize(
    ("permit", "on", "known", "in_force", "covers"),
    [
        ("제수허 11-854호", DAY, "met", "met", "not-met"),  # the precedent of 2012: blood, not marrow
        ("제수허 21-100호", date(2021, 2, 28), "met", "not-met", "not-applicable"),
        ("제수허 21-100호", date(2021, 3, 1), "met", "met", "met"),
        ("제수허 21-100호", None, "met", "missing", "missing"),
        ("제수허 99-9호", DAY, "missing", "missing", "missing"),
        (None, DAY, "missing", "missing", "missing"),
        (" ", DAY, "missing", "missing", "missing"),
    ],
)
def test_the_licence_is_looked_up_on_the_day(permit, on, known, in_force, covers):
    found = results(KIT, on=on, permit=permit, licences=[MARROW, *check_module.shipped_licences()])

    assert found["licence-known"] == known
    assert (found["licence-in-force"], found["licence-covers-marrow"]) == (in_force, covers)


def test_every_sentence_stands_in_both_languages_and_names_its_source():
    path = Path(check_module.__file__).with_name("check.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))

    assert list(table) == [finding.key for finding in check_label("", on=None).findings]
    for says in table.values():
        assert says["source"] in SOURCES
        assert all(set(words) == {"en", "ko"} for key, words in says.items() if key != "source")


def test_what_is_wrong_with_the_label_is_said_in_words():
    (reads, *_) = check_label("(01)0880000000001", on=DAY).findings

    assert reads.note is not None
    assert "cut off" in reads.note["en"]


def test_braces_in_a_lot_or_permit_are_only_text():
    check = check_label("(01)08800000000015(10)A1", on=DAY, permit="{on}")

    assert check.permit == "{on}"


def run(*arguments, **given):
    return CliRunner().invoke(kit, ["check", *arguments], **given)


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ((KIT, "--on", "2024-03-12"), 0),
        ((KIT, "--on", "2026-02-01"), 1),
        ((KIT, "--permit", "제수허11-854"), 1),
        (("(01)08800000000016",), 1),
        ((KIT, "--on", "20240312"), 2),
        ((KIT, "--on", "2024-02-30"), 2),
        ((KIT, "--class", "5"), 2),
        ((KIT, "--licences", "no-such-file.csv"), 2),
        ((), 2),
    ],
)
def test_the_exit_status_tells_how_it_went(arguments, status):
    assert run(*arguments).exit_code == status


def test_a_bad_file_of_licences_exits_3_and_says_where(tmp_path):
    path = tmp_path / "licences.csv"
    path.write_text("permit,intended_use,source\nA,bone,letter\n", encoding="utf-8")
    result = run(KIT, "--licences", str(path))

    assert result.exit_code == 3
    assert "row 1, intended_use: found 'bone'" in result.output


def test_licences_given_stand_beside_those_shipped(tmp_path):
    path = tmp_path / "licences.csv"
    path.write_text("permit,intended_use,source\n제수허 21-100호,marrow,letter\n", encoding="utf-8")

    assert run(KIT, "--licences", str(path), "--permit", "제수허 21-100호").exit_code == 0
    assert run(KIT, "--licences", str(path), "--permit", "제수허 11-854호").exit_code == 1


def test_labels_come_one_a_line_from_standard_input_with_their_separators():
    lines = "010880000000001510A1\x1d17260131\n\n+A123BJC5D6E71G\r\n가나다\n"
    result = run("-", "--json", "--on", "2024-03-12", input=lines.encode())
    documents = [json.loads(line) for line in result.output.split("\n") if line]

    assert result.exit_code == 1
    assert [document["label"] for document in documents] == [
        "010880000000001510A1\x1d17260131",
        "+A123BJC5D6E71G",
        "가나다",
    ]
    assert [document["lot"] for document in documents] == ["A1", None, None]
    assert [document["problem"] for document in documents] == [None, None, "not-a-label"]
    assert documents[0]["expires_on"] == "2026-01-31"
    assert documents[0]["findings"][0]["source"]["key"] == "schemes"


@pytest.mark.parametrize(("lang", "word"), [("en", "NOT MET"), ("ko", "불충족")])
def test_the_page_speaks_both_languages_and_loses_no_letter(lang, word):
    result = run("(01)08800000000016(17)250200(11)250100(10)A1", "--lang", lang, env={"COLUMNS": "60"})
    flat = "".join(result.output.split())

    assert word in result.output
    assert "…" not in result.output
    assert ("의료기기" in flat) if lang == "ko" else ("deviceregister" in flat)


def test_no_control_character_of_a_label_reaches_the_terminal():
    result = run("]d2010880000000001510A1\x1d17260131\x1b[31m")

    assert "<GS>" in result.output
    assert "\x1b" not in result.output
    assert "<1B>" in result.output
