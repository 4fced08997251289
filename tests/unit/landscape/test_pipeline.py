"""The pipeline counts each trial once."""

from __future__ import annotations

import pytest

from kneewise.landscape import count_pipeline
from kneewise.landscape.pipeline import RUNNING, once_each, phase_of


def test_every_trial_stands_in_one_cell_and_twins_count_once(shipped):
    found = count_pipeline(shipped)
    placed = [trial.trial for cell in found.cells for trial in cell.trials]

    assert (found.n_trials, found.n_twins) == (150, 2)
    assert len(placed) == len(set(placed)) == found.n_trials
    assert {"NCT04240873", "jRCT2033210138"} <= set(placed)
    assert not {"KCT0004420", "UMIN000040885"} & set(placed)  # the latter tells no status


def test_the_matrix_can_be_cut(shipped):
    china = count_pipeline(shipped, country="CN")
    running = count_pipeline(shipped, running=True)

    assert china.n_trials == sum("CN" in each.countries for each in shipped.trials)
    assert all(each.status in RUNNING for cell in running.cells for each in cell.trials)
    assert running.n_trials == sum(cell.n_running for cell in count_pipeline(shipped).cells)
    cells = count_pipeline(shipped, cells_only=True)
    assert not {"NCT02003131", "NCT05060107", "NCT01038596"} & {
        one.trial for each in cells.cells for one in each.trials
    }
    assert count_pipeline(shipped, country="TH").cells == ()


@pytest.mark.parametrize(
    ("trial", "phase"),
    [("NCT01733186", "phase-1-2"), ("NCT04368806", "phase-2-3"), ("NCT01041001", "phase-3"),
     ("NCT05751564", "not-stated"), ("NCT01739504", "not-applicable")],
)  # fmt: skip
def test_two_phases_of_one_trial_are_one_column(shipped, trial, phase):
    assert phase_of(shipped.by_trial[trial]) == phase


def test_a_trial_whose_twin_is_left_out_by_the_filter_still_counts(shipped):
    kept, n_twins = once_each([shipped.by_trial["KCT0004420"]])

    assert (len(kept), n_twins) == (1, 0)
