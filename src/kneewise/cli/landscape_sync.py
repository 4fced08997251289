"""`kneewise landscape sync`: registers kept in step, from files, or fetched where that is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kneewise.cli.days import DAY
from kneewise.cli.outputs import EXIT_STATUSES, deliver, shipped_and_outputs, tell

if TYPE_CHECKING:
    from datetime import date

    from kneewise.cli.outputs import Outputs
    from kneewise.landscape.sync.run import SyncResult

EXAMPLE = """\b
Examples:
  kneewise landscape sync --from examples/trial-registers/ --into registers/
  kneewise landscape sync --from ICTRP-Results.xml --into registers/
  kneewise landscape sync --fetch --since 2026-10-01 --into registers/
"""


@click.command(short_help="Keep trials and devices of public registers in step.", epilog=EXAMPLE + EXIT_STATUSES)
@click.option("--from", "sources", multiple=True, metavar="FILE", type=click.Path(exists=True),
              help="A recorded page, a downloaded export, or a folder of them; may be given again.")  # fmt: skip
@click.option("--fetch", is_flag=True, help="Ask ClinicalTrials.gov; without it no network is used.")
@click.option("--into", required=True, metavar="FOLDER", type=click.Path(file_okay=False),
              help="Where records and changes are kept; made where it is not there.")  # fmt: skip
@click.option("--since", type=DAY, metavar="DAY", help="Only trials last updated on this day or later.")
@click.option("--contact", metavar="TEXT", help="With --fetch: whom the register may write to about the requests.")
@shipped_and_outputs
def sync(
    *, sources: tuple[str, ...], fetch: bool, into: str, since: date | None, contact: str | None, outputs: Outputs
) -> None:
    """Bring a folder to what registers show, and tell field by field what changed: new trials, status, results, dates.

    Files are told apart by what is in them: pages of the ClinicalTrials.gov API v2, exports of the WHO's portal
    (ICTRP), devices of openFDA and of Korea's open data. Contacts of persons are dropped. A second run with the same
    files changes nothing; a fetch that was stopped is taken up again.
    """
    from kneewise.landscape.landscape import shipped_landscape
    from kneewise.landscape.sync.run import fetch_studies, sync_files

    if fetch == bool(sources):
        raise click.UsageError("give --from FILE, as often as needed, or --fetch: one of the two.")
    if contact is not None and (not fetch or not contact.isprintable() or not contact.isascii()):
        raise click.UsageError("--contact goes with --fetch, as plain letters on one line.")
    recorded = shipped_landscape().by_trial
    if fetch:
        from kneewise import __version__
        from kneewise.landscape.sync.patience import Patience
        from kneewise.landscape.sync.studies_query import user_agent

        agent = user_agent(__version__, contact)
        patience = Patience(told=lambda line: tell([line]))
        sources = (str(fetch_studies(Path(into), web(), patience, agent=agent, since=since)),)
        since = None  # the register has left the others out
    result = sync_files([Path(each) for each in sources], Path(into), since=since, recorded=recorded)
    _deliver(result, outputs)


def web() -> Any:
    """The web; a recording takes its place in tests."""
    from kneewise.landscape.sync.transport import WebTransport

    return WebTransport()


def _deliver(result: SyncResult, outputs: Outputs) -> None:
    from kneewise.report.landscape.sync import present_sync
    from kneewise.report.landscape.sync_words import sync_word

    changes = [each.document() for each in result.changes]
    document = {
        "read": result.n_read,
        "trials": result.n_trials,
        "devices": result.n_devices,
        "counts": result.counts(),
        "changes": changes,
        "decisions": [
            {"trial": each.trial.trial, "decision": each.accepted.decision, "rule": each.accepted.rule,
             "reason": each.accepted.reason, "recorded": each.recorded, "title": each.trial.title}
            for each in result.decided
        ],
        "notices": result.notices,
        "older": result.told,
    }  # fmt: skip
    columns = ("key", "kind", "field", "before", "after", "copied")
    deliver(
        outputs,
        title=sync_word("title", outputs.lang),
        document=document,
        rows={name: [_cell(each[name]) for each in changes] for name in columns},
        sections=[present_sync(result, outputs.lang, short=outputs.html is None)],
    )


def _cell(value: Any) -> Any:
    """Values of several fields stand in one column: all as text."""
    if value is None:
        return None
    return ";".join(map(str, value)) if isinstance(value, list) else str(value)
