"""HIBC labels, on the worked examples of the standard and of public implementations."""

from __future__ import annotations

from datetime import date

import pytest

from kneewise.device.hibc import ALPHABET, check_character
from kneewise.device.labels import read_label


@pytest.mark.parametrize(
    ("body", "character"),
    [
        # By hand: +41 A10 1 2 3 B11 J19 C12 5 D13 6 E14 7 1: the sum is 145 = 3*43 + 16, and 16 is G.
        ("+A123BJC5D6E71", "G"),
        ("+$$52001510X3G", "D"),
        ("+A99912345/$$52001510X3", "3"),
    ],
)
def test_the_check_character_is_the_sum_modulo_43(body, character):
    assert ALPHABET[16] == "G"
    assert check_character(body) == character


@pytest.mark.parametrize(
    ("text", "identifier", "lot", "serial", "made_on", "expires_on"),
    [
        # ANSI/HIBC 2.6: figure 1, both symbols on one label, and both in one symbol.
        ("+A123BJC5D6E71G", "A123BJC5D6E7", None, None, None, None),
        ("*+A123BJC5D6E71G*", "A123BJC5D6E7", None, None, None, None),
        ("+A123BJC5D6E71G +$$52001510X3GD", "A123BJC5D6E7", "10X3", None, None, date(2020, 1, 15)),
        ("*+A123BJC5D6E71G*\n*+$$52001510X3GD*", "A123BJC5D6E7", "10X3", None, None, date(2020, 1, 15)),
        ("]C0+A99912345/$$52001510X33", "A9991234", "10X3", None, None, date(2020, 1, 15)),
        (
            "+A99912345/$$52001510X3/16D20111212/S77DEFG457",
            "A9991234",
            "10X3",
            "77DEFG45",
            date(2011, 12, 12),
            date(2020, 1, 15),
        ),
        (
            "+A99912345/$10X3/16D20111231/14D202001313",
            "A9991234",
            "10X3",
            None,
            date(2011, 12, 31),
            date(2020, 1, 31),
        ),
        # One expiry in every date form, from a published list of worked examples; month alone: its last day.
        (
            "+X999123ABC0/$$05191234AB/S5678EDFG/16D20151001A",
            *("X999123ABC", "1234AB", "5678EDFG"),
            date(2015, 10, 1),
            date(2019, 5, 31),
        ),
        (
            "+X999123ABC0/$$20515191234AB/S5678EDFG/16D20151001I",
            *("X999123ABC", "1234AB", "5678EDFG"),
            date(2015, 10, 1),
            date(2019, 5, 15),
        ),
        (
            "+X999123ABC0/$$31905151234AB/S5678EDFG/16D20151001J",
            *("X999123ABC", "1234AB", "5678EDFG"),
            date(2015, 10, 1),
            date(2019, 5, 15),
        ),
        (
            "+X999123ABC0/$$4190515211234AB/S5678EDFG/16D20151001N",
            *("X999123ABC", "1234AB", "5678EDFG"),
            date(2015, 10, 1),
            date(2019, 5, 15),
        ),
        (
            "+X999123ABC0/$$5191351234AB/S5678EDFG/16D20151001J",
            *("X999123ABC", "1234AB", "5678EDFG"),
            date(2015, 10, 1),
            date(2019, 5, 15),
        ),
        (
            "+X999123ABC0/$$619135211234AB/S5678EDFG/16D20151001N",
            *("X999123ABC", "1234AB", "5678EDFG"),
            date(2015, 10, 1),
            date(2019, 5, 15),
        ),
        (
            "+X999123ABC0/$1234AB/S5678EDFG/16D20151001/14D20190515.",
            *("X999123ABC", "1234AB", "5678EDFG"),
            date(2015, 10, 1),
            date(2019, 5, 15),
        ),
        # Serial number first; a quantity before the date; no date; a check character that is a sign.
        ("+E490HE21KL1/$+HEK13044/16D20220531/Q1$", "E490HE21KL", None, "HEK13044", date(2022, 5, 31), None),
        ("+E25131041/$$9000012103124181561K", "E2513104", "181561", None, None, date(2024, 10, 31)),
        ("+E235817C19/$$9000067101822%", "E235817C1", "101822", None, None, None),
        ("+D002659740V1/$$704978087T", "D002659740V", "04978087", None, None, None),
    ],
)
def test_published_labels_read(  # noqa: PLR0917
    text, identifier, lot, serial, made_on, expires_on
):
    label = read_label(text)

    assert (label.problem, label.scheme, label.check_digit_ok) == (None, "hibc", True)
    assert label.device_identifier == identifier
    assert (label.lot, label.serial) == (lot, serial)
    assert (label.made_on, label.expires_on) == (made_on, expires_on)
    assert label.day_zero is False


