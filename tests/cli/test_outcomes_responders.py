"""`kneewise outcomes responders`: long, wide and finished tables and cases give what the functions give."""

from __future__ import annotations

import csv
import json
from math import nan

import pytest

from kneewise.document import as_document
from kneewise.outcomes.responders.analysis import analyse_responders
from kneewise.outcomes.responders.criterion import Criterion

# subject, arm, score before, score after (None: not seen again)
PERSONS = [
    ("p1", "placebo", 60, 55), ("p2", "placebo", 70, 50), ("p3", "placebo", 40, None), ("p4", "placebo", 50, 52),
    ("p5", "cells", 65, 30), ("p6", "cells", 80, 40), ("p7", "cells", 55, 50), ("p8", "cells", 60, None),
]  # fmt: skip
CRITERIA = ("--better", "lower", "--mcid", "15", "--mdc", "20")


@pytest.fixture(autouse=True)
def tables(tmp_path):
    def write(name, rows):
        with (tmp_path / name).open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)

    write("wide.csv", [("subject", "arm", "pain_m0", "pain_m6"), *PERSONS])
    long = [("subject", "arm", "visit", "score")]
    for subject, arm, before, after in PERSONS:
        long.append((subject, arm, 0, before))
        if after is not None:
            long.append((subject, arm, 6, after))
    write("long.csv", long)
    done = [("arm", "better_by", "yes")]
    for _, arm, before, after in PERSONS:
        change = "" if after is None else before - after
        done.append((arm, change, "" if after is None else str(before - after >= 15).lower()))
    write("done.csv", done)


def result(kneewise, *arguments):
    done = kneewise("outcomes", "responders", *arguments, "--out", "-")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def called(criteria, **more):
    before = [row[2] for row in PERSONS]
    after = [nan if row[3] is None else row[3] for row in PERSONS]
    arm = [row[1] for row in PERSONS]
    return as_document(analyse_responders(arm, criteria, baseline=before, follow_up=after, **more))


def test_a_long_a_wide_and_a_table_of_columns_give_what_the_function_gives(kneewise):
    criteria = [
        Criterion(name="MCID", threshold=15, better="lower"),
        Criterion(name="MDC95", threshold=20, better="lower", beyond=True),
    ]
    expected = called(criteria, reference="placebo")
    shared = ("--reference", "placebo", *CRITERIA)

    assert result(kneewise, "long.csv", *shared) == expected
    assert result(kneewise, "wide.csv", "--scores-as", "pain_m{visit}", *shared) == expected
    assert result(kneewise, "wide.csv", "--before", "pain_m0", "--after", "pain_m6", *shared) == expected


def test_a_person_not_seen_again_is_unknown_in_his_arm(kneewise):
    printed = result(kneewise, "long.csv", *CRITERIA)
    placebo = printed["results"][0]["responders"]["arms"][1]

    assert (placebo["arm"], placebo["n"], placebo["n_unknown"], placebo["n_responders"]) == ("placebo", 4, 1, 1)
    assert [view["handling"] for view in placebo["views"]] == ["complete-case", "non-responder", "all-respond"]
    assert printed["overlap"][0] == {
        "arm": "cells", "n_both": 2, "n_first_only": 0, "n_second_only": 0, "n_neither": 1, "n_unknown": 1,
    }  # fmt: skip


def test_an_improvement_or_a_verdict_may_be_given(kneewise):
    improved = result(kneewise, "done.csv", "--improved", "better_by", "--mcid", "15")
    judged = result(kneewise, "done.csv", "--responded", "yes")

    assert improved["results"][0]["responders"] == judged["results"][0]["responders"]
    assert (judged["results"][0]["criterion"], judged["curves"]) == (None, None)


def test_a_state_and_a_share_of_the_baseline_are_criteria(kneewise):
    printed = result(kneewise, "long.csv", "--better", "lower", "--pass", "40", "--percent", "50")
    by_name = {each["criterion"]["name"]: each["responders"]["arms"][0]["n_responders"] for each in printed["results"]}

    assert by_name == {"50 %": 2, "PASS": 2}


