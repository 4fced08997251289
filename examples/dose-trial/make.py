"""A made-up dose trial of a knee injection: `python make.py [FOLDER]` writes its tables, the same ones every time.

Nobody in it lives. Sixty knees in three arms of 20 (1, 10 and 50 million cells), KOOS at 0, 1, 3, 6, 12 and 24 months,
adverse events, follow-up, and the Kellgren-Lawrence grade of every knee by three readers. What is true of it: the mean
gain at 12 months rises with the dose and levels off, patients who do badly come less often, reader B sees grade 2
where A sees 1. Only `random.random` and `random.gauss` are drawn from, whose numbers are the same in every Python.
"""

from __future__ import annotations

import csv
import random
import sys
from pathlib import Path
from typing import Any

Row = dict[str, Any]

SEED = 20261126
DOSES = (1, 10, 50)  # million cells
PER_ARM = 20
VISITS = (0, 1, 3, 6, 12, 24)  # months
HOSPITALS = ("h-01", "h-02", "h-03")
PARTS = {"P": 9, "S": 7, "A": 17, "SP": 5, "Q": 4}  # items of KOOS by part
HARDER = {"P": 0.0, "S": 6.0, "A": 4.0, "SP": -18.0, "Q": -12.0}  # how the parts lie to pain, of 100
TERMS = (("injection-site pain", 0.25, 0.10), ("joint swelling", 0.12, 0.10), ("back pain", 0.15, 0.0))


def main(folder: str = str(Path(__file__).parent)) -> None:
    """Write the tables."""
    draw = random.Random(SEED)
    knees = [_knee(draw, n, DOSES[n // PER_ARM]) for n in range(PER_ARM * len(DOSES))]
    place = Path(folder)
    forms = [form for knee in knees for form in _forms(draw, knee)]
    _write(place / "koos.csv", forms)
    _write(place / "patients.csv", [_follow_up(draw, knee) for knee in knees])
    _write(place / "events.csv", [event for knee in knees for event in _events(draw, knee)])
    _write(place / "readings.csv", [reading for knee in knees for reading in _readings(draw, knee)])


def _knee(draw: random.Random, n: int, dose: int) -> Row:
    # Half of the largest gain is reached at 5 million cells.
    largest = 22.0 * dose / (dose + 5.0)
    return {
        "subject": f"k{n + 1:02}",
        "dose": dose,
        "hospital": HOSPITALS[int(draw.random() * len(HOSPITALS))],
        "age": int(min(80, max(40, draw.gauss(61, 7)))),
        "sex": "female" if draw.random() < 0.6 else "male",
        "start": draw.gauss(44, 11),
        "gain": draw.gauss(4 + largest, 9),
        "kl": (1, 2, 2, 3, 3)[int(draw.random() * 5)],
        "seen": 24,
    }


def _forms(draw: random.Random, knee: Row) -> list[Row]:
    forms: list[Row] = []
    worse = 0.0
    for month in VISITS:
        share = 0.0 if month == 0 else min(1.0, (month / 6) ** 0.5) * (0.85 if month == 24 else 1.0)
        latent = knee["start"] + share * knee["gain"] + draw.gauss(0, 4)
        comes = month == 0 or draw.random() > 0.04 + 0.002 * month + worse
        if comes:
            forms.append({"subject": knee["subject"], "dose": knee["dose"], "visit": month, "age": knee["age"],
                          "sex": knee["sex"], "hospital": knee["hospital"], **_items(draw, latent)})  # fmt: skip
            knee["seen"] = month
        worse = 0.12 if latent < knee["start"] + 4 and month else worse
    return forms


def _items(draw: random.Random, latent: float) -> Row:
    """Answers from 0 (the good end) to 4; one in 150 is left empty."""
    items: Row = {}
    for part, n_items in PARTS.items():
        for n in range(1, n_items + 1):
            good = (latent + HARDER[part]) / 25 + draw.gauss(0, 0.7)
            items[f"{part}{n}"] = "" if draw.random() < 1 / 150 else 4 - min(4, max(0, round(good)))
    return items


def _follow_up(draw: random.Random, knee: Row) -> Row:
    """How long a knee was followed, and whether it was replaced."""
    days = 731 if knee["seen"] == 24 else int(knee["seen"] * 30.4 + draw.random() * 60) + 14
    replaced = draw.random() < (0.16 if knee["kl"] == 3 else 0.04)
    if replaced:
        days = int(min(days, 200 + draw.random() * 500))
    return {"subject": knee["subject"], "dose": knee["dose"], "hospital": knee["hospital"], "age": knee["age"],
            "sex": knee["sex"], "kl": knee["kl"], "followed_days": days,
            "arthroplasty": "true" if replaced else "false"}  # fmt: skip


def _events(draw: random.Random, knee: Row) -> list[Row]:
    events: list[Row] = []
    for term, base, by_dose in TERMS:
        if draw.random() < base + by_dose * DOSES.index(knee["dose"]):
            local = term != "back pain"
            day = int(draw.random() * 4) if local else int(draw.random() * 300)
            events.append(_event(knee, term, 1 + (draw.random() < 0.3), day, serious=False, related=local))
    if draw.random() < 0.04:
        events.append(_event(knee, "fall with fracture", 3, 60 + int(draw.random() * 400), serious=True, related=False))
    if knee["dose"] == 50 and draw.random() < 0.06:
        events.append(_event(knee, "septic arthritis", 3, 3 + int(draw.random() * 10), serious=True, related=True))
    return events


def _event(knee: Row, term: str, grade: int, day: int, *, serious: bool, related: bool) -> Row:
    return {"subject": knee["subject"], "dose": knee["dose"], "hospital": knee["hospital"], "term": term,
            "grade": grade, "serious": str(serious).lower(), "related": str(related).lower(), "day": day}  # fmt: skip


def _readings(draw: random.Random, knee: Row) -> list[Row]:
    readings: list[Row] = []
    for reader, drift, skips in (("A", 0.0, 0.0), ("B", 0.6, 0.0), ("C", -0.05, 0.25)):
        if draw.random() < skips:
            continue
        seen = knee["kl"] + (drift if knee["kl"] == 1 else 0.2 * drift) + draw.gauss(0, 0.42)
        readings.append({"subject": knee["subject"], "scale": "KL", "reader": reader,
                         "grade": min(4, max(0, round(seen)))})  # fmt: skip
    return readings


def _write(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main(*sys.argv[1:])
