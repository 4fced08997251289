"""Did the patient get better, safely: questionnaires, change over visits, responders, dose, safety, readers.

Functions of arrays and dataframes. Each name is loaded when it is first asked for, so that a user of one method does
not wait for the libraries of the others.
"""

from __future__ import annotations

from importlib import import_module

# Where each public name lives.
_HOMES: dict[str, str] = {
    "Alpha": "agreement.alpha",
    "ArmComparison": "responders.comparison",
    "ArmResponders": "responders.shares",
    "Boundary": "agreement.boundaries",
    "Candidate": "dose.candidates",
    "Caution": "dose.cautions",
    "Coefficient": "agreement.coefficients",
    "ContrastTest": "dose.contrasts",
    "Criterion": "responders.criterion",
    "Dispute": "agreement.adjudication",
    "DoseArms": "dose.arms",
    "DoseCurve": "dose.averaging",
    "GroupOfScores": "instruments.summary",
    "Intraclass": "agreement.intraclass",
    "Kappa": "agreement.two_readers",
    "MarginTest": "agreement.two_readers",
    "McpMod": "dose.mcpmod",
    "MmrmResult": "repeated_measures.result",
    "NumberNeeded": "responders.comparison",
    "OmeractOarsi": "instruments.omeract_oarsi",
    "OrderTrend": "dose.trend",
    "Overlap": "responders.overlap",
    "PartScores": "instruments.scores",
    "ReaderComparison": "agreement.comparison",
    "ReaderGrades": "agreement.grades",
    "ReaderPair": "agreement.comparison",
    "ResponderCurves": "responders.curve",
    "Responders": "responders.shares",
    "Scores": "instruments.scores",
    "ShapeFit": "dose.fit",
    "SlopeTrend": "dose.trend",
    "SoughtDose": "dose.targets",
    "Threshold": "instruments.thresholds",
    "Why": "instruments.scores",
    "adjudication_list": "agreement.adjudication",
    "agreement_coefficient": "agreement.coefficients",
    "agreement_weights": "agreement.weights",
    "arms_from_estimates": "dose.arms",
    "arms_from_patients": "dose.arms",
    "arms_from_summaries": "dose.arms",
    "average_curve": "dose.averaging",
    "bowker_test": "agreement.two_readers",
    "candidate_set": "dose.candidates",
    "check_scores": "instruments.score",
    "cohen_kappa": "agreement.two_readers",
    "compare_arms": "responders.comparison",
    "compare_readers": "agreement.comparison",
    "count_responders": "responders.shares",
    "criterion_weights": "dose.averaging",
    "cross_criteria": "responders.overlap",
    "curve_of": "dose.averaging",
    "default_bounds": "dose.bounds",
    "default_candidates": "dose.candidates",
    "definition_of": "instruments.score",
    "detectable_effects": "dose.power",
    "difference_interval": "two_proportions",
    "difference_score": "two_proportions",
    "effective_dose": "dose.targets",
    "eq5d_countries": "instruments.eq5d_values",
    "every_threshold": "instruments.thresholds",
    "fit_mmrm": "repeated_measures.call",
    "fit_shape": "dose.fit",
    "grade_boundaries": "agreement.boundaries",
    "grades_from_long": "agreement.grades",
    "grades_from_wide": "agreement.grades",
    "guess_from_shares": "dose.candidates",
    "improvement": "responders.criterion",
    "intraclass_correlation": "agreement.intraclass",
    "krippendorff_alpha": "agreement.alpha",
    "largest_contrast": "dose.largest_contrast",
    "log_ratio_interval": "odds_ratio",
    "mcp_mod": "dose.mcpmod",
    "mmrm": "repeated_measures.call",
    "multiple_contrast_test": "dose.contrasts",
    "number_needed": "responders.comparison",
    "odds_ratio_interval": "odds_ratio",
    "optimal_contrasts": "dose.contrasts",
    "proportion_interval": "proportions",
    "ratio_interval": "two_proportions",
    "responder_curves": "responders.curve",
    "responders_from_counts": "responders.shares",
    "responds": "responders.criterion",
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
    "shape_named": "dose.shapes",
    "standard_means": "dose.candidates",
    "stuart_maxwell_test": "agreement.two_readers",
    "summarise_scores": "instruments.summary",
    "target_dose": "dose.targets",
    "thresholds": "instruments.thresholds",
    "trend_of_means": "dose.trend",
    "trend_of_ranks": "dose.jonckheere",
    "trend_of_shares": "dose.trend",
}

__all__ = sorted(_HOMES)  # noqa: PLE0605 - made from the table above


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(_HOMES)
