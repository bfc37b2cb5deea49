"""The command line as a whole: one call in, one exit status out, whatever happens in between."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence

import click

from renewal_tui import __version__
from renewal_tui.cli import output
from renewal_tui.cli.failures import report
from renewal_tui.cli.groups import LazyGroup
from renewal_tui.cli.options import common
from renewal_tui.cli.progress import Terminated, in_main_thread, raise_terminated
from renewal_tui.cli.registry import COMMANDS
from renewal_tui.cli.state import PROGRAM, Console, ExitStatus, State

COMPLETION = "_RENEWAL_TUI_COMPLETE"

_EPILOG = f"""\b
Example: {PROGRAM} list --within 7 --room cn-beijing-6
Example: {PROGRAM} demo

Completion in bash: eval "$({COMPLETION}=bash_source {PROGRAM})"; zsh_source and fish_source
likewise.
"""


@click.group(
    cls=LazyGroup,
    registry=COMMANDS,
    default="open",
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name=PROGRAM, message="%(prog)s %(version)s")
@common
def commands() -> None:
    """Look prepaid instances up, renew them, switch their policy and align their expirations.

    Without a command: the console. Every command has --help, which ends with an example.
    """


def run(arguments: Sequence[str], console: Console) -> int:
    """Carry one call out; its exit status."""
    output.prepare_streams()
    words = list(arguments)
    # An error is told in JSON too, also when the arguments cannot be understood.
    json = "--json" in (words[: words.index("--")] if "--" in words else words)
    state = State(console, json=json)
    before = signal.getsignal(signal.SIGTERM)
    if in_main_thread() and before is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, raise_terminated)
    try:
        return int(_carried_out(state, arguments))
    finally:
        if in_main_thread():
            signal.signal(signal.SIGTERM, before)


def _carried_out(state: State, arguments: Sequence[str]) -> ExitStatus | int:
    try:
        status = _invoke(state, arguments)
        output.flush()
    except click.exceptions.Exit as end:
        return end.exit_code
    except (Exception, KeyboardInterrupt, Terminated) as problem:
        # The last line of defence: whatever it is, it is told, and its status is never a guess.
        try:
            status = report(state, problem)
            output.flush()
        except output.OutputLost as lost:
            return report(state, lost)
    return status


def _invoke(state: State, arguments: Sequence[str]) -> ExitStatus | int:
    instruction = os.environ.get(COMPLETION)
    if instruction:
        from click.shell_completion import shell_complete  # noqa: PLC0415 - for a shell only

        return shell_complete(commands, {}, PROGRAM, COMPLETION, instruction)
    with commands.make_context(PROGRAM, list(arguments), obj=state) as context:
        status: ExitStatus | int | None = commands.invoke(context)
        return status or ExitStatus.DONE
