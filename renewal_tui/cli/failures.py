"""From what went wrong to one clear line on stderr, an exit status, and an answer in JSON."""

from __future__ import annotations

import errno
import sys
from pathlib import Path

import click
from click import exceptions as clicked

from renewal_tui import errors
from renewal_tui.cli.asking import Declined
from renewal_tui.cli.options import option_name
from renewal_tui.cli.output import OutputLost, document, is_device, note, silence
from renewal_tui.cli.progress import Terminated
from renewal_tui.cli.state import PROGRAM, ExitStatus, State

_KINDS: tuple[tuple[type[errors.DeskError], str, ExitStatus], ...] = (
    (errors.UsageProblem, "usage", ExitStatus.USAGE),
    (Declined, "declined", ExitStatus.NOTHING),
    (errors.UnknownInstance, "unknown_instance", ExitStatus.NOTHING),
    (errors.Changed, "changed", ExitStatus.NOTHING),
    (errors.KeyConflict, "key_conflict", ExitStatus.NOTHING),
    (errors.Refused, "refused", ExitStatus.NOTHING),
    (errors.StoreMissing, "store_missing", ExitStatus.USAGE),
    (errors.StoreForeign, "store_foreign", ExitStatus.USAGE),
    (errors.StoreDamaged, "store_damaged", ExitStatus.BROKEN),
    (errors.SchemaVersion, "schema_version", ExitStatus.SCHEMA),
    (errors.StoreReadOnly, "store_read_only", ExitStatus.NOTHING),
    (errors.StoreBusy, "store_busy", ExitStatus.BUSY),
    (errors.StoreFull, "store_full", ExitStatus.NOTHING),
)
"""The first that fits: kinds stand before the kinds that they belong to."""


def words_of(problem: errors.DeskError) -> str:
    """An error in a line, with the options and commands that its facts ask for."""
    match problem:
        case errors.UsageProblem(field=str(field)):
            return f"{option_name(field)}: {problem}"
        case errors.StoreMissing(path=Path() as path):
            return f"{problem}; make a store with: {PROGRAM} --database {path} init"
        case errors.SchemaVersion(older=str(name)):
            return f"{problem}: run {PROGRAM} --database {name} migrate"
    return str(problem)


def report(state: State, problem: BaseException) -> ExitStatus:
    """Tell what went wrong; the exit status."""
    if isinstance(problem, OutputLost):
        return _lost_output(state, problem.cause)
    if isinstance(problem, OSError) and problem.errno in (errno.EPIPE, errno.ENOSPC):
        return _lost_output(state, problem)  # the help is written by click
    if isinstance(problem, click.UsageError):
        if problem.ctx is not None:
            state.path = problem.ctx.command_path
        return _tell(state, "usage", _usage_text(problem), ExitStatus.USAGE)
    if isinstance(problem, KeyboardInterrupt | Terminated):
        text = f"stopped by a signal{_ask_again(state)}"
        if isinstance(problem, Terminated):
            return _tell(state, "terminated", text, ExitStatus.TERMINATED)
        return _tell(state, "interrupted", text, ExitStatus.INTERRUPTED)
    if isinstance(problem, errors.BadInput):
        note(*problem.problems)
        text = "nothing was imported"
        return _tell(state, "bad_input", text, ExitStatus.USAGE, problem.problems)
    for kind, code, status in _KINDS:
        if isinstance(problem, kind):
            text = words_of(problem)
            if isinstance(problem, errors.StoreError) and problem.part_way:
                text += _ask_again(state)
                if status is ExitStatus.NOTHING:  # something was done before
                    status = ExitStatus.PARTLY  # noqa: PLW2901
            return _tell(state, code, text, status)
    from renewal_tui.cli.incidents import write_down  # noqa: PLC0415 - rarely, let us hope

    return _tell(state, "unexpected", write_down(problem), ExitStatus.UNEXPECTED)


def _lost_output(state: State, problem: OSError) -> ExitStatus:
    """The answer could not be written: quietly where nobody reads, else in one line."""
    gone = problem.errno == errno.EIO and is_device(sys.stdout)
    silence(sys.stdout)
    if problem.errno == errno.EPIPE:
        return ExitStatus.PIPE_CLOSED
    if gone:
        return ExitStatus.HUNG_UP
    text = f"the answer could not be written: {problem.strerror}"
    note(f"{state.path}: {text}{_ask_again(state)}")
    return ExitStatus.OUTPUT_LOST


def _tell(
    state: State, code: str, text: str, status: ExitStatus, problems: list[str] | None = None
) -> ExitStatus:
    note(f"{state.path}: {text}")
    if state.json:
        error = {"code": code, "message": text}
        answer = {"error": {**error, "problems": problems} if problems else error, **state.figures}
        if state.stream is not None and state.stream.begun:
            state.stream.close({"interrupted": True, **answer})
        else:
            document(answer)
    return status


def _ask_again(state: State) -> str:
    if state.key is None:
        return ""
    return f"; the same command with --key {state.key} tells what was done, and does the rest"


def _usage_text(problem: click.UsageError) -> str:
    """One line of ours for whatever click found wrong with the arguments."""
    if isinstance(problem, clicked.NoSuchOption):
        near = f"; did you mean {problem.possibilities[0]}?" if problem.possibilities else ""
        if problem.option_name[1:2].isdigit():
            near = "; numbers and amounts cannot be negative"
        return f"there is no option {problem.option_name}{near}"
    if isinstance(problem, clicked.BadOptionUsage):
        wrong = "needs a" if "requires" in problem.message else "takes no"
        return f"{problem.option_name} {wrong} value"
    if isinstance(problem, clicked.MissingParameter):
        return f"{_name_of(problem)} is needed"
    if isinstance(problem, clicked.BadParameter):
        return f"{_name_of(problem)}: {problem.message}"
    text = problem.format_message().rstrip(".")
    return text[:1].lower() + text[1:]


def _name_of(problem: clicked.BadParameter) -> str:
    if isinstance(problem.param_hint, str):
        return problem.param_hint
    if isinstance(problem.param, click.Option):
        return max(problem.param.opts, key=len)
    return problem.param.human_readable_name.strip("[].") if problem.param else "a value"
