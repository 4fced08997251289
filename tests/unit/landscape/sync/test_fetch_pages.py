"""A download: polite, whole, taken up where it was killed, begun anew when the data move."""

from __future__ import annotations

import json
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from kneewise.landscape.sync.download import load_download
from kneewise.landscape.sync.fetch_pages import fetch_pages
from kneewise.landscape.sync.patience import FetchStopped, Patience
from kneewise.landscape.sync.studies_query import StudiesQuery, user_agent
from kneewise.landscape.sync.transport import Reply, Unreachable
from unit.landscape.sync.made_studies import CONTACTS, Killed, Recording, files_of, killed_at_rename, made_studies

QUERY, AGENT = StudiesQuery(), user_agent("1.0", None)


def numbers(folder):
    pages = [json.loads(each.read_bytes()) for each in sorted(folder.glob("page-*.json"))]
    return [each["protocolSection"]["identificationModule"]["nctId"] for page in pages for each in page["studies"]]


@pytest.fixture(scope="module")
def whole(studies, tmp_path_factory):
    """What a download of all 1,500 looks like when nothing happens to it."""
    folder = tmp_path_factory.mktemp("whole")
    fetch_pages(Recording(studies), folder, QUERY, patience=Patience(sleep=lambda _seconds: None), agent=AGENT)
    return files_of(folder)


def test_every_page_is_fetched_once_and_one_a_second(studies, tmp_path, patience, clock):
    api = Recording(studies)

    download = fetch_pages(api, tmp_path, QUERY, patience=patience, agent=user_agent("1.0", "ops@example.org"))

    assert download.complete
    assert download.total == 1500
    assert numbers(tmp_path) == [f"NCT9{n:07d}" for n in range(1, 1501)]
    assert len(api.pages_asked) == 15
    assert clock.time == len(api.asked) - 1  # a second between two questions, none before the first
    assert {each["User-Agent"].split("/")[0] for each in api.headers} == {"kneewise"}
    assert all(each["User-Agent"].endswith("; ops@example.org)") for each in api.headers)


def test_contacts_are_neither_asked_for_nor_kept(studies, tmp_path, patience):
    api = Recording(studies[:100])

    fetch_pages(api, tmp_path, QUERY, patience=patience, agent=AGENT)

    asked = parse_qs(urlsplit(api.pages_asked[0]).query)["fields"][0]
    assert not {"CentralContactName", "OverallOfficialName", "LocationContactEMail"} & set(asked.split("|"))
    assert "Contact" not in asked
    kept = b"".join(files_of(tmp_path).values()).decode()
    assert not [each for each in CONTACTS if each in kept]


def test_the_question_names_keywords_and_the_day_since(tmp_path, patience):
    api = Recording(made_studies(3))

    fetch_pages(api, tmp_path, StudiesQuery(since=date(2026, 10, 1), page_size=50), patience=patience, agent=AGENT)

    asked = {name: values[0] for name, values in parse_qs(urlsplit(api.pages_asked[0]).query).items()}
    assert asked["filter.advanced"] == "AREA[LastUpdatePostDate]RANGE[2026-10-01,MAX]"
    assert asked["pageSize"] == "50"
    assert "knee OR " in asked["query.cond"]
    assert '"stem cell" OR ' in asked["query.intr"]


def test_a_complete_download_is_not_fetched_again(studies, tmp_path, patience):
    fetch_pages(Recording(studies), tmp_path, QUERY, patience=patience, agent=AGENT)
    before, api = files_of(tmp_path), Recording(studies)

    fetch_pages(api, tmp_path, QUERY, patience=patience, agent=AGENT)

    assert files_of(tmp_path) == before
    assert [each.rpartition("/")[2] for each in api.asked] == ["version"]


@pytest.mark.parametrize("n", range(1, 18))
def test_killed_at_any_question_it_is_taken_up_without_loss_or_double(studies, tmp_path, patience, whole, n):
    folder = tmp_path / "killed"
    first = Recording(studies)
    first.before[n] = Killed()
    with pytest.raises(Killed):
        fetch_pages(first, folder, QUERY, patience=patience, agent=AGENT)
    second = Recording(studies)

    fetch_pages(second, folder, QUERY, patience=patience, agent=AGENT)

    assert files_of(folder) == whole
    answered = len(first.pages_asked) - ("/studies?" in first.asked[-1])
    assert answered + len(second.pages_asked) == 15


@pytest.mark.parametrize("when", ["before the rename", "after the rename"])
def test_killed_around_any_rename_it_is_taken_up_without_loss_or_double(tmp_path, patience, when):
    studies = made_studies(40)
    fetch_pages(Recording(studies, page_size=10), tmp_path / "whole", QUERY, patience=patience, agent=AGENT)
    whole, renames = files_of(tmp_path / "whole"), 10  # state, 4 times page and state, the end

    for n in range(1, renames + 1):
        folder = tmp_path / f"killed-{n}"
        with killed_at_rename(n, when):
            fetch_pages(Recording(studies, page_size=10), folder, QUERY, patience=patience, agent=AGENT)
        fetch_pages(Recording(studies, page_size=10), folder, QUERY, patience=patience, agent=AGENT)
        assert files_of(folder) == whole


