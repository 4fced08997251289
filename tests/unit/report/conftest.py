"""Six answers in the shape of the machine output, drawn up by hand from published disputes."""

from __future__ import annotations

import copy
import io
import json
from pathlib import Path

import pytest
from rich.console import Console

HERE = Path(__file__).parent
ANSWERS = json.loads((HERE / "answers.json").read_text(encoding="utf-8"))
FACT_WORDS = json.loads((HERE / "fact_words.json").read_text(encoding="utf-8"))


@pytest.fixture
def answers():
    return copy.deepcopy(ANSWERS)


@pytest.fixture
def fact_words():
    return FACT_WORDS


@pytest.fixture
def answer_of(answers):
    by_case = {answer["case"]: answer for answer in answers}
    return by_case.__getitem__


@pytest.fixture
def shown():
    """What a piped console of a given width receives."""

    def run(present, *arguments, width=80, encoding="utf-8", **more):
        raw = io.BytesIO()
        stream = io.TextIOWrapper(raw, encoding=encoding)
        console = Console(file=stream, width=width, color_system=None)
        present(*arguments, console, **more)
        stream.flush()
        return raw.getvalue().decode(encoding)

    return run
