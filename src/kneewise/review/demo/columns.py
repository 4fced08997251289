"""The table `cases` of a demo set: one row a knee, groups flattened as the record says."""

from __future__ import annotations

from kneewise.review.demo.draws import Draws, text_list
from kneewise.review.demo.flags import on
from kneewise.review.demo.places import KITS, REGIONS, list_providers
from kneewise.review.demo.stays import reason

KEY = "concat('k', claim, CASE WHEN on_right THEN '-r' ELSE '-l' END)"


def day(number: str) -> str:
    """SQL of a date from days since 1970."""
    return f"(DATE '1970-01-01' + ({number})::INTEGER)"


def at(number: str) -> str:
    """SQL of a local instant from minutes since 1970."""
    return f"make_timestamp(({number}) * 60000000)"


def case_columns(draws: Draws) -> dict[str, str]:
    """Every column of `cases` that a demo set fills, as SQL over the plan."""
    return {
        "case": KEY,
        "claim": "concat('c', claim)",
        "patient_key": "concat('p', claim)",
        "patient_birth_year": f"year({day('day')}) - CASE WHEN sibling = 3 THEN 22 +"
        f" {_pick(draws, 'age', 24)} ELSE 46 + {_pick(draws, 'age', 18)} + {_pick(draws, 'more age', 18)}"
        " END",
        "patient_sex": f"CASE WHEN {draws.below('claim_chance', 'sex', 0.68)} THEN 'female' ELSE 'male' END",
        "patient_region": _patient_region(draws),
        "knee": "CASE WHEN NOT on_right THEN 'left' ELSE 'right' END",
        "service_on": f"CASE WHEN NOT no_day THEN {day('day')} END",
        "technology": "['bmac', 'svf', 'prp', 'bmac'][1 + sibling]",
        "diagnosis": _diagnosis(draws),
        "lesion_area_cm2": f"CASE WHEN sibling = 3 THEN 2.5 + {_pick(draws, 'area', 14)} / 2 END",
        "traumatic": "CASE WHEN sibling = 3 THEN true END",
        "injection_number": f"CASE WHEN {draws.below('knee_chance', 'counted', 0.7)} THEN 1 END",
        "surgeon_recommends": f"CASE WHEN {on('arthroplasty-advised-written')} THEN 'arthroplasty'"
        f" WHEN {draws.below('knee_chance', 'recommended', 0.3)} THEN 'injection' END",
        **_harvest(draws),
        "route": f"CASE WHEN sibling = 3 THEN 'surgical-implantation'"
        f" WHEN {on('into-the-joint-subchondral')} THEN 'subchondral'"
        f" WHEN NOT {on('into-the-joint-unknown')} THEN 'intra-articular' END",
        **_product(draws),
        **_provider(draws),
        **_kit(),
        **_stay(draws),
        "discount": f"CASE WHEN {on('nothing-given-back-discount')} THEN 100000 * (3 +"
        f" {_pick(draws, 'discount', 18)}) ELSE 0 END",
        "published_price": f"CASE WHEN {on('price-within-range-too-high', 'price-near-median-threefold')}"
        " THEN price"
        " ELSE published END",
        **_contract(),
    }


def _patient_region(draws: Draws) -> str:
    near = text_list([provider.region for provider in list_providers(draws)])
    anywhere = [region for region, weight in REGIONS.items() for _ in range(weight)]
    far_share = f"CASE WHEN {on('patients-not-from-afar-most')} THEN 92 ELSE 15 END"
    return (
        f"CASE WHEN {draws.pick('claim_chance', 'far', 100)} < {far_share}"
        f" THEN {draws.any_of('claim_chance', 'region', anywhere)} ELSE {near}[1 + provider] END"
    )


