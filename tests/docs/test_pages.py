"""What the documentation shows is what happens, and it shows every command."""

from __future__ import annotations

import re
import subprocess
import sys

import click
import pytest

from docs.console import ROOT, Command, differences, make_workplace, pages, read_page
from kneewise.cli.main import COMMANDS, cli
from kneewise.errors import KneewiseError

SHOWING = [page for page in pages() if any(isinstance(step, Command) for step in read_page(page))]
TEXTS = [*pages(), ROOT / "GLOSSARY.md", ROOT / "CHANGELOG.md"]
_LINK = re.compile(r"\]\(([^)#\s]+)(#[^)\s]*)?\)")


def _name(page):
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", SHOWING, ids=_name)
def test_every_command_of_a_page_prints_what_the_page_says(page, tmp_path):
    told = differences(page, make_workplace(tmp_path))

    assert not told, "\n".join([*told, f"renew with: python tests/docs/console.py {_name(page)}"])


def _commands():
    """Every command of the tree, as its words after `kneewise`."""
    context = click.Context(cli)
    for name in COMMANDS:
        command = cli.get_command(context, name)
        yield (name,)
        if isinstance(command, click.Group):
            yield from ((name, each) for each in command.list_commands(context))


@pytest.mark.parametrize("words", list(_commands()), ids=" ".join)
def test_every_command_has_its_help_in_the_manual_and_is_used_in_a_guide(words):
    manual = ROOT / "docs" / "reference" / "commands" / f"{words[0]}.md"
    call = "kneewise " + " ".join(words)
    shown = [step.text for step in read_page(manual) if isinstance(step, Command)]
    used = [
        step.text
        for page in SHOWING
        if "reference" not in page.parts
        for step in read_page(page)
        if isinstance(step, Command)
    ]

    assert f"{call} --help" in shown
    assert any(call in text for text in used)


@pytest.mark.parametrize("page", TEXTS, ids=_name)
def test_links_lead_somewhere(page):
    targets = [target for target, _ in _LINK.findall(page.read_text(encoding="utf-8")) if ":" not in target]

    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_page_can_be_reached_from_the_first():
    start = ROOT / "README.md"
    seen, waiting = {start}, [start]
    while waiting:
        page = waiting.pop()
        for target, _ in _LINK.findall(page.read_text(encoding="utf-8")):
            place = (page.parent / target).resolve()
            if target.endswith(".md") and place not in seen and place.exists():
                seen.add(place)
                waiting.append(place)

    assert [_name(page) for page in TEXTS if page not in seen] == []


def test_the_catalogue_of_facts_is_current():
    call = [sys.executable, "-m", "kneewise.policy.reference"]
    made = subprocess.run(call, capture_output=True, check=True).stdout.decode("utf-8")

    assert (ROOT / "docs" / "reference" / "facts.md").read_text(encoding="utf-8") == made


def test_the_exit_statuses_of_the_page_are_those_of_the_program():
    from kneewise.cli import main
    from kneewise.errors import BadInput, BadPolicy

    page = (ROOT / "docs" / "reference" / "exit-statuses.md").read_text(encoding="utf-8")
    listed = {int(each) for each in re.findall(r"^\| (\d+) \|", page, flags=re.MULTILINE)}

    assert issubclass(BadInput, KneewiseError)
    assert listed == {0, 1, 2, BadInput.exit_code, BadPolicy.exit_code, 4} | {
        main.INTERRUPTED, main.READER_GONE, main.TERMINATED,
    }  # fmt: skip
