"""The command as a whole: its help, how it ends, what it costs to start."""

from __future__ import annotations

import resource
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest

import kneewise as package
from kneewise.cli.main import COMMANDS, cli

ROOT = Path(__file__).parents[2]
HEAVY = ("sqlglot", "duckdb", "rich", "yaml", "biip")


def commands():
    """Every command with its path."""
    stack = [((), cli)]
    while stack:
        path, command = stack.pop()
        yield path, command
        if isinstance(command, click.Group):
            context = click.Context(command)
            stack += [
                ((*path, name), command.get_command(context, name)) for name in command.list_commands(context)
            ]


def costs_less_than(limit, arguments, runs=15):
    """Whether a process stays below so many CPU seconds in its best run; other work only adds to it."""
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(arguments, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < limit:
            return True
    return False


def loaded_by(*arguments):
    """The heavy libraries that a call imports."""
    code = (
        "import sys\nfrom kneewise.cli.main import cli\n"
        "try:\n    cli(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        f"sys.stderr.write(' '.join(each for each in {HEAVY!r} if each in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], check=True, capture_output=True, text=True
    )
    return done.stderr.split("\n")[-1].split()


def test_help_costs_less_than_015_cpu_seconds():
    assert costs_less_than(0.15, [sys.executable, "-m", "kneewise", "--help"])


def test_help_imports_no_command_and_nothing_heavy():
    assert loaded_by("--help") == []


def test_one_file_with_a_warm_cache_costs_less_than_03_cpu_seconds_and_imports_no_engine(one_case, kneewise):
    kneewise("review", one_case)

    assert costs_less_than(0.3, [sys.executable, "-m", "kneewise", "review", str(one_case)])
    assert not {"sqlglot", "duckdb"} & set(loaded_by("review", one_case))


def test_one_file_without_a_cache_costs_less_than_a_cpu_second(one_case, monkeypatch):
    monkeypatch.setenv("KNEEWISE_CACHE", "")

    assert costs_less_than(1, [sys.executable, "-m", "kneewise", "review", str(one_case)])


def test_json_of_one_file_needs_no_terminal_library(one_case, kneewise):
    kneewise("review", one_case)

    assert "rich" not in loaded_by("review", one_case, "--out", "answer.json")


def test_the_lines_of_the_help_are_those_of_the_commands():
    for name, entry in COMMANDS.items():
        command = cli.get_command(click.Context(cli), name)

        assert command.name == name
        assert len(entry.line) <= 60 and entry.line.endswith(".")


@pytest.mark.parametrize(
    ("path", "command"), list(commands()), ids=lambda each: "-".join(each) if isinstance(each, tuple) else ""
)
def test_every_help_has_an_example_and_the_exit_statuses(path, command, kneewise):
    shown = kneewise(*path, "--help")

    assert shown.exit_code == 0
    if isinstance(command, click.Group) and path:
        assert "kneewise" in shown.output
        return
    assert f"kneewise {' '.join(path)}" in shown.output.replace("\n", " ").replace("  ", " ")
    assert "xit status" in shown.output


def test_the_version_is_that_of_the_package(kneewise):
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

    assert package.__version__ == declared
    assert kneewise("--version").output == f"kneewise {declared}\n"


def test_a_mistyped_command_names_the_nearest(kneewise):
    done = kneewise("reviw")

    assert done.exit_code == 2
    assert "there is no command 'reviw'; did you mean 'review'?" in done.output


def test_no_command_shows_the_help(kneewise):
    done = kneewise()

    assert "Commands:" in done.output and done.exit_code == 2


def test_a_command_line_that_cannot_be_taken_ends_with_2(kneewise, one_case, tmp_path):
    tables = tmp_path / "cases.csv"
    tables.write_text("case,knee\n", encoding="utf-8")
    for arguments in (
        ["review"],
        ["review", "nowhere.yaml"],
        ["review", one_case, "--only", "perhaps"],
        ["review", one_case, "--only", "kit=perhaps"],
        ["review", one_case, "--out", "answers.xml"],
        ["review", one_case, "--html", "-"],
        ["review", tables],
        ["review", one_case, "--out", one_case],
        ["review", one_case, "--out", "no/such/folder.json"],
        ["review", one_case, "--rejects", "r.jsonl"],
        ["review", one_case, "--as-of", "2024"],
        ["review", one_case, "--lang", "de"],
        ["case", "convert", one_case, one_case],
        ["policy", "diff", "kr/kit", "kr/kit", "--cases", one_case, "--out", "d.xml"],
    ):
        done = kneewise(*arguments)
        assert done.exit_code == 2, (arguments, done.output)
        assert "Error: " in done.output


def test_what_is_refused_ends_with_3_and_without_a_traceback(kneewise, one_case, tmp_path):
    (tmp_path / "broken.yaml").write_text("case: [", encoding="utf-8")
    for arguments in (
        ["review", "broken.yaml"],
        ["review", one_case, "--policy", "kr/nowhere"],
        ["policy", "explain", "kr/nowhere"],
        ["case", "convert", "broken.yaml", "out.json"],
    ):
        done = kneewise(*arguments)
        assert done.exit_code == 3, (arguments, done.output)
        assert done.stderr.startswith("kneewise: ") and "Traceback" not in done.output


def test_the_package_offers_review_without_importing_it():
    code = "import sys, kneewise; print('kneewise.review' in sys.modules, callable(kneewise.review))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert done.stdout.split() == ["False", "True"]
    with pytest.raises(AttributeError):
        _ = package.nothing
