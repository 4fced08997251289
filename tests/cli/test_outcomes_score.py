"""`kneewise outcomes score`: forms of any shape, scores of cases, and what is refused."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest

from kneewise.outcomes import score_koos
from kneewise.outcomes.instruments.koos import ITEMS
from kneewise.outcomes.instruments.score import CATALOGUE, definition_of
from kneewise.report.outcomes.score_words import NOTES, PARTS, SCORES
from kneewise.report.words import LANGS

NAMES = list(ITEMS)
VISITS = (0, 6)


@pytest.fixture
def forms():
    """Twenty forms of ten knees; the last knee has no form at its second visit, the first two have gaps."""
    answers = np.random.default_rng(11).integers(0, 5, (20, 42)).astype(float)
    answers[19] = np.nan
    answers[0, [1, 2, 3, 4, 5, 30, 31]] = np.nan
    answers[2, [0, 1, 2]] = np.nan
    return answers


def _rows(forms):
    for place, form in enumerate(forms):
        cells = ["" if np.isnan(answer) else str(int(answer)) for answer in form]
        yield f"k{place // 2}", "ab"[place // 2 % 2], VISITS[place % 2], cells


def _write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.fixture
def wide(forms, tmp_path):
    rows = [[*about, *cells] for *about, cells in _rows(forms)]
    return _write(tmp_path / "wide.csv", [["subject", "arm", "visit", *NAMES], *rows])


@pytest.fixture
def long(forms, tmp_path):
    rows = [
        [*about, name.lower(), cell] for *about, cells in _rows(forms) for name, cell in zip(NAMES, cells, strict=True)
    ]
    return _write(tmp_path / "long.csv", [["subject", "arm", "visit", "item", "value"], *rows])


@pytest.fixture
def by_visit(forms, tmp_path):
    head = [f"koos_{name}_m{visit}" for visit in VISITS for name in NAMES]
    rows = list(_rows(forms))
    body = [[*rows[place][:2], *rows[place][3], *rows[place + 1][3]] for place in range(0, 20, 2)]
    return _write(tmp_path / "by_visit.csv", [["subject", "arm", *head], *body])


def _table(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_scored_table_holds_the_scores_of_the_library_unrounded_and_why_one_is_missing(
    kneewise, wide, forms, tmp_path
):
    done = kneewise("outcomes", "score", wide, "--instrument", "KOOS", "--out", tmp_path / "scores.csv")
    found, expected = _table(tmp_path / "scores.csv"), score_koos(forms)

    assert done.exit_code == 0, done.stderr
    for part in ("pain", "symptoms", "ADL", "sport", "QOL"):
        scores = [float(row[f"koos_{part.lower()}"] or "nan") for row in found]
        np.testing.assert_array_equal(scores, expected[part])
    assert (found[0]["koos_pain_answered"], found[0]["koos_pain_missing"]) == ("4", "too few answers")
    assert (found[19]["koos_qol"], found[19]["koos_qol_missing"]) == ("", "no form")
    assert (found[2]["subject"], found[2]["arm"], found[2]["visit"]) == ("k1", "b", "0")


def test_every_shape_of_table_gives_the_same_scores(kneewise, wide, long, by_visit, tmp_path):
    calls = [(wide, ()), (long, ()), (by_visit, ("--items-as", "koos_{item}_m{visit}"))]
    tables = []
    for number, (source, more) in enumerate(calls):
        out = tmp_path / f"{number}.csv"
        done = kneewise("outcomes", "score", source, "--instrument", "koos", "--out", out, *more)
        assert done.exit_code == 0, done.stderr
        tables.append(_table(out))

    assert tables[0] == tables[1] == tables[2]


def test_parquet_in_and_out_hold_the_same(kneewise, wide, tmp_path):
    import duckdb

    duckdb.sql(f"copy (from read_csv('{wide}')) to '{tmp_path / 'wide.parquet'}' (format parquet)")
    out = tmp_path / "scores.parquet"
    done = kneewise("outcomes", "score", tmp_path / "wide.parquet", "--instrument", "KOOS", "--out", out)
    kneewise("outcomes", "score", wide, "--instrument", "KOOS", "--out", tmp_path / "scores.csv")

    assert done.exit_code == 0, done.stderr
    found = duckdb.sql(f"select koos_pain, koos_pain_missing, visit from '{out}'").fetchall()
    told = [(row["koos_pain"], row["koos_pain_missing"], row["visit"]) for row in _table(tmp_path / "scores.csv")]
    assert [("" if score is None else repr(score), why, str(visit)) for score, why, visit in found] == told


def test_the_terminal_counts_every_form_by_arm_and_visit(kneewise, wide):
    done = kneewise("outcomes", "score", wide, "--instrument", "KOOS", "--arm", "arm", "--part", "pain")

    assert done.exit_code == 0, done.stderr
    assert "20 forms, 18 with a score of every part." in done.stdout
    assert "Pain, 0 to 100, higher is better" in done.stdout
    line = next(line.split() for line in done.stdout.splitlines() if line.strip().startswith("b    6"))
    assert line[:6] == ["b", "6", "5", "4", "1", "0"]


def test_the_rule_of_1998_asks_for_more_answers(kneewise, wide):
    by_rule = {}
    for rule in ("2012", "1998"):
        done = kneewise("outcomes", "score", wide, "--instrument", "KOOS", "--rule", rule, "--out", "-")
        (document,) = json.loads(done.stdout)["questionnaires"]
        by_rule[rule] = {group["part"]: group["n_scored"] for group in document["groups"] if group["visit"] == 0}
        assert document["rule"] == rule

    assert by_rule["2012"]["ADL"] == by_rule["1998"]["ADL"] == 10
    assert (by_rule["2012"]["pain"], by_rule["1998"]["pain"]) == (9, 8)


def test_a_code_for_missing_is_taken_as_a_gap_only_where_it_is_named(kneewise, wide):
    text = wide.read_text(encoding="utf-8").splitlines()
    text[5] = text[5].rsplit(",", 1)[0] + ",9"
    wide.write_text("\n".join(text), encoding="utf-8")
    refused = kneewise("outcomes", "score", wide, "--instrument", "KOOS")
    taken = kneewise("outcomes", "score", wide, "--instrument", "KOOS", "--missing-code", "9")

    assert refused.exit_code == 3
    assert (
        "wide.csv, row 6, Q4: found a number above the list; allowed: 0, 1, 2, 3, 4, or an empty cell" in refused.stderr
    )
    assert "9" not in refused.stderr.split("found", 1)[1]
    assert taken.exit_code == 0
    assert "Answers of 9 were taken as not answered" in " ".join(taken.stdout.split())


@pytest.mark.parametrize("cell", ["three", "2.5", "-1", "1e400"])
def test_a_cell_that_is_no_answer_is_refused_with_its_row_and_item_in_any_shape(kneewise, wide, long, cell):
    lines = wide.read_text().splitlines()
    lines[6] = lines[6].rsplit(",", 1)[0] + f",{cell}"
    wide.write_text("\n".join(lines))
    lines = long.read_text().splitlines()
    lines[44] = lines[44].rsplit(",", 1)[0] + f",{cell}"
    long.write_text("\n".join(lines))
    for source, place in ((wide, "wide.csv, row 7, Q4"), (long, "long.csv, row 45, value of P2")):
        done = kneewise("outcomes", "score", source, "--instrument", "KOOS")

        assert done.exit_code == 3, done.stdout
        assert f"{place}: found" in done.stderr
        assert cell not in done.stderr.replace(str(source), "")  # the folder may be called pytest-1...


def test_parts_of_which_the_table_has_no_item_are_told_and_a_part_must_be_whole(kneewise, tmp_path):
    source = _write(tmp_path / "qol.csv", [["id", "Q1", "Q2", "Q3", "Q4", "P1"], ["x", 1, 1, 1, 1, 1]])
    torn = kneewise("outcomes", "score", source, "--instrument", "KOOS")
    source = _write(tmp_path / "qol.csv", [["id", "Q1", "Q2", "Q3", "Q4"], ["x", 1, 1, 1, 1]])
    whole = kneewise("outcomes", "score", source, "--instrument", "KOOS")

    assert torn.exit_code == 3
    assert "found no column or row of KOOS for P2, P3" in torn.stderr
    assert whole.exit_code == 0
    assert "parts left out, since the table has none of their items: pain, symptoms, ADL, sport" in whole.stderr
    assert "Quality of life" in whole.stdout


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ((), "--instrument: name the questionnaire whose items the table has"),
        (("--instrument", "SF-36"), "instrument: found 'SF-36'; allowed: KOOS"),
        (("--instrument", "KOOS", "--rule", "2003"), "rule of KOOS: found '2003'; allowed: 2012, 1998"),
        (("--instrument", "KOOS", "--form", "NRS"), "--form: KOOS has no such choice"),
        (("--instrument", "KOOS", "--part", "mood"), "parts of KOOS: found 'mood'"),
        (("--instrument", "WOMAC"), "form of WOMAC: found None; allowed: Likert, VAS, NRS"),
        (("--instrument", "EQ-5D-5L"), "value sets are held for SouthKorea"),
        (("--instrument", "KOOS", "--arm", "dose"), "--arm dose: no such column"),
        (("--instrument", "KOOS", "--visit", "month"), "--visit month: no such column"),
    ],
)
def test_a_choice_that_cannot_be_taken_is_the_command_lines_error(kneewise, wide, more, told):
    done = kneewise("outcomes", "score", wide, *more)

    assert done.exit_code == 2
    assert told in done.stderr


@pytest.mark.parametrize(("change", "told"), [
    (lambda lines: [*lines, lines[5]], "a second answer on the same form"),
    (lambda lines: [*lines, ",a,0,p1,3"], "subject: found an empty cell"),
])  # fmt: skip
def test_a_long_table_says_whose_form_each_answer_is_on_and_only_once(kneewise, long, change, told):
    long.write_text("\n".join(change(long.read_text().splitlines())))
    done = kneewise("outcomes", "score", long, "--instrument", "KOOS")

    assert done.exit_code == 3
    assert told in done.stderr


def test_eq5d_and_womac_are_scored_by_the_choice_that_is_named(kneewise, tmp_path):
    eq5d = _write(tmp_path / "eq.csv", [["mo", "sc", "ua", "pd", "ad"], [1, 2, 3, 4, 5], [1, 1, 1, 1, ""]])
    made = kneewise("outcomes", "score", eq5d, "--instrument", "EQ-5D-5L", "--country", "South Korea", "--out", "-")
    pain = _write(tmp_path / "pain.csv", [["pain"], [55.5]])
    line = kneewise("outcomes", "score", pain, "--instrument", "pain", "--form", "VAS mm", "--out", "-")

    assert json.loads(made.stdout)["forms"]["eq_5d_5l_index"] == [0.44, None]
    assert json.loads(line.stdout)["forms"]["vas_pain"] == [55.5]


CASES = """\
case: one
knee: left
service_on: 2024-03-12
technology: bmac
scores:
  - {instrument: KOOS, part: pain, scored_on: 2024-03-01, score: 44.4}
  - {instrument: KOOS, part: pain, scored_on: 2024-09-10, score: 70}
  - {instrument: WOMAC, part: pain, scored_on: 2024-03-01, score: 11}
  - {instrument: Lysholm, part: total, scored_on: 2024-03-01, score: 60}
