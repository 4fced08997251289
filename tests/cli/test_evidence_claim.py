"""`kneewise evidence claim`: listed, shown, found by the words of a text; in both languages, with its card."""

from __future__ import annotations

import csv
import json

import pytest

from kneewise.document import as_document
from kneewise.evidence import hold_claim, shipped_claims


def test_one_claim_gives_what_the_function_gives(kneewise):
    done = kneewise("evidence", "claim", "regenerates-cartilage", "--out", "-")

    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout) == as_document(hold_claim("regenerates-cartilage"))


def test_the_list_has_every_claim_with_its_answer_and_product(kneewise):
    shown = kneewise("evidence", "claim").stdout
    listed = json.loads(kneewise("evidence", "claim", "--out", "-").stdout)

    assert [each["claim"]["id"] for each in listed] == list(shipped_claims().claims)
    assert all(name in shown for name in shipped_claims().claims)


def test_a_claim_is_said_with_numbers_and_sources_in_words(kneewise):
    shown = " ".join(kneewise("evidence", "claim", "lasts-one-to-two-years").stdout.split())

    assert "Not shown, of bone marrow concentrate." in shown
    assert "-8.0 (-12.8 to -3.2) points of 100, 24 months, n 112" in shown
    assert "10.1007/s00167-021-06793-4" in shown
    assert "Rows of other products are their evidence, not this product's." in shown
    assert "no page was kept" in shown


def test_a_claim_that_only_others_studied_says_whose_evidence_it_is(kneewise):
    shown = " ".join(kneewise("evidence", "claim", "more-cells-better").stdout.split())

    assert "Not studied, of bone marrow concentrate." in shown
    assert "What there is belongs to cultured marrow cells, own." in shown


def test_pieces_of_other_products_are_shown_when_asked_for(kneewise):
    few = kneewise("evidence", "claim", "regenerates-cartilage").stdout
    many = kneewise("evidence", "claim", "regenerates-cartilage", "--others").stdout

    assert "AlNajar2017" not in few
    assert "AlNajar2017" in many


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "contradicted"), ("ko", "반박됨")],
)  # fmt: skip
def test_page_and_card_are_written_in_both_languages_and_are_the_same_each_time(kneewise, tmp_path, lang, words):
    call = (
        "evidence",
        "claim",
        "regenerates-cartilage",
        "--lang",
        lang,
        "--html",
        "claim.html",
        "--picture",
        "card.svg",
    )
    kneewise(*call)
    first = [(tmp_path / name).read_bytes() for name in ("claim.html", "card.svg")]
    done = kneewise(*call)

    assert done.exit_code == 0, done.output
    assert [(tmp_path / name).read_bytes() for name in ("claim.html", "card.svg")] == first
    page = first[0].decode("utf-8")
    assert words in page and "AlNajar2017" in page and words in first[1].decode("utf-8")


def test_rows_have_a_line_for_each_part_of_each_product(kneewise, tmp_path):
    kneewise("evidence", "claim", "legally-proven-effective", "--out", "claim.csv")

    with (tmp_path / "claim.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["is_asked"] == "true"]
    assert [(row["rule"], row["implied"], row["answer"]) for row in rows] == [
        ("found", "false", "supported"), ("found", "true", "contradicted"), ("benefit", "true", "contradicted"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We regenerate your cartilage, proven by law", ["regenerates-cartilage", "legally-proven-effective"]),
        ("연골 재생, 한 번에 2년 지속", ["regenerates-cartilage", "lasts-one-to-two-years"]),
    ],
)
def test_a_text_gives_the_claims_it_may_make_and_by_which_words(kneewise, text, found):
    printed = json.loads(kneewise("evidence", "claim", "--text", text, "--out", "-").stdout)
    shown = kneewise("evidence", "claim", "--text", text).stdout

    assert [each["id"] for each in printed["matches"]] == found
    assert all(each["words"] for each in printed["matches"])
    assert "Found by the words: " in shown


def test_a_text_that_shares_no_word_is_not_guessed_at(kneewise):
    done = kneewise("evidence", "claim", "--text", "free parking")

    assert done.exit_code == 0
    assert "nothing was guessed" in done.stdout and "regenerates-cartilage" in done.stdout


def test_the_product_of_a_claim_may_be_another(kneewise):
    printed = json.loads(kneewise("evidence", "claim", "relieves-pain", "--product", "svf", "--out", "-").stdout)

    assert printed["asked"]["product"] == "svf"


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["cures"], 3, "claim: found 'cures'; allowed: regenerates-cartilage"),
        (["relieves-pain", "--product", "saline"], 3, "product: found 'saline'"),
        (["relieves-pain", "--text", "pain"], 2, "not both"),
    ],
)
def test_a_wrong_call_is_refused_with_its_reason(kneewise, arguments, status, told):
    done = kneewise("evidence", "claim", *arguments)

    assert (done.exit_code, told in done.output) == (status, True)
