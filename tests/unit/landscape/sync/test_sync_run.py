"""A sync: the same again changes nothing, killed anywhere it ends the same, and every difference is told."""

from __future__ import annotations

import pytest

from kneewise.errors import BadInput
from kneewise.landscape.sync.kept_records import read_changes, read_records
from kneewise.landscape.sync.run import sync_files
from unit.landscape.sync.made_copies import changed, download, kinds, page
from unit.landscape.sync.made_studies import CONTACTS, files_of, killed_at_rename, made_studies, status

KEPT = ["changes.jsonl", "decisions.csv", "records.jsonl"]


@pytest.fixture(scope="module")
def recorded(studies, tmp_path_factory):
    """1,500 recorded trials."""
    return download(studies, tmp_path_factory.mktemp("recorded"))


def test_a_second_sync_of_1500_trials_changes_nothing(recorded, tmp_path):
    first = sync_files([recorded], tmp_path)
    before = files_of(tmp_path)
    second = sync_files([recorded], tmp_path)

    assert first.counts() == {"new": 1500}
    assert (second.counts(), second.n_trials, second.n_read) == ({}, 1500, 1500)
    assert files_of(tmp_path) == before
    assert sorted(before) == KEPT
    assert len(before["changes.jsonl"].splitlines()) == 1500


def test_no_contact_is_in_the_folder_of_a_sync_of_raw_pages(studies, tmp_path):
    sync_files([page(studies[:100], tmp_path / "page.json")], tmp_path / "into")

    kept = b"".join(files_of(tmp_path / "into").values()).decode()
    assert not [each for each in CONTACTS if each in kept]
    assert "[contact dropped]" in kept


@pytest.mark.parametrize("when", ["before the rename", "after the rename"])
def test_killed_around_any_rename_of_the_records_it_ends_the_same(tmp_path, when):
    studies = made_studies(30)
    old, new = page(studies, tmp_path / "old.json"), tmp_path / "new.json"
    later = [changed(each, designModule={"phases": ["PHASE4"]}) for each in studies]
    status(later[3])["overallStatus"] = "PAUSED_BY_NOBODY"  # a notice, so that every file is written
    page(later, new)
    sync_files([old], tmp_path / "whole")
    sync_files([new], tmp_path / "whole")
    whole = files_of(tmp_path / "whole")

    for n in range(1, 4):  # notices, changes, records
        folder = tmp_path / f"{when}-{n}"
        sync_files([old], folder)
        with killed_at_rename(n, when):
            sync_files([new], folder)
        sync_files([new], folder)
        assert files_of(folder) == whole


def test_every_kind_of_change_is_told_by_its_field(tmp_path):
    study = made_studies(1)[0]
    status(study).update(
        overallStatus="RECRUITING",
        startDateStruct={"date": "2026-03", "type": "ESTIMATED"},
        completionDateStruct={"date": "2028-01", "type": "ESTIMATED"},
    )
    later = changed(study, designModule={"enrollmentInfo": {"count": 7, "type": "ACTUAL"}})
    later["hasResults"] = True
    status(later).update(
        overallStatus="COMPLETED",
        startDateStruct={"date": "2026-03-09", "type": "ACTUAL"},
        completionDateStruct={"date": "2027-06", "type": "ESTIMATED"},
        resultsFirstPostDateStruct={"date": "2026-11-01", "type": "ACTUAL"},
    )
    sync_files([download([study], tmp_path / "a", "2026-11-19")], tmp_path / "into")

    result = sync_files([download([later], tmp_path / "b", "2026-11-20")], tmp_path / "into")

    number = "NCT90000001"
    enrolment = study["protocolSection"]["designModule"]["enrollmentInfo"]["count"]
    assert kinds(result) == [
        ("status-changed", number, "status", "recruiting", "completed"),
        ("field-changed", number, "enrolment", enrolment, 7),
        ("field-changed", number, "enrolment_kind", "planned", "actual"),
        ("date-refined", number, "start", "2026-03", "2026-03-09"),
        ("field-changed", number, "start_kind", "planned", "actual"),
        ("date-moved", number, "completion", "2028-01", "2027-06"),
        ("results-posted", number, "has_results", False, True),
        ("results-posted", number, "results_posted", None, "2026-11-01"),
        ("field-changed", number, "updated", "2026-09-15", "2026-11-20"),
    ]
    assert {each.copied for each in result.changes} == {"2026-11-20"}
    log = read_changes(tmp_path / "into", read_records(tmp_path / "into"))
    assert [each["kind"] for each in log] == ["new", *(each[0] for each in kinds(result))]


