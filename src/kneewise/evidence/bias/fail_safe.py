"""How many trials without effect would have to lie in drawers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.errors import NotEstimable
from kneewise.evidence.pooling.sets import one_set

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def fail_safe_n(effects: Any, variances: ArrayLike | None = None, *, alpha: float = 0.05) -> int:
    """Count the trials of no effect that would take the significance from the sum of z values (Rosenthal).

    alpha : one-sided. The number says nothing of the size of the effect, and takes trials in drawers as centred on 0:
    given because reviews print it. Raises NotEstimable where there is no effect.

    Source: Rosenthal R. Psychol Bull 1979;86:638-641. Agrees with metafor 5.1 `fsn`.
    """
    from scipy.special import ndtri

    y, v = one_set(effects, variances)
    z = (y / np.sqrt(v))[~(np.isnan(y) | np.isnan(v))]
    if z.size == 0:
        raise NotEstimable("no effect with its variance is known")
    number = (z.sum() / ndtri(1.0 - alpha)) ** 2 - z.size
    return max(0, int(np.ceil(number)))