def with_check(body: str) -> str:
    return body + check_character(body)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        # FDA's example of the form closes with C for "check character", not with the character itself.
        (
            "+H123PARTNO1234567890120/$$420020216LOT123456789012345/SXYZ456789012345678/16D20130202C",
            "check-digit",
        ),
        ("+A123BJC5D6E71H", "check-digit"),
        ("+A123BJC5D6E7", "not-a-label"),  # cut off
        ("+a123bjc5d6e71g", "not-a-label"),
        ("+A123BJC5D6E71G가", "characters"),
        ("＋Ａ１２３ＢＪＣ５Ｄ６Ｅ７１Ｇ", "characters"),
        ("+$$52001510X3GD", "no-device-identifier"),
        ("+82 10 1234 5678", "not-a-label"),  # a telephone number
        ("+", "not-a-label"),
        ("+/EO5232013", "other-scheme"),  # provider applications
        (with_check("+A123BJC5D6E71") + " " + with_check("+$$52001510X3A"), "link-character"),
        (with_check("+A123BJC5D6E71") + " " + with_check("+A123BJC5D6E71"), "bad-field"),
        (with_check("+A99912345/$$3230229LOT"), "bad-date"),
        (with_check("+A99912345/$$3240229LOT"), None),
        (with_check("+A99912345/$$3240200LOT"), "bad-date"),  # the day 00 is a custom of GS1
        (with_check("+A99912345/$$1324LOT"), "bad-date"),
        (with_check("+A99912345/$$523366LOT"), "bad-date"),
        (with_check("+A99912345/$$524366LOT"), None),
        (with_check("+A99912345/$$424022924LOT"), "bad-date"),
        (with_check("+A99912345/$$62406024LOT"), "bad-date"),
        (with_check("+A99912345/$$32402"), "bad-field"),
        (with_check("+A99912345/$$"), "bad-field"),
        (with_check("+A99912345/$$ALOT"), "bad-field"),
        (with_check("+A99912345/$"), "bad-field"),
        (with_check("+A99912345/"), "bad-field"),
        (with_check("+A99912345/$LOT/X1"), "unknown-field"),
        (with_check("+A99912345/$LOT/16D2024"), "bad-field"),
        (with_check("+A99912345/$LOT/16D20240230"), "bad-date"),
        (with_check("+A99912345/$$824"), None),
        (with_check("+A99912345/24060LOT"), None),
        (with_check("+A99912345/$" + "L" * 18), None),
        (with_check("+A99912345/$" + "L" * 19), "field-too-long"),
        (with_check("+A99912345/$+S1/SS2"), "repeated-field"),
        (with_check("+A99912345/$$3240229LOT/14D20240228"), "repeated-field"),
    ],
)
def test_what_is_wrong_is_named(text, problem):
    assert read_label(text).problem == problem


def test_a_space_as_check_character_is_read_as_a_space_and_as_print_shows_it():
    body = "+A123ZW0"  # 41 + 10 + 1 + 2 + 3 + 35 + 32 + 0 = 124 = 2*43 + 38, and 38 is the space

    assert read_label(body + " ").reads_well
    assert read_label(body + "_").reads_well
    assert read_label(f"*{body} *").reads_well
    assert not read_label(body).reads_well  # trimmed away on the road
    two = body + "  " + with_check("+$$52001510X3 ")
    assert read_label(two).lot == "10X3"
    assert read_label(two).reads_well
