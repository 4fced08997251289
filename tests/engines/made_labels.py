"""Kit labels of every kind, good and bad: GS1 in brackets and as scanned, HIBC, wrong digits, other alphabets."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

SERIALS = ("1", "S7", "S8", "A/b.9_", "x" * 20, "0", "7'", '"q"', "\\1", "%")
BAD_SERIALS = ("x" * 21, "일련", "A B", "", "S(7", "７", "S7\u00a0", "S#")
LOTS = ("A1", "L-2024/07", "로트", "B2")
DAYS = ("260131", "240229", "250100", "230229", "991231", "231300", "000000")
ODD = (
    "label", "상표 없음", "(01)", "()", "(21)S7", "21S7", "]d20108800000000015", "=W00001", "+", "+A99912345/", " ",
    "(01)08800000000015 (21)S7", "01088000000000151726013110A1\x1d21S7".replace("\x1d", "|"), "(2100)S7", "(021)S7",
    "(01)08800000000015(21)S7(21)S7", "(01)08800000000015(21)S7(21)S8", "(01)08800000000015(240)(21)S7", "무릎" * 40,
    # The serial stands last, but what is before it makes its length part of the reading.
    "21(21)12345678901234567890", "010880000000001521(21)12345678901234567890", "21S7(21)xxxxxxxxxxxxxxxxxxxx",
    "+A123BJC5D6E71G", "+A123BJC5D6E71/$$3260131LOT7/S1Q", "+A123BJC5D6E71/$$+7260131S7D",
)  # fmt: skip
HIBC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%"


def gtin(number: int) -> str:
    """A GTIN of 14 digits with its check digit."""
    digits = f"0880000{number:06d}"
    return digits + str(-sum(int(each) * (3 if n % 2 == 0 else 1) for n, each in enumerate(digits)) % 10)


def hibc(body: str) -> str:
    """An HIBC symbol with its check character."""
    return body + HIBC[sum(HIBC.index(each) for each in body) % 43]


def made_label(draw: random.Random) -> str | None:
    """One label: mostly good; a small choice of devices and serials, so that kits meet again."""
    form = draw.random()
    if form < 0.1:
        return None
    if form < 0.18:
        return draw.choice(ODD)
    serial = draw.choice(SERIALS) if draw.random() < 0.6 else f"N{draw.randrange(10**6)}"
    if draw.random() < 0.08:
        serial = draw.choice(BAD_SERIALS)
    if form < 0.26:
        body = f"+A999{draw.choice(('KIT1', 'KIT2'))}1/$$+3{draw.choice(('260131', '240229', '250100'))}{serial}"
        return hibc(body.upper()) if all(each in HIBC for each in body.upper()) else body
    device = gtin(draw.randrange(4))
    if draw.random() < 0.06:
        device = device[:-1] + str((int(device[-1]) + 1) % 10)
    fields = [f"(01){device}"]
    fields += [f"(17){draw.choice(DAYS)}"] * (draw.random() < 0.7)
    fields += [f"(11){draw.choice(DAYS)}"] * (draw.random() < 0.6)
    fields += [f"(10){draw.choice(LOTS)}"] * (draw.random() < 0.6)
    if draw.random() < 0.1:
        draw.shuffle(fields)
    with_serial = [f"(21){serial}"] * (draw.random() < 0.8)
    at = len(fields) if draw.random() < 0.85 else draw.randint(0, len(fields))  # serials that do not stand last
    text = "".join([*fields[:at], *with_serial, *fields[at:]])
    return text.replace("(", "").replace(")", "") if draw.random() < 0.05 else text