def test_a_published_threshold_is_put_on_the_scale_and_named_with_its_source(kneewise):
    call = ("long.csv", "--instrument", "pain", "--form", "VAS mm")
    printed = result(kneewise, *call, "--pass", "published:knee OA", "--mcid", "published:OA")
    criteria = {each["criterion"]["name"]: each["criterion"] for each in printed["results"]}
    several = kneewise("outcomes", "responders", *call, "--pass", "published")

    assert criteria["PASS"]["threshold"] == pytest.approx(32.3)
    assert criteria["MCID"]["threshold"] == pytest.approx(17.5)  # 1.75 of 10 cm, in mm
    assert "https://" in criteria["MCID"]["source"]
    assert several.exit_code == 2 and "which one holds is not for this program to choose" in several.stderr


def test_scores_of_cases_are_judged_by_visit_and_cases_without_a_score_are_unknown(kneewise, tmp_path):
    documents = []
    for number, (_, _, before, after) in enumerate(PERSONS):
        scores = [{"instrument": "VAS pain", "part": "pain", "scored_on": "2024-03-01", "score": before}]
        if after is not None:
            scores.append({"instrument": "VAS pain", "part": "pain", "scored_on": "2024-09-02", "score": after})
        documents.append({
            "case": f"c{number}", "knee": "left", "service_on": "2024-03-05",
            "technology": "bmac" if number < 4 else "prp", "scores": scores,
        })  # fmt: skip
    documents.append({"case": "silent", "knee": "left", "service_on": "2024-03-05", "technology": "prp"})
    (tmp_path / "cases.json").write_text(json.dumps(documents), encoding="utf-8")
    printed = result(kneewise, "cases.json", *CRITERIA)
    bmac, prp = printed["results"][0]["responders"]["arms"]

    assert (bmac["arm"], bmac["n"], bmac["n_responders"], bmac["n_unknown"]) == ("bmac", 4, 1, 1)
    assert (prp["arm"], prp["n"], prp["n_responders"], prp["n_unknown"]) == ("prp", 5, 2, 2)

    once = kneewise("outcomes", "responders", "-", *CRITERIA, "--out", "-", stdin=json.dumps(documents))
    assert "cases without any score are not counted" in once.stderr
    assert json.loads(once.stdout)["results"][0]["responders"]["arms"][1]["n"] == 4


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_page_and_the_picture_say_what_was_found(kneewise, tmp_path, lang):
    done = kneewise("outcomes", "responders", "long.csv", *CRITERIA, "--html", "p.html", "--picture", "p.svg",
                    "--out", "p.csv", "--lang", lang)  # fmt: skip
    page = (tmp_path / "p.html").read_text(encoding="utf-8")
    words = {"en": ("Responders: MCID, better by at least 15", "The unknown", "Arms below 12 persons"),
             "ko": ("반응자: MCID: 15 이상 호전", "결과 없는 사람", "12명 미만인 군")}  # fmt: skip

    assert done.exit_code == 0, done.output
    assert all(each in page for each in words[lang])
    assert page.count("<svg") == 1
    assert (tmp_path / "p.svg").read_text(encoding="utf-8").startswith("<?xml")
    rows = list(csv.DictReader((tmp_path / "p.csv").read_text(encoding="utf-8").splitlines()))
    assert {row["what"] for row in rows} == {"share", "difference", "risk_ratio", "odds_ratio"}


