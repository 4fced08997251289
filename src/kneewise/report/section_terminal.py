"""A section on a terminal: what was found, the tables, then notes; columns aligned by cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.report.figures import clean
from kneewise.report.lines import cells as cells_of
from kneewise.report.lines import head, pad, sign, width_of, write
from kneewise.report.section_cells import cells
from kneewise.report.section_words import section_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

    from kneewise.report.sections import Grid, Section
    from kneewise.report.words import Lang


def present_sections(sections: Iterable[Section], console: Console, *, lang: Lang) -> None:
    """Write sections, one after the other."""
    for section in sections:
        head(console, clean(section.title))
        for text in section.found:
            write(console, "  ", clean(text))
        for text in section.warnings:
            write(console, f"  {sign(console, 'review')} ", clean(text), lead_style="bold yellow")
        for grid in section.grids:
            present_grid(grid, console, lang)
        for key, texts in (("missing", section.missing), ("notes", section.notes)):
            if texts:
                head(console, section_word(key, lang))
                for text in texts:
                    write(console, "  · ", clean(text), style="dim" if key == "notes" else "")


def present_grid(grid: Grid, console: Console, lang: Lang) -> None:
    """Write a table; one too wide for the terminal is written in blocks, each with the first column."""
    from rich.text import Text

    body = cells(grid, lang)
    columns = [[row[i] for row in body] for i in range(len(grid.columns))]
    heads = [_wrapped(clean(column.head), cells_of(cells)) for column, cells in zip(grid.columns, columns, strict=True)]
    widths = [max(cells_of(head), cells_of(cells)) for head, cells in zip(heads, columns, strict=True)]
    right = [column.form not in ("text", "label", "address") for column in grid.columns]
    console.print()
    if grid.caption:
        write(console, "  ", Text(clean(grid.caption), style="bold"))
    for n_block, block in enumerate(_blocks(widths, width_of(console) - 2)):
        if n_block:
            console.print()
        deepest = max(len(heads[i]) for i in block)
        above = {i: [""] * (deepest - len(heads[i])) + heads[i] for i in block}
        for n in range(deepest + len(body)):
            texts = [above[i][n] if n < deepest else columns[i][n - deepest] for i in block]
            line = "  ".join(pad(text, widths[i], right=right[i]) for text, i in zip(texts, block, strict=True))
            console.print(Text("  " + line.rstrip(), style="dim" if n < deepest else ""), soft_wrap=True)


def _wrapped(head: str, width: int) -> list[str]:
    """A head over several lines, no wider than its cells unless a word is."""
    words = head.split(" ")
    room = max(width, cells_of(words), 8)
    lines = [words[0]]
    for word in words[1:]:
        if cells_of([f"{lines[-1]} {word}"]) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _blocks(widths: Sequence[int], room: int) -> list[list[int]]:
    """Cut columns into blocks that fit; the first column leads every block."""
    blocks: list[list[int]] = [[0]]
    used = widths[0] if widths else 0
    for i in range(1, len(widths)):
        if used + 2 + widths[i] > room and len(blocks[-1]) > 1:
            blocks.append([0])
            used = widths[0]
        blocks[-1].append(i)
        used += 2 + widths[i]
    return blocks