def _diagnosis(draws: Draws) -> str:
    one_knee = draws.any_of("claim_chance", "diagnosis", ["M17.1", "M17.1", "M17.0", "M17.9"])
    return (
        f"CASE WHEN {on('knee-osteoarthritis-hip')} THEN 'M16.1' WHEN {on('knee-osteoarthritis-patella')}"
        " THEN 'M22.4'"
        f" WHEN {on('knee-osteoarthritis-meniscus')} OR sibling = 3 THEN 'S83.3'"
        f" WHEN {on('knee-osteoarthritis-unknown')} THEN NULL WHEN twin THEN 'M17.0' ELSE {one_knee} END"
    )


def _harvest(draws: Draws) -> dict[str, str]:
    unknown = on("marrow-of-iliac-crest-unknown")
    return {
        "harvest_tissue": f"CASE WHEN {on('marrow-of-iliac-crest-adipose')} OR sibling = 1 THEN 'adipose'"
        f" WHEN sibling = 2 THEN 'blood' WHEN NOT {unknown} THEN 'bone-marrow' END",
        "harvest_site": f"CASE WHEN {on('marrow-of-iliac-crest-adipose')} OR sibling = 1 THEN 'abdomen'"
        f" WHEN {on('marrow-of-iliac-crest-tibia')} THEN 'tibia' WHEN sibling = 2 THEN 'other'"
        f" WHEN NOT {unknown} THEN 'iliac-crest' END",
        "harvest_donor": f"CASE WHEN {on('autologous-allogeneic')} THEN 'allogeneic'"
        f" WHEN NOT {on('autologous-unknown')} THEN 'autologous' END",
        "harvest_volume_ml": f"{harvest_ml(draws)}::DOUBLE",
    }


def harvest_ml(draws: Draws) -> str:
    """SQL of the volume drawn, in mL: 40 to 120."""
    return f"(40 + 20 * {draws.pick('knee_chance', 'harvest', 5)})"


def _product(draws: Draws) -> dict[str, str]:
    cells = f"(60 + {draws.pick('knee_chance', 'cells', 120)})"
    bare = on("viability-counted-bare-figure", "recovery-counted-bare-figure")
    counted = on("tnc-is-not-cfu-f-nucleated-cells")
    return {
        "product_volume_ml": f"(3 + {draws.pick('knee_chance', 'concentrate', 4)})::DOUBLE",
        "product_nucleated_cells_million": f"CASE WHEN {counted} OR NOT {bare} AND"
        f" {draws.below('knee_chance', 'counted cells', 0.3)} THEN {cells}::DOUBLE END",
        "product_aspirate_nucleated_cells_million": f"CASE WHEN {counted} THEN {cells} * 1.25::DOUBLE END",
        "product_viability_percent": f"CASE WHEN {on('viability-counted-bare-figure')} THEN 96.0::DOUBLE END",
        "product_recovery_percent": f"CASE WHEN {counted} OR {on('recovery-counted-bare-figure')} THEN"
        " 80.0::DOUBLE END",
        "product_recovery_basis": f"CASE WHEN {counted} THEN 'tnc' END",
    }


def _provider(draws: Draws) -> dict[str, str]:
    providers = list_providers(draws)
    return {
        "provider_key": f"{text_list([provider.key for provider in providers])}[1 + provider]",
        "provider_kind": f"{text_list([provider.kind for provider in providers])}[1 + provider]",
        "provider_region": f"{text_list([provider.region for provider in providers])}[1 + provider]",
        "performer_specialty": f"CASE WHEN {on('fitting-specialty-eye-clinic')} THEN 'ophthalmology'"
        f" WHEN {on('fitting-specialty-korean-medicine')} THEN 'korean-medicine' ELSE 'orthopaedics' END",
    }


