"""Exports of the WHO: dates in every register's manner, misspelt fields, persons left out."""

from __future__ import annotations

import pytest

from kneewise.errors import BadInput
from kneewise.landscape.sync.ictrp import read_ictrp
from kneewise.landscape.sync.ictrp_dates import order_of, read_mixed_date
from kneewise.landscape.sync.safe_xml import read_xml

# The names of the fields are the export's own; the trial and the person are made up.
TRIAL = """<Trial><Export_date>10/04/2026 04:51:51</Export_date><Internal_Number>1</Internal_Number>
<TrialID>{number}
</TrialID><Last_Refreshed_on>21 September 2026</Last_Refreshed_on>
<Public_title>Umbilical cord stem cells &lt;br&gt; for knees&#x0D;</Public_title>
<Scientific_title>Cells for knees, write to made.up@example.org</Scientific_title>
<Primary_sponsor>Made Hospital</Primary_sponsor><Date_registration>{registered}</Date_registration>
<Date_registration3>{packed}</Date_registration3><Source_Register>{register}</Source_Register>
<web_address>https://example.org/{number}</web_address><Recruitment_Status>{status}</Recruitment_Status>
<Date_enrollement>{enrolment}</Date_enrollement><Target_size>{size}</Target_size>
<Study_type>Interventional study</Study_type><Phase>{phase}</Phase><Countries>China;Korea, South</Countries>
<Contact_Firstname>Made-Up</Contact_Firstname><Contact_Lastname>Person</Contact_Lastname>
<Contact_Email>made.up@example.org</Contact_Email><Contact_Tel>+86 10 1234 5678</Contact_Tel>
<Contact_Address>1 Made Street</Contact_Address><Condition>Knee osteoarthritis;</Condition>
<Intervention>cells:injection;control:saline</Intervention><results_yes_no>No</results_yes_no></Trial>"""
USUAL = {"number": "ChiCTR2600999999", "registered": "2026-09-20", "packed": "20260920",
         "register": "ChiCTR", "status": "Recruiting", "enrolment": "2026-10-01", "size": "cells:49;control:51;",
         "phase": "Phase 2"}  # fmt: skip


def export(*rows):
    inside = "".join(TRIAL.format(**{**USUAL, **each}) for each in rows)
    text = (
        f"<?xml version='1.0' encoding='UTF-8' ?><Trials_downloaded_from_ICTRP>{inside}</Trials_downloaded_from_ICTRP>"
    )
    return text.encode()


def only(**more):
    trials, notices, _ = read_ictrp(export(more), "export.xml")
    return trials[0], notices


def test_a_trial_is_read_without_its_persons():
    trials, notices, day = read_ictrp(export({}), "export.xml")
    trial = trials[0]

    assert notices == []
    assert str(day) == "2026-10-04"
    assert (trial.trial, trial.registry, trial.via) == ("ChiCTR2600999999", "chictr", "ictrp")
    assert trial.title == "Umbilical cord stem cells for knees"
    assert trial.official_title == "Cells for knees, write to [contact dropped]"
    assert (trial.status, trial.phases, trial.study_type) == ("recruiting", ("phase-2",), "interventional")
    assert (trial.enrolment, trial.enrolment_kind) == (100, "planned")
    assert (str(trial.start), str(trial.registered), str(trial.updated)) == ("2026-10-01", "2026-09-20", "2026-09-21")
    assert (trial.countries, trial.has_results) == (("China", "Korea, South"), False)
    assert "Made-Up" not in str(trial)
    assert "1 Made Street" not in str(trial)


@pytest.mark.parametrize(
    ("text", "read"),
    [("2020-02-17", "2020-02-17"), ("20200217", "2020-02-17"), ("2020/2/17", "2020-02-17"),
     ("17/02/2020", "2020-02-17"),
     ("17-02-2020", "2020-02-17"), ("02/17/2020", "2020-02-17"), ("17 February 2020", "2020-02-17"),
     ("February 17, 2020", "2020-02-17"), ("Feb 2020", "2020-02"), ("2020-02", "2020-02"), ("2020", "2020"),
     ("05/05/2020", "2020-05-05"), ("03/04/2020", "2020"), ("3/18/2020 6:53:35 PM", "2020-03-18"),
     ("2020-02-17T10:00:00", "2020-02-17")],
)  # fmt: skip
def test_dates_are_read_in_every_manner_and_never_guessed(text, read):
    assert str(read_mixed_date(text)) == read


