"""Forest and funnel: what is drawn, what is cut, and how the axis is read."""

from __future__ import annotations

import numpy as np
import pytest

from kneewise.report.evidence.effect_words import flag_word, measure_word
from kneewise.report.evidence.scale import Scale
from kneewise.report.pictures.canvas import drawn
from kneewise.report.pictures.forest import ForestRow, ForestWords, draw_forest, height_of, width_of
from kneewise.report.pictures.funnel import Funnel, FunnelWords, draw_funnel
from kneewise.report.pictures.svg import inline_svg
from kneewise.report.sections import Picture

WORDS = ForestWords(axis="risk ratio", value="Effect", share="Weight", left="cells", right="HA")
FUNNEL_WORDS = FunnelWords(
    effect="odds ratio", error="SE", trials="trials", filled="put in", pooled="pooled", line="line",
    region="p {low} to {high}", within="p below {high}",
)  # fmt: skip
ROWS = [
    ForestRow(kind="trial", name="Narrow", estimate=1.2, low=0.9, high=1.6, weight=60, value="1.20", share="60%"),
    ForestRow(kind="trial", name="Plain", estimate=0.9, low=0.6, high=1.35, weight=39, value="0.90", share="39%"),
    ForestRow(kind="trial", name="Wide", estimate=2.0, low=0.001, high=4000.0, weight=1, value="2.00", share="1%"),
    ForestRow(kind="trial", name="Unknown", value="–"),
    ForestRow(kind="gap"),
    ForestRow(kind="pooled", name="All", estimate=1.1, low=0.9, high=1.4, value="1.10", share="100%"),
    ForestRow(kind="prediction", name="Next", low=0.7, high=1.8, value="0.7 to 1.8"),
]


def picture(draw, name="forest"):
    return Picture(name=name, title="title", says="says", draw=draw, width=width_of(ROWS), height=height_of(ROWS))


def forest(figure, rows=ROWS, *, is_ratio=True):
    draw_forest(figure, rows, words=WORDS, is_ratio=is_ratio, no_effect=1.0 if is_ratio else 0.0)


def test_an_interval_that_leaves_the_axis_ends_in_arrows():
    with drawn(picture(forest), titled=False) as figure:
        axes = figure.axes[0]
        arrows = {line.get_marker(): line for line in axes.get_lines() if line.get_marker() in ("<", ">")}
        low, high = axes.get_xlim()

        assert set(arrows) == {"<", ">"}
        assert all(line.get_ydata()[0] == 2 for line in arrows.values())
        assert low < 0.6 and high > 2.0
        assert high < 100


def test_the_square_of_a_heavier_trial_is_larger():
    with drawn(picture(forest), titled=False) as figure:
        squares = [line for line in figure.axes[0].get_lines() if line.get_marker() == "s"]

        assert [line.get_ydata()[0] for line in squares] == [0, 1, 2]
        assert squares[0].get_markersize() > squares[1].get_markersize() > squares[2].get_markersize()


def test_ratios_are_read_at_round_numbers():
    with drawn(picture(forest), titled=False) as figure:
        axis = figure.axes[0].xaxis
        names = [axis.get_major_formatter()(tick) for tick in axis.get_major_locator()()]

        assert "1" in names
        assert 2 <= len(names) <= 8


def test_words_stand_in_the_picture_as_text():
    shown = inline_svg(picture(forest), "p")

    for word in ("Narrow", "Unknown", "Effect", "Weight", "100%", "0.7 to 1.8", "cells", "risk ratio"):
        assert word in shown


@pytest.mark.parametrize("rows", [[], [ForestRow(kind="trial", name="Unknown", value="–")], ROWS[:1]])
@pytest.mark.parametrize("is_ratio", [True, False])
def test_a_forest_of_little_or_nothing_is_drawn(rows, is_ratio):
    assert "<svg" in inline_svg(picture(lambda figure: forest(figure, rows, is_ratio=is_ratio)), "p")


