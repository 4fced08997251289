"""Change over visits: the mixed model for repeated measures (MMRM)."""

from kneewise.outcomes.repeated_measures.call import fit_mmrm, mmrm
from kneewise.outcomes.repeated_measures.estimates import Estimates, JointTest
from kneewise.outcomes.repeated_measures.result import MmrmResult

__all__ = ["Estimates", "JointTest", "MmrmResult", "fit_mmrm", "mmrm"]