@pytest.mark.parametrize("text", ["", "soon", "2020-13-01", "31/02/2020", "30 Febtember 2020", "13/13/2020", "ma 2020"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError):
        read_mixed_date(text)


def test_the_order_of_day_and_month_is_learned_from_the_row():
    assert order_of("04/03/2026", "20260304") is True
    assert order_of("04/03/2026", "20260403") is False
    assert order_of("04/03/2026", "20270304") is None
    row = {"registered": "04/03/2026", "packed": "20260304"}

    assert str(only(**row, enrolment="05/06/2026")[0].start) == "2026-06-05"
    ambiguous, notices = only(enrolment="05/06/2026")
    assert str(ambiguous.start) == "2026"
    assert notices[0].done == "taken as its year: day and month can be read in two ways"


@pytest.mark.parametrize(
    ("phase", "phases"),
    [("Phase 1/Phase 2", ("phase-1", "phase-2")), ("Phase I/II", ("phase-1", "phase-2")),
     ("II-III", ("phase-2", "phase-3")), ("3", ("phase-3",)), ("PHASE2", ("phase-2",)),
     ("Phase 2-Phase 3", ("phase-2", "phase-3")),
     ("N/A", ("not-applicable",)),
     ("Phase 0", ("early-phase-1",)), ("", ()), ("Phase IV", ("phase-4",)),
     ("Human pharmacology (Phase I): no Therapeutic exploratory (Phase II): yes Confirmatory (Phase III): no",
      ("phase-2",))],
)  # fmt: skip
def test_phases_are_read_as_the_registers_write_them(phase, phases):
    assert only(phase=phase)[0].phases == phases


@pytest.mark.parametrize(
    ("size", "enrolment"),
    [("100", 100), ("a:49;b:49;c:49;", 147), ("about 100", None), ("a:49;b:some", None), ("", None)],
)
def test_the_number_of_patients_is_known_only_where_every_arm_has_one(size, enrolment):
    trial, notices = only(size=size)

    assert trial.enrolment == enrolment
    assert bool(notices) == (enrolment is None and size != "")


def test_words_of_no_list_stand_as_they_are_and_rows_without_number_are_told():
    trial, notices = only(status="Resting", phase="soon")
    assert (trial.status, trial.phases) == ("Resting", ())
    assert [each.field for each in notices] == ["status", "phases"]
    assert only(status="Not Recruiting") == (only(status="Not Recruiting")[0], [])

    trials, notices, _ = read_ictrp(export({"number": ""}, {}), "export.xml")
    assert len(trials) == 1
    assert (notices[0].where, notices[0].found) == ("export.xml, trial 1", "nothing")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]><x>&a;</x>", "DOCTYPE"),
        (b"<!DOCTYPE x SYSTEM 'file:///etc/hostname'><x/>", "DOCTYPE"),
        (b"<x>&a;</x>", "undefined entity"),
        (b"<x>" * 50 + b"</x>" * 50, "in one another"),
        (b"<x><y></x>", "mismatched tag"),
        (b"", "no element"),
        (b"<?xml version='1.0' encoding='nonsense'?><x/>", "unknown encoding"),
    ],
)
def test_xml_that_could_do_harm_or_is_none_is_refused(content, said):
    with pytest.raises(BadInput, match=said):
        read_xml(content, "export.xml")


def test_forbidden_control_characters_are_left_out():
    assert read_xml(b"<x>knee\x0b oa\x00</x>", "export.xml").text == "knee oa"
    assert read_xml("<x>무릎</x>".encode("utf-16"), "export.xml").text == "무릎"


def test_another_export_is_refused():
    with pytest.raises(BadInput, match="<Studies>"):
        read_ictrp(b"<Studies/>", "export.xml")