@pytest.mark.parametrize("is_ratio", [True, False])
@pytest.mark.parametrize("n_filled", [0, 2])
def test_a_funnel_has_its_regions_and_what_was_put_in(is_ratio, n_filled):
    funnel = Funnel(
        effects=np.array([0.1, 0.4, 0.9]), se=np.array([0.1, 0.3, 0.6]), centre=0.3,
        filled=np.full(n_filled, -0.3), filled_se=np.full(n_filled, 0.6),
        line=(1.2, 0.0) if n_filled else None, is_ratio=is_ratio,
    )  # fmt: skip
    shown = inline_svg(picture(lambda figure: draw_funnel(figure, funnel, words=FUNNEL_WORDS), "funnel"), "p")

    assert "p 0.01 to 0.05" in shown and "p below 0.01" in shown
    assert ("put in" in shown) == bool(n_filled)
    assert ("line" in [text.strip() for text in shown.replace("<", ">").split(">")]) == bool(n_filled)


def test_ratios_are_shown_as_ratios_and_what_is_unknown_as_nothing():
    scale = Scale(is_ratio=True, digits=2)

    assert scale.words(float(np.log(2)), (0.0, float(np.log(4))), "en") == "2.00 (1.00 to 4.00)"
    assert scale.words(None, (0.0, float(np.log(4))), "ko") == "(1.00 ~ 4.00)"
    assert (scale.back(None), scale.back(float("nan")), scale.pair(None)) == (None, None, None)
    assert np.isfinite(scale.back(5000.0))


def test_what_is_said_of_rows_is_known_in_korean():
    """Every sentence that `effect_sizes` can say of a row, by calls that make it."""
    from kneewise.evidence import effect_sizes

    pairs = {"n": 9, "mean1": 2.0, "sd1": 1.0, "mean2": 1.0, "sd2": 1.0}
    means = {"n1": 9, "mean1": 2.0, "sd1": 1.0, "n2": 9, "mean2": 1.0, "sd2": 1.0}
    calls = [
        effect_sizes(measure="RR", events1=[0, 0], n1=9, events2=[1, 0], n2=9, zero_cells="RevMan"),
        effect_sizes(measure="MC", assumed_correlation=0.5, **pairs),
        effect_sizes(measure="MC", sd_change=1.0, **pairs),
        effect_sizes(measure="MC", **pairs),
        effect_sizes(measure="MD", **{**means, "sd1": 0.0, "sd2": 0.0}),
        effect_sizes(measure="ROM", **{**means, "mean1": -1.0}),
        effect_sizes(measure="MD", cluster_size=[5.0, 5.0], icc=[0.1, np.nan], **means),
        effect_sizes(measure="MD", shared_control="split", control=["a", "a"], **{**means, "n1": [9, 9]}),
        effect_sizes(measure="MD", bad_rows="flag", **{**means, "sd1": -1.0}),
        effect_sizes(measure="MD", effect=[1.0, 1.0], p=[0.03, np.nan], ci_low=[np.nan, 0.5], ci_high=[np.nan, 1.5]),
        effect_sizes(measure="MD", n1=9, n2=9, mean2=1.0, se2=0.3, median1=2.0, quartile_low1=1.0, quartile_high1=3.0),
        effect_sizes(measure="MD", n1=9, n2=9, mean2=1.0, ci_low2=0.5, ci_high2=1.5, median1=2.0, minimum1=1.0,
                     maximum1=3.0),
        effect_sizes(measure="MD", n1=9, n2=9, mean2=1.0, sd2=1.0, median1=2.0, quartile_low1=1.5, quartile_high1=2.5,
                     minimum1=1.0, maximum1=3.0),
        effect_sizes(measure="MD", n1=[9, 9], mean1=[1.0, np.nan], sd1=1.0, n2=9, mean2=1.0, sd2=1.0),
    ]  # fmt: skip
    said = {flag for sizes in calls for flags in sizes.flags for flag in flags}

    assert len(said) >= 19
    for flag in said:
        assert flag_word(flag, "en") == flag
        assert any("가" <= letter <= "힣" for letter in flag_word(flag, "ko")), flag
    assert measure_word("RR", "ko") == "위험비"
