"""Lists and tables of adverse events counted: several events of one person, answers that are not known, no events."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneewise.document import as_document
from kneewise.errors import BadValues, NotEstimable
from kneewise.outcomes.proportions import proportion_interval
from kneewise.outcomes.safety.comparison import compare_events
from kneewise.outcomes.safety.counts import counts_from_table
from kneewise.outcomes.safety.event_list import count_events
from kneewise.outcomes.safety.incidence import describe_events

pytestmark = pytest.mark.filterwarnings("error")

# Arm x: a has pain twice, once serious and once not known; b swelling, not serious; c nothing.
# Arm y: d pain of which nothing is known; e and f nothing.
LIST = {
    "subject": ["a", "a", "b", "c", "d", "e", "f"],
    "arm": ["x", "x", "x", "x", "y", "y", "y"],
    "term": ["pain", "pain", "swelling", None, "pain", "", None],
    "serious": [True, None, False, None, None, None, None],
    "related": [1, 0, 1, None, 0, None, None],
    "began": [1.0, 5.0, 2.0, None, 3.0, None, None],
    "exposure": [12.0, 12, 12, 6, 12, 12, 12],
}
COLUMNS = {"serious": "serious", "related": "related", "began": "began", "exposure": "exposure"}


def row_of(found, arm, kind="term", term=None):
    (row,) = [each for each in found if (each.arm, each.kind, each.term) == (arm, kind, term)]
    return row


def test_a_person_with_several_events_is_affected_once():
    found = count_events(LIST, **COLUMNS)
    pain = row_of(found.counts, "x", term="pain")

    assert (pain.n_at_risk, pain.n_affected, pain.n_events) == (3, 1, 2)
    assert pain.person_time == 30
    assert pain.first_time == 1 + 12 + 6
    assert (found.n_persons, found.n_events, found.n_left_out, found.remarks) == (6, 4, 0, ())


def test_an_answer_that_is_not_known_is_neither_yes_nor_no():
    counts = count_events(LIST, **COLUMNS).counts
    pain = row_of(counts, "x", term="pain").serious
    serious = row_of(counts, "y", kind="serious")

    assert (pain.events_yes, pain.events_no, pain.events_unknown) == (1, 0, 1)
    assert (pain.persons_yes, pain.persons_no, pain.persons_unknown) == (1, 0, 0)
    assert (serious.n_affected, serious.n_maybe) == (0, 1)
    assert row_of(counts, "y", kind="related").n_maybe == 0
    assert row_of(counts, "x", kind="serious and related").n_affected == 1
    # Not related is enough to know that it is not both.
    assert row_of(counts, "y", kind="serious and related").n_maybe == 0


def test_the_interval_of_a_share_that_is_partly_unknown_holds_whatever_the_answer():
    counts = count_events(LIST, **COLUMNS).counts
    (share,) = [each for each in describe_events(counts) if each.count is row_of(counts, "y", kind="serious")]

    assert share.share.estimate is None
    assert share.share.lower == proportion_interval(0, 3).lower
    assert share.share.upper == proportion_interval(1, 3).upper
    assert share.upper_bound is None
    assert "it is not known" in share.reasons[0]


def test_a_term_that_one_arm_lacks_stands_there_with_zero():
    counts = count_events(LIST, **COLUMNS).counts
    (found,) = [each for each in describe_events(counts) if each.count is row_of(counts, "y", term="swelling")]

    assert (found.share.estimate, found.share.lower) == (0, 0)
    assert found.share.upper == pytest.approx(1 - 0.025 ** (1 / 3))
    assert found.upper_bound == pytest.approx(1 - 0.05 ** (1 / 3))  # the rule of three, exactly
    assert found.event_rate.rate.upper == pytest.approx(-math.log(0.025) / 36)
    assert found.event_rate.robust_lower is None


def test_the_robust_limits_of_a_rate_come_from_the_spread_between_persons():
    counts = count_events(LIST, **COLUMNS).counts
    (found,) = [each for each in describe_events(counts) if each.count is row_of(counts, "x", kind="any")]
    rate = 3 / 30
    spread = (2 - 12 * rate) ** 2 + (1 - 12 * rate) ** 2 + (0 - 6 * rate) ** 2

    assert found.event_rate.dispersion == pytest.approx(spread / 3)
    assert found.event_rate.robust_upper == pytest.approx(rate * math.exp(1.959963984540054 * math.sqrt(spread) / 3))


def test_an_unknown_exposure_leaves_the_rate_unknown_and_says_so():
    table = {**LIST, "exposure": [12.0, 12, 12, math.nan, 12, 12, 12]}
    counts = count_events(table, **COLUMNS).counts
    x, y = (describe_events([row_of(counts, arm, kind="any")])[0] for arm in "xy")

    assert x.event_rate is None and x.first_rate is None
    assert x.reasons == ("the exposure of 1 of 3 persons is not known",)
    assert x.share.estimate == pytest.approx(2 / 3)
    assert y.event_rate is not None


def test_an_unknown_beginning_leaves_the_time_to_the_first_event_unknown():
    table = {**LIST, "began": [1.0, None, None, None, 3.0, None, None]}
    found = describe_events([row_of(count_events(table, **COLUMNS).counts, "x", kind="any")])[0]

    assert found.first_rate is None
    assert found.event_rate is not None
    assert "when some first event began" in found.reasons[0]


def test_a_list_of_events_alone_warns_that_persons_without_may_be_missing():
    only = {
        name: [cell for cell, term in zip(cells, LIST["term"], strict=True) if term] for name, cells in LIST.items()
    }

    assert "too high" in count_events(only).remarks[0]


def test_persons_from_a_table_of_their_own_are_all_counted():
    only = {
        name: [cell for cell, term in zip(cells, LIST["term"], strict=True) if term] for name, cells in LIST.items()
    }
    persons = {"subject": list("abcdefg"), "arm": [*"xxxyyy", None], "exposure": [12.0, 12, 6, 12, 12, 12, 12]}
    found = count_events(only, persons=persons, **COLUMNS)

    assert found.counts == count_events(LIST, **COLUMNS).counts
    assert (found.n_persons, found.n_left_out, found.remarks) == (6, 1, ())


def test_an_event_without_a_name_counts_among_any():
    table = {"subject": ["a", "b"], "arm": ["x", "x"], "term": [None, None], "serious": [1, None]}
    counts = count_events(table, serious="serious").counts

    assert row_of(counts, "x", kind="any").n_affected == 1
    assert row_of(counts, "x", term="").n_affected == 1


def test_arms_are_compared_term_by_term():
    counts = count_events(LIST, **COLUMNS).counts
    found = compare_events(counts, control="y")
    swelling = next(each for each in found if each.treated.term == "swelling")
    serious = next(each for each in found if each.treated.kind == "serious")

    assert [each.treated.arm for each in found] == ["x"] * 6
    assert swelling.difference.estimate == pytest.approx(1 / 3)
    assert swelling.ratio.estimate == math.inf and 0 < swelling.ratio.lower < 1
    assert swelling.rate_basis == "all events"
    assert swelling.rates.ratio.estimate == math.inf
    assert (serious.difference, serious.p, serious.rates) == (None, None, None)
    assert "it is not known; no comparison" in serious.reasons[0]
    json.dumps(as_document(found), allow_nan=False)


def test_rates_may_count_the_first_event_of_each_person_only():
    counts = count_events(LIST, **COLUMNS).counts
    first = next(
        each for each in compare_events(counts, control="y", basis="first events") if each.treated.kind == "any"
    )
    every = next(each for each in compare_events(counts, control="y") if each.treated.kind == "any")

    assert first.rates.ratio.estimate == pytest.approx((2 / 9) / (1 / 27))
    assert every.rates.ratio.estimate == pytest.approx((3 / 30) / (1 / 36))
    assert (first.reasons, every.reasons) == ((), ("rates of all events: several of one person count as if they were "
                                                   "independent",))  # fmt: skip
    with pytest.raises(BadValues, match="basis"):
        compare_events(counts, control="y", basis="persons")


def test_no_event_in_either_arm_leaves_the_ratio_open_and_the_difference_at_zero():
    table = {"arm": ["t", "c"], "term": ["infection"] * 2, "x": [0, 0], "n": [26, 12]}
    (found,) = compare_events(
        counts_from_table(table, arm="arm", term="term", n_affected="x", n_at_risk="n"), control="c"
    )

    assert found.ratio.undetermined and found.ratio.estimate is None
    assert (found.ratio.lower, found.ratio.upper, found.p) == (0, math.inf, 1)
    assert found.difference.estimate == 0
    assert -0.3 < found.difference.lower < 0 < found.difference.upper < 0.15


@pytest.mark.parametrize("difference", ["miettinen-nurminen", "newcombe", "exact"])
def test_studies_are_compared_within_themselves_each_with_its_own_control(difference):
    table = {
        "study": ["s1", "s1", "s2", "s2", "s3"],
        "arm": ["BMAC", "HA", "PRP", "saline", "BMAC"],
        "term": ["pain"] * 5,
        "x": [4, 3, 1, math.nan, 2],
        "n": [56, 56, 12, 12, 25],
        "events": [6, 3, 1, math.nan, 2],
        "time": [100.0, 90.0, 12, 12, 25],
    }
    counts = counts_from_table(
        table, arm="arm", term="term", n_affected="x", n_at_risk="n", study="study", n_events="events",
        person_time="time",
    )  # fmt: skip
    first, second = compare_events(counts, control=["HA", "saline"], difference=difference)

    assert (first.treated.study, first.control.arm) == ("s1", "HA")
    assert first.difference.lower < first.difference.estimate < first.difference.upper
    assert first.rate_basis == "all events"
    assert (first.p_exact is None) == (difference != "exact")
    assert second.difference is None
    assert second.reasons == ("saline: the source does not say how many persons were affected",)


def test_a_control_that_no_study_has_is_refused_with_the_arms_there_are():
    with pytest.raises(BadValues, match="the arms are: x, y"):
        compare_events(count_events(LIST).counts, control="placebo")


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"subject": ["a", None, "b", "c", "d", "e", "f"]}, "row 2: found no subject"),
        ({"arm": ["x", "y", "x", "x", "y", "y", "y"]}, "row 2: found another arm than in row 1"),
        ({"exposure": [12.0, 11, 12, 6, 12, 12, 12]}, "row 2: found another exposure"),
        ({"exposure": [12.0, 12, 12, 0, 12, 12, 12]}, "row 4: found no time above 0"),
        ({"began": [1.0, 13.0, 2.0, None, 3.0, None, None]}, "row 2: found a beginning"),
        ({"began": [-1.0, 5.0, 2.0, None, 3.0, None, None]}, "row 1: found a beginning"),
        ({"serious": [2, None, 0, None, None, None, None]}, "'serious', row 1: found neither yes nor no"),
    ],
)
def test_rows_that_cannot_be_are_refused_by_their_place(change, text):
    with pytest.raises(BadValues, match=text):
        count_events({**LIST, **change}, **COLUMNS)


def test_an_event_of_someone_who_is_not_among_the_persons_is_refused():
    with pytest.raises(BadValues, match="row 5: found an event of a subject who is not among the persons"):
        count_events(LIST, persons={"subject": ["a", "b", "c"], "arm": ["x"] * 3})
    with pytest.raises(BadValues, match="row 2: found a person twice"):
        count_events(LIST, persons={"subject": ["a", "a"], "arm": ["x"] * 2})


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"x": [4, 3, 13]}, "row 3: found more affected"),
        ({"x": [4, 3, 0.5]}, "no whole number"),
        ({"n": [12, math.nan, 12]}, "row 2: found no number at risk"),
        ({"arm": ["a", "", "c"]}, "'arm', row 2: found nothing"),
        ({"arm": ["a", "a", "c"]}, "row 2: found this arm and term twice"),
        ({"events": [3, 3, 1]}, "row 1: found fewer events"),
        ({"time": [1.0, 0.0, 1.0]}, "row 2: found a time"),
    ],
)
def test_a_table_of_counts_that_cannot_be_is_refused(change, text):
    table = {"arm": list("abc"), "term": ["pain"] * 3, "x": [4, 3, 1], "n": [12] * 3, "events": [5, 3, 1],
             "time": [9.0] * 3, **change}  # fmt: skip
    with pytest.raises(BadValues, match=text):
        counts_from_table(
            table, arm="arm", term="term", n_affected="x", n_at_risk="n", n_events="events", person_time="time"
        )


@settings(derandomize=True, max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 8), st.sampled_from(["p", "q", None])), min_size=1, max_size=25), st.randoms())
def test_counts_do_not_depend_on_the_order_of_the_rows(events, random):
    rows = [(f"s{who}", "xy"[who % 2], term) for who, term in events]
    shuffled = list(rows)
    random.shuffle(shuffled)
    first, second = (
        count_events(dict(zip(("subject", "arm", "term"), map(list, zip(*given_, strict=True)), strict=True)))
        for given_ in (rows, shuffled)
    )

    assert first.counts == second.counts
    assert first.n_events == sum(term is not None for _, term in events)


def test_many_terms_are_counted_and_compared_at_once():
    draws = np.random.default_rng(1)
    n = 4000
    subject = draws.integers(0, 900, size=n)
    table = {
        "subject": subject,
        "arm": np.where(subject % 2, "a", "b"),
        "term": [f"t{k}" for k in draws.integers(0, 80, n)],
    }
    found = compare_events(count_events(table).counts, control="b")

    assert len(found) == 81
    assert all(each.difference.lower <= each.difference.estimate <= each.difference.upper for each in found)


def test_a_list_of_nobody_is_refused():
    with pytest.raises(NotEstimable, match="found no person"):
        count_events({"subject": [], "arm": [], "term": []})
