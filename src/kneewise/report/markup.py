"""Small pieces of HTML. Every value goes through `esc`: nothing else puts text of a record into the page."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from kneewise.report.figures import clean
from kneewise.report.words import mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kneewise.review.answer import Outcome


DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")


def esc(value: object) -> str:
    """A value as text of the page or of a quoted attribute.

    >>> esc('<b title="x">')
    '&lt;b title=&quot;x&quot;&gt;'
    """
    return html.escape(clean(str(value)), quote=True)


def keep_days(markup: str) -> str:
    """The same markup with no day broken over two lines."""
    return DAY.sub(r'<span class="day">\g<0></span>', markup)


def sign(state: str) -> str:
    """The mark of a state; the word beside it is what a screen reader says."""
    return f'<span class="mark" aria-hidden="true">{esc(mark(state))}</span>'


def badge(state: str, text: str) -> str:
    """A state in a pill: mark, word and colour."""
    return f'<span class="badge s-{esc(state)}">{sign(state)}{esc(text)}</span>'


def pairs(rows: Iterable[tuple[str, str]]) -> str:
    """A list of terms; the second of each row is markup already."""
    body = "".join(f"<div><dt>{esc(term)}</dt><dd>{described}</dd></div>" for term, described in rows)
    return f'<dl class="pairs">{body}</dl>' if body else ""


def table(
    caption: str, heads: Sequence[tuple[str, str]], rows: Iterable[Sequence[str]], *, kind: str = ""
) -> str:
    """A table; heads are (text, class); cells are markup; "stack" piles rows where it is narrow."""
    top = "".join(f'<th scope="col" class="{esc(kind)}">{esc(text)}</th>' for text, kind in heads)
    body = []
    for first, *rest in rows:
        others = "".join(
            f'<td class="{esc(kind)}">{cell}</td>' for (_, kind), cell in zip(heads[1:], rest, strict=True)
        )
        body.append(f'<tr><th scope="row" class="{esc(heads[0][1])}">{first}</th>{others}</tr>\n')
    return (
        f'<div class="scroll"><table class="{esc(kind)}"><caption class="hidden">{esc(caption)}</caption>'
        f"<thead><tr>{top}</tr></thead>\n<tbody>\n{''.join(body)}</tbody></table></div>"
    )


def bar(label: str, counts: Mapping[Outcome, int]) -> str:
    """A bar of 100 %, one piece a state, with the mark where there is room; `label` says it all in words."""
    total = sum(counts.values())
    pieces = []
    at = 0.0
    for state, n in counts.items():
        if not n:
            continue
        width = 100 * n / total
        pieces.append(f'<rect class="s-{esc(state)}" x="{at:.3f}%" width="{width:.3f}%" height="100%"/>')
        if width >= 5:
            pieces.append(f'<text x="{at + width / 2:.3f}%" y="50%">{esc(mark(state))}</text>')
        at += width
    inner = "".join(pieces)
    return f'<svg class="bar" role="img" aria-label="{esc(label)}" width="100%" height="20">{inner}</svg>'


def choices(label: str, name: str, options: Iterable[tuple[str, str]]) -> str:
    """A labelled choice of the filter."""
    body = "".join(f'<option value="{esc(code)}">{esc(text)}</option>' for code, text in options)
    return f'<label><span>{esc(label)}</span><select name="{esc(name)}">{body}</select></label>'
