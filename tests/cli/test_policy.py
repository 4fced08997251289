"""`kneewise policy`: the book listed, shown, told, checked, and two texts compared on cases."""

from __future__ import annotations

import csv
import json

import pytest

from kneewise.policy.book import find_policy_files, read_policies


@pytest.fixture
def stricter(tmp_path):
    """The shipped policy with KL 1 in the place of KL 2-3."""
    (shipped,) = find_policy_files(["kr/knee-bmac"])
    text = shipped.read_text(encoding="utf-8")
    assert "kl_grade between 2 and 3 or icrs_grade" in text
    path = tmp_path / "stricter.toml"
    path.write_text(
        text.replace("kl_grade between 2 and 3 or icrs_grade", "kl_grade = 1 or icrs_grade"), encoding="utf-8"
    )
    return path


def test_the_book_is_listed_a_line_a_policy(kneewise):
    lines = kneewise("policy", "list").output.splitlines()

    assert [line.split()[0] for line in lines] == [policy.id for policy in read_policies()]
    assert any("골수" in line for line in kneewise("policy", "list", "--lang", "ko").output.splitlines())


def test_a_policy_is_shown_as_it_stands(kneewise):
    (path,) = find_policy_files(["kr/kit"])

    assert kneewise("policy", "show", "kr/kit").output == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_every_clause_is_told_in_words(kneewise, lang):
    told = kneewise("policy", "explain", "kr", "--lang", lang).output.replace("\n", " ")

    for policy in read_policies():
        assert policy.id in told
        for clause in policy.clauses:
            assert clause.id in told
            assert clause.says[lang].split()[0] in told


def test_the_shipped_book_has_no_error(kneewise):
    done = kneewise("policy", "check")

    assert done.exit_code == 0 and "0 errors" in done.stderr
    assert "error: " not in done.stdout


def test_an_error_ends_with_1_and_stands_before_the_warnings(kneewise, stricter):
    text = stricter.read_text(encoding="utf-8")
    stricter.write_text(text.replace("kl_grade = 1 or", "kl_grade = 1 and kl_grade = 2 or"), encoding="utf-8")

    done = kneewise("policy", "check", stricter)

    assert done.exit_code == 1
    says = "require: kl_grade = 1 and kl_grade = 2 can never be true"
    assert done.stdout.startswith(f"error: kr/knee-bmac, clause structural-grade, {says}\n")


def test_an_unchanged_policy_changes_no_case(kneewise, disputes):
    done = kneewise("policy", "diff", "kr/knee-bmac", "kr/knee-bmac", "--cases", disputes)

    assert done.exit_code == 0 and done.output == "0 of 12 cases change.\n"


def test_a_changed_policy_is_told_by_transitions(kneewise, disputes, stricter, tmp_path):
    done = kneewise("policy", "diff", "kr/knee-bmac", stricter, "--cases", disputes, "--out", "d.json")
    kneewise("policy", "diff", "kr/knee-bmac", stricter, "--cases", disputes, "--out", "d.csv")

    found = json.loads((tmp_path / "d.json").read_text(encoding="utf-8"))
    assert done.exit_code == 0 and f"{found['n_changed']} of 12 cases change." in done.output
    whats = {each["what"] for each in found["transitions"]}
    assert {"recommendation", "eligibility"} <= whats and "kit" not in whats
    with (tmp_path / "d.csv").open(encoding="utf-8", newline="") as stream:
        rows = [tuple(row) for row in csv.reader(stream)]
    assert rows[0] == ("case", "what", "before", "after")
    assert rows[1:] == [
        (key, each["what"], each["before"], each["after"])
        for each in found["transitions"]
        for key in each["cases"]
    ]


def test_a_change_is_seen_through_the_parts_that_ask_for_it(kneewise, disputes, stricter, tmp_path):
    kneewise("policy", "diff", "kr/knee-bmac", stricter, "--cases", disputes, "--out", "d.json")

    found = json.loads((tmp_path / "d.json").read_text(encoding="utf-8"))
    assert any(each["what"] in ("contract", "payable") for each in found["transitions"])


def test_two_files_can_be_compared_alone(kneewise, disputes, stricter):
    done = kneewise("policy", "diff", "kr/kit", stricter, "--cases", disputes, "--alone")

    assert done.exit_code == 0 and "not-applicable" in done.output
