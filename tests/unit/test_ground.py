"""What the repository promises of itself: nothing left over, sizes, locks, and a wheel that works alone."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import kneewise

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src" / "kneewise").rglob("*.py"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
HEAVY = {"biip", "duckdb", "formulaic", "matplotlib", "pandas", "rich", "sqlglot", "yaml"}
# Modules that are themselves imported only where they are needed: to compile policies, to draw on a terminal.
AT_TOP = {
    "console.py": "rich",
    "grammar.py": "sqlglot",
    "grammar_amounts.py": "sqlglot",
    "grammar_types.py": "sqlglot",
    "sql_code.py": "sqlglot",
    "truth_sql.py": "sqlglot",
    "verdict_sql.py": "sqlglot",
}
# Written in halves, so that this file does not find itself.
_WORDS = [r"\bTO" + r"DO\b", r"\bFIX" + r"ME\b", "py" + r"pi\.org", "python" + "hosted", "index" + "-url"]
_LEFT_OVER = re.compile("|".join(_WORDS))
_TEXT = {".py", ".toml", ".md", ".yaml", ".csv", ".css", ".js", ".html", ".json", ".txt", ".lock", ".sql", ""}
_PIN = re.compile(r"^([a-z0-9-]+)==(\S+)")


def _files():
    skip = {"build", "dist", "out", "demo", "__pycache__"}
    for path in sorted(ROOT.rglob("*")):
        place = path.relative_to(ROOT)
        hidden = any(part.startswith(".") and part != ".ci" for part in place.parts)
        if path.is_file() and path.suffix in _TEXT and not hidden and not skip & set(place.parts):
            yield path


def test_nothing_is_left_for_later_and_no_registry_has_an_address():
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in _files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if _LEFT_OVER.search(line)
    ]

    assert found == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT / "src")))
def test_a_file_has_one_subject_of_at_most_260_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 260


def _imported_at_top(tree):
    """Name the packages that are imported when a module is, leaving out what is for the type checker."""
    for node in tree.body:
        if isinstance(node, ast.Import):
            yield from (each.name.partition(".")[0] for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield (node.module or "").partition(".")[0]


def test_heavy_libraries_are_imported_where_they_are_needed():
    found = {
        (path.name, name)
        for path in SOURCES
        for name in _imported_at_top(ast.parse(path.read_text(encoding="utf-8")))
        if name in HEAVY and AT_TOP.get(path.name) != name
    }

    assert found == set()


def test_the_version_is_one():
    assert kneewise.__version__ == PROJECT["version"]


def _locked(name):
    """Give the pins of a lock, by package; each must carry a hash."""
    pins = {}
    for block in re.split(r"\n(?=[a-z0-9])", (ROOT / name).read_text(encoding="utf-8")):
        pin = _PIN.match(block)
        assert pin, block[:80]
        assert "--hash=sha256:" in block, pin[1]
        pins[pin[1]] = pin[2]
    return pins


def _normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize(("name", "extras"), [("requirements.lock", ()), ("requirements-dev.lock", ("test", "check"))])
def test_the_locks_hold_what_the_project_asks_for(name, extras):
    pins = _locked(name)
    wanted = [*PROJECT["dependencies"]]
    for extra in extras:
        wanted += PROJECT["optional-dependencies"][extra]
    for each in map(Requirement, wanted):
        assert each.specifier.contains(pins[_normal(each.name)]), each


def test_both_locks_run_the_same():
    tests = _locked("requirements-dev.lock")

    assert {name: tests.get(name) for name in _locked("requirements.lock")} == _locked("requirements.lock")


def test_the_first_page_holds_the_two_lines_that_the_check_of_a_change_runs():
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = dict(re.findall(r"<!-- line: (\w+) -->\n```sh\n(.+)\n```", page))

    assert lines.keys() == {"review", "test"}
    assert "kneewise review examples/disputes.yaml" in lines["review"]
    assert "pytest" in lines["test"]
    run = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert all(f'"line: {name}"' in run for name in lines)
    assert "pytest" not in re.sub(r"#.*", "", run)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built here without fetching anything."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-index", "--no-deps", "--no-build-isolation",
         "-w", str(folder), str(ROOT)],
        check=True, capture_output=True,
    )  # fmt: skip
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_the_law_book_the_data_files_and_the_licence(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    source = ROOT / "src" / "kneewise"
    wanted = {f"kneewise/{path.relative_to(source).as_posix()}" for path in source.rglob("*") if path.suffix != ".pyc"}
    wanted = {name for name in wanted if (source / name.removeprefix("kneewise/")).is_file()}
    wanted |= {f"kneewise/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / "policies").rglob("*.toml")}

    assert wanted <= names
    assert {"kneewise/py.typed", "kneewise/policy/facts.toml", "kneewise/device/licences.csv"} <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert {name.split("/")[0] for name in names} == {"kneewise", f"kneewise-{kneewise.__version__}.dist-info"}


def test_the_wheel_alone_reviews_the_examples(wheel, tmp_path):
    place = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place)
    environment = {**os.environ, "PYTHONPATH": str(place), "KNEEWISE_CACHE": str(tmp_path / "cache")}
    told = subprocess.run(
        [sys.executable, "-c", "import kneewise; print(kneewise.__file__)"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "kneewise", "review", str(ROOT / "examples" / "disputes.yaml")],
        cwd=tmp_path, env=environment, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip

    assert Path(told.strip()).is_relative_to(place)
    assert done.returncode == 0, done.stderr
    assert "12 cases in 11 claims" in done.stdout
