"""The command `kneewise`: which commands there are, and how every one of them ends."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, Any, NoReturn

import click

from kneewise import __version__
from kneewise.cli.lazy_group import Entry, LazyGroup
from kneewise.cli.streams import forgive_terminal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType

INTERRUPTED = 130
READER_GONE = 141  # as a shell tells it of other tools whose reader went away: 128 + SIGPIPE
TERMINATED = 143


COMMANDS = {
    "review": Entry("kneewise.cli.review", "review", "Review cases: recognised, payable, and why."),
    "case": Entry("kneewise.cli.case", "case", "Write, check and convert case records."),
    "policy": Entry("kneewise.cli.policy", "policy", "List, read, check and compare policies."),
    "kit": Entry("kneewise.cli.kit", "kit", "Check the label and the licence of a kit."),
    "outcomes": Entry("kneewise.cli.outcomes", "outcomes", "Did patients get better: scores, change, dose, safety."),
    "evidence": Entry("kneewise.cli.evidence", "evidence", "What the trials say: pool, compare, doubt, check claims."),
    "landscape": Entry("kneewise.cli.landscape", "landscape", "What exists, where, since when, at what price."),
    "demo": Entry("kneewise.cli.demo", "demo", "Write a made-up set of cases."),
}

EPILOG = """\b
Examples:
  kneewise review case.yaml
  kneewise review cases.jsonl --out answers.json --html report.html
\b
Exit statuses:
  0    done
  1    a check found something
  2    the command line cannot be taken
  3    the input or a policy cannot be taken
  4    done, but some cases were set aside (--skip-bad)
  130  stopped by Ctrl-C; nothing half-written is left behind
"""


class _Kneewise(LazyGroup):
    """The commands of Kneewise; turns every refusal into one status."""

    entries = COMMANDS

    def invoke(self, ctx: click.Context) -> Any:
        from kneewise.errors import KneewiseError

        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except KneewiseError as error:
            click.echo(f"kneewise: {error}", err=True)
            ctx.exit(error.exit_code)
        except BrokenPipeError:
            _drop_output()
            ctx.exit(READER_GONE)
        except KeyboardInterrupt:
            _tell_stopped(ctx)
        except RuntimeError as error:
            # DuckDB's word for a signal that came while it was working.
            if str(error) != "Query interrupted":
                raise
            _tell_stopped(ctx)
        return result


def _tell_stopped(ctx: click.Context) -> NoReturn:
    click.echo("\nkneewise: stopped; nothing half-written is left behind", err=True)
    ctx.exit(_stopped_with[0])


def _drop_output() -> None:
    """Let nothing more be written to a reader that has gone, not even by the interpreter as it ends."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return


_stopped_with = [INTERRUPTED]  # the status to leave with; SIGTERM has its own
_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(cls=_Kneewise, epilog=EPILOG, context_settings=_SETTINGS)
@click.version_option(__version__, "-V", "--version", message="kneewise %(version)s")
def cli() -> None:
    """Reviews records of treated knees against dated, cited policies.

    For each knee: is it the recognised treatment, with a licensed kit, is it payable, and why, or
    which paper is missing. Nobody is denied here: each answer says what the next person does.
    """


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    """End by SIGTERM as by Ctrl-C: what was begun is cleared away on the way out."""
    _stopped_with[0] = TERMINATED
    raise SystemExit(TERMINATED)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command and leave with its status."""
    signal.signal(signal.SIGTERM, _stop)
    forgive_terminal()
    cli.main(args=None if arguments is None else list(arguments), prog_name="kneewise")
    raise SystemExit(0)  # click has left already


if __name__ == "__main__":
    main()
