"""The papers submitted with a demo knee, as bits of one whole number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.review.demo.flags import on

if TYPE_CHECKING:
    from kneewise.review.demo.draws import Draws

PAPERS = (
    "xray-report",
    "mri-report",
    "arthroscopy-record",
    "operative-record",
    "nursing-notes",
    "admission-order",
    "itemised-bill",
    "receipt",
    "consent",
    "kit-label",
    "physician-opinion",
    "insurer-advice",
    "insurance-certificate",
    "medication-list",
    "treatment-history",
)


def papers_mask(draws: Draws) -> str:
    """SQL of the whole number whose bit k says whether the k-th paper was submitted."""

    def often(name: str, share: float) -> str:
        return draws.below("knee_chance", f"paper {name}", share)

    without_xray = on("structural-grade-only-ultrasound", "no-prosthesis-no-xray")
    submitted = {
        "xray-report": f"NOT {without_xray}",
        "mri-report": "icrs IS NOT NULL AND NOT by_arthroscopy",
        "arthroscopy-record": "icrs IS NOT NULL AND by_arthroscopy",
        "operative-record": f"NOT {on('centrifuged-unknown', 'not-cultured-unknown')}",
        "nursing-notes": "NOT no_notes",
        "admission-order": "admitted",
        "itemised-bill": "true",
        "receipt": often("receipt", 0.9),
        "consent": often("consent", 0.5),
        "kit-label": f"NOT {on('label-valid-no-label')} AND {often('kit label', 0.6)}",
        "physician-opinion": f"admitted AND {often('opinion', 0.5)}",
        "insurer-advice": f"adviser_kl IS NOT NULL OR {on('advice-verifiable-unverified')}",
        "insurance-certificate": often("certificate", 0.5),
        "medication-list": "n_risks > 0",
        "treatment-history": f"sibling = 2 OR {often('history', 0.3)}",
    }
    return " | ".join(f"(({submitted[paper]})::INTEGER << {place})" for place, paper in enumerate(PAPERS))
