"""Copies of one register over time: numbers that change, records that vanish and return, copies out of order."""

from __future__ import annotations

from datetime import date

from kneewise.landscape.sync.kept_records import read_records
from kneewise.landscape.sync.run import sync_files
from kneewise.landscape.sync.studies_query import StudiesQuery
from unit.landscape.sync.made_copies import changed, download, kinds, page
from unit.landscape.sync.made_studies import files_of, identity, made_studies


def test_a_number_that_the_register_replaced_moves_with_its_record(tmp_path):
    old = made_studies(2)
    moved = changed(old[0])
    identity(moved).update(nctId="NCT90009999", nctIdAliases=["NCT90000001"])
    first, second = download(old, tmp_path / "a", "2026-11-19"), download([moved, old[1]], tmp_path / "b", "2026-11-20")
    into = tmp_path / "into"
    sync_files([first], into)

    result = sync_files([second], into)

    assert kinds(result)[0] == ("id-changed", "NCT90009999", "trial", "NCT90000001", "NCT90009999")
    assert result.counts() == {"field-changed": 2, "id-changed": 1}  # its former numbers, its last update
    assert sorted(read_records(into).records) == ["clinicaltrials-gov:NCT90000002", "clinicaltrials-gov:NCT90009999"]
    before = files_of(into)
    again = sync_files([first, second], into)
    assert (again.changes, files_of(into)) == ((), before)
    assert "its number became NCT90009999" in again.told[0]


def test_what_a_whole_copy_lacks_has_vanished_and_may_return(tmp_path):
    studies, into = made_studies(3), tmp_path / "into"
    copies = [
        download(some, tmp_path / day, f"2026-11-{day}")
        for day, some in (("18", studies), ("19", studies[:2]), ("20", studies))
    ]
    assert sync_files(copies[:1], into).counts() == {"new": 3}
    assert kinds(sync_files(copies[1:2], into)) == [("vanished", "NCT90000003", None, None, None)]
    assert sync_files(copies[1:2], into).changes == ()
    assert read_records(into).vanished == {"clinicaltrials-gov:NCT90000003": "2026-11-19"}
    assert kinds(sync_files(copies[2:], into)) == [("returned", "NCT90000003", None, "2026-11-19", None)]
    before = files_of(into)

    assert sync_files(copies[::-1], into).changes == ()
    assert files_of(into) == before


def test_a_whole_copy_that_comes_late_says_nothing_of_what_a_newer_one_has(tmp_path):
    studies, into = made_studies(3), tmp_path / "into"
    first, middle, last = (
        download(some, tmp_path / day, f"2026-11-{day}")
        for day, some in (("18", studies), ("19", studies[:2]), ("20", studies))
    )
    sync_files([first, last], into)

    assert sync_files([middle], into).changes == ()


def test_nothing_vanishes_where_the_copy_is_a_part(tmp_path):
    studies, into = made_studies(3), tmp_path / "into"
    sync_files([download(studies, tmp_path / "a", "2026-11-18")], into)
    since = StudiesQuery(since=date(2026, 11, 1))
    parts = [
        download(studies[:1], tmp_path / "since", "2026-11-19", since),
        page(studies[:1], tmp_path / "page.json"),
        download([studies[0], studies[0]], tmp_path / "twice", "2026-11-20"),
    ]

    results = [sync_files([each], into) for each in parts]

    assert [each.changes for each in results] == [(), (), ()]
    assert results[2].notices[0].done == "taken, but nothing is said to have vanished"
    assert (
        sync_files([download(studies[:1], tmp_path / "whole", "2026-11-21")], into, since=date(2026, 1, 1)).changes
        == ()
    )


def test_copies_in_any_order_and_number_of_runs_lead_to_the_same_records(tmp_path):
    studies = made_studies(4)
    later = [changed(studies[0], designModule={"phases": ["PHASE4"]}), *studies[1:3]]
    copies = [
        download(studies, tmp_path / "a", "2026-11-18"),
        download(later, tmp_path / "b", "2026-11-20"),
        page([changed(studies[1], designModule={"phases": ["NA"]})], tmp_path / "page.json"),
    ]
    sync_files(copies, tmp_path / "once")

    for n, order in enumerate([copies[::-1], [copies[1], copies[0], copies[2]]]):
        sync_files(order, tmp_path / f"{n}")
        assert files_of(tmp_path / f"{n}") == files_of(tmp_path / "once")
    sync_files(copies, tmp_path / "once")
    assert files_of(tmp_path / "0") == files_of(tmp_path / "once")


def test_an_older_copy_changes_nothing_and_is_told(tmp_path):
    study, into = made_studies(1)[0], tmp_path / "into"
    later = changed(study, designModule={"phases": ["PHASE4"]})
    sync_files([page([later], tmp_path / "later.json")], into)
    before = files_of(into)

    result = sync_files([page([study], tmp_path / "earlier.json")], into)

    assert (result.changes, files_of(into)) == ((), before)
    assert "left as it is kept" in result.told[0]
