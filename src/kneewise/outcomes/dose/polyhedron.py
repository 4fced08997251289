"""Normal probability of a polyhedron that grows from the origin: the integral behind a maximum of contrasts.

Let M(x) be the probability that a standard normal vector z of r dimensions satisfies a_j'z <= x eta_j for each of m
unit vectors a_j. Differentiated in x, the mass that crosses facet j is the normal density at the facet's distance
times the same kind of probability on the facet, of one dimension less:

    M'(x) = sum over j of kappa_j phi(kappa_j x) M_j(x),

where kappa_j x is the distance of facet j. Each facet is again such a polyhedron about the foot of the perpendicular
from the origin, so a face of any dimension has its own function of one variable, and the intervals (dimension 1) are
differences of the normal distribution function. Nothing is drawn at random and a singular correlation is no special
case: contrasts of k arms live in k - 1 dimensions, whatever their number.
The idea that the derivative reduces the dimension is Plackett's (Biometrika 1954;41:351-360).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import asin, comb, pi
from typing import TYPE_CHECKING, Final

import numpy as np

from kneewise.errors import BadValues

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_NODES: Final = 16  # a panel of width 1 in log x: functions of kappa x are smooth on that scale whatever kappa is
_FIRST, _LAST = -18, 23  # log x from 1.5e-8, below which M is constant to 1e-8, to 1e10, beyond every facet that counts
_TIE: Final = 1e-8  # a facet as near to the foot as this counts as passing through it
_FLAT: Final = 1e-10  # length below which the projection of a unit vector counts as nothing
_MOST_FACES: Final = 100_000  # about ten seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class OnPanels:
    """A function of x > 0, by its Legendre coefficients on panels of log x."""

    coefficients: Floats  # shape (panels, nodes)

    def __call__(self, x: Floats) -> Floats:
        """Evaluate at positive x; below the first panel and beyond the last the function is constant."""
        place = np.clip(np.log(np.maximum(x, np.exp(_FIRST))), _FIRST, _LAST)
        panel = np.minimum((place - _FIRST).astype(np.int64), _LAST - _FIRST - 1)
        local = 2 * (place - _FIRST - panel) - 1
        powers = np.polynomial.legendre.legvander(local, _NODES - 1)
        value: Floats = np.sum(powers * self.coefficients[panel], axis=-1)
        return value


def facet_sum(normals: Floats) -> OnPanels:
    """Sum over the facets of {a_j'z <= x for all j} of the probability on the facet, as a function of x > 0.

    normals : shape (m, r), the unit vectors a_j, of full column rank and no two alike

    The density of the largest of the a_j'z at x is phi(x) times this sum.
    Raises BadValues where there are more faces than can be gone through.
    """
    m, rank = normals.shape
    if rank == 1:
        return _on_panels(np.full(_points().size, float(len(np.unique(np.sign(normals))))))
    one = np.ones(m)
    faces = _faces(normals, one, largest=1)
    total: Floats = np.sum(list(faces.values()), axis=0)
    return _on_panels(total)


def shrunken_probability(normals: Floats) -> OnPanels:
    """Probability of {a_j'z <= -x for all j} as a function of x > 0: the largest lies below -x."""
    whole = _faces(normals, -np.ones(len(normals)), largest=0).get(())
    return _on_panels(np.zeros(_points().size) if whole is None else whole)


def _faces(normals: Floats, offsets: Floats, *, largest: int) -> dict[tuple[int, ...], Floats]:
    """The functions of all faces on `largest` facets at once, worked up from the intervals; empty ones are left out."""
    m, rank = normals.shape
    # Of a two-sided test: two such facets share no face, or, turned by a hair, one too far away to count.
    opposite = normals @ normals.T < 1e-12 - 1
    pairs = int(opposite.sum()) // 2
    n_faces = sum(comb(pairs, k) * 2**k if 2 * pairs == m else comb(m, k) for k in range(rank))
    if n_faces > _MOST_FACES:
        raise BadValues(
            f"contrasts: found {m} in {rank} dimensions, with {n_faces} faces to go through; allowed: {_MOST_FACES} "
            "faces, so fewer candidates"
        )
    below: dict[tuple[int, ...], Floats] = {}
    for size in range(rank - 1, largest - 1, -1):
        level = {}
        for face in combinations(range(m), size):
            if pairs and opposite[np.ix_(face, face)].any():
                continue
            if (value := _face(face, normals, offsets, below)) is not None:
                level[face] = value
        below = level
    return below


def _face(
    face: tuple[int, ...], normals: Floats, offsets: Floats, below: dict[tuple[int, ...], Floats]
) -> Floats | None:
    """Probability within one face at each point; None where its facets meet in none, or in an empty one."""
    rest = np.array([j for j in range(len(normals)) if j not in face], dtype=np.int64)
    foot, inside = _foot(normals[list(face)], offsets[list(face)])
    if inside is None:
        return None
    projected = normals[rest] @ inside
    length = np.sqrt(np.sum(projected**2, axis=1))
    gap = offsets[rest] - normals[rest] @ foot
    flat = length < _FLAT
    if (gap[flat] < -_FLAT).any():
        return None  # a facet parallel to this face leaves nothing of it
    rest, kappa = rest[~flat], gap[~flat] / length[~flat]
    directions = projected[~flat] / length[~flat, None]
    if directions.shape[1] == 1:
        return _interval(directions[:, 0], kappa)
    return _from_facets(face, rest, kappa, directions, below)


def _foot(normals: Floats, offsets: Floats) -> tuple[Floats, Floats | None]:
    """Foot of the perpendicular from the origin to the face at x = 1, and a basis of the directions within it."""
    size, rank = normals.shape
    if size == 0:
        return np.zeros(rank), np.eye(rank)
    q, r = np.linalg.qr(normals.T, mode="complete")
    if abs(np.diag(r)).min() < _FLAT:
        return np.zeros(rank), None
    return q[:, :size] @ np.linalg.solve(r[:size].T, offsets), q[:, size:]


def _interval(signs: Floats, kappa: Floats) -> Floats | None:
    from scipy.special import ndtr

    high = np.min(kappa[signs > 0], initial=np.inf)
    low = np.max(-kappa[signs < 0], initial=-np.inf)
    if high <= low:
        return None
    inside: Floats = ndtr(high * _points()) - ndtr(low * _points())
    return inside


def _from_facets(
    face: tuple[int, ...],
    rest: NDArray[np.int64],
    kappa: Floats,
    directions: Floats,
    below: dict[tuple[int, ...], Floats],
) -> Floats | None:
    """M(x) = M(infinity) - the integral of its derivative from x on."""
    tied = abs(kappa) < _TIE
    at_infinity = 0.0 if (kappa[~tied] < 0).any() else _cone(directions[tied])
    crossed, is_empty = np.zeros(_points().size), at_infinity == 0
    for j, distance in zip(rest[~tied].tolist(), kappa[~tied], strict=True):
        facet = below.get(tuple(sorted((*face, j))))
        if facet is None:
            continue
        is_empty = False
        crossed += distance * np.exp(-((distance * _points()) ** 2) / 2) * facet
    return None if is_empty else np.clip(at_infinity - _integral_from(crossed / np.sqrt(2 * pi)), 0, 1)


def _cone(directions: Floats) -> float:
    """Probability of {b_j'y <= 0 for all j}."""
    if len(directions) < 2:
        return 1 / (1 + len(directions))
    if len(directions) == 2:
        return 0.25 + asin(float(np.clip(directions[0] @ directions[1], -1, 1))) / (2 * pi)
    _, size, axes = np.linalg.svd(directions, full_matrices=False)
    seen = directions @ axes[size > _FLAT].T
    # The cone is what a polyhedron of any offsets looks like from afar, that is at x = 0; irregular ones have no ties.
    irregular = 1 + np.modf(np.arange(1, len(seen) + 1) * 0.6180339887498949)[0]
    return float(_faces(seen, irregular, largest=0)[()][0])


@cache
def _points() -> Floats:
    """Where the functions are held: Gauss-Legendre nodes on panels of log x."""
    nodes, _ = np.polynomial.legendre.leggauss(_NODES)
    starts = np.arange(_FIRST, _LAST)[:, None]
    points: Floats = np.exp(starts + (nodes + 1) / 2).ravel()
    return points


@cache
def _to_coefficients() -> Floats:
    """From values at the nodes of a panel to Legendre coefficients."""
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    degrees = np.arange(_NODES)
    matrix: Floats = (np.polynomial.legendre.legvander(nodes, _NODES - 1) * weights[:, None]).T
    return matrix * (degrees[:, None] + 0.5)


@cache
def _to_integrals() -> tuple[Floats, Floats]:
    """From values at the nodes of a panel to integrals from each node to the panel's end, and over the panel."""
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    primitives = np.polynomial.legendre.legint(np.eye(_NODES))
    ends = np.asarray(np.polynomial.legendre.legval(1.0, primitives))
    rise = ends[:, None] - np.polynomial.legendre.legval(nodes, primitives)
    return rise.T @ _to_coefficients(), weights


def _on_panels(values: Floats) -> OnPanels:
    return OnPanels(coefficients=values.reshape(-1, _NODES) @ _to_coefficients().T)


def _integral_from(values: Floats) -> Floats:
    """Integral over x from each point to infinity."""
    by_log = (values * _points()).reshape(-1, _NODES) / 2  # half: a panel of width 1 stands for one of width 2
    within, whole = _to_integrals()
    after = np.cumsum((by_log @ whole)[::-1])[::-1]
    integral: Floats = by_log @ within.T + np.append(after[1:], 0.0)[:, None]
    return integral.ravel()
