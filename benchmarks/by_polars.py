# ruff: noqa: E501 (a rule stands in one line)
"""Outcomes of eligibility, admission and contract in polars (lazy, streaming): the law book written by hand once more.

The same logic as in by_hand.sql; texts are compared as they are, three-valued logic is polars' own.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
from polars import col, lit, when

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

READERS = ("court", "insurer-adviser", "independent", "second", "treating")
CHANGES = ("blood-pressure", "bleeding", "fever", "syncope", "allergic-reaction")
NEVER = date(1, 1, 1)


def some(condition: pl.Expr) -> pl.Expr:
    """Some row satisfies it; rows of which that is unknown count as not."""
    return condition.fill_null(False).any()


def known(true: pl.Expr, unknown: pl.Expr, complete: pl.Expr) -> pl.Expr:
    """True where a row says so, false where all rows are known and the list is complete, else unknown."""
    return when(true.fill_null(False)).then(True).when(unknown.fill_null(False)).then(None).when(complete).then(False)


def met(rule: pl.Expr) -> pl.Expr:
    """The code of a clause: 1 met, 2 missing, 3 not met."""
    return when(rule).then(1).when(~rule).then(3).otherwise(2)


def met_if(bound: pl.Expr, rule: pl.Expr) -> pl.Expr:
    """The code of a clause that binds on some days or cases only."""
    return when(~bound).then(0).when(rule).then(1).when(~rule & bound).then(3).otherwise(2)


def of_policy(applies: pl.Expr, fails: Sequence[pl.Expr], reviews: Sequence[pl.Expr]) -> pl.Expr:
    """The outcome of a policy as a number: 4 fail, 3 review, 2 missing, 1 pass, 0 not applicable."""
    missing = pl.any_horizontal([code == 2 for code in (*fails, *reviews)])
    outcome = (
        when(pl.any_horizontal([lit(False), *(code == 3 for code in fails)])).then(4)
        .when(pl.any_horizontal([lit(False), *(code == 3 for code in reviews)])).then(3)
        .when(missing).then(2).otherwise(1)
    )  # fmt: skip
    return when(applies).then(outcome).when(~applies).then(0).otherwise(2)


def named(rank: pl.Expr) -> pl.Expr:
    """The name of an outcome."""
    return rank.replace_strict(
        {4: "fail", 3: "review", 2: "missing", 1: "pass", 0: "not-applicable"}, return_dtype=pl.String
    )


def grades(folder: Path, cases: pl.LazyFrame) -> pl.LazyFrame:
    """Grades by case: of each reader the latest image that counts; the best image, then the first reader."""
    readings = pl.scan_parquet(folder / "readings.parquet")
    counts = ((col("scale") == "KL") & (col("modality") == "xray")) | (
        (col("scale") == "ICRS") & col("modality").is_in(["arthroscopy", "mri"])
    )
    day = lambda name: (col(name) - NEVER).dt.total_days().fill_null(0)  # noqa: E731
    rank = pl.lit(0, pl.Int64)
    for place, reader in enumerate(READERS, 1):
        rank = when(col("reader") == reader).then(place).otherwise(rank)
    latest = (
        (col("modality") != "mri").cast(pl.Int64) * 2**50 + day("imaged_on") * 2**25 + day("read_on") * 8 + col("grade")
    )
    own = (
        readings.filter(counts, col("grade").is_not_null())
        .join(cases.select("case", "service_on"), on="case", how="inner")
        .filter((col("imaged_on") <= col("service_on")).fill_null(True))
        .select("case", "scale", rank=rank.cast(pl.Int64), latest=latest)
        .group_by("case", "scale", "rank").agg(col("latest").max())
    )  # fmt: skip
    found = []
    for scale in ("KL", "ICRS"):
        only, name = col("scale") == scale, scale.lower()
        found += [
            ((col("latest") + col("rank") * 2**47).filter(only).max() % 8).alias(name),
            (col("latest").filter(only) % 8).min().alias(f"{name}_low"),
            (col("latest").filter(only) % 8).max().alias(f"{name}_high"),
        ]
    return own.group_by("case").agg(found)


def lists(folder: Path) -> list[pl.LazyFrame]:
    """What each list of a case comes to."""

    def scan(name: str) -> pl.LazyFrame:
        return pl.scan_parquet(folder / f"{name}.parquet", row_index_name="row")

    kind, at, ml = col("kind"), col("at"), col("volume_ml")
    rows = col("row").cast(pl.Int64)
    papers = ("xray-report", "operative-record", "nursing-notes", "treatment-history")
    prosthesis = kind.is_in(["partial-prosthesis", "total-prosthesis"])
    treated, change = col("treated"), kind.is_in(CHANGES)
    total = lambda step: when(ml.filter(kind == step).null_count() == 0, (kind == step).any()).then(  # noqa: E731
        ml.filter(kind == step).sum()
    )
    return [
        scan("documents").group_by("case").agg([some(col("document") == paper).alias(paper) for paper in papers]),
        scan("readings").group_by("case").agg(read_xray=some(col("modality") == "xray")),
        scan("implants").group_by("case").agg(
            prosthesis_on=col("placed_on").filter(prosthesis).min(), prosthesis_undated=some(prosthesis & col("placed_on").is_null()),
            implant_unknown=kind.is_null().any()),
        scan("processing").group_by("case").agg(
            p_spun=some(col("step") == "centrifugation"), p_cultured=some(col("step").is_in(["culture", "enzymatic-digestion"])),
            p_unknown=col("step").is_null().any(), has_processing=lit(True)),
        scan("steps").group_by("case").agg(
            s_spun=some(kind == "centrifugation"), s_cultured=some(kind.is_in(["culture", "enzymatic-digestion"])),
            s_unknown=kind.is_null().any(), has_steps=lit(True),
            in_order=(rows.filter(kind == "harvest").max() < rows.filter(kind == "centrifugation").min())
            & (rows.filter(kind == "centrifugation").max() < rows.filter(kind == "injection").min())
            & (rows.filter(kind == "injection").max() == rows.max()),
            timely=(at.filter(kind == "harvest").max() <= at.filter(kind == "centrifugation").min()).fill_null(True)
            & (at.filter(kind == "centrifugation").max() <= at.filter(kind == "injection").min()).fill_null(True)
            & (at.filter(kind == "harvest").max() <= at.filter(kind == "injection").min()).fill_null(True),
            first_on=at.min().dt.date(), last_on=at.max().dt.date(), harvested=total("harvest"), removed=total("plasma-removal"),
            injected=total("injection"), concentrate=ml.filter(kind == "concentration").max()),
        scan("risks").group_by("case").agg(
            risk_at=col("recorded_at").min(), risk_undated=col("recorded_at").is_null().any(), has_risk=lit(True)),
        scan("observations").group_by("case").agg(
            o_undated=at.is_null().any(), o_at=at.max(), t_undated=some(treated & at.is_null()), t_at=at.filter(treated).max(),
            t_open=treated.is_null().any(), c_undated=some(treated & at.is_null() & change), c_at=at.filter(treated & change).max(),
            c_open=some((treated.is_null() & (kind.is_null() | change)) | (treated & kind.is_null()))),
        scan("earlier").group_by("case").agg(e_failed=some(col("response") == "none"), e_open=col("response").is_null().any()),
    ]  # fmt: skip


def derived(joined: pl.LazyFrame) -> pl.LazyFrame:
    """The facts that several rules ask for."""
    paper = {
        name: col(name).fill_null(False)
        for name in ("xray-report", "operative-record", "nursing-notes", "treatment-history")
    }
    operative, nursing = paper["operative-record"], paper["nursing-notes"]
    from_at, service = col("stay_procedure_from_at"), col("service_on")
    begins = pl.coalesce("stay_ordered_at", "stay_admitted_at")
    flag = lambda name: col(name).fill_null(False)  # noqa: E731

    def seen(short: str, unknown: pl.Expr) -> pl.Expr:
        shown = (
            flag(f"{short}_undated")
            | (col(f"{short}_at") >= from_at).fill_null(False)
            | (col(f"{short}_at").is_not_null() & from_at.is_null())
        )
        return known(shown, unknown, nursing)

    processed = {name: known(col(f"p_{name}"), col("p_unknown"), operative) for name in ("spun", "cultured")}
    stepped = {name: known(col(f"s_{name}"), col("s_unknown"), operative) for name in ("spun", "cultured")}
    has_steps, has_processing = flag("has_steps"), flag("has_processing")
    no_more = lambda less, more: (col(less) <= col(more)).fill_null(True)  # noqa: E731
    sold = col("contract_sold_on")
    generation = (
        when(sold < date(2009, 7, 1)).then(1).when(sold < date(2009, 10, 1)).then(None).when(sold < date(2017, 4, 1)).then(2)
        .when(sold < date(2021, 7, 1)).then(3).when(sold < date(2026, 1, 1)).then(4).when(sold < date(2026, 7, 1)).then(None)
        .when(sold.is_not_null()).then(5)
    )  # fmt: skip
    since = lambda name: (col("stay_discharged_at") - name).dt.total_microseconds()  # noqa: E731
    return joined.with_columns(
        osteoarthritis=col("diagnosis").str.starts_with("M17"),
        chondromalacia=pl.any_horizontal([col("diagnosis").str.starts_with(code) for code in ("M22.4", "M224", "M94.2", "M942")]),
        prosthesis=when(flag("prosthesis_undated") | (col("prosthesis_on") <= service).fill_null(False)).then(True)
        .when((col("prosthesis_on").is_not_null() & service.is_null()) | flag("implant_unknown")).then(None)
        .when(paper["xray-report"] | flag("read_xray")).then(False),
        centrifuged=when(has_processing).then(processed["spun"] | (has_steps & stepped["spun"]))
        .when(has_steps).then(stepped["spun"]).otherwise(processed["spun"]),
        cultured=when(has_steps).then(processed["cultured"] | stepped["cultured"]).otherwise(processed["cultured"]),
        has_steps=has_steps,
        timely=col("timely") & (((col("first_on") == service) & (col("last_on") == service)).fill_null(True)),
        volumes_follow=no_more("injected", "harvested") & no_more("concentrate", "harvested") & no_more("injected", "concentrate")
        & (col("removed") < col("harvested")).fill_null(True),
        kl_agree=(col("kl_low") == col("kl_high")).fill_null(True) | (col("kl_high") <= 1) | ((col("kl_low") >= 2) & (col("kl_high") <= 3)),
        oldest=service.dt.year() - col("patient_birth_year"),
        earlier_failed=known(col("e_failed"), col("e_open"), paper["treatment-history"]),
        prior_risk=when((col("risk_at") < begins).fill_null(False)).then(True)
        .when(flag("risk_undated") | (flag("has_risk") & begins.is_null())).then(None).when(nursing).then(False),
        finding=seen("o", lit(False)), treated_finding=seen("t", col("t_open")), treated_change=seen("c", col("c_open")),
        on_ward=since(col("stay_admitted_at")), observed=since(pl.coalesce("stay_procedure_until_at", "stay_admitted_at")),
        generation=pl.coalesce("contract_generation", generation),
    )  # fmt: skip


def eligibility() -> pl.Expr:
    """The worst outcome of the policies of eligibility."""
    day, technology, route = col("service_on"), col("technology"), col("route")
    kl, icrs = col("kl"), col("icrs")
    icrs_agree = (
        (col("icrs_low") == col("icrs_high")).fill_null(True) | (col("icrs_high") <= 2) | (col("icrs_low") >= 3)
    )
    marrow = (col("harvest_tissue") == "bone-marrow") & (col("harvest_site") == "iliac-crest")
    own = col("harvest_donor") == "autologous"
    bound = day >= date(2023, 7, 11)
    stepped = bound & col("has_steps")
    bmac = of_policy(
        (technology == "bmac") & (route != "surgical-implantation"),
        [met(bound), *(met_if(bound, rule) for rule in (
            col("osteoarthritis"), marrow, own, col("centrifuged"), route == "intra-articular", ~col("cultured"),
            kl.is_between(2, 3) | icrs.is_between(3, 4), ~col("prosthesis")))],
        [*(met_if(stepped, col(rule)) for rule in ("in_order", "timely", "volumes_follow")), *(met_if(bound, rule) for rule in (
            (kl != 4).fill_null(True), (kl >= 2).fill_null(True) | (icrs < 3).fill_null(True),
            (col("surgeon_recommends") != "arthroplasty").fill_null(True),
            col("kl_agree") & (icrs_agree | (kl.is_not_null() & kl.is_between(2, 3)))))],
    )  # fmt: skip

    def sibling(name: str, start: date, sure: date, fails: Sequence[pl.Expr]) -> pl.Expr:
        bound = day >= start
        return of_policy(
            technology == name,
            [met(bound), met_if(day >= sure, kl.is_between(2, 3)), *(met_if(bound, rule) for rule in fails)],
            [met_if(bound & (day < sure), day >= sure), met_if(bound, col("kl_agree"))],
        )

    svf = sibling("svf", date(2024, 5, 1), date(2024, 7, 1), [
        col("osteoarthritis"), (col("harvest_tissue") == "adipose") & own, route == "intra-articular"])  # fmt: skip
    prp = sibling("prp", date(2024, 12, 1), date(2025, 1, 1), [
        col("earlier_failed"), col("osteoarthritis"), (col("harvest_tissue") == "blood") & own])  # fmt: skip
    then, oldest = day >= date(2012, 1, 2), col("oldest")
    defect = of_policy(
        (technology == "bmac") & (route == "surgical-implantation"),
        [met(then), *(met_if(then, rule) for rule in (
            (oldest >= 15) & (oldest - 1 <= 50), col("traumatic"), icrs.is_between(3, 4), col("lesion_area_cm2").is_between(2, 10),
            ~col("osteoarthritis") & ~col("chondromalacia"), (col("harvest_tissue") == "bone-marrow") & own))],
        [met_if(then, (oldest - 1 >= 15) & (oldest <= 50)), met_if(then, icrs_agree)],
    )  # fmt: skip
    scope = of_policy(lit(True), [], [met(technology.is_in(["bmac", "svf", "prp"]))])
    return pl.max_horizontal(bmac, svf, prp, defect, scope)


def admission() -> pl.Expr:
    """The outcome of admission."""
    hours = (col("on_ward") >= 21_600_000_000) | when(col("observed") >= 0).then(col("observed") >= 21_600_000_000)
    return of_policy(
        col("stay_setting") != "outpatient",
        [met(hours), met(col("prior_risk") | col("treated_finding"))],
        [met((col("prior_risk") & col("finding")) | col("treated_change"))],
    )


def contract() -> pl.Expr:
    """The outcome of the contract; needs that of eligibility."""
    kind, generation, sold = col("contract_kind"), col("generation"), col("contract_sold_on")
    indemnity = kind == "indemnity"
    limited = indemnity & generation.is_in([3, 4])
    certain = (
        (sold < date(2009, 7, 1))
        | ((sold >= date(2009, 10, 1)) & (sold < date(2026, 1, 1)))
        | (sold >= date(2026, 7, 1))
    )
    within = when(col("eligibility") != "missing").then(col("eligibility") != "fail")
    return of_policy(
        lit(True),
        [met(kind != "none"), met(kind != "surgery-benefit"), met_if(limited, col("contract_injection_rider")),
         met_if(limited, col("contract_paid_this_year") < 2_500_000),
         met_if(indemnity & ((generation >= 3) | (sold >= date(2013, 1, 1))), within)],
        [met_if(col("contract_generation").is_null() & indemnity, certain), met_if(indemnity, generation < 5)],
    )  # fmt: skip


def write_outcomes(folder: Path, target: Path) -> None:
    """Work out the outcomes of three parts and write them."""
    cases = pl.scan_parquet(folder / "cases.parquet")
    joined = cases.join(grades(folder, cases), on="case", how="left")
    for each in lists(folder):
        joined = joined.join(each, on="case", how="left")
    found = derived(joined).with_columns(eligibility=named(eligibility())).with_columns(
        admission=named(admission()), contract=named(contract())
    )  # fmt: skip
    listed = found.select("case", "claim", "knee", "eligibility", "admission", "contract").sort("case")
    listed.sink_parquet(target, compression="zstd", engine="streaming")
