"""Columns of any dataframe: the same codes and numbers whatever the table is, gaps kept as gaps."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from kneewise.columns import Codes, codes, holds_labels, labels_or_numbers, numbers, opened
from kneewise.errors import BadValues

pd = pytest.importorskip("pandas")

TEXT = ["b", None, "a", "b"]
TABLES = {
    "mapping": {"x": TEXT},
    "pandas": pd.DataFrame({"x": TEXT}),
    "pandas, categorical": pd.DataFrame({"x": pd.Categorical(TEXT)}),
    "polars": pl.DataFrame({"x": TEXT}),
    "polars, categorical": pl.DataFrame({"x": pl.Series(TEXT, dtype=pl.Categorical)}),
    "polars, enum": pl.DataFrame({"x": pl.Series(TEXT, dtype=pl.Enum(["a", "b"]))}),
}


@pytest.mark.parametrize("name", TABLES)
def test_text_is_coded_alike_in_every_table_and_a_gap_is_minus_one(name):
    found = codes(TABLES[name], "x")

    assert [None if code < 0 else found.levels[code] for code in found.codes] == TEXT
    assert holds_labels(TABLES[name], "x")


@pytest.mark.parametrize("kind", ["pandas", "polars"])
def test_a_categorical_column_has_an_order_of_its_own(kind):
    own = ["low", "high", "never"]
    table = (
        pd.DataFrame({"x": pd.Categorical(["high", None, "low"], own)})
        if kind == "pandas"
        else pl.DataFrame({"x": pl.Series(["high", None, "low"], dtype=pl.Enum(own))})
    )
    found = codes(opened(table), "x")

    assert (found.codes.tolist(), found.levels) == ([1, -1, 0], tuple(own))


@pytest.mark.parametrize(
    ("cells", "levels", "expected"),
    [
        ([5, 3, 3, 9], (3, 5, 9), [1, 0, 0, 2]),
        ([2**40, 1, 2**40], (1, 2**40), [1, 0, 1]),
        (np.array([2**63 + 1, 7], dtype=np.uint64), (7, 2**63 + 1), [1, 0]),
        ([2.5, float("nan"), 1.0], (1.0, 2.5), [1, -1, 0]),
        ([True, False, True], (False, True), [1, 0, 1]),
        (np.array([], dtype=int), (), []),
        ([None, float("nan")], (), [-1, -1]),
    ],
    ids=str,
)
def test_numbers_and_truth_values_can_be_labels(cells, levels, expected):
    found = codes({"x": cells}, "x")

    assert (found.codes.tolist(), found.levels) == (expected, levels)


@pytest.mark.parametrize(
    ("cells", "is_label"),
    [
        ([1, 2], False), ([1.5, None], False), ([None, None], False), (["1", "2"], True), ([True, None], True),
        (np.array(["2024-01-01"], dtype="datetime64[D]"), True),
    ],
    ids=str,
)  # fmt: skip
def test_a_column_holds_labels_or_numbers(cells, is_label):
    assert holds_labels({"x": cells}, "x") is is_label


def test_a_column_is_taken_as_what_it_holds():
    assert isinstance(labels_or_numbers(pl.DataFrame({"x": ["a", "b"]}), "x"), Codes)
    assert labels_or_numbers(pl.DataFrame({"x": [1, None]}), "x") == pytest.approx([1.0, np.nan], nan_ok=True)
    assert isinstance(labels_or_numbers(pd.DataFrame({"x": pd.Categorical([3, 1])}), "x"), Codes)


@pytest.mark.parametrize(
    ("call", "part"),
    [
        (lambda: codes({"x": [1, "a"]}, "x"), "several types"),
        (lambda: numbers({"x": [1.0, "Hong"]}, "x"), "row 2: found text of 4 characters"),
        (lambda: numbers({"x": [1.0, np.inf]}, "x"), "row 2: found an infinite"),
        (lambda: codes({"visit": [1]}, "vist"), "did you mean 'visit'"),
        (lambda: opened([1, 2]), "type list"),
    ],
)
def test_what_is_no_column_is_refused(call, part):
    with pytest.raises(BadValues, match=part):
        call()
