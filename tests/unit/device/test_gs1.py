"""GS1 labels: bracketed and as scanned, check digit, dates, and what biip says of the same text."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneewise.device.days import REFERENCE_DAY, full_year
from kneewise.device.gs1 import gtin_holds
from kneewise.device.labels import LONGEST_TEXT, PROBLEMS, read_label

# By hand: 0880000000001 takes the weights 3 1 3 ... 3, so 8*1 + 8*3 + 1*3 = 35: the check digit is 5.
KIT = "(01)08800000000015(17)260131(10)A1"
GS = "\x1d"
PIECES = [
    *(
        "]d2",
        "]C1",
        "(01)",
        "(17)",
        "01",
        "17",
        "10",
        "21",
        "240",
        "30",
        "3103",
        "8008",
        "414",
        "8018",
        "00",
        "9",
    ),
    *("08800000000015", "260131", "A1", "+A123BJC5D6E71G", "+$$5", "0" * 9),
]


@pytest.mark.parametrize(
    ("gtin", "holds"),
    [
        ("08800000000015", True),  # 8 + 24 + 3 = 35 -> 5
        ("08800000000016", False),
        ("09501101530003", True),  # GS1's own example: 9+15+3+1+1+15+3 = 47 -> 3
        ("07032069804988", True),  # biip's example: 7+3+6+18+9+24+12+9+24 = 112 -> 8
        ("51022222233336", True),  # FDA's example: 15+1+2+6+2+6+2+6+3+9+3+9 = 64 -> 6
        ("00000000000000", True),
    ],
)
def test_the_check_digit_makes_the_weighted_sum_a_multiple_of_ten(gtin, holds):
    weighted = sum(int(digit) * weight for digit, weight in zip(gtin, [3, 1] * 7, strict=True))

    assert (weighted % 10 == 0) is holds
    assert gtin_holds(gtin) is holds
    assert read_label(f"(01){gtin}").check_digit_ok is holds
    assert read_label(f"(01){gtin}").problem == (None if holds else "check-digit")


@pytest.mark.parametrize(
    "text",
    [
        KIT,
        "(01) 08800000000015 (17) 260131 (10) A1",
        "\n(01)08800000000015\n(17)260131\n(10)A1\n",
        "010880000000001517260131" + "10A1",
        "010880000000001510A1" + GS + "17260131",
        "]d2010880000000001510A1" + GS + "17260131",
        "]C1010880000000001517260131" + "10A1" + GS,
        GS + "010880000000001517260131" + GS + "10A1",
    ],
)
def test_one_label_reads_alike_typed_and_scanned(text):
    label = read_label(text)

    assert label.reads_well
    assert (label.scheme, label.device_identifier, label.check_digit_ok) == ("gs1", "08800000000015", True)
    assert (label.expires_on, label.made_on, label.lot, label.serial) == (date(2026, 1, 31), None, "A1", None)
    assert label.day_zero is False


def test_the_published_example_of_a_full_label_reads():
    # FDA, UDI formats by issuing agency, version 1.3 (2017).
    label = read_label("(01)51022222233336(11)141231(17)150707(10)A213B1(21)1234")

    assert label.reads_well
    assert (label.made_on, label.expires_on) == (date(2014, 12, 31), date(2015, 7, 7))
    assert (label.lot, label.serial) == ("A213B1", "1234")
    assert label.elements[0] == ("01", "51022222233336")


@pytest.mark.parametrize(
    ("value", "day", "day_zero"),
    [
        ("260131", date(2026, 1, 31), False),
        ("240229", date(2024, 2, 29), False),
        ("240200", date(2024, 2, 29), True),  # 00: last day of the month, here of a leap year
        ("250200", date(2025, 2, 28), True),
        ("241231", date(2024, 12, 31), False),
        ("250101", date(2025, 1, 1), False),
        ("250229", None, False),
        ("260431", None, False),
        ("261301", None, False),
        ("260001", None, False),
        ("260132", None, False),
    ],
)
@pytest.mark.parametrize("form", ["(01)08800000000015(17){}(10)A1", "010880000000001517{}10A1"])
def test_expiry_is_a_day_of_the_calendar(form, value, day, day_zero):
    label = read_label(form.format(value))

    assert (label.expires_on, label.day_zero) == (day, day_zero)
    assert label.problem == (None if day else "bad-date")
    assert label.lot == "A1"  # a bad date does not take the rest of the label with it


@pytest.mark.parametrize(
    ("two_digits", "year"),
    [(26, 2026), (0, 2000), (76, 2076), (77, 1977), (99, 1999)],  # 50 ahead, 49 back, seen from 2026
)
def test_the_century_is_the_nearest(two_digits, year):
    assert full_year(two_digits, REFERENCE_DAY) == year
    assert read_label(f"(01)08800000000015(17){two_digits:02}0115").expires_on == date(year, 1, 15)


@pytest.mark.parametrize(("on", "year"), [(date(1999, 6, 1), 1980), (date(2060, 1, 1), 2080)])
def test_the_century_follows_the_day_given(on, year):
    assert read_label("(01)08800000000015(17)800115", on=on).expires_on == date(year, 1, 15)


@pytest.mark.parametrize("on", [date.min, date.max, date(2000, 1, 1), date(2050, 12, 31)])
@pytest.mark.parametrize("two_digits", range(0, 100, 7))
def test_no_reference_day_makes_the_reader_raise(on, two_digits):
    read_label(f"(01)08800000000015(17){two_digits:02}0115", on=on)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "not-a-label"),
        ("   ", "not-a-label"),
        ("()", "not-a-label"),
        ("골수 농축 키트", "not-a-label"),
        ("2024-01-02", "not-a-label"),
        ("01/02/2024", "not-a-label"),
        ("8800000000015", "not-a-label"),  # a bare number may be anything, a citizen's number too
        ("(01)0880000000001", "bad-field"),  # cut off
        ("(01)08800000000015(17)2601", "bad-field"),
        ("(01)08800000000015(10)", "bad-field"),
        ("(01)08800000000015(10", "bad-field"),
        ("(01)08800000000015)", "bad-field"),
        ("x(01)08800000000015", "not-a-label"),
        ("01088000000000", "bad-field"),
        ("]d2", "bad-field"),
        ("]d2abc", "bad-field"),
        ("(01)O8800000000015", "bad-field"),  # the letter O
        ("(01)08800000000015(10)가", "characters"),
        ("(01)08800000000015(10)A#1", "characters"),
        ("(01)0880000000001５", "characters"),
        ("（01）08800000000015", "characters"),
        ("(０１)０８８０００００００００１５", "characters"),
        ("０１０８８０００００００００１５", "characters"),
        ("(01)08800000000015(99999)A", "bad-field"),  # no field number has five digits
        ("(01)08800000000015(05)A", "unknown-field"),
        ("(01)08800000000015(1000)A", "unknown-field"),
        ("(01)08800000000015(10)" + "A" * 20, None),
        ("(01)08800000000015(10)" + "A" * 21, "field-too-long"),
        ("(01)08800000000015(21)" + "A" * 21, "field-too-long"),
        ("(17)260131(10)A1", "no-device-identifier"),
        ("(01)08800000000015(10)A(10)B", "repeated-field"),
        ("(01)08800000000015(10)A(10)A", None),
        ("(01)08800000000015(240)REF-7(10)A", None),
        ("(01)08800000000015(8008)2601311200", None),
        ("=/A9999XYZ100T0944=,000025", "other-scheme"),
        ("1" * (LONGEST_TEXT + 1), "text-too-long"),
    ],
)
def test_what_is_wrong_is_named(text, problem):
    label = read_label(text)

    assert label.problem == problem
    assert label.reads_well is (problem is None)


@pytest.mark.parametrize(
    ("text", "problem", "lot"),
    [
        # Certain: the field runs on past 20 characters, so its end is lost and its value with it.
        ("010880000000001510LOT-2024-A117260131" + "21SN0001", "missing-separator", None),
        ("0108800000000015240REF-77-LONG-CATALOGUE-NUMBER" + "10LOT77", "missing-separator", None),
        # Probable: the lot holds what reads as the expiry, which the label otherwise lacks.
        ("010880000000001510A117260131", "separator-doubtful", "A117260131"),
        ("010880000000001510A117260131" + GS + "21SN7", "separator-doubtful", "A117260131"),
        ("010880000000001510A11726013121SN7", "separator-doubtful", "A11726013121SN7"),
        ("0108800000000015240REF710A1", "separator-doubtful", None),
        # Not doubtful: the expiry stands elsewhere, or the digits are no day.
        ("01088000000000151726013110A117260131", None, "A117260131"),
        ("010880000000001510A117269931", None, "A117269931"),
        ("010880000000001510A1" + GS + "240REF710", None, "A1"),
        # Cannot be told: a lot may hold the digits 21 or 240.
        ("010880000000001510A121SN7", None, "A121SN7"),
    ],
)
def test_a_missing_separator_is_told_where_it_can_be_known(text, problem, lot):
    label = read_label(text)

    assert (label.problem, label.lot) == (problem, lot)
    assert label.device_identifier == "08800000000015"


def test_biip_reads_the_five_own_fields_alike():
    from biip import ParseConfig, ParseError
    from biip.gs1_messages import GS1Message

    digits = st.text("0123456789", max_size=15)
    lots = st.text("!\"%&'*+,-./0123456789:;<=>?AZ_az #가", max_size=22)
    field = st.one_of(
        st.tuples(
            st.just("01"),
            st.one_of(digits, st.just("08800000000015"), st.from_regex("[0-9]{14}", fullmatch=True)),
        ),
        st.tuples(
            st.sampled_from(["11", "17"]), st.one_of(digits, st.dates().map(lambda day: f"{day:%y%m%d}"))
        ),
        st.tuples(st.sampled_from(["10", "21"]), lots.map(lambda lot: "".join(lot.split()))),
    )

    @settings(max_examples=300, deadline=None)
    @given(st.lists(field, min_size=1, max_size=4, unique_by=lambda pair: pair[0]))
    def agrees(fields):
        hri = "".join(f"({ai}){value}" for ai, value in fields)
        label = read_label(hri)
        try:
            message = GS1Message.parse_hri(hri, config=ParseConfig(gs1_element_strings_verify_date=True))
        except ParseError:
            assert not label.reads_well
            return
        if not all(value for _, value in fields):
            assert label.problem is not None  # biip drops an empty field without a word
            return
        found = {element.ai.ai: element for element in message.element_strings}
        gtin = found.get("01")
        assert label.check_digit_ok == (None if gtin is None else gtin.gtin is not None)
        assert label.lot == (found["10"].value if "10" in found else None)
        assert label.serial == (found["21"].value if "21" in found else None)
        for ai, day in (("11", label.made_on), ("17", label.expires_on)):
            assert day == (found[ai].date if ai in found else None)
        assert label.problem in {None, "check-digit", "no-device-identifier"}

    agrees()


@settings(max_examples=600, deadline=None)
@given(
    st.one_of(
        st.text(max_size=60),
        st.text("()0123456789A+/$* \x1d]dC가", max_size=60),
        st.lists(
            st.sampled_from([*"()+/$*_ \x1d", *PIECES]),
            max_size=12,
        ).map("".join),
    )
)
def test_no_text_makes_the_reader_raise(text):
    label = read_label(text)

    assert label.problem is None or label.problem in PROBLEMS
    assert label.reads_well is (label.problem is None)


def test_every_problem_has_its_sentence_in_both_languages():
    assert all(set(says) == {"en", "ko"} and all(says.values()) for says in PROBLEMS.values())


def test_a_plain_label_is_read_without_importing_what_is_slow_to_import():
    code = (
        "import sys; from kneewise.device.check import check_label; "
        f"assert check_label({KIT!r}, on=None).label.reads_well; "
        "print(sorted({'biip', 'duckdb', 'rich', 'click', 'yaml', 'sqlglot'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": ":".join(sys.path)}, capture_output=True, check=True
    )

    assert done.stdout.strip() == b"[]"
