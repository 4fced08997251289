"""Where the search begins: the covariance of the residuals of ordinary least squares, pair of visits by pair."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from kneewise.errors import NotEstimable
from kneewise.outcomes.repeated_measures.covariance import NoCovariance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.outcomes.repeated_measures.covariance import Array
    from kneewise.outcomes.repeated_measures.moments import Moments

_LEAST: Final = 0.05  # eigenvalue of the correlation that the search begins with
_NOTHING: Final = 1e-12  # variance over the mean variance that is rounding


def pairwise(moments: Moments, beta: Array, seen: Array) -> tuple[Array, Array]:
    """Give the mean product of the residuals of each two visits, and how many patients it rests on, both (m, m).

    seen : shape (S, m), 1 where the pattern has the visit
    """
    u = np.append(-beta, 1.0)
    counts = np.einsum("s,sa,sb->ab", moments.counts, seen, seen)
    products = moments.contract(np.outer(u, u)).sum(axis=0)
    return products / np.maximum(counts, 1.0), counts


def smoothed(products: Array, counts: Array) -> Array:
    """Make a covariance of pairwise products: correlations drawn towards zero until the matrix is well positive."""
    variances = np.diag(products).copy()
    variances[variances <= 0.0] = 1.0
    sds = np.sqrt(variances)
    correlation = np.where(counts > 2, products / np.outer(sds, sds), 0.0)
    np.fill_diagonal(correlation, 1.0)
    smallest = float(np.linalg.eigvalsh(correlation)[0])
    share = max(0.0, (_LEAST - smallest) / (1.0 - smallest)) if smallest < _LEAST else 0.0
    correlation = (1.0 - share) * correlation + share * np.eye(len(sds))
    return np.asarray(correlation * np.outer(sds, sds))


def check_visits(products: Array, counts: Array, names: Sequence[object], covariance: str, where: str) -> None:
    """Refuse, by the name of the visit, what this covariance cannot be fitted to.

    where : " in group ...", or nothing

    Raises NotEstimable where the residuals of a visit are all zero; NoCovariance where each visit has a variance of its
    own and one has no scores, or each two visits a covariance of their own and no patient was seen at both.
    """
    present = np.diag(counts) > 0
    variances = np.diag(products)
    for visit, name in enumerate(names):
        if present[visit] and variances[visit] <= _NOTHING * variances[present].mean():
            raise NotEstimable(
                f"visit {name!r}{where}: the model leaves no variation between patients there (a baseline whose change "
                "is 0, or as many coefficients as patients); leave the visit out, or a covariate"
            )
        if not present[visit] and (covariance == "us" or covariance.endswith("h")):
            raise NoCovariance(
                f"visit {name!r}{where}: found no scores; covariance {covariance!r} has a variance of its own for it"
            )
    if covariance == "us" and len(apart := np.argwhere(np.triu(counts < 1, 1))):
        first, second = (names[visit] for visit in apart[0])
        raise NoCovariance(
            f"no patient{where} was seen at both {first!r} and {second!r}: an unstructured covariance cannot be "
            "estimated; use one with fewer parameters ('toeph', 'ar1h', 'csh')"
        )
