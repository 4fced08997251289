"""Waiting without waiting, and 1,500 recorded trials made once."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import pytest

from kneewise.landscape.sync.patience import Patience
from unit.landscape.sync.made_studies import Clock, made_studies


@pytest.fixture(autouse=True)
def no_slow_disk(monkeypatch):
    """Tests do not lose power: what is written need not be on the disk at once."""
    monkeypatch.setattr(os, "fsync", lambda _file: None)


@pytest.fixture(scope="session")
def studies():
    return made_studies(1500)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def told():
    return []


@pytest.fixture
def patience(clock, told):
    return Patience(
        sleep=clock.sleep, clock=clock, told=told.append, now=lambda: datetime(2026, 11, 26, 12, 0, 0, tzinfo=UTC)
    )