def test_the_terminal_says_numbers_needed_and_the_unknown(kneewise):
    done = kneewise("outcomes", "responders", "long.csv", "--reference", "placebo", *CRITERIA)

    assert "cells: 2 of 3 responded" in done.stdout
    assert "outcome unknown: 1." in done.stdout
    assert "to benefit" in done.stdout
    assert "baseline: visit 0; judged at visit 6" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "status", "text"),
    [
        (("long.csv", "--better", "lower"), 2, "name at least one criterion"),
        (("long.csv", "--mcid", "10"), 2, "--better: say whether"),
        (("long.csv", *CRITERIA, "--arm", "group"), 2, "--arm group: no such column"),
        (("long.csv", *CRITERIA, "--at", "12"), 2, "--at 12: no such visit; there are: 0, 6"),
        (("long.csv", *CRITERIA, "--at", "0"), 2, "both are the visit 0"),
        (("long.csv", *CRITERIA, "--reference", "nobody"), 2, "--reference nobody: no such arm"),
        (("long.csv", "--better", "lower", "--mcid", "-3"), 2, "threshold"),
        (("long.csv", "--better", "lower", "--mcid", "much"), 2, "neither a number nor"),
        (("long.csv", *CRITERIA, "--instrument", "KOOS"), 2, "name one: pain"),
        (("long.csv", *CRITERIA, "--instrument", "KOOS", "--part", "pain"), 2, "higher is better"),
        (("wide.csv", *CRITERIA, "--before", "pain_m0"), 2, "give both columns"),
        (("long.csv", *CRITERIA, "--before", "score", "--after", "score"), 2, "several rows"),
        (("twice.csv", *CRITERIA), 3, "a second score of one visit"),
        (("moved.csv", *CRITERIA), 3, "another value than in an earlier row"),
        (("text.csv", *CRITERIA), 3, "text.csv, row 2, score: found text of 4 characters"),
        (("long.csv", "--instrument", "pain", "--form", "NRS", "--mcid", "2"), 3, "outside the range"),
        (("nobody.csv", *CRITERIA), 3, "whose row it is"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else None,
)
def test_what_cannot_be_taken_is_refused_with_its_place(kneewise, tmp_path, arguments, status, text):
    head = "subject,arm,visit,score\n"
    (tmp_path / "twice.csv").write_text(head + "a,x,0,60\na,x,6,30\na,x,6,31\n")
    (tmp_path / "moved.csv").write_text(head + "a,x,0,60\na,y,6,30\n")
    (tmp_path / "text.csv").write_text(head + "a,x,0,high\na,x,6,30\n")
    (tmp_path / "nobody.csv").write_text(head + ",x,0,60\na,x,6,30\n")
    done = kneewise("outcomes", "responders", *arguments)

    assert done.exit_code == status, done.output
    assert text in done.stderr


def test_calendar_days_are_no_visits_and_are_not_repeated(kneewise, tmp_path):
    (tmp_path / "days.csv").write_text("subject,arm,visit,score\np1,a,2024-01-05,50\np1,a,2024-07-09,30\n")
    done = kneewise("outcomes", "responders", "days.csv", "--better", "lower", "--mcid", "10")

    assert done.exit_code == 2 and "visit holds 2 calendar days; it needs planned visits" in done.output
    assert "2024" not in done.output


def test_an_arm_of_nobody_known_is_told_once(kneewise, tmp_path):
    (tmp_path / "gone.csv").write_text("arm,better_by\na,20\na,5\nb,\n")
    done = kneewise("outcomes", "responders", "gone.csv", "--improved", "better_by", "--mcid", "10")

    assert "b: nobody's outcome is known (1 persons)" in done.stdout
    assert "Arms below 12 persons with a known outcome: a (2). One person moves the share by 50 points" in " ".join(
        done.stdout.split()
    )


def test_a_registry_is_told_with_the_decimals_that_its_intervals_bear(kneewise, tmp_path):
    lines = [f"{arm},{20 if n < yes else 0}" for arm, yes in (("a", 3113), ("b", 3472)) for n in range(10_000)]
    (tmp_path / "many.csv").write_text("arm,better_by\n" + "\n".join(lines))
    found = " ".join(
        kneewise("outcomes", "responders", "many.csv", "--improved", "better_by", "--mcid", "10").stdout.split()
    )

    assert "a: 3,113 of 10,000 responded, 31.1% (30.2 to 32.0%)" in found
    assert "b against a: 4 percentage points (2 to 5)" in found
