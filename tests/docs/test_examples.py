"""The examples are what the programs beside them make."""

from __future__ import annotations

import runpy
from pathlib import Path

TRIAL = Path(__file__).parents[2] / "examples" / "dose-trial"


def test_the_dose_trial_is_what_its_program_makes(tmp_path):
    runpy.run_path(str(TRIAL / "make.py"))["main"](str(tmp_path))

    names = sorted(path.name for path in TRIAL.glob("*.csv"))
    assert names == ["events.csv", "koos.csv", "patients.csv", "readings.csv"]
    assert {name: (tmp_path / name).read_bytes() for name in names} == {
        name: (TRIAL / name).read_bytes() for name in names
    }
