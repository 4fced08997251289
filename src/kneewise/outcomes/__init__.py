"""Did the patient get better, safely: questionnaires, change over visits, responders, dose, safety, readers.

Functions of arrays and dataframes. Each name is loaded when it is first asked for, so that a user of one method does
not wait for the libraries of the others.
"""

from __future__ import annotations

from importlib import import_module

# Where each public name lives.
_HOMES: dict[str, str] = {
    "Alpha": "agreement.alpha",
    "Boundary": "agreement.boundaries",
    "Coefficient": "agreement.coefficients",
    "Dispute": "agreement.adjudication",
    "GroupOfScores": "instruments.summary",
    "Intraclass": "agreement.intraclass",
    "Kappa": "agreement.two_readers",
    "MarginTest": "agreement.two_readers",
    "OmeractOarsi": "instruments.omeract_oarsi",
    "PartScores": "instruments.scores",
    "ReaderComparison": "agreement.comparison",
    "ReaderGrades": "agreement.grades",
    "ReaderPair": "agreement.comparison",
    "Scores": "instruments.scores",
    "Threshold": "instruments.thresholds",
    "Why": "instruments.scores",
    "adjudication_list": "agreement.adjudication",
    "agreement_coefficient": "agreement.coefficients",
    "agreement_weights": "agreement.weights",
    "bowker_test": "agreement.two_readers",
    "check_scores": "instruments.score",
    "cohen_kappa": "agreement.two_readers",
    "compare_readers": "agreement.comparison",
    "definition_of": "instruments.score",
    "difference_interval": "two_proportions",
    "difference_score": "two_proportions",
    "eq5d_countries": "instruments.eq5d_values",
    "every_threshold": "instruments.thresholds",
    "grade_boundaries": "agreement.boundaries",
    "grades_from_long": "agreement.grades",
    "grades_from_wide": "agreement.grades",
    "intraclass_correlation": "agreement.intraclass",
    "krippendorff_alpha": "agreement.alpha",
    "proportion_interval": "proportions",
    "ratio_interval": "two_proportions",
    "score": "instruments.score",
    "score_eq5d_3l": "instruments.eq5d",
    "score_eq5d_5l": "instruments.eq5d",
    "score_ikdc": "instruments.ikdc",
    "score_koos": "instruments.koos",
    "score_koos_12": "instruments.koos_12",
    "score_koos_jr": "instruments.koos_jr",
    "score_koos_ps": "instruments.koos_ps",
    "score_omeract_oarsi": "instruments.omeract_oarsi",
    "score_pain": "instruments.pain",
    "score_womac": "instruments.womac",
    "score_womac_from_koos": "instruments.womac",
    "stuart_maxwell_test": "agreement.two_readers",
    "summarise_scores": "instruments.summary",
    "thresholds": "instruments.thresholds",
}

__all__ = sorted(_HOMES)  # noqa: PLE0605 - made from the table above


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(_HOMES)
