"""The self-contained page of methods: sections of sentences, pictures and tables; no script, no network."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

from kneewise.report.markup import esc, keep_days
from kneewise.report.page_files import content_hash, page_file
from kneewise.report.section_cells import cells
from kneewise.report.section_words import section_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kneewise.report.sections import Grid, Picture, Section
    from kneewise.report.words import Lang


_KINDS = {"text": "", "label": "", "address": "a"}  # classes of cells; of numbers it is "n"


def method_page(
    sections: Sequence[Section], *, lang: Lang, title: str, source: str, made_on: str, notice: str | None = None
) -> str:
    """The page as one text of HTML.

    source : what the figures were made from, as the name of a file
    made_on : the day to show, as text
    notice : what to know of the whole page; None: that figures describe groups of patients
    """
    style = page_file("page.css") + page_file("method_page.css")
    policy = f"default-src 'none'; style-src {content_hash(style)}; base-uri 'none'; form-action 'none'"
    return Template(page_file("method_page.html")).substitute(
        lang=esc(lang),
        policy=policy,
        style=style,
        title=esc(title),
        source=esc(section_word("source", lang, file=source)),
        made_on=esc(section_word("made-on", lang, day=made_on)),
        w_skip=esc(section_word("skip", lang)),
        w_notice=esc(notice or section_word("notice", lang)),
        w_dash=esc(section_word("dash", lang)),
        contents=_contents(sections, lang) if len(sections) > 1 else "",
        sections="\n".join(
            _section(n, section, lang, told=section.title == title and len(sections) == 1)
            for n, section in enumerate(sections, 1)
        ),
    )


def _contents(sections: Sequence[Section], lang: Lang) -> str:
    links = "".join(
        f'<li><a href="#section-{n}">{esc(section.title)}</a></li>' for n, section in enumerate(sections, 1)
    )
    return f'<nav class="contents" aria-label="{esc(section_word("contents", lang))}"><ul>{links}</ul></nav>'


def _section(n: int, section: Section, lang: Lang, *, told: bool) -> str:
    """One section; `told`: its title stands above already, as the page's."""
    hidden = ' class="hidden"' if told else ""
    parts = [
        f'<section class="result" id="section-{n}" aria-labelledby="h-{n}">',
        f'<h2 id="h-{n}"{hidden}>{esc(section.title)}</h2>',
    ]
    if section.found:
        parts.append(f'<ul class="found">{_items(section.found)}</ul>')
    parts += [f'<p class="warning">{esc(text)}</p>' for text in section.warnings]
    parts += [_figure(picture, f"p{n}-{i}") for i, picture in enumerate(section.pictures, 1)]
    parts += [_grid(grid, lang) for grid in section.grids]
    for key, texts in (("missing", section.missing), ("notes", section.notes)):
        if texts:
            parts.append(
                f'<div class="asides"><h3>{esc(section_word(key, lang))}</h3>'
                f'<ul class="points">{_items(texts)}</ul></div>'
            )
    return "\n".join([*parts, "</section>"])


def _items(texts: Iterable[str]) -> str:
    return "".join(f"<li>{esc(text)}</li>" for text in texts)


def _figure(picture: Picture, prefix: str) -> str:
    from kneewise.report.pictures.svg import inline_svg

    return f"<figure><figcaption>{esc(picture.title)}</figcaption>{inline_svg(picture, prefix)}</figure>"


def _grid(grid: Grid, lang: Lang) -> str:
    kinds = [_KINDS.get(column.form, "n") for column in grid.columns]
    heads = "".join(
        f'<th scope="col" class="{kind}">{esc(column.head)}</th>'
        for column, kind in zip(grid.columns, kinds, strict=True)
    )
    body = []
    for first, *rest in cells(grid, lang):
        others = "".join(
            f'<td class="{kind}">{keep_days(esc(text))}</td>' for text, kind in zip(rest, kinds[1:], strict=True)
        )
        first_kind = f' class="{kinds[0]}"' if kinds[0] == "a" else ""
        body.append(f'<tr><th scope="row"{first_kind}>{keep_days(esc(first))}</th>{others}</tr>')
    return (
        f'<div class="grid"><p class="caption" aria-hidden="true">{esc(grid.caption)}</p>'
        f'<div class="scroll"><table><caption class="hidden">{esc(grid.caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(body)}</tbody></table></div></div>"
    )
