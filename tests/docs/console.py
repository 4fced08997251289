"""The commands that the documentation shows: read from its ```console blocks, run, and compared with what is printed.

A block holds lines that begin with `$ ` and, below each, all that the command prints. A comment right before a block
says what the last of its commands ends with, where that is not 0:

    <!-- status: 3 -->

A comment before any other block makes a file of it, for the commands after it:

    <!-- file: my-bmac.toml -->

A picture of docs/images that a command of the page writes, under the same name, must say what the one in the page says.

`python tests/docs/console.py [PAGE]...` runs the pages and writes what was printed into them, and the pictures.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).parents[2]
_FENCE = re.compile(r"^```(\w*)$")
_MARK = re.compile(r"^<!-- (status|file): (\S+) -->$")
_PICTURE = re.compile(r"\]\((?:\.\./)*images/([^)\s]+)\)")
_VARIES = re.compile(r"\bin [0-9.]+ s\b")  # how long it took
_PROGRESS = re.compile(r"\(\d+ s\)$")  # told only where the work takes long


@dataclass(kw_only=True)
class Command:
    """One command of a page, with what the page says that it prints."""

    line: int
    text: str
    shown: list[str] = field(default_factory=list)
    status: int = 0


@dataclass(kw_only=True)
class WrittenFile:
    """A block of a page that the reader is asked to keep as a file."""

    path: str
    text: str


def pages() -> list[Path]:
    """Give every page that may show a command."""
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def read_page(path: Path) -> list[Command | WrittenFile]:
    """Read the commands and files of a page, in order."""
    steps: list[Command | WrittenFile] = []
    lines = path.read_text(encoding="utf-8").splitlines()
    n, status, kept_as = 0, 0, None
    while n < len(lines):
        fence = _FENCE.match(lines[n])
        mark = _MARK.match(lines[n])
        if mark:
            status, kept_as = (int(mark[2]), None) if mark[1] == "status" else (0, mark[2])
        elif fence:
            end = next(m for m in range(n + 1, len(lines)) if lines[m] == "```")
            body = lines[n + 1 : end]
            if kept_as is not None:
                steps.append(WrittenFile(path=kept_as, text="\n".join(body) + "\n"))
            elif fence[1] == "console":
                steps += _read_console(body, n + 2, status)
            n, status, kept_as = end, 0, None
        n += 1
    return steps


def _read_console(body: list[str], first: int, status: int) -> list[Command]:
    commands: list[Command] = []
    for n, line in enumerate(body):
        if line.startswith("$ "):
            commands.append(Command(line=first + n, text=line[2:]))
        else:
            commands[-1].shown.append(line)
    commands[-1].status = status
    return commands


def make_workplace(folder: Path) -> Path:
    """Lay out what a reader has in front of him: a copy of the repository without what is built in it."""
    leave = shutil.ignore_patterns(".*", "__pycache__", "build", "dist", "node_modules")
    for each in sorted(ROOT.iterdir()):
        if each.name.startswith(".") or each.name in ("build", "dist", "out", "demo", "benchmarks"):
            continue
        if each.is_dir():
            shutil.copytree(each, folder / each.name, ignore=leave)
        else:
            shutil.copy(each, folder / each.name)
    return folder


def run(command: Command, folder: Path) -> tuple[int, list[str]]:
    """Run one command in a folder; gives its status, and standard output and error as one text of 100 columns."""
    here = str(Path(sys.executable).parent)
    environment = {
        **os.environ,
        "PATH": here + os.pathsep + os.environ["PATH"],
        "COLUMNS": "100",
        "LC_ALL": "C.UTF-8",
        "PYTHONUTF8": "1",
        "KNEEWISE_CACHE": str(folder / ".cache"),
    }
    done = subprocess.run(
        ["bash", "-c", command.text],
        cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        timeout=120, check=False,
    )  # fmt: skip
    text = done.stdout.decode("utf-8").rstrip("\n")
    lines = [line.rstrip() for line in text.split("\n")] if text else []
    return done.returncode, [line for line in lines if not _PROGRESS.search(line)]


def differences(path: Path, folder: Path, *, renew: bool = False) -> list[str]:
    """Run a page in a folder and tell what is not as it says; `renew` writes the page anew instead."""
    told: list[str] = []
    lines = path.read_text(encoding="utf-8").splitlines()
    moved = 0
    for step in read_page(path):
        if isinstance(step, WrittenFile):
            (folder / step.path).write_text(step.text, encoding="utf-8")
            continue
        status, printed = run(step, folder)
        place = f"{path.relative_to(ROOT)}:{step.line}: {step.text}"
        if status != step.status:
            told.append(f"{place}\n  ended with {status}, the page says {step.status}\n  " + "\n  ".join(printed))
            continue
        if [_VARIES.sub("in", each) for each in printed] == [_VARIES.sub("in", each.rstrip()) for each in step.shown]:
            continue
        if renew:
            begin = step.line + moved
            lines[begin : begin + len(step.shown)] = printed
            moved += len(printed) - len(step.shown)
        else:
            told.append(f"{place}\n  printed\n    " + "\n    ".join(printed))
    if renew:
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return told + _pictures(path, folder, renew=renew)


def _pictures(path: Path, folder: Path, *, renew: bool) -> list[str]:
    """Compare the pictures that the commands of a page wrote with those it shows, by their words; or renew them."""
    told = []
    for name in dict.fromkeys(_PICTURE.findall(path.read_text(encoding="utf-8"))):
        made, shown = folder / name, ROOT / "docs" / "images" / name
        if not made.exists():
            continue
        if renew:
            shutil.copy(made, shown)
        elif not shown.exists() or _words(made) != _words(shown):
            told.append(f"{path.relative_to(ROOT)}: the picture {name} is not the one that its command draws")
    return told


def _words(picture: Path) -> list[str]:
    """The words of an SVG; its lines may differ by a version of what draws them."""
    return [text for text in ElementTree.parse(picture).getroot().itertext() if text.strip()]


def main(names: list[str]) -> int:
    """Write into the pages what their commands print now; a wrong exit status is told, and not written."""
    told: list[str] = []
    for path in [Path(name).resolve() for name in names] or pages():
        with tempfile.TemporaryDirectory() as folder:
            told += differences(path, make_workplace(Path(folder)), renew=True)
    print("\n".join(told), file=sys.stderr)
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