def test_a_page_that_was_changed_on_the_disk_is_not_trusted(tmp_path, patience):
    fetch_pages(Recording(made_studies(40), page_size=10), tmp_path, QUERY, patience=patience, agent=AGENT)
    whole = files_of(tmp_path)
    (tmp_path / "page-0002.json").write_bytes(b"{}")

    fetch_pages(Recording(made_studies(40), page_size=10), tmp_path, QUERY, patience=patience, agent=AGENT)

    assert files_of(tmp_path) == whole


@pytest.mark.parametrize("token_lives", [True, False])
def test_when_the_data_move_in_the_middle_all_is_fetched_again(tmp_path, patience, told, token_lives):
    api = Recording(made_studies(40), page_size=10)
    n_first = 4 if not token_lives else 6  # the third page, or the question for the version at the end
    api.versions[n_first] = "2026-11-21T09:00:05"

    download = fetch_pages(api, tmp_path, QUERY, patience=patience, agent=AGENT)

    assert download.data_version == "2026-11-21T09:00:05"
    assert numbers(tmp_path) == [f"NCT9{n:07d}" for n in range(1, 41)]
    assert len(list(tmp_path.glob("page-*.json"))) == 4
    assert any("first page again" in line for line in told)


def test_pages_of_an_earlier_version_are_not_mixed_with_later_ones(tmp_path, patience):
    first = Recording(made_studies(40), page_size=10)
    first.before[4] = Killed()
    with pytest.raises(Killed):
        fetch_pages(first, tmp_path, QUERY, patience=patience, agent=AGENT)
    later = Recording(made_studies(40, seed=6), page_size=10, version="2026-11-21T09:00:05")

    fetch_pages(later, tmp_path, QUERY, patience=patience, agent=AGENT)

    assert len(later.pages_asked) == 4
    assert load_download(tmp_path).data_version == "2026-11-21T09:00:05"


def test_data_that_never_stand_still_stop_the_download(tmp_path, patience):
    api = Recording(made_studies(20), page_size=10)
    api.versions = {n: f"2026-11-20T09:00:{n:02d}" for n in range(1, 60)}

    with pytest.raises(FetchStopped, match="did not stand still"):
        fetch_pages(api, tmp_path, QUERY, patience=patience, agent=AGENT)


@pytest.mark.parametrize(
    ("instead", "waited"),
    [
        (Reply(status=429, body=b"", headers={"retry-after": "30"}), 30),
        (Reply(status=429, body=b"", headers={"retry-after": "Thu, 26 Nov 2026 12:01:00 GMT"}), 60),
        (Reply(status=429, body=b"", headers={"retry-after": "soon"}), 2),
        (Reply(status=503, body=b""), 2),
        (Reply(status=200, body=b'{"studies": [{"protoc'), 2),
        (Reply(status=200, body=b'{"studies": 7}'), 2),
        (Reply(status=200, body=b'{"studies": [NaN]}'), 2),
        (Reply(status=200, body=b"[" * 100_000), 2),
        (Reply(status=200, body=b"\xff\xfe\x00"), 2),
        (Unreachable("no network"), 2),
    ],
)
def test_refusals_and_malformed_pages_are_asked_for_again_after_a_wait(tmp_path, patience, clock, instead, waited):
    api = Recording(made_studies(20), page_size=10)
    api.before[3] = instead

    download = fetch_pages(api, tmp_path, QUERY, patience=patience, agent=AGENT)

    assert download.complete
    assert len(numbers(tmp_path)) == 20
    assert max(clock.slept) == waited


def test_waits_grow_and_after_the_last_try_the_pages_stay(tmp_path, patience, clock):
    api = Recording(made_studies(20), page_size=10)
    api.before = {n: Reply(status=503, body=b"") for n in range(3, 10)}

    with pytest.raises(FetchStopped, match=r"status 503, 7 times.*goes on from there"):
        fetch_pages(api, tmp_path, QUERY, patience=patience, agent=AGENT)

    assert [each for each in clock.slept if each > 1] == [2, 4, 8, 16, 32, 64]
    assert len(numbers(tmp_path)) == 10
    fetch_pages(Recording(made_studies(20), page_size=10), tmp_path, QUERY, patience=patience, agent=AGENT)
    assert len(numbers(tmp_path)) == 20


def test_a_wait_of_hours_is_left_to_the_user(tmp_path, patience):
    api = Recording(made_studies(20))
    api.before[1] = Reply(status=429, body=b"", headers={"retry-after": "7200"})

    with pytest.raises(FetchStopped, match="wait 7200 s"):
        fetch_pages(api, tmp_path, QUERY, patience=patience, agent=AGENT)


def test_a_question_that_is_refused_is_not_asked_again(tmp_path, patience):
    api = Recording(made_studies(20))
    api.before[2] = Reply(status=400, body=b"unknown field")

    with pytest.raises(FetchStopped, match="status 400 to page 1"):
        fetch_pages(api, tmp_path, QUERY, patience=patience, agent=AGENT)
    assert len(api.asked) == 2
