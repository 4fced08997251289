"""The rules that accept candidates, measured on trials that were gone through one by one."""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from kneewise.landscape.landscape import shipped_landscape
from kneewise.landscape.sync.accept import accept_trial, rules
from kneewise.landscape.sync.registry_trial import CTGOV, RegistryTrial

LABELLED = Path(__file__).with_name("data") / "labelled_trials.csv"
PAGE = Path(__file__).parents[4] / "docs" / "explanation" / "sync.md"


def parts(text):
    return tuple(each for each in text.split("; ") if each)


@cache
def decided():
    """Every labelled trial with what the rules say: of the whole record, and of its title alone."""
    found = []
    with LABELLED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            bare = RegistryTrial(via=CTGOV, trial=row["trial"], registry=CTGOV, title=row["title"])
            whole = RegistryTrial(
                via=CTGOV, trial=row["trial"], registry=CTGOV, title=row["title"],
                official_title=row["official_title"], conditions=parts(row["conditions"]),
                keywords=parts(row["keywords"]), interventions=parts(row["interventions"]),
            )  # fmt: skip
            found.append((row, accept_trial(whole), accept_trial(bare)))
    return found


def measured(rows):
    """Precision and recall of "yes", the share of true ones that are "yes" or "look", how many are left to look at."""
    n = Counter((row["belongs"], accepted.decision) for row, accepted in rows)
    true = n["yes", "yes"] + n["yes", "look"] + n["yes", "no"]
    return (
        round(100 * n["yes", "yes"] / (n["yes", "yes"] + n["no", "yes"]), 1),
        round(100 * n["yes", "yes"] / true, 1),
        round(100 * (true - n["yes", "no"]) / true, 1),
        n["yes", "look"] + n["no", "look"],
    )


def last_digit(row):
    return int([each for each in row["trial"] if each.isdigit()][-1])


def test_precision_and_recall_are_what_the_page_says():
    whole = [(row, accepted) for row, accepted, _ in decided()]
    groups = {
        "Even numbers (rules written on these)": [each for each in whole if last_digit(each[0]) % 2 == 0],
        "Odd numbers (only measured)": [each for each in whole if last_digit(each[0]) % 2],
        "All": whole,
        "All, by the title alone": [(row, accepted) for row, _, accepted in decided()],
    }
    page = PAGE.read_text(encoding="utf-8")

    for name, rows in groups.items():
        precision, recall, kept, look = measured(rows)
        n_true = sum(row["belongs"] == "yes" for row, _ in rows)
        line = f"| {name} | {n_true} of {len(rows)} | {precision} % | {recall} % | {kept} % | {look} |"
        assert line in page, line


def test_every_shipped_trial_has_been_gone_through():
    labelled = {row["trial"] for row, _, _ in decided() if row["origin"] == "shipped"}

    assert labelled == set(shipped_landscape().by_trial)
    assert all(row["why"] for row, _, _ in decided() if row["origin"] == "shipped" and row["belongs"] == "no")
    assert all(row["why"] for row, _, _ in decided() if row["origin"] == "near" and row["belongs"] == "yes")


def test_mistakes_are_the_ones_that_the_page_names():
    page = PAGE.read_text(encoding="utf-8")
    wrong = [row["trial"] for row, accepted, _ in decided() if {row["belongs"], accepted.decision} == {"yes", "no"}]

    assert wrong
    assert not [each for each in wrong if each not in page]


@pytest.mark.parametrize(
    ("trial", "decision", "rule"),
    [
        ({"title": "Mesenchymal Stem Cells for Knee Osteoarthritis"}, "yes", "cells-and-knee-in-words"),
        ({"title": "A Study of UMC-1 in Knee Osteoarthritis", "conditions": ("Knee OA",),
          "interventions": ("BIOLOGICAL: UMC-1",)}, "no", "no-cells"),
        ({"title": "Bone Marrow Concentrate", "conditions": ("Osteoarthritis, Knee",),
          "interventions": ("PROCEDURE: BMAC injection",)}, "yes", "cells-into-knee"),
        ({"title": "Cartistem for the Talus", "conditions": ("Ankle",)}, "no", "other-joint"),
        ({"title": "Cartistem for Cartilage of the Knee and Ankle"}, "yes", "product-into-knee"),
        ({"title": "Phase 3 Clinical Trial of CartiLife in Korea"}, "yes", "product-of-the-knee"),
        ({"title": "MSC-derived Exosomes in Knee Osteoarthritis", "conditions": ("Knee OA",),
          "interventions": ("BIOLOGICAL: MSC exosomes",)}, "no", "free-of-cells"),
        ({"title": "Exosomes or Their Cells in the Meniscus", "conditions": ("Meniscus",),
          "interventions": ("BIOLOGICAL: exosomes", "BIOLOGICAL: synovial MSC")}, "yes", "cells-into-knee"),
        ({"title": "Platelet-rich Plasma for Knees", "conditions": ("Knee OA",),
          "interventions": ("BIOLOGICAL: PRP",)}, "no", "no-cells"),
        ({"title": "Stem Cells for Osteoarthritis", "conditions": ("Osteoarthritis",),
          "interventions": ("BIOLOGICAL: MSC",)}, "look", "joint-not-said"),
        ({"title": "(10 mL BMAC)"}, "look", "not-enough"),
        ({"title": "Stem Cells for Stroke", "conditions": ("Stroke",)}, "no", "no-joint"),
        ({"title": "Gait and Stem Cell Counts in Knees", "conditions": ("Knee OA",),
          "interventions": ("OTHER: gait analysis",)}, "no", "only-measured"),
    ],
)  # fmt: skip
def test_a_decision_comes_with_its_rule(trial, decision, rule):
    accepted = accept_trial(RegistryTrial(via=CTGOV, trial="NCT90000001", registry=CTGOV, **trial))

    assert (accepted.decision, accepted.rule) == (decision, rule)
    assert accepted.reason


def test_some_rule_always_holds_and_every_rule_decides_something():
    assert rules()[-1].holds(frozenset())
    assert {each.rule for each in rules()} == {each.rule for row in decided() for each in row[1:]}
