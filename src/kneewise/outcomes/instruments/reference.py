"""The thresholds as Markdown (docs/reference/thresholds.md), and the table of instruments, made from what is held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kneewise.outcomes.instruments.score import CATALOGUE, definition_of
from kneewise.outcomes.instruments.thresholds import KINDS, every_threshold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kneewise.outcomes.instruments.definition import Instrument, Part
    from kneewise.outcomes.instruments.thresholds import Threshold

_HEAD: Final = """\
# Thresholds of change

<!-- Made by `python -m kneewise.outcomes.instruments.reference`; a test checks that it is current. Do not edit. -->

How much a score has to change before it matters to a patient, from which score on patients call their state acceptable,
and what one person's measurement error alone may bring. Each holds for the people, the period and the method that it
was found with. Sources were read in November 2026; *primary* is the study itself, *secondary* a paper that cites or
applies the figure, *tertiary* a page that names no study.

- Sizes of change are above 0 whichever way the scale runs. *Better* is the good end of the scale in the source; a dash
  where its page does not say.
- Relative thresholds are in per cent of the baseline.
- `thresholds("KOOS", "pain", "MIC", population="non-surgical")` finds one from Python. Where several fit, it lists them
  and gives none.
- Not held, since nothing readable was found: thresholds of EQ-5D, IKDC and KOOS JR, and of cell therapy in particular;
  the study behind the MCID of KOOS pain, symptoms, ADL and sport.

"""
_COLUMNS: Final = ("score", "size", "change", "better", "people", "period", "method", "source")


def thresholds_reference() -> str:
    """Give the page of all thresholds as Markdown."""
    kinds = [f"- **{kind}**: {says}." for kind, says in KINDS.items()]
    sections = [_section(kind) for kind in KINDS]
    return _HEAD + "\n".join([*kinds, "", *sections])


def instruments_table() -> str:
    """Give the table of instruments and parts as Markdown, for the page on scoring."""
    head = _row(("instrument", "part", "items", "answers", "score", "better", "answers needed, by rule"))
    rows = [_row(cells) for form in _every_form() for cells in _parts(form)]
    return "\n".join([head, _row(["---"] * 7), *rows]) + "\n"


def _every_form() -> Iterable[Instrument]:
    choices = {
        "WOMAC": ({"form": "Likert"}, {"form": "VAS"}, {"form": "NRS"}),
        "pain": ({"form": "VAS mm"}, {"form": "VAS cm"}, {"form": "NRS"}),
        "EQ-5D-3L": ({"country": "South Korea"},),
        "EQ-5D-5L": ({"country": "South Korea"},),
    }
    for name in CATALOGUE:
        for choice in choices.get(name, ({},)):
            yield definition_of(name, **choice)


def _parts(form: Instrument) -> Iterable[tuple[str, ...]]:
    for number, part in enumerate(form.parts):
        score = f"{part.low:g} to {part.high:g}"
        name = f"**{form.name}**" if number == 0 else ""
        if part.made_of:
            yield name, part.name, ", ".join(part.made_of), "", score, part.better, "every part"
            continue
        needed = ", ".join(f"{rule}: {count} of {len(part.items)}" for rule, count in part.needed.items())
        if not part.rule_found:
            needed = f"no rule found: {len(part.items)} of {len(part.items)}"
        yield name, part.name, _short(part.items), _answers(form, part), score, part.better, needed


def _short(names: tuple[str, ...]) -> str:
    """Write a run of numbered items as P1-P9."""
    letters = {name.rstrip("0123456789") for name in names}
    numbers = [name.removeprefix(min(letters)) for name in names]
    if (
        len(letters) == 1
        and len(names) > 2
        and numbers == [str(n) for n in range(int(numbers[0]), int(numbers[-1]) + 1)]
    ):
        return f"{names[0]}-{names[-1]}"
    return ", ".join(names)


def _answers(form: Instrument, part: Part) -> str:
    items = [item for item in form.items if item.name in part.items]
    lists: dict[tuple[float, float, bool], list[str]] = {}
    for item in items:
        lists.setdefault((item.low, item.high, item.whole), []).append(item.name)
    usual = max(lists, key=lambda each: len(lists[each]))
    others = [f"{', '.join(names)}: {_range(each)}" for each, names in lists.items() if each != usual]
    turned = [item.name for item in items if item.is_reversed]
    return "; ".join([_range(usual), *others, *([f"{', '.join(turned)} turned"] if turned else [])])


def _range(each: tuple[float, float, bool]) -> str:
    low, high, whole = each
    return f"{low:g}-{high:g}" + ("" if whole else ", fractions too")


def _section(kind: str) -> str:
    rows = [_row(_cells(each)) for each in every_threshold() if each.kind == kind]
    return "\n".join([f"## {kind}", "", _row(_COLUMNS), _row(["---"] * len(_COLUMNS)), *rows, ""])


def _cells(threshold: Threshold) -> tuple[str, ...]:
    size = f"{threshold.low:g} to {threshold.high:g}" if threshold.value is None else f"{threshold.value:g}"
    scale = "" if threshold.scale_low is None else f" of {threshold.scale_low:g}-{threshold.scale_high:g}"
    where = f"[{threshold.level}, {threshold.location}]({threshold.source})"
    return (
        threshold.instrument if threshold.part in threshold.instrument else f"{threshold.instrument} {threshold.part}",
        f"{size} {threshold.unit}{scale}",
        threshold.change,
        threshold.better or "-",
        threshold.population + (f", n = {threshold.n}" if threshold.n else ""),
        threshold.period or "-",
        threshold.method,
        where + (f"; {threshold.note}" if threshold.note else ""),
    )


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    import sys

    sys.stdout.write(thresholds_reference())
