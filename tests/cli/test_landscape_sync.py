"""`kneewise landscape sync`: files into a folder, what changed, and the network only when it is asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kneewise.cli import landscape_sync
from kneewise.landscape.sync import patience
from kneewise.landscape.sync.run import sync_files
from kneewise.landscape.sync.transport import Reply
from unit.landscape.sync.made_studies import CONTACTS, Recording, files_of, made_studies

EXAMPLES = Path(__file__).parents[2] / "examples" / "trial-registers"
EARLIER, LATER = EXAMPLES / "ctgov-2022-10.json", EXAMPLES / "ctgov-2026-11.json"


@pytest.fixture(autouse=True)
def no_web(monkeypatch):
    """The network is not used, unless a test puts a recording in its place."""

    def refuse():
        raise AssertionError("the network was used")

    monkeypatch.setattr(landscape_sync, "web", refuse)


@pytest.fixture
def api(monkeypatch, no_web):  # noqa: ARG001 - it comes first
    """A recording in the web's place, and waits that take no time."""
    recording = Recording(made_studies(250))
    monkeypatch.setattr(landscape_sync, "web", lambda: recording)
    monkeypatch.setattr(patience.Patience.__init__, "__kwdefaults__",
                        {**patience.Patience.__init__.__kwdefaults__, "sleep": lambda _seconds: None})  # fmt: skip
    return recording


def test_changes_are_told_and_are_those_of_the_python_call(kneewise, tmp_path):
    kneewise("landscape", "sync", "--from", EARLIER, "--into", "registers")
    done = kneewise("landscape", "sync", "--from", LATER, "--into", "registers", "--out", "-")
    sync_files([EARLIER], tmp_path / "python")
    result = sync_files([LATER], tmp_path / "python")

    assert done.exit_code == 0
    document = json.loads(done.stdout)
    assert document["changes"] == [each.document() for each in result.changes]
    assert document["counts"] == {
        "date-moved": 1, "field-changed": 5, "new": 2, "results-posted": 2, "status-changed": 1,
    }  # fmt: skip
    moved = next(each for each in document["changes"] if each["kind"] == "date-moved")
    assert (moved["key"], moved["before"], moved["after"]) == (
        "clinicaltrials-gov:NCT04368806", "2023-12-30", "2026-12-31",
    )  # fmt: skip


def test_a_second_run_changes_nothing(kneewise, tmp_path):
    first = kneewise("landscape", "sync", "--from", EXAMPLES, "--into", "registers")
    before = files_of(tmp_path / "registers")
    second = kneewise("landscape", "sync", "--from", EXAMPLES, "--into", "registers")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "Nothing changed." in second.stdout
    assert files_of(tmp_path / "registers") == before


@pytest.mark.parametrize(("lang", "said"), [("en", "results posted"), ("ko", "결과 공개")])
def test_page_and_table_are_written_in_both_languages(kneewise, tmp_path, lang, said):
    kneewise("landscape", "sync", "--from", EARLIER, "--into", "registers")
    done = kneewise("landscape", "sync", "--from", LATER, "--into", "registers", "--lang", lang,
                    "--html", "sync.html", "--out", "changes.csv")  # fmt: skip

    assert done.exit_code == 0
    page = (tmp_path / "sync.html").read_text(encoding="utf-8")
    assert said in page
    assert "CARTISTEM and Surgical Comparator for Knee Cartilage Lesions" in page
    assert (tmp_path / "changes.csv").read_text(encoding="utf-8").startswith("key,kind,field,before,after,copied\n")


def test_since_leaves_out_what_was_updated_before(kneewise):
    done = kneewise("landscape", "sync", "--from", LATER, "--since", "2024-01-01", "--into", "registers", "--out", "-")

    keys = [each["key"].partition(":")[2] for each in json.loads(done.stdout)["changes"]]
    assert keys == ["NCT04368806", "NCT05182034", "NCT06716281", "NCT07339111"]


def test_a_fetch_is_taken_up_again_and_keeps_no_contact(kneewise, tmp_path, api):
    api.before = {n: Reply(status=503, body=b"") for n in range(3, 10)}
    stopped = kneewise("landscape", "sync", "--fetch", "--into", "registers", "--contact", "ops@example.org")

    assert stopped.exit_code == 3
    assert "the same command goes on from there" in stopped.stderr
    assert not (tmp_path / "registers" / "records.jsonl").exists()

    done = kneewise("landscape", "sync", "--fetch", "--into", "registers", "--out", "-")

    assert done.exit_code == 0
    document = json.loads(done.stdout)
    assert (document["counts"], document["trials"]) == ({"new": 250}, 250)
    assert {each["copied"] for each in document["changes"]} == {"2026-11-20"}
    assert sum("pageToken" not in each for each in api.pages_asked) == 1  # the first page was asked for once
    kept = b"".join(files_of(tmp_path / "registers").values()).decode()
    assert not [each for each in CONTACTS if each in kept]
    assert kneewise("landscape", "sync", "--fetch", "--into", "registers").exit_code == 0
    assert files_of(tmp_path / "registers")["records.jsonl"].count(b"\n") == 251


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("--into", "registers"), 2, "one of the two"),
        (("--from", str(LATER), "--fetch", "--into", "registers"), 2, "one of the two"),
        (("--from", str(LATER), "--contact", "me", "--into", "registers"), 2, "--contact goes with --fetch"),
        (("--fetch", "--contact", "a\r\nX-Other: b", "--into", "registers"), 2, "plain letters on one line"),
        (("--from", "nowhere.json", "--into", "registers"), 2, "does not exist"),
        (("--from", str(LATER)), 2, "--into"),
        (("--from", str(EXAMPLES / "README.md"), "--into", "registers"), 3, "neither JSON nor XML"),
        (("--from", str(LATER), "--since", "2024", "--into", "registers"), 2, "is not a day"),
    ],
)
def test_what_cannot_be_done_is_refused(kneewise, arguments, status, said):
    done = kneewise("landscape", "sync", *arguments)

    assert done.exit_code == status
    assert said in done.stderr
