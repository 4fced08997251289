"""`kneewise evidence effect`: each trial's effect with its error, from whatever the paper printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kneewise.cli.effect_rows import effect_columns, effect_options, take_effects
from kneewise.cli.outputs import EXIT_STATUSES, deliver, source_and_outputs

if TYPE_CHECKING:
    from kneewise.cli.outputs import Outputs

EXAMPLE = """\b
Examples:
  kneewise evidence effect trials.csv --measure SMD --html effects.html
  kneewise evidence effect trials.csv --measure RR --like revman --out effects.csv
\b
A row is a comparison; columns are known by their names: study; n1, mean1, sd1, n2, mean2, sd2 (1 is the treatment);
instead of sd1: se1, or ci_low1 and ci_high1, or median1 with quartile_low1 and quartile_high1 or minimum1 and
maximum1; events1, n1, events2, n2; pairs (MC ...): n, mean1, sd1, mean2, sd2, r or sd_change; ready effects: effect
with se, ci_low and ci_high, or p (ratios as printed); cluster trials: cluster_size, icc.
Whatever was converted or assumed is told with its row. A file holds ratios as logs, people see ratios.
"""


@click.command(short_help="Each trial's effect, conversions flagged.", epilog=EXAMPLE + EXIT_STATUSES)
@effect_options
@source_and_outputs
def effect(*, outputs: Outputs, **options: Any) -> None:
    """Work out the effect of every row with its variance.

    Rows that cannot be (negative SD, nobody in a group) give no effect and say why; `check` lists them all.
    """
    from kneewise.report.evidence.effect import effects_title, present_effects

    taken = take_effects(outputs, options)
    section = present_effects(
        taken.sizes,
        outputs.lang,
        variance=taken.variance,
        zero_cells=taken.zero_cells,
    )
    deliver(
        outputs,
        title=effects_title(outputs.lang),
        document=taken.sizes,
        rows=effect_columns(taken.sizes),
        sections=[section],
    )
