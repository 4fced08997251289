"""Lines for the terminal: hanging indents, columns aligned by cells (a Korean letter takes two)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.report.words import mark

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

STYLES: dict[str, str] = {
    "pass": "green",
    "fail": "red",
    "review": "yellow",
    "missing": "cyan",
    "not-applicable": "dim",
    "flag": "magenta",
    "unchecked": "dim",
}
RECOMMENDATION_STYLES: dict[str, str] = {
    "pay": "bold green",
    "pay-outpatient": "bold green",
    "ask-papers": "bold cyan",
    "refer": "bold yellow",
    "outside-notice": "bold red",
    "outside-contract": "bold red",
}
WIDEST = 100  # beyond this a line is hard to read, however wide the terminal


def width_of(console: Console) -> int:
    """The width to write in."""
    return max(40, min(console.width, WIDEST))


def is_plain(console: Console) -> bool:
    """Whether only letters of ASCII should draw: the terminal's encoding holds nothing else."""
    return not console.encoding.lower().startswith("utf")


def sign(console: Console, state: str) -> str:
    """The mark of a state in what this console can show."""
    return mark(state, ascii_only=is_plain(console))


def pad(text: str, cells: int, *, right: bool = False) -> str:
    """Fill a text up to a number of cells."""
    from rich.cells import cell_len

    gap = " " * max(0, cells - cell_len(text))
    return gap + text if right else text + gap


def cells(texts: list[str]) -> int:
    """The cells of the widest of some texts."""
    from rich.cells import cell_len

    return max((cell_len(text) for text in texts), default=0)


def write(console: Console, first: str, body: Text | str, *, style: str = "", lead_style: str = "") -> None:
    """Write a body after a lead; its further lines stand under the first letter of the body."""
    from rich.cells import cell_len
    from rich.text import Text

    text = Text(body, style=style) if isinstance(body, str) else body
    room = max(20, width_of(console) - cell_len(first))
    for i, line in enumerate(text.wrap(console, room)):
        line.rstrip()
        lead = Text(first if i == 0 else " " * cell_len(first), style=lead_style if i == 0 else "")
        console.print(lead + line, soft_wrap=True, highlight=False, markup=False)


def head(console: Console, title: str, rest: str = "", *, state: str | None = None) -> None:
    """Write a heading of a section: bold, after an empty line."""
    from rich.text import Text

    text = Text(title, style="bold")
    if rest:
        text.append(f"  {rest}", style=STYLES.get(state or "", "dim"))
    console.print()
    write(console, "", text)
