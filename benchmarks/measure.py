"""What every comparison needs: CPU seconds (user and system) of a process, its peak memory, and the machine's name."""

from __future__ import annotations

import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent


class Cost(NamedTuple):
    """CPU seconds of a process with all its threads, wall seconds, peak memory in MB, and what it printed."""

    cpu: float
    wall: float
    peak_mb: float
    output: str


def cpu_seconds() -> float:
    """CPU seconds of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def peak_mb() -> float:
    """Peak memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def cost_of(command: list[str], **environment: str) -> Cost:
    """Run a command and measure it; one that fails ends the comparison."""
    with tempfile.TemporaryFile("w+") as output:
        began = time.monotonic()
        process = subprocess.Popen(command, stdout=output, env=os.environ | environment)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}\n{text}")
    return Cost(used.ru_utime + used.ru_stime, time.monotonic() - began, used.ru_maxrss / 1000, text)


def median(values: list[float]) -> float:
    """The middle of repeated measurements."""
    return statistics.median(values)


def machine() -> str:
    """Name the machine and the versions that matter."""
    model = "unknown processor"
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [
            line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if line.startswith("model name")
        ]
        model = names[0] if names else model
    import duckdb

    versions = f"Python {platform.python_version()}, duckdb {duckdb.__version__}"
    return f"{model}, {os.cpu_count()} cores; {versions}; {sys.platform}"
