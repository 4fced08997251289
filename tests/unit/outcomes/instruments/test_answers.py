"""What a questionnaire takes: any table or array, checked answer by answer; a gap stays a gap."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pytest

from kneewise.errors import BadValues
from kneewise.outcomes import score_ikdc, score_koos, score_pain, score_womac
from kneewise.outcomes.instruments.koos import ITEMS

NAMES = list(ITEMS)
FORMS = np.random.default_rng(7).integers(0, 5, (6, 42)).astype(float)
FORMS[1, 3] = FORMS[4, 20:28] = np.nan
PARTS = ("pain", "symptoms", "ADL", "sport", "QOL")


def _mapping(forms):
    return {name: list(forms[:, place]) for place, name in enumerate(NAMES)}


def _with_none(forms):
    return [[None if np.isnan(answer) else int(answer) for answer in form] for form in forms]


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(FORMS, id="array"),
        pytest.param(np.asfortranarray(FORMS), id="array by columns"),
        pytest.param(FORMS.astype(np.float32), id="short floats"),
        pytest.param(np.ma.masked_invalid(FORMS), id="masked array"),
        pytest.param(_with_none(FORMS), id="lists with None"),
        pytest.param(_mapping(FORMS), id="mapping"),
        pytest.param(pd.DataFrame(FORMS, columns=NAMES), id="pandas"),
        pytest.param(pd.DataFrame(FORMS, columns=NAMES).astype("Int64"), id="pandas with NA"),
        pytest.param(pl.DataFrame(_with_none(FORMS), schema=NAMES, orient="row"), id="polars"),
        pytest.param(pd.DataFrame(FORMS, columns=NAMES)[NAMES[::-1]].assign(id="s", P10=99), id="other order, more"),
    ],
)  # fmt: skip
def test_the_same_answers_give_the_same_scores_in_any_shape(given):
    expected, found = score_koos(FORMS), score_koos(given)

    for part in PARTS:
        np.testing.assert_array_equal(found[part], expected[part])
        np.testing.assert_array_equal(found.part(part).n_answered, expected.part(part).n_answered)


def test_columns_may_bear_other_names():
    table = {f"koos_{name.lower()}": FORMS[:, place] for place, name in enumerate(NAMES)}
    renamed = {name: f"koos_{name.lower()}" for name in NAMES}

    np.testing.assert_array_equal(score_koos(table, columns=renamed)["pain"], score_koos(FORMS)["pain"])
    with pytest.raises(BadValues, match="found 'P10', which is no item"):
        score_koos(table, columns=renamed | {"P10": "koos_p10"})


@pytest.mark.parametrize("dtype", [np.int8, np.uint8, np.int64, np.float64, np.bool_])
def test_whole_numbers_of_any_type_are_answers(dtype):
    assert score_koos(np.ones((3, 42), dtype=dtype))["sport"].tolist() == [75, 75, 75]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (5, "a number above the list"),
        (-1, "a number below the list"),
        (99, "a number above the list"),
        (2.5, "a number between two answers"),
        (np.inf, "a number above the list"),
    ],
)
def test_an_answer_outside_its_list_is_refused_with_row_and_item_and_without_the_number(answer, told):
    forms = FORMS.copy()
    forms[4, 2] = answer
    with pytest.raises(BadValues) as refused:
        score_koos(forms)

    assert str(refused.value) == f"row 5, item P3: found {told}; allowed: 0, 1, 2, 3, 4, or nothing"


def test_the_first_of_many_strays_is_told_and_the_others_are_counted():
    forms = np.zeros((5000, 42))
    forms[4999, 0] = forms[3000, 41] = forms[3000, 7] = 9
    with pytest.raises(BadValues, match=r"^row 3001, item P8: .* \(2 more in the table\)$"):
        score_koos(forms)


def test_each_item_of_ikdc_has_its_own_list():
    form = np.zeros((1, 18))
    form[0, 5] = 2
    with pytest.raises(BadValues, match="row 1, item Q6: found a number above the list; allowed: 0, 1, or nothing"):
        score_ikdc(form)


def test_a_visual_scale_takes_fractions_and_a_numeric_one_does_not():
    answers = np.full((1, 24), 7.5)

    assert score_womac(answers, form="VAS")["pain"].tolist() == [37.5]
    with pytest.raises(BadValues, match="item WP1: found a number between two answers"):
        score_womac(answers, form="NRS")


def test_cells_that_are_no_numbers_are_told_by_their_type():
    table = pd.DataFrame(FORMS, columns=NAMES).astype(object)
    table.loc[2, "A4"] = "three"
    with pytest.raises(BadValues, match=r"column 'A4', row 3: found text of 5 characters"):
        score_koos(table)
    with pytest.raises(BadValues, match=r"column 'P1', row 1: found text of 1 characters"):
        score_koos([["3"] * 42])


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (np.zeros(42), r"shape \(42,\); allowed: \(n, 42\)"),
        (np.zeros((2, 41)), r"shape \(2, 41\); allowed: \(n, 42\)"),
        ([[1, 2], [1]], "rows of several lengths"),
        ({name: [0] * (1 + (name == "A5")) for name in NAMES}, "columns of several lengths"),
        ({name: [0] for name in NAMES if name != "A5"}, "found no column 'A5'"),
        (pl.DataFrame({name: [0] for name in NAMES}).lazy(), "allowed: an eager dataframe"),
    ],
)
def test_a_table_that_does_not_hold_the_items_is_refused(given, told):
    with pytest.raises(BadValues, match=told):
        score_koos(given)


def test_no_forms_give_no_scores():
    assert score_koos(np.empty((0, 42)))["pain"].shape == (0,)


@pytest.mark.parametrize("given", [[10, 0, None, 55.5], [[10], [0], [None], [55.5]], {"pain": [10, 0, None, 55.5]}])
def test_a_single_answer_is_its_score(given):
    made = score_pain(given, form="VAS mm")

    np.testing.assert_array_equal(made["pain"], [10, 0, np.nan, 55.5])


def test_scoring_never_changes_what_it_was_given():
    forms, before = FORMS.copy(), FORMS.copy()
    score_koos(forms)
    ikdc = np.zeros((1, 18))
    score_ikdc(ikdc)

    np.testing.assert_array_equal(forms, before)
    assert not ikdc.any()