def test_unknown_words_and_broken_studies_are_noted_once_and_nothing_else_is_lost(tmp_path):
    studies = made_studies(5)
    status(studies[0])["overallStatus"] = "PAUSED_BY_NOBODY"
    studies[1]["protocolSection"]["designModule"]["phases"] = ["PHASE5", "PHASE2"]
    status(studies[2])["startDateStruct"]["date"] = "2026-13-40"
    broken = ["no study", {"protocolSection": {"identificationModule": {"nctId": "?"}}}, None]
    path, into = page([*studies, *broken], tmp_path / "page.json"), tmp_path / "into"

    result = sync_files([path], into)

    assert result.n_trials == 5
    assert [(each.where, each.field, each.found) for each in result.notices] == [
        ("NCT90000001", "status", "PAUSED_BY_NOBODY"),
        ("NCT90000002", "phases", "PHASE5"),
        ("NCT90000003", "start", "2026-13-40"),
        ("page.json, study 6", "nctId", "nothing"),
        ("page.json, study 7", "nctId", "?"),
        ("page.json, study 8", "nctId", "nothing"),
    ]
    kept = read_records(into).records
    assert kept["clinicaltrials-gov:NCT90000001"].status == "PAUSED_BY_NOBODY"
    assert kept["clinicaltrials-gov:NCT90000002"].phases == ("PHASE5", "phase-2")
    assert kept["clinicaltrials-gov:NCT90000003"].start is None
    before = files_of(into)
    sync_files([path], into)
    assert files_of(into) == before
    assert len(before["notices.jsonl"].splitlines()) == 6


def test_a_file_that_cannot_be_taken_does_not_hide_the_others(tmp_path):
    page(made_studies(2), tmp_path / "a.json")
    (tmp_path / "b.json").write_text('{"studies": [', encoding="utf-8")
    (tmp_path / "c.xml").write_text("<!DOCTYPE x><x/>", encoding="utf-8")

    result = sync_files([tmp_path], tmp_path / "into")

    assert result.n_trials == 2
    assert [(each.where, each.done) for each in result.notices] == [
        ("b.json", "left out; the others are read"),
        ("c.xml", "left out; the others are read"),
    ]
    with pytest.raises(BadInput, match="neither JSON nor XML"):
        sync_files([tmp_path / "b.json"], tmp_path / "into")


def test_a_folder_of_something_else_is_refused(tmp_path):
    (tmp_path / "records.jsonl").write_text('{"format": 99}\n', encoding="utf-8")

    with pytest.raises(BadInput, match="records that this version did not write"):
        sync_files([page(made_studies(1), tmp_path / "page.json")], tmp_path)


def test_two_states_of_one_trial_in_copies_of_one_day_are_told_and_taken_alike_in_any_order(tmp_path):
    one, other = made_studies(1)[0], made_studies(1)[0]
    status(other)["overallStatus"] = "WITHDRAWN"
    first, second = page([one], tmp_path / "a.json"), page([other], tmp_path / "b.json")

    result = sync_files([first, second], tmp_path / "there")
    sync_files([second, first], tmp_path / "back")

    assert [(each.where, each.found) for each in result.notices] == [
        ("clinicaltrials-gov:NCT90000001", "two states that bear the same day")
    ]
    assert files_of(tmp_path / "there") == files_of(tmp_path / "back")
    assert sync_files([first, second], tmp_path / "there").changes == ()


def test_a_word_with_a_line_separator_in_it_can_be_read_again(tmp_path):
    study = made_studies(1)[0]
    status(study)["overallStatus"] = "PAUSED\u2028BY\x85NOBODY"
    path, into = page([study], tmp_path / "page.json"), tmp_path / "into"
    sync_files([path], into)
    before = files_of(into)

    assert sync_files([path], into).changes == ()
    assert files_of(into) == before
    assert read_records(into).trials()[0].status == "PAUSED\u2028BY\x85NOBODY"


@pytest.mark.parametrize(
    ("module", "values", "field"),
    [
        ("designModule", {"phases": "PHASE1"}, "phases"),
        ("conditionsModule", {"conditions": "Knee Osteoarthritis"}, "conditions"),
    ],
)
def test_a_text_where_a_list_should_be_is_told(tmp_path, module, values, field):
    study = made_studies(1)[0]
    study["protocolSection"].setdefault(module, {}).update(values)

    result = sync_files([page([study], tmp_path / "page.json")], tmp_path / "into")

    assert [each.done for each in result.notices if each.field == field] == ["left unknown: not a list"]


def test_results_that_are_neither_there_nor_not_are_told(tmp_path):
    study = made_studies(1)[0] | {"hasResults": "soon"}

    result = sync_files([page([study], tmp_path / "page.json")], tmp_path / "into")

    assert [(each.field, each.found) for each in result.notices] == [("has_results", "soon")]
    assert read_records(tmp_path / "into").trials()[0].has_results is None


@pytest.mark.parametrize(
    "content",
    ['"text"', '{"format":1,"n_changes":"1","vanished":{},"whole_on":null}',
     '{"format":1,"n_changes":0,"vanished":{},"whole_on":null}\n"text"'],
)  # fmt: skip
def test_a_folder_that_holds_something_else_is_refused(tmp_path, content):
    into = tmp_path / "into"
    into.mkdir()
    (into / "records.jsonl").write_text(content + "\n", encoding="utf-8")

    with pytest.raises(BadInput, match="this version did not write"):
        sync_files([page(made_studies(1), tmp_path / "page.json")], into)
