"""`kneewise outcomes safety`: lists, counts, persons and cases give what the functions give; what it refuses."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from kneewise.document import as_document
from kneewise.outcomes import count_events, cox, describe_events, kaplan_meier, watch_units

TRIAL = Path(__file__).parents[2] / "examples" / "dose-trial"
LIST = ("--persons", TRIAL / "patients.csv", "--arm", "dose", "--began", "day", "--exposure", "followed_days",
        "--unit", "days")  # fmt: skip
PERSONS = ("--time", "followed_days", "--event", "arthroplasty", "--arm", "dose", "--unit", "days")

CASES = """
case: a1
knee: left
service_on: 2024-01-10
technology: bmac
provider: {key: h1}
kit: {model: K1}
events: [{term: infection, serious: true, related: true, began_on: 2024-01-20}, {term: pain, began_on: 2024-01-11}]
scores: [{instrument: KOOS, part: pain, scored_on: 2024-07-10, score: 60}]
---
case: a2
knee: right
service_on: 2024-02-10
technology: bmac
provider: {key: h1}
kit: {model: K1}
scores: [{instrument: KOOS, part: pain, scored_on: 2024-08-10, score: 60}]
---
case: a3
knee: right
service_on: 2024-02-11
technology: hyaluronic-acid
provider: {key: h2}
events: [{term: pain, serious: false, began_on: 2024-02-01}]
---
case: a4
knee: right
service_on: 2024-03-11
technology: hyaluronic-acid
provider: {key: h2}
events: [{term: pain, serious: false, began_on: 2024-03-11}]
"""


def columns(path):
    with Path(path).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {name: [row[name] for row in rows] for name in rows[0]}


@pytest.fixture
def result(kneewise):
    def call(*arguments):
        done = kneewise("outcomes", "safety", *arguments, "--out", "-")
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    return call


@pytest.fixture
def cases(tmp_path):
    path = tmp_path / "cases.yaml"
    path.write_text(CASES.lstrip(), encoding="utf-8")
    return path


def test_a_list_of_events_gives_what_the_functions_give(result):
    printed = result(TRIAL / "events.csv", *LIST, "--control", "1")
    events, people = columns(TRIAL / "events.csv"), columns(TRIAL / "patients.csv")
    counted = count_events(
        {**events, "serious": [cell == "true" for cell in events["serious"]],
         "related": [cell == "true" for cell in events["related"]], "began": np.array(events["day"], dtype=float)},
        persons={**people, "arm": np.array(people["dose"], dtype=float),
                 "exposure": np.array(people["followed_days"], dtype=float)},
        serious="serious", related="related", began="began", exposure="exposure",
    )  # fmt: skip

    assert printed["events"] == as_document(describe_events(counted.counts))
    assert (printed["n_persons"], printed["n_events"]) == (60, 55)
    assert {(each["treated"]["arm"], each["control"]["arm"]) for each in printed["comparisons"]} == {(10, 1), (50, 1)}


def test_without_a_table_of_persons_the_reader_is_warned(kneewise):
    done = kneewise("outcomes", "safety", TRIAL / "events.csv", "--arm", "dose", "--began", "day")

    assert done.exit_code == 0
    assert "persons without one may be missing" in " ".join(done.stdout.split())
    assert "no control was named" in done.stdout


def test_a_report_of_counts_is_compared_within_its_studies(kneewise, result, tmp_path):
    (tmp_path / "counts.csv").write_text(
        "study_id,arm,event,n_affected,n_at_risk\n"
        "Boffa2022,BMAC,serious adverse event,0,56\nBoffa2022,HA,serious adverse event,0,56\n"
        "Wang2017,MPC,infection,1,11\nWang2017,saline,infection,,6\n"
    )
    printed = result("counts.csv", "--control", "HA,saline", "--difference", "exact")
    first, second = printed["comparisons"]

    assert (first["treated"]["study"], first["p"], first["ratio"]["undetermined"]) == ("Boffa2022", 1.0, True)
    assert first["difference"]["method"] == "exact unconditional"
    assert second["difference"] is None
    shown = kneewise("outcomes", "safety", "counts.csv", "--control", "HA,saline").stdout
    assert "the source does not say how many persons were affected" in " ".join(shown.split())


def test_time_to_an_event_gives_what_the_functions_give(result):
    printed = result(TRIAL / "patients.csv", *PERSONS, "--covariates", "age,kl")["time_to_event"]
    people = columns(TRIAL / "patients.csv")
    time = np.array(people["followed_days"], dtype=float)
    event = [cell == "true" for cell in people["arthroplasty"]]
    curves = kaplan_meier(time, event, group=np.array(people["dose"], dtype=float), interval="beta-product")
    model = cox(
        {"t": time, "e": event, "dose": people["dose"], "age": np.array(people["age"], dtype=float),
         "kl": np.array(people["kl"], dtype=float)},
        time="t", event="e", covariates=["dose", "age", "kl"],
    )  # fmt: skip

    assert printed["curves"] == as_document(curves)
    assert printed["model"]["hazards"] == as_document(model.hazards)
    assert printed["test"]["df"] == 2
    assert printed["means"]["horizon"] == min(curve.time[-1] for curve in curves.curves)


def test_death_that_comes_first_is_a_rival_and_not_an_end_of_follow_up(result, kneewise, tmp_path):
    (tmp_path / "p.csv").write_text("months,tka,arm\n2,1,a\n3,2,a\n4,0,a\n5,1,a\n2,0,b\n6,2,b\n7,1,b\n8,0,b\n")
    printed = result("p.csv", "--time", "months", "--event", "tka")["time_to_event"]
    curve = printed["incidences"]["curves"][0]

    assert [each[0] for each in curve["incidence"]][-1] == pytest.approx(0.25 + 0.25 * 2 * 0.5 * 2)
    shown = kneewise("outcomes", "safety", "p.csv", "--time", "months", "--event", "tka", "--picture", "k.svg")
    assert "k.svg, k-incidence.svg" in shown.stderr


def test_what_cannot_be_modelled_is_told_and_the_rest_is_given(kneewise, tmp_path):
    (tmp_path / "p.csv").write_text("months,tka,arm\n2,1,a\n3,1,a\n4,0,a\n9,0,b\n9,0,b\n9,0,b\n")
    done = kneewise("outcomes", "safety", "p.csv", "--time", "months", "--event", "tka", "--horizon", "12")
    shown = " ".join(done.stdout.split())

    assert done.exit_code == 0
    assert "no maximum along arm[b]" in shown
    assert "b: none of 3 had it; at 6 months 29% or more are free of it (95%)" in shown
    assert "the follow-up of group 'a' ends at 4, before the horizon 12" in shown


def test_the_time_to_a_term_is_the_first_event_of_each_person(result):
    printed = result(TRIAL / "events.csv", *LIST, "--time-to", "joint swelling")["time_to_event"]

    assert printed["event"] == "joint swelling"
    assert [curve["n_events"] for curve in printed["curves"]["curves"]] == [3, 6, 6]
    assert sum(curve["n"] for curve in printed["curves"]["curves"]) == 60


def test_an_event_of_unknown_beginning_leaves_the_time_to_the_first_unknown(result, tmp_path):
    (tmp_path / "e.csv").write_text(
        "subject,arm,term,began,exposure\na,x,flu,5,12\na,x,flu,,12\nb,x,flu,7,12\nb,x,flu,3,12\nc,x,,,12\n"
    )
    (curve,) = result("e.csv", "--time-to", "flu")["time_to_event"]["curves"]["curves"]

    assert (curve["n"], curve["n_events"], curve["time"]) == (2, 1, [3, 12])


def test_signals_by_hospital_give_what_the_function_gives(result):
    printed = result(
        TRIAL / "events.csv", *LIST, "--by", "hospital", "--watch", "joint swelling", "--baseline-rate", "0.2"
    )["signals"]
    events, people = columns(TRIAL / "events.csv"), columns(TRIAL / "patients.csv")
    had = {who for who, term in zip(events["subject"], events["term"], strict=True) if term == "joint swelling"}
    found = watch_units([float(who in had) for who in people["subject"]], people["hospital"], risk=0.2)

    # Rows are those of the cases, the same in both.
    assert printed["found"] == as_document(found)
    assert [each["n"] for each in printed["tests"]] == [chart.n for chart in found.charts]


def test_a_row_a_case_is_charted_in_its_order_against_its_own_risk(result, kneewise, tmp_path):
    lines = ["day,kit,bad,risk"]
    lines += [f"2024-01-{31 - n:02d},K1,{'yes' if n > 25 else 'no'},0.1" for n in range(31)]
    lines += ["2024-02-01,K2,unknown,0.1", "2024-02-02,K2,no,0.1"]
    (tmp_path / "c.csv").write_text("\n".join(lines) + "\n")
    call = ("c.csv", "--by", "kit", "--outcome", "bad", "--order", "day")
    own, shared = result(*call, "--risk", "risk")["signals"], result(*call, "--baseline-rate", "0.1")["signals"]

    chart = shared["found"]["charts"][0]
    assert chart["alarms"][0] < 6  # the five events are the first days, though the last rows
    assert own["found"]["charts"][0]["score"] == pytest.approx(chart["score"])
    assert own["found"]["baseline"] is None and own["found"]["funnel"] is None
    assert own["found"]["charts"][0]["false_alarms"]["way"] == "grid"
    assert shared["found"]["n_left_out"] == 1
    shown = kneewise("outcomes", "safety", *call, "--baseline-rate", "0.1", "--only", "serious")
    assert shown.exit_code == 0


def test_of_cases_every_case_is_at_risk_and_what_a_record_leaves_open_is_told(result, kneewise, cases):
    printed = result(cases, "--control", "hyaluronic-acid")
    rows = {(each["count"]["arm"], each["count"]["kind"]): each["count"] for each in printed["events"]}
    done = kneewise("outcomes", "safety", cases)

    assert rows["bmac", "any"]["n_at_risk"] == 2 and rows["bmac", "any"]["n_affected"] == 1
    assert rows["bmac", "any"]["person_time"] == 182 + 182
    assert rows["hyaluronic-acid", "any"]["person_time"] is None
    assert rows["hyaluronic-acid", "related"]["n_maybe"] == 1
    assert "a case without events is taken to have had none" in done.stderr
    assert "events left out, since they began before the injection: 1" in done.stderr


def test_of_cases_kits_and_providers_are_watched(result, cases):
    by_kit = result(cases, "--by", "kit", "--baseline-rate", "0.1", "--only", "serious")["signals"]
    by_provider = result(cases, "--by", "provider", "--baseline-rate", "0.1")["signals"]

    assert by_kit["found"]["units"] == ["K1"]
    assert by_kit["found"]["charts"][0]["n_events"] == 1
    assert by_kit["found"]["n_left_out"] == 2  # cases without a kit
    assert by_kit["ordered"] is True
    assert by_provider["found"]["units"] == ["h1", "h2"]


def test_cases_on_standard_input_are_read_once(kneewise):
    done = kneewise("outcomes", "safety", "-", "--by", "provider", "--baseline-rate", "0.1", "--out", "-", stdin=CASES)

    assert done.exit_code == 0, done.output
    assert set(json.loads(done.stdout)) >= {"events", "signals"}


def test_rows_of_a_table_hold_counts_and_comparisons(kneewise, tmp_path):
    kneewise("outcomes", "safety", TRIAL / "events.csv", *LIST, "--control", "1", "--out", "r.csv")
    rows = columns("r.csv")

    assert len(rows["arm"]) == 24
    assert [name for name in rows if name.startswith("risk_difference")] == [
        "risk_difference", "risk_difference_lower", "risk_difference_upper",
    ]  # fmt: skip
    kneewise("outcomes", "safety", TRIAL / "patients.csv", *PERSONS, "--out", "t.parquet")
    assert (tmp_path / "t.parquet").read_bytes()[:4] == b"PAR1"


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_page_holds_all_three_parts_with_their_pictures(kneewise, tmp_path, lang):
    done = kneewise(
        "outcomes", "safety", TRIAL / "events.csv", *LIST, "--control", "1", "--time-to", "joint swelling", "--by",
        "hospital", "--baseline-rate", "0.2", "--html", "p.html", "--lang", lang,
    )  # fmt: skip
    page = (tmp_path / "p.html").read_text(encoding="utf-8")
    words = {
        "en": ("Adverse events", "Time to joint swelling", "Signals by hospital", "one-sided 95%", "SPRT"),
        "ko": ("이상반응", "joint swelling까지의 시간", "hospital별 신호", "단측 95%", "오경보"),
    }[lang]

    assert done.exit_code == 0, done.output
    assert all(word in page for word in words)
    assert page.count("<svg") == 4
    assert "<script" not in page


@pytest.mark.parametrize(
    ("arguments", "status", "text"),
    [
        (("events.csv", "--time", "day"), 2, "--time needs --event"),
        (("events.csv", "--outcome", "serious"), 2, "--outcome needs --by"),
        (("events.csv", "--only", "serious"), 2, "name the units with --by"),
        (("events.csv", "--by", "hospital", "--odds-ratio", "1"), 2, "no change"),
        (("events.csv", "--arm", "dose", "--control", "100"), 2, "the arms are: 1, 10, 50"),
        (("events.csv", "--arm", "dose", "--by", "ward"), 2, "--by ward"),
        (("events.csv", "--arm", "dose", "--by", "hospital", "--watch", "flu"), 2, "no event has this term"),
        (("events.csv", "--arm", "dose", "--time-to", "flu", "--began", "day"), 2, "--began and --exposure"),
        (("events.csv",), 3, "arm: found no such column"),
        (("events.csv", "--arm", "dose", "--began", "term"), 3, "row 2, term: found no number"),
        (("events.csv", "--arm", "dose", "--serious", "term"), 3, "found neither yes nor no"),
        (("patients.csv", "--time", "sex", "--event", "kl"), 3, "found no number"),
        (("patients.csv", "--time", "age", "--event", "arthroplasty", "--covariates", "weight"), 3, "weight"),
        (("patients.csv", "--time", "age", "--event", "arthroplasty", "--at", "a,b"), 2, "--at"),
        (("patients.csv", "--by", "hospital", "--outcome", "arthroplasty", "--order", "sex"), 2, "no day"),
        (("patients.csv", "--by", "hospital", "--outcome", "sex"), 3, "found neither yes nor no"),
        (("patients.csv", "--by", "hospital", "--outcome", "arthroplasty", "--risk", "kl"), 3, "risk"),
    ],
)
def test_what_it_cannot_take_is_refused_with_the_place(kneewise, arguments, status, text):
    name, *options = arguments
    done = kneewise("outcomes", "safety", TRIAL / name, *options)

    assert done.exit_code == status, done.output
    assert text in done.output
    assert "Traceback" not in done.output


def test_a_bad_cell_of_a_csv_is_named_by_its_line(kneewise, tmp_path):
    (tmp_path / "e.csv").write_text("subject,arm,term,exposure\na,x,pain,12\nb,x,pain,0\n")
    done = kneewise("outcomes", "safety", "e.csv")

    assert done.exit_code == 3
    assert "e.csv, row 3, exposure: found a number outside" in done.stderr


def test_rare_events_of_a_registry_are_not_rounded_to_nothing(kneewise, tmp_path):
    (tmp_path / "rare.csv").write_text("arm,term,n_affected,n_at_risk\na,10022891,12,30000\nb,10022891,0,30000\n")
    found = kneewise("outcomes", "safety", "rare.csv", "--control", "b").stdout

    assert "0.04%" in found and "0.02 to 0.07%" in found
    assert "10022891" in found and "2 counts of events, in 2 arms" in found


def test_a_ratio_of_nothing_to_nothing_has_its_reason(kneewise, tmp_path):
    (tmp_path / "none.csv").write_text("arm,term,n_affected,n_at_risk\na,pain,0,20\nb,pain,0,20\n")
    assert "no event in either arm" in kneewise("outcomes", "safety", "none.csv", "--control", "b").stdout


def test_an_empty_list_without_persons_is_refused(kneewise, tmp_path):
    (tmp_path / "empty.csv").write_text("subject,arm,term\n")
    done = kneewise("outcomes", "safety", "empty.csv")
    assert done.exit_code == 3 and "found no person" in done.stderr
