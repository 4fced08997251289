"""One door to all questionnaires, and scores that were worked out elsewhere."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from kneewise.errors import BadValues
from kneewise.outcomes import check_scores, definition_of, score, score_koos
from kneewise.outcomes.instruments.score import CATALOGUE


@pytest.mark.parametrize("name", ["KOOS", "koos", " Koos ", "KOOS."])
def test_an_instrument_is_found_whatever_the_case_and_marks(name):
    forms = np.ones((2, 42))

    np.testing.assert_array_equal(score(name, forms, rule="1998")["ADL"], score_koos(forms, rule="1998")["ADL"])


@pytest.mark.parametrize(("name", "taken"), [("koos, jr.", "KOOS JR"), ("koos12", "KOOS-12"), ("eq5d5l", "EQ-5D-5L")])
def test_usual_ways_to_write_an_instrument_are_known(name, taken):
    assert definition_of(name, country="UK").name == taken


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: score("SF-36", [[1]]), "instrument: found 'SF-36'; allowed: KOOS, KOOS-12"),
        (lambda: score("WOMAC", np.zeros((1, 24))), "WOMAC: found no form; it has to be named"),
        (lambda: score("EQ-5D-5L", np.ones((1, 5)), country=None), "EQ-5D-5L: found no country"),
        (
            lambda: score("KOOS", np.zeros((1, 42)), form="Likert"),
            "KOOS: found the choice 'form'; allowed: rule, parts",
        ),
        (lambda: score("IKDC", np.zeros((1, 18)), rule="2000"), "IKDC: found the choice 'rule'; allowed: no choice"),
        (lambda: definition_of("pain"), "form of pain: found None; allowed: VAS mm, VAS cm, NRS"),
        (lambda: definition_of("EQ-5D-3L"), "country of EQ-5D-3L: found ''"),
    ],
)
def test_a_choice_is_never_made_for_the_caller(call, told):
    with pytest.raises(BadValues, match=told):
        call()


def test_scores_from_elsewhere_stay_inside_their_range_and_gaps_stay_gaps():
    np.testing.assert_array_equal(check_scores("KOOS", "Pain", [0, None, 44.4, 100]), [0, np.nan, 44.4, 100])
    with pytest.raises(BadValues, match="row 2, KOOS pain: found a score above its range; allowed: 0 to 100"):
        check_scores("KOOS", "pain", [1, 100.5])
    with pytest.raises(BadValues, match="row 1, WOMAC Likert pain: found a score above its range; allowed: 0 to 20"):
        check_scores("WOMAC", "pain", [44], form="Likert")
    with pytest.raises(BadValues, match=r"row 1, EQ-5D-5L index: found a score below its range; allowed: -0\.066 to 1"):
        check_scores("EQ-5D-5L", "index", [-0.1], country="South Korea")
    with pytest.raises(BadValues, match="parts of KOOS: found 'total'"):
        check_scores("KOOS", "total", [50])


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_definition_names_its_rules_and_where_they_were_read(name):
    choice = {"WOMAC": {"form": "NRS"}, "pain": {"form": "NRS"}}.get(name, {"country": "UK"} if "EQ" in name else {})
    held = definition_of(name, **choice)

    assert all(held.sources.values())
    for part in held.parts:
        assert part.low < part.high
        assert part.better in ("higher", "lower")
        assert bool(part.items) != bool(part.made_of)
        for rule in held.sources:
            assert not part.items or 1 <= part.needed[rule] <= len(part.items)


def test_scoring_loads_neither_scipy_nor_a_dataframe_library():
    code = (
        "import sys, numpy as np; from kneewise.outcomes import score_koos; score_koos(np.zeros((3, 42)));"
        "print([name for name in ('scipy', 'pandas', 'polars', 'narwhals', 'matplotlib') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert told.strip() == "[]"
