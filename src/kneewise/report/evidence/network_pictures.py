"""Pictures of a network: its graph, every treatment against one, the league table, the net heat."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kneewise.report.evidence.network_scale import Scale
from kneewise.report.evidence.network_words import network_word
from kneewise.report.evidence.trial_words import product_word
from kneewise.report.sections import Picture

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from kneewise.evidence.networks.heat import NetHeat
    from kneewise.evidence.networks.result import Better, Comparisons, Network
    from kneewise.report.words import Lang


def graph_picture(result: Network, lang: Lang) -> Picture:
    """The network as a graph."""
    names = [product_word(each, lang) for each in result.treatments]
    counts = result.n_trials.tolist()
    several = [arms.tolist() for block in result._trials.blocks if block.arm.shape[1] > 2 for arms in block.arm]

    def draw(figure: Figure) -> None:
        from kneewise.report.pictures.network_graph import draw_network_graph

        draw_network_graph(figure, names, counts, several_arms=several)

    pairs = [(i, j) for i in range(len(names)) for j in range(i + 1, len(names)) if counts[i][j]]
    said = "; ".join(
        network_word(
            "pair-count", lang, n=counts[i][j], pair=network_word("against", lang, name=names[i], other=names[j])
        )
        for i, j in pairs[:20]
    )
    return Picture(
        name="network", title=network_word("graph", lang), says=network_word("graph-says", lang, pairs=said),
        draw=draw, width=7.0, height=5.0,
    )  # fmt: skip


def forest_picture(result: Network, lang: Lang) -> Picture:
    """Every treatment against the reference."""
    from kneewise.report.pictures.against_one import Row

    scale = Scale(result.measure)
    at = result.place(result.reference)
    others = [k for k in range(len(result.treatments)) if k != at]
    if result.p_scores:
        others.sort(key=lambda k: -result.p_scores[result.treatments[k]])  # type: ignore[index]
    rows = []
    for k in others:
        effects = result.effects
        wide = None
        if result.model == "random" and result.prediction_low is not None and result.prediction_high is not None:
            wide = scale.pair(result.prediction_low[k, at], result.prediction_high[k, at])
        low, high = float(effects.low[k, at]), float(effects.high[k, at])
        rows.append(
            Row(
                name=product_word(result.treatments[k], lang), estimate=scale.of(effects.estimate[k, at]),
                interval=scale.pair(low, high), wide=wide,
                text=scale.text(float(effects.estimate[k, at]), low, high, lang),
            )
        )  # fmt: skip
    axis = network_word("effect-axis", lang, measure=result.measure or network_word("no-measure", lang))
    reference = product_word(result.reference, lang)

    def draw(figure: Figure) -> None:
        from kneewise.report.pictures.against_one import draw_against_one

        draw_against_one(figure, rows, x=axis, ratio=scale.ratio)

    return Picture(
        name="against-reference", title=network_word("forest", lang, reference=reference),
        says=network_word("forest-says", lang, reference=reference), draw=draw, width=7.6,
        height=1.2 + 0.34 * len(rows),
    )  # fmt: skip


def league_picture(
    treatments: tuple[str, ...],
    effects: Comparisons,
    direct: Comparisons | None,
    lang: Lang,
    *,
    measure: str | None,
    better: Better | None,
) -> Picture:
    """All against all: row against column, below the diagonal of the network, above it of direct trials."""
    scale = Scale(measure)
    names = [product_word(each, lang) for each in treatments]
    n = len(names)
    values: list[list[float | None]] = [[None] * n for _ in range(n)]
    texts = [[""] * n for _ in range(n)]
    # Warm is always on the side of the sentence in the legend: the row is better, or, where nobody said, higher.
    turn = -1.0 if better == "lower" else 1.0
    for i in range(n):
        texts[i][i] = "·"
        for j in range(n):
            source = effects if i > j else direct
            if i == j or source is None or not np.isfinite(source.estimate[i, j]):
                continue
            y, low, high = (float(each[i, j]) for each in (source.estimate, source.low, source.high))
            se = float(source.se[i, j])
            values[i][j] = turn * y / se if low > 0 or high < 0 else 0.0
            texts[i][j] = scale.short(y, low, high)
    sides = ("against-row", "in-favour") if better else ("row-lower", "row-higher")

    def draw(figure: Figure) -> None:
        from kneewise.report.pictures.two_sided_matrix import draw_two_sided_matrix

        draw_two_sided_matrix(
            figure, values, texts, rows=names, columns=names, largest=6.0,
            sides=(network_word(sides[0], lang), network_word(sides[1], lang)), text_size=8.0 if n <= 8 else 6.5,
        )  # fmt: skip

    return Picture(
        name="league", title=f"{network_word('league', lang)}: {network_word('league-caption', lang)}",
        says=network_word("league-says", lang), draw=draw, width=_room(names) + max(4.0, 0.95 * n),
        height=0.5 + 0.6 * _room(names) + 0.55 * n,
    )  # fmt: skip


def heat_picture(heat: NetHeat, lang: Lang) -> Picture:
    """The net heat, alike next to alike."""
    # Designs on which the network hangs have no heat and say nothing here.
    order = [k for k in heat.order if not np.isnan(heat.heat[:, k]).all()]
    cut = heat.heat[np.ix_(order, order)]
    share = abs(heat.share[np.ix_(order, order)])
    names = [_contrast(heat, k, lang) for k in order]
    values: list[list[float | None]] = [[float(each) if abs(each) >= 0.05 else 0.0 for each in row] for row in cut]
    texts = [["" if each is None or abs(each) < 0.5 else f"{each:.1f}" for each in row] for row in values]
    size = len(order)

    def draw(figure: Figure) -> None:
        from kneewise.report.pictures.two_sided_matrix import draw_two_sided_matrix

        draw_two_sided_matrix(
            figure, values, texts, rows=names, columns=names, largest=8.0, weights=share.tolist(),
            sides=(network_word("cold", lang), network_word("warm", lang)), text_size=7.0,
        )  # fmt: skip

    return Picture(
        name="net-heat", title=network_word("heat", lang), says=network_word("heat-says", lang), draw=draw,
        width=_room(names) + max(3.0, 0.42 * size), height=0.7 * _room(names) + max(2.6, 0.36 * size),
    )  # fmt: skip


def _room(names: list[str]) -> float:
    """Inches for the longest name beside a matrix, and for the margins; Korean letters are twice as wide."""
    longest = max(sum(2 if ord(letter) > 0x1100 else 1 for letter in name) for name in names)
    return 1.0 + 0.078 * longest


def _contrast(heat: NetHeat, k: int, lang: Lang) -> str:
    one, two, design = heat.contrasts[k]
    said = f"{product_word(one, lang)} : {product_word(two, lang)}"
    return said if len(design) == 2 else f"{said} ({len(design)})"