def _kit() -> dict[str, str]:
    identifier = f"{text_list([kit.identifier for kit in KITS])}[1 + kit]"
    # A wrong last digit: 0 where it is not the right one, else 1.
    wrong = f"concat(left({identifier}, 13), CASE WHEN right({identifier}, 1) = '0' THEN '1' ELSE '0' END)"
    shown = f"CASE WHEN {on('label-valid-check-digit')} THEN {wrong} ELSE {identifier} END"
    made = (
        f"CASE WHEN made IS NULL THEN '' WHEN {on('label-day-not-zero-made-on')}"
        f" THEN strftime({day('made')}, '(11)%y%m00') ELSE strftime({day('made')}, '(11)%y%m%d') END"
    )
    expiry = f"CASE WHEN no_expiry THEN '' ELSE strftime({day('expires')}, '(17)%y%m%d') END"
    lot = f"CASE WHEN {on('lot-recorded-left-out')} THEN '' ELSE concat('(10)', lot) END"
    label = (
        f"concat('(01)', {shown}, CASE WHEN no_production THEN ''"
        f" ELSE concat({made}, {expiry}, {lot}, '(21)', serial) END)"
    )
    return {
        "kit_permit": f"CASE WHEN NOT {on('licence-in-force-no-permit')} THEN"
        f" {text_list([kit.permit for kit in KITS])}[1 + kit] END",
        "kit_udi": f"CASE WHEN NOT {on('label-valid-no-label')} THEN {label} END",
        "kit_class": f"{[kit.class_ for kit in KITS]}[1 + kit]",
        "kit_serial": "serial",
        "kit_model": f"{text_list([kit.model for kit in KITS])}[1 + kit]",
        "kit_lot": f"CASE WHEN {on('label-agrees-with-record-other-lot')} THEN concat('E', right(lot, 4))"
        f" WHEN NOT {on('lot-recorded-left-out')} THEN lot END",
        "kit_expires_on": f"CASE WHEN NOT no_expiry THEN {day('expires')} END",
    }


def _stay(draws: Draws) -> dict[str, str]:
    unknown = on("six-hours-no-discharge")
    return {
        "stay_setting": "['outpatient', 'day-ward', 'inpatient'][1 + setting]",
        "stay_ordered_at": f"CASE WHEN admitted THEN {at('ordered_at')} END",
        "stay_admitted_at": f"CASE WHEN admitted THEN {at('admitted_at')} END",
        "stay_procedure_from_at": at("procedure_from"),
        "stay_procedure_until_at": at(
            f"CASE WHEN {on('stay-times-possible-ends-first')} THEN procedure_from - 25 ELSE"
            " procedure_until END"
        ),
        "stay_discharged_at": f"CASE WHEN admitted AND NOT {unknown} THEN {at('discharged_at')} END",
        "stay_reason": reason(draws),
    }


def _contract() -> dict[str, str]:
    no_day = on("generation-certain-no-day")
    return {
        "contract_kind": f"CASE WHEN NOT insured THEN 'none' WHEN {on('not-surgery-benefit-surgery')}"
        " THEN 'surgery-benefit'"
        f" WHEN NOT {on('insured-unknown')} THEN 'indemnity' END",
        "contract_sold_on": f"CASE WHEN insured AND NOT {no_day} THEN {day('sold_day')} END",
        "contract_generation": "CASE WHEN insured AND says_generation THEN"
        f" CASE WHEN {on('generation-agrees-first-for-second')} THEN 1 ELSE generation END END",
        "contract_injection_rider": "CASE WHEN insured THEN rider END",
        "contract_paid_this_year": "CASE WHEN insured THEN paid_this_year END",
        "contract_copay_percent": "CASE WHEN insured THEN CASE generation WHEN 1 THEN 0 WHEN 2 THEN 10"
        " ELSE 30 END::DOUBLE END",
        "contract_outpatient_limit": "CASE WHEN insured THEN CASE generation WHEN 4 THEN 200000 WHEN 1"
        " THEN 300000 ELSE 250000 END END",
        "contract_inpatient_limit": "CASE WHEN insured THEN 50000000 END",
    }


def _pick(draws: Draws, name: str, n: int) -> str:
    return draws.pick("claim_chance", name, n)
