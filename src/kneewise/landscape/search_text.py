"""Words as the search takes them: without case, accents and widths; Korean in pairs of syllables."""

from __future__ import annotations

import re
import unicodedata

_RUN = re.compile("[0-9a-z]+|[\uac00-\ud7a3]+|[\u3040-\u30ff\u4e00-\u9fff]+")
_PARTS = re.compile("[0-9]+|[^0-9]+")


def fold(text: str) -> str:
    """Lower case, plain letters, one width.

    >>> fold("TWOCELLS Sàrl ＢＭＡＣ")
    'twocells sarl bmac'
    """
    spread = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(each for each in spread if not unicodedata.combining(each))
    return unicodedata.normalize("NFC", plain)


def words(text: str) -> list[str]:
    """The words of a text that is indexed; a run of Korean, Japanese or Chinese is given whole and in pairs.

    A code of letters and digits is given whole and in parts, so that "TG-C", "tgc", "NCT 0404" find it.

    >>> words("Catrigrow, 카티스템")
    ['catrigrow', '카티스템', '카티', '티스', '스템']
    """
    found = []
    for run in _RUN.findall(fold(text)):
        found.append(run)
        if run[0] > "\u3000":
            found += [run[n : n + 2] for n in range(len(run) - 1)] if len(run) > 2 else []
        elif len(parts := _PARTS.findall(run)) > 1:
            found += parts
    return found


def asked(query: str) -> list[str]:
    """The words of a query, each once."""
    return list(dict.fromkeys(_RUN.findall(fold(query))))


def joined(text: str) -> str:
    """A name without the signs between its parts: "TG-C" is also looked for as "tgc"."""
    return "".join(_RUN.findall(fold(text)))


def distance_at_most(one: str, two: str, most: int) -> int | None:
    """How many letters must be put in, left out, changed or swapped with the next; None where more than `most`.

    Source: Damerau FJ. Commun ACM 1964;7:171-176 (each pair swapped once).

    >>> distance_at_most("catrigrow", "cartigrow", 2)
    1
    """
    if abs(len(one) - len(two)) > most:
        return None
    before: list[int] = []
    row = list(range(len(two) + 1))
    for n, letter in enumerate(one, 1):
        earlier, before = before, row
        row = [n]
        for m, other in enumerate(two, 1):
            best = min(before[m] + 1, row[m - 1] + 1, before[m - 1] + (letter != other))
            if n > 1 and m > 1 and letter == two[m - 2] and one[n - 2] == other:
                best = min(best, earlier[m - 2] + 1)
            row.append(best)
        if min(row) > most and (not before or min(before) > most):
            return None
    return row[-1] if row[-1] <= most else None
