"""How a product stands on any day: right on the day before and after every milestone, unknown where dates leave it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product as combine

import pytest

from kneewise.landscape import shipped_landscape, standings_on
from kneewise.landscape.codes import milestone_kinds, state_on
from kneewise.landscape.standing import happened_on, standings_of

MOVING = [
    (event, axis)
    for event in shipped_landscape().milestones
    for axis in ("market", "development", "cover")
    if event.class_ == "actual" and event.is_fact and state_on(event.kind, axis) is not None
    and milestone_kinds()[event.kind].axis == axis
]  # fmt: skip
DAY = timedelta(days=1)


def standing_of(event, axis, on, **more):
    found = standings_on(shipped_landscape(), event.subject, event.jurisdiction, on, **more)
    (one,) = [each for each in found if (each.indication, each.axis) == (event.indication, axis)]
    return one


@pytest.mark.parametrize("event", shipped_landscape().milestones, ids=lambda each: each.milestone)
def test_an_event_has_not_happened_the_day_before_and_has_after_its_last_day(event):
    first, last = event.in_force.first, event.in_force.last

    assert happened_on(event, first - DAY) is False
    assert happened_on(event, last) is True
    if first < last:
        assert happened_on(event, first) is None and happened_on(event, last - DAY) is None


@pytest.mark.parametrize(("event", "axis"), MOVING, ids=lambda each: getattr(each, "milestone", each))
def test_a_milestone_moves_the_standing_on_its_day_and_not_before(event, axis):
    before = standing_of(event, axis, event.in_force.first - DAY)
    after = standing_of(event, axis, event.in_force.last)
    state = state_on(event.kind, axis)

    assert event not in before.by
    # Unless another event of the same side came on the same days, the standing is now that of this one.
    rivals = [other for other, side in MOVING
              if other is not event and side == axis and other.in_force.agrees_with(event.in_force)
              and (other.subject, other.jurisdiction, other.indication)
              == (event.subject, event.jurisdiction, event.indication)]  # fmt: skip
    if not rivals:
        assert (after.state, after.by) == (state, (event,))
        assert before.state != state or before.by != (event,)


def all_answers(events, axis, on):
    """Every state that some choice of days within the dates allows, worked out by trying the days that matter."""
    kinds = milestone_kinds()
    days = [sorted({each.in_force.first, each.in_force.last, *(day for day in (on, on + DAY)
                                                              if each.in_force.first <= day <= each.in_force.last)})
            for each in events]  # fmt: skip
    answers = set()
    for chosen in combine(*days):
        dated = sorted(zip(chosen, events, strict=True), key=lambda each: (each[0], kinds[each[1].kind].order))
        natural = all(
            kinds[one.kind].order <= kinds[two.kind].order
            for n, (_, one) in enumerate(dated) for _, two in dated[n + 1:] if one.in_force.agrees_with(two.in_force)
        )  # fmt: skip
        if natural:
            past = [event for day, event in dated if day <= on]
            answers.add(state_on(past[-1].kind, axis) if past else "none")
    return answers


def test_the_states_that_are_open_are_those_that_some_choice_of_days_allows(shipped):
    groups = {}
    for event, axis in MOVING:
        groups.setdefault((event.subject, event.jurisdiction, event.indication, axis), []).append(event)
    checked = 0
    for (subject, jurisdiction, indication, axis), events in groups.items():
        own = [each for each in shipped.milestones
               if (each.subject, each.jurisdiction, each.indication) == (subject, jurisdiction, indication)
               and each.class_ == "actual" and each.is_fact and state_on(each.kind, axis)]  # fmt: skip
        ends = {day for each in events for end in (each.in_force.first, each.in_force.last)
                for day in (end - DAY, end, end + DAY)}  # fmt: skip
        for on in sorted(ends):
            (found,) = [each for each in standings_of(own, on) if each.axis == axis]
            assert set(found.may_be) == all_answers(own, axis, on), (subject, jurisdiction, axis, on)
            assert (found.state is None) == (len(found.may_be) > 1)
            checked += 1
    assert checked > 300


@pytest.mark.parametrize(
    ("product", "country", "indication", "day", "state"),
    [
        ("tg-c", "KR", "knee-oa", "2017-06-30", "none"),
        ("tg-c", "KR", "knee-oa", "2017-07-15", None),
        ("tg-c", "KR", "knee-oa", "2017-07-31", "approved"),
        ("tg-c", "KR", "knee-oa", "2019-07-08", "sale-stopped"),
        ("tg-c", "KR", "knee-oa", "2019-07-09", "revoked"),
        ("jointstem", "KR", "knee-oa", "2024-06-01", "filed"),
        ("jointstem", "KR", "knee-oa", "2025-08-04", "filed"),
        ("jointstem", "KR", "knee-oa", "2025-08-05", "refused"),
        ("bmac-injection-kr", "KR", "knee-oa", "2023-07-10", "opinion-positive"),
        ("bmac-injection-kr", "KR", "knee-oa", "2023-07-11", "recognised"),
        ("bmac-injection-kr", "KR", "knee-defect", "2022-01-01", "recognised"),
        ("jacc", "JP", "knee-oa-defect", "2025-05-12", "filed"),
        ("jacc", "JP", "knee-defect", "2025-05-12", "approved"),
        ("stempeucel", "IN", "knee-oa", "2021-01-01", "none"),
        ("cartilife", "KR", "knee-defect", "2020-01-01", "approved-conditionally"),
    ],
)
def test_the_standing_is_of_one_indication(product, country, indication, day, state):
    found = standings_on(shipped_landscape(), product, country, date.fromisoformat(day))
    (market,) = [each for each in found if (each.indication, each.axis) == (indication, "market")]

    assert market.state == state


def test_what_was_known_on_a_day_leaves_out_what_was_written_later(shipped):
    # JointStem was filed again in March 2024; the source that tells it is of August 2025.
    on = date(2024, 6, 1)
    (known,) = [each for each in standings_on(shipped, "jointstem", "KR", on, known_on=on) if each.axis == "market"]
    (today,) = [each for each in standings_on(shipped, "jointstem", "KR", on) if each.axis == "market"]

    assert (known.state, today.state) == ("refused", "filed")


def test_a_row_whose_source_bears_no_date_may_or_may_not_have_been_known(shipped):
    undated = next(each for each in shipped.milestones if each.source.dated is None and each.class_ == "actual")

    assert happened_on(undated, date(2026, 1, 1)) is True
    assert happened_on(undated, date(2026, 1, 1), date(2026, 1, 1)) is None


def test_rows_that_were_contradicted_move_nothing(shipped):
    (found,) = [each for each in standings_on(shipped, "allojoin", "CN", date(2024, 6, 1))
                if each.axis == "development"]  # fmt: skip

    assert found.state == "phase-2"
