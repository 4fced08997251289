"""The door: contacts stay outside, whatever field they come in."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneewise.landscape.sync.ctgov import read_page
from kneewise.landscape.sync.door import kept_page, kept_study, requested_pieces, without_contacts
from unit.landscape.sync.made_studies import made_study

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=6), below, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    "contact",
    ["kim.lee@snu.ac.kr", "kim.lee (at) snu.ac.kr", "Tel: 02-2258-1234", "call (206) 555-0100", "+82 2 2258 1234",
     "phone 0312345678", "전화: 031-123-4567", "(206) 555-0100"],
)  # fmt: skip
def test_addresses_and_numbers_to_call_are_taken_out_of_texts(contact):
    left = without_contacts(f"Stem cells in knees, {contact}; 3 visits")

    assert left.startswith("Stem cells in knees, ")
    assert left.endswith("; 3 visits")
    assert "@" not in left
    assert [each for each in left if each.isdigit()] == ["3"]


@pytest.mark.parametrize(
    "text",
    ["1,000,000 cells in 3 mL, 2016-05-12 to 2018-05-12", "NCT01733186 and NCT01041001", "KL grade 2-3, 40-80 years",
     "2 x 10^7 MSC (UMC119-06-05)", "Phase 1/2, 0-100 mm VAS at 0, 1, 3, 6, 12, 24 months", "무릎 골관절염"],
)  # fmt: skip
def test_doses_days_and_numbers_of_trials_are_left_alone(text):
    assert without_contacts(text) == text


def test_a_very_long_word_costs_no_more_than_its_length():
    assert without_contacts("a" * 300_000 + " @") == "a" * 300_000 + " @"


def test_a_field_that_is_not_listed_does_not_come_in():
    study = made_study(1)
    study["protocolSection"]["contactsLocationsModule"]["tomorrowsContacts"] = [{"name": "Made-Up Person"}]
    study["protocolSection"]["identificationModule"]["briefTitle"] = {"name": "Made-Up Person"}

    kept = kept_study(study)

    assert kept["protocolSection"]["contactsLocationsModule"] == {"locations": [{"country": kept_country(study)}]}
    assert kept["protocolSection"]["identificationModule"]["briefTitle"] is None
    assert "Made-Up" not in str(kept)
    assert set(kept) == {"protocolSection", "hasResults"}


def kept_country(study):
    return study["protocolSection"]["contactsLocationsModule"]["locations"][0]["country"]


def test_what_is_asked_for_is_what_is_kept():
    assert requested_pieces().split("|")[:2] == ["NCTId", "NCTIdAlias"]
    assert not [each for each in requested_pieces().split("|") if "Contact" in each or "OverallOfficial" in each]


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.lists(PLAIN, max_size=4), st.sampled_from(["statusModule", "designModule", "identificationModule"]), PLAIN)
def test_nothing_that_json_can_hold_breaks_the_reader(rows, module, value):
    study = made_study(1)
    study["protocolSection"][module] = value
    page = kept_page({"studies": [*rows, study]})

    trials, notices = read_page(page, "page")

    lost = sum("left out" in each.done for each in notices)
    assert len(trials) + lost == len(rows) + 1
