"""Plans that pass are past due, never facts; what changed between two days adds up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kneewise.errors import BadValues
from kneewise.landscape import (
    all_standings,
    changes_between,
    in_phase,
    in_state,
    plans_on,
    read_landscape,
    trial_overdue,
)

DAY = timedelta(days=1)


def state_of(landscape, key, on):
    return next((each.state for each in plans_on(landscape, on) if each.milestone.milestone == key), None)


@pytest.mark.parametrize(
    ("key", "day", "state"),
    [
        ("tg-c-us-2026-07-phase-3-results", date(2026, 1, 13), None),
        ("tg-c-us-2026-07-phase-3-results", date(2026, 1, 14), "ahead"),
        ("tg-c-us-2026-07-phase-3-results", date(2026, 6, 30), "ahead"),
        ("tg-c-us-2026-07-phase-3-results", date(2026, 7, 1), "due"),
        ("tg-c-us-2026-07-phase-3-results", date(2026, 7, 31), "due"),
        ("tg-c-us-2026-07-phase-3-results", date(2026, 8, 1), "past-due"),
        ("cartistem-us-2025-12-15-phase-3-start", date(2026, 11, 26), "past-due"),
        ("cartistem-us-2031-approved", date(2026, 11, 26), "ahead"),
    ],
)
def test_a_plan_is_ahead_then_due_then_past_due(shipped, key, day, state):
    assert state_of(shipped, key, day) == state


def test_a_plan_that_came_true_is_fulfilled_from_that_day(tables):
    row = tables("milestones", "tg-c-us-2021-12-27-phase-3-restart", kind="phase-3-results", date="2026-07-20",
                 source_date="2026-07-21")  # fmt: skip
    changed = read_landscape(tables.folder)

    assert row and state_of(changed, "tg-c-us-2026-07-phase-3-results", date(2026, 7, 19)) == "due"
    assert state_of(changed, "tg-c-us-2026-07-phase-3-results", date(2026, 11, 26)) == "fulfilled"


def test_no_plan_is_ever_a_standing(shipped):
    planned = {each.milestone for each in shipped.milestones if each.class_ == "planned"}
    for standing in all_standings(shipped, date(2040, 1, 1)):
        assert not {each.milestone for each in standing.by} & planned


def test_a_trial_past_its_planned_end_is_overdue_and_an_ended_one_is_not(shipped):
    on = date(2026, 11, 26)
    trial = shipped.by_trial

    assert trial_overdue(trial["NCT02582489"], on) is True
    assert trial_overdue(trial["NCT02582489"], date(2022, 12, 31)) is False
    assert trial_overdue(trial["NCT01041001"], on) is False  # completed
    assert trial_overdue(trial["NCT03164083"], on) is False  # withdrawn
    assert trial_overdue(trial["KCT0004420"], on) is False  # completed, no day told
    assert trial_overdue(trial["NCT03203330"], on) is True  # to end after the day of the copy: planned, though not said
    assert trial_overdue(trial["NCT05051332"], on) is None  # the record does not say whether its end is planned
    assert trial_overdue(trial["NCT02838069"], date(2024, 3, 15)) is None  # planned for that month


def test_what_happened_between_two_days(shipped):
    found = changes_between(shipped, date(2025, 8, 1), date(2025, 8, 31), jurisdiction="KR")

    assert [each.milestone for each in found.events] == [
        "jointstem-kr-2025-08-05-refused", "jointstem-kr-2025-08-25-litigation",
    ]  # fmt: skip
    (turn,) = found.turns
    assert (turn.before.state, turn.after.state) == ("filed", "refused")


def test_a_date_that_only_touches_the_time_may_have_come_then(shipped):
    found = changes_between(shipped, date(2017, 7, 14), date(2017, 7, 20), jurisdiction="KR")

    assert [each.milestone for each in found.perhaps] == ["tg-c-kr-2017-07-approved"]
    assert found.events == ()


def test_events_of_a_span_are_those_of_its_parts(shipped):
    first, middle, last = date(2018, 12, 31), date(2020, 6, 30), date(2021, 12, 31)
    parts = [*changes_between(shipped, first, middle).events, *changes_between(shipped, middle, last).events]
    across = [each for each in changes_between(shipped, first, last).events
              if each.in_force.first <= middle < each.in_force.last]  # fmt: skip

    whole = {each.milestone for each in changes_between(shipped, first, last).events}
    assert whole == {each.milestone for each in [*parts, *across]}


def test_nothing_changes_on_no_day_and_days_do_not_run_backwards(shipped):
    same = changes_between(shipped, date(2024, 1, 1), date(2024, 1, 1))

    assert not (same.events or same.turns or same.fell_due or same.trials or same.learned)
    with pytest.raises(BadValues, match="a day and a later one"):
        changes_between(shipped, date(2024, 1, 2), date(2024, 1, 1))


def test_plans_fall_due_once(shipped):
    found = changes_between(shipped, date(2026, 7, 31), date(2026, 8, 1))

    assert [each.milestone.milestone for each in found.fell_due] == ["tg-c-us-2026-07-phase-3-results"]
    assert changes_between(shipped, date(2026, 8, 1), date(2026, 9, 1)).fell_due == ()


def test_products_are_where_their_rows_say(shipped):
    on = date(2026, 11, 26)
    revoked = [(each.subject, each.jurisdiction) for each in in_state(shipped, "revoked", on)]
    refused = [(each.subject, each.jurisdiction) for each in in_state(shipped, "refused", on)]
    tried = {(each.product, each.country) for each in in_phase(shipped, "phase-3", on)}

    assert revoked == [("tg-c", "KR")] and refused == [("jointstem", "KR")]
    assert {
        ("tg-c", "US"),
        ("allojoin", "CN"),
        ("ixcell-huc-msc-o", "CN"),
        ("elixcyte", "TW"),
        ("cartistem", "JP"),
    } <= tried
    assert ("cartistem", "KR") not in tried  # its phase 3 ended in an approval
    assert ("tg-c", "US") not in {
        (each.product, each.country) for each in in_phase(shipped, "phase-3", date(2017, 1, 1))
    }
