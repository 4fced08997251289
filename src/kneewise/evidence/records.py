"""The records of the trials: what was read, where, how closely, and what is wrong with it as printed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a row was read.

    number : DOI, PubMed, PubMed Central or registry number, with its kind before it; None where the page shows none
    url : the page that was read; where that was a copy under a bare address or a proxy, the page that it copies
    read_via : "publisher", "repository", "registry", "registry-copy", "index" (a list of abstracts), "repost"
        (somebody else's page), "mirror" (a copy whose address is not kept)
    read_level : how much of it was read: "full-text", "table", "abstract", "registry", "review" (another paper's
        table), "repost"
    read_in : month in which it was read, at the latest
    """

    number: str | None
    url: str | None
    location: str | None
    read_via: str
    read_level: str
    read_in: str

    def __str__(self) -> str:
        name = (self.number or self.url or "").removeprefix("doi:")
        return f"{name}, {self.location}" if self.location else name


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """What is given, as the evidence must tell it apart: a figure of one product is none of another.

    group : "cells", "injection" (another substance), "placebo", "care", "surgery"
    cultured : None where it is neither yes nor no
    """

    product: str
    group: str
    tissue: str | None
    donor: str | None
    cultured: bool | None
    route: str | None
    words: dict[str, str]
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """One study; None is not stated on the page that was read, never no.

    design : "rct", "rct-paired-knees" (both knees of one person, one each), "dose-groups", "non-randomised",
        "single-arm", "registry"
    blinding : "triple", "double", "single", "assessor", "open"
    risk_of_bias : None: nobody has judged it here; a reader's judgements come with `--bias`
    n_stated, dose_stated, ... : as printed
    """

    study: str
    first_author: str | None
    year: int | None
    registry: str | None
    country: str | None
    design: str
    randomised: bool
    blinding: str | None
    phase: str | None
    products: tuple[str, ...]
    comparators: tuple[str, ...]
    dose_stated: str | None
    injections_stated: str | None
    comparator_stated: str | None
    n_stated: str | None
    kl_stated: str | None
    followup_months: float | None
    followup_stated: str | None
    flags: tuple[str, ...]
    source: Source
    note: str | None
    risk_of_bias: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One group of a study: what it got, with what, how many cells, how many people or knees."""

    study: str
    arm: str
    product: str
    given_with: str | None
    dose_million_cells: float | None
    n: int | None
    n_is: str | None
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One number of one arm at one time, as printed.

    statistic : "mean", "mean-change" (later minus first), "mean-improvement" (first minus later), "mean-at-start"
        (of those seen again), "median", "median-change", "central" (the page does not say which), "count", "percent",
        "percent-improvement", "percent-change", "annual-percent-change"
    spread : "sd", "quartiles", "ci95" or None; its one number stands in `spread_low` for an SD
    better : which direction is good, "lower" or "higher"
    """

    study: str
    arm: str
    outcome: str
    domain: str
    scale: str | None
    scale_low: float | None
    scale_high: float | None
    months: float | None
    statistic: str
    value: float | None
    spread: str | None
    spread_low: float | None
    spread_high: float | None
    n: int | None
    better: str | None
    flags: tuple[str, ...]
    source: Source
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """How many of an arm had an event.

    kind : "serious", "any", "class" (of organs), "named", "failure" (of the treatment)
    counts : "patients" or "events": events may be more than people
    """

    study: str
    arm: str
    event: str
    kind: str
    affected: int | None
    at_risk: int | None
    percent_printed: float | None
    counts: str
    serious: str | None
    related: str | None
    flags: tuple[str, ...]
    source: Source
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a study says of a comparison in words or with a p value, where arm figures were not read or say less.

    compared : "between" two groups, or "before" and after in one
    result : "better", "worse", "no-difference" between; "improved", "no-change", "worsened" before and after;
        "not-read" where it was measured and the page that was read does not show it
    p : as printed, with its sign where it is a bound
    n, n_against : people or knees, of which `note` says what they are
    """

    study: str
    product: str
    against: str
    outcome: str
    domain: str
    months: float | None
    compared: str
    result: str
    estimate: float | None
    low: float | None
    high: float | None
    p: str | None
    n: int | None
    n_against: int | None
    source: Source
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One pooled number as a review printed it; `products` says of how many products at once."""

    review: str
    title: str
    year: int | None
    products: tuple[str, ...]
    comparators: tuple[str, ...]
    comparison: str
    outcome: str
    domain: str
    months_low: float | None
    months_high: float | None
    time_stated: str | None
    measure: str | None
    model: str | None
    k_stated: str | None
    n_total: int | None
    estimate: float | None
    low: float | None
    high: float | None
    p_stated: str | None
    better: str | None
    i2_percent: float | None
    tau2: float | None
    flags: tuple[str, ...]
    source: Source
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trials:
    """Everything that was read, in the order of its tables."""

    studies: tuple[Study, ...]
    arms: tuple[Arm, ...]
    outcomes: tuple[Outcome, ...]
    events: tuple[Event, ...]
    findings: tuple[Finding, ...]
    reviews: tuple[Review, ...]
