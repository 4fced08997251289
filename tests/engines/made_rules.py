"""Random SQL rules, all of them valid: conditions, conditions that handle what is missing, and amounts.

They are written as text and read by the real reader, so what is tested is what a policy file can say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engines.made_facts import CODES, DAYS, FACTS, INTEGERS, MONEY, NUMBERS, TEXTS

if TYPE_CHECKING:
    import random

OPS = ("=", "<>", "<", "<=", ">", ">=")
MONTHS = (1, 2, 3, 6, 11, 12, 13, 24, 120)
# Rates as policies write them, each with the number of its decimals.
RATES = (
    ("0.7", 1), ("0.5", 1), ("1.0", 1), ("2", 0), ("0.3333", 4), ("0.000001", 6), ("(1 - 0.25)", 2),
    ("((10000 - rate_hundredths) * 0.0001)", 4), ("coalesce((10000 - rate_hundredths) * 0.0001, 0.8)", 4),
)  # fmt: skip
N_DAYS = (1, 28, 29, 30, 31, 180, 365, 366, 730)


class Rules:
    """Draws rules; `late` allows the outcome of eligibility and, in amounts, the costs of the claim."""

    def __init__(self, draw: random.Random, *, late: bool = False, missing: bool = False, money: bool = False) -> None:
        self.draw = draw
        self.late = late
        self.missing = missing
        self.money = money

    def names(self, kind: str) -> list[str]:
        return [
            name
            for name, fact in FACTS.items()
            if fact.type == kind
            and (
                fact.kind == "column" or (fact.kind == "outcome" and self.late) or (fact.kind == "claim" and self.money)
            )
        ]

    def one(self, kind: str) -> str:
        return self.draw.choice(self.names(kind))

    def condition(self, depth: int = 3) -> str:
        """A condition of some nesting."""
        form = self.draw.random()
        if depth == 0 or form < 0.25:
            return self.simple()
        if form < 0.85:
            word = self.draw.choice(("and", "or"))
            return "(" + f" {word} ".join(self.condition(depth - 1) for _ in range(self.draw.randint(2, 3))) + ")"
        return f"not ({self.condition(depth - 1)})"

    def simple(self) -> str:
        """One comparison, or what stands for one."""
        forms = [
            self.of_integer,
            self.of_number,
            self.of_boolean,
            self.of_code,
            self.of_text,
            self.of_day,
            self.of_instant,
        ]
        forms += [self.of_day, self.of_integer]
        if self.missing:
            forms += [self.of_missing, self.of_missing]
        return self.draw.choice(forms)()

    def integer(self, name: str) -> str:
        fact = FACTS[name]
        fitting = [
            each
            for each in INTEGERS
            if (fact.low is None or each >= fact.low) and (fact.high is None or each <= fact.high)
        ]
        return str(self.draw.choice(fitting))

    def of_integer(self) -> str:
        name = self.one("integer")
        form = self.draw.random()
        if form < 0.3:
            return f"{name} {self.draw.choice(OPS)} {self.integer(name)}"
        if form < 0.4:
            return f"{self.integer(name)} {self.draw.choice(OPS)} {name}"
        if form < 0.5:
            low = 2.5 if FACTS[name].high == 4 else self.draw.choice((0.5, 2.5, 3.999999))
            return f"{name} {self.draw.choice(OPS)} {low}"
        if form < 0.65:
            return f"{name} {self.draw.choice(OPS)} {self.one('integer')}"
        if form < 0.8:
            low, high = sorted((int(self.integer(name)), int(self.integer(name))))
            return f"{name} {self.draw.choice(('', 'not '))}between {low} and {high}"
        options = list(dict.fromkeys(self.integer(name) for _ in range(self.draw.randint(1, 4))))
        return f"{name} {self.draw.choice(('', 'not '))}in ({', '.join(options)})"

    def of_number(self) -> str:
        name = self.one("number")
        form = self.draw.random()
        value = self.draw.choice([each for each in NUMBERS if FACTS[name].low is None or not each.startswith("-")])
        if form < 0.6:
            return f"{name} {self.draw.choice(OPS)} {value}"
        if form < 0.7:
            return f"{value} {self.draw.choice(OPS)} {name}"
        if form < 0.8:
            return f"{name} {self.draw.choice(OPS)} {self.one('integer')}"
        if form < 0.9:
            return f"hours {self.draw.choice(OPS)} size"
        low, high = sorted((value, self.draw.choice(NUMBERS[:-1])), key=float)
        return f"{name} between {low} and {high}"

    def of_boolean(self) -> str:
        name, form = self.one("boolean"), self.draw.random()
        if form < 0.5:
            return name
        if form < 0.7:
            return f"not {name}"
        if form < 0.8:
            return f"{name} {self.draw.choice(('=', '<>'))} {self.one('boolean')}"
        if form < 0.9:
            return f"{name} {self.draw.choice(('=', '<>'))} {self.draw.choice(('true', 'false'))}"
        return f"({name} {self.draw.choice(('=', '<>'))} ({self.of_integer()}))"

    def of_code(self) -> str:
        name, form = self.one("code"), self.draw.random()
        codes = FACTS[name].codes
        if form < 0.5:
            return f"{name} {self.draw.choice(('=', '<>'))} '{self.draw.choice(codes)}'"
        if form < 0.65:
            return f"technique {self.draw.choice(('=', '<>'))} technique_b"
        some = self.draw.sample(codes, self.draw.randint(1, len(codes)))
        listed = ", ".join(f"'{each}'" for each in some)
        return f"{name} {self.draw.choice(('', 'not '))}in ({listed})"

    def of_text(self) -> str:
        name = self.one("text")
        if self.draw.random() < 0.3:
            return f"text_a {self.draw.choice(('=', '<>'))} text_b"
        some = [quoted(each) for each in self.draw.sample(TEXTS, self.draw.randint(1, 4))]
        if self.draw.random() < 0.5:
            return f"{name} {self.draw.choice(('=', '<>'))} {some[0]}"
        return f"{name} {self.draw.choice(('', 'not '))}in ({', '.join(some)})"

    def day(self, *, literal: bool) -> str:
        base = f"date '{self.draw.choice(DAYS)}'" if literal else self.one("day")
        return self.shifted(base)

    def shifted(self, base: str) -> str:
        if self.draw.random() < 0.4:
            return base
        sign = self.draw.choice("+-")
        if self.draw.random() < 0.5:
            return f"{base} {sign} interval '{self.draw.choice(MONTHS)} months'"
        return f"{base} {sign} interval '{self.draw.choice(N_DAYS)} days'"

    def of_day(self) -> str:
        form, op = self.draw.random(), self.draw.choice(OPS)
        if form < 0.4:
            return f"{self.day(literal=False)} {op} {self.day(literal=True)}"
        if form < 0.8:
            return f"{self.day(literal=False)} {op} {self.day(literal=False)}"
        if form < 0.9:
            low, high = sorted(self.draw.sample(DAYS, 2))
            return f"{self.day(literal=False)} between date '{low}' and date '{high}'"
        some = ", ".join(f"date '{each}'" for each in self.draw.sample(DAYS, 3))
        return f"{self.one('day')} {self.draw.choice(('', 'not '))}in ({some})"

    def of_instant(self) -> str:
        first, second = self.draw.sample(self.names("instant"), 2)
        return f"{self.shifted(first)} {self.draw.choice(OPS)} {self.shifted(second)}"

    def of_missing(self) -> str:
        kind = self.draw.choice(("integer", "number", "boolean", "code", "text", "day", "instant"))
        name, form = self.one(kind), self.draw.random()
        if form < 0.4:
            return f"{name} is {self.draw.choice(('', 'not '))}null"
        if form < 0.5:
            return f"({self.condition(1)}) is {self.draw.choice(('', 'not '))}null"
        if form < 0.6:
            return f"coalesce({self.condition(1)}, {self.one('boolean')}, {self.draw.choice(('true', 'false'))})"
        if form < 0.7:
            return f"coalesce(sold_on, service_on, date '{self.draw.choice(DAYS)}') >= date '{self.draw.choice(DAYS)}'"
        if form < 0.8:
            return f"coalesce({self.one('integer')}, 3) {self.draw.choice(OPS)} coalesce({self.one('integer')}, 0)"
        if form < 0.9:
            return f"coalesce(technique, '{self.draw.choice(CODES['technique'])}') = technique_b"
        return f"coalesce({self.one('number')}, 2.5) {self.draw.choice(OPS)} 2.5"

    # ------------------------------------------------------------------ amounts

    def amount(self, depth: int = 3, decimals: int = 12) -> str:
        """An amount of money: never more than a few times 10^16, and no product of two sums of money.

        decimals : as many as the products in it may come to, which is what the reader allows
        """
        form = self.draw.random()

        def below() -> str:
            return self.amount(depth - 1, decimals)

        if depth == 0 or form < 0.15:
            return self.sum_of_money()
        if form < 0.35:
            n = self.draw.randint(2, 4)
            return f"{self.draw.choice(('least', 'greatest'))}({', '.join(below() for _ in range(n))})"
        if form < 0.5:
            cases = " ".join(f"when {self.condition(1)} then {below()}" for _ in range(self.draw.randint(1, 2)))
            return f"case {cases}{self.draw.choice(('', f' else {below()}', ' else null'))} end"
        if form < 0.6:
            cut = f"({below()}) {self.draw.choice(OPS)} ({self.one_of_money()})"
            return f"case when {cut} then {below()} else {below()} end"
        if form < 0.7:
            return f"coalesce({below()}, {below()})"
        if form < 0.85:
            return f"({below()}) {self.draw.choice('+-')} ({below()})"
        rate, n_decimals = self.draw.choice([each for each in RATES if each[1] <= decimals])
        return f"({self.amount(depth - 1, decimals - n_decimals)}) * {rate}"

    def sum_of_money(self) -> str:
        if self.draw.random() < 0.3:
            return str(self.draw.choice((0, 1, 50_000, 200_000, 2_500_000, 10**15)))
        return self.one_of_money()

    def one_of_money(self) -> str:
        return self.draw.choice(MONEY)


def quoted(text: str) -> str:
    """A text literal of SQL."""
    return "'" + text.replace("'", "''") + "'"