"""


def test_scores_of_cases_are_checked_and_told_by_planned_visit(kneewise, tmp_path):
    (tmp_path / "cases.yaml").write_text(CASES, encoding="utf-8")
    done = kneewise(
        "outcomes", "score", tmp_path / "cases.yaml", "--arm", "technology", "--form", "Likert", "--out", "-"
    )
    told = {each["instrument"]: each for each in json.loads(done.stdout)["questionnaires"]}

    assert done.exit_code == 0, done.stderr
    assert [(each["visit"], each["mean"], each["arm"]) for each in told["KOOS"]["groups"]] == [
        (0, 44.4, "bmac"), (6, 70, "bmac"),
    ]  # fmt: skip
    assert told["WOMAC Likert"]["groups"][0]["mean"] == 11
    assert told["KOOS"]["rule"] is None
    assert "scores of Lysholm left out: instrument: found 'Lysholm'" in done.stderr


def test_a_score_of_a_case_outside_its_range_is_refused_with_its_case(kneewise, tmp_path):
    (tmp_path / "cases.yaml").write_text(CASES.replace("score: 70", "score: 700"), encoding="utf-8")
    done = kneewise("outcomes", "score", tmp_path / "cases.yaml", "--instrument", "KOOS")

    assert done.exit_code == 3
    assert "score of KOOS pain, case one: found a score above its range; allowed: 0 to 100" in done.stderr
    assert "700" not in done.stderr


def test_a_table_of_scores_without_an_instrument_has_to_name_it(kneewise, tmp_path):
    source = _write(tmp_path / "s.csv", [["part", "score", "visit"], ["pain", 5, 0], ["total", 50, 0], ["mood", 1, 0]])
    unnamed = kneewise("outcomes", "score", source)
    named = kneewise("outcomes", "score", source, "--instrument", "WOMAC", "--form", "Likert")

    assert unnamed.exit_code == 2
    assert "--instrument: name the questionnaire that the scores are of" in unnamed.stderr
    assert named.exit_code == 0
    assert "scores of WOMAC Likert mood left out: it has pain, stiffness, function, total" in named.stderr
    assert "2 scores, each within the range of its part" in named.stdout


@pytest.mark.parametrize(("lang", "title", "words"), [
    ("en", "Scores of questionnaires", ("Daily living", "No form", "KOOS: where the scores lie")),
    ("ko", "설문 점수", ("일상생활", "설문지 없음", "KOOS: 점수 분포")),
])  # fmt: skip
def test_picture_and_page_are_made_in_both_languages(kneewise, wide, lang, title, words):
    page, picture = wide.with_name("scores.html"), wide.with_name("scores.svg")
    call = ("outcomes", "score", wide, "--instrument", "KOOS", "--arm", "arm", "--part", "pain", "--part", "ADL")
    done = kneewise(*call, "--lang", lang, "--html", page, "--picture", picture)

    assert done.exit_code == 0, done.stderr
    text = page.read_text(encoding="utf-8")
    assert f"<title>{title}" in text
    assert all(word in text for word in words)
    assert words[2] in picture.read_text(encoding="utf-8")
    assert "NaN" not in text


def test_every_word_of_scores_is_there_in_both_languages_and_every_note_of_a_definition_in_korean():
    choices = {"WOMAC": {"form": "VAS"}, "pain": {"form": "NRS"}}
    held = [
        definition_of(name, **choices.get(name, {"country": "UK"} if name.startswith("EQ") else {}))
        for name in CATALOGUE
    ]

    assert all(words[lang] for words in (*PARTS.values(), *SCORES.values()) for lang in LANGS)
    assert {note for each in held for note in each.notes} == set(NOTES)
    assert {part.name for each in held for part in each.parts} == set(PARTS)
