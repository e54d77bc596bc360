"""The command line: `agencyfeed COMMAND ...`.  Each command's words and flags are in worker/command_line."""
# ruff: noqa: PLC0415 - `--help` and a wrong flag must not wait for parsers and clients to load

import argparse
import errno
import os
import platform
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import Final

from worker.command_line import backfill, check_config, diff, dlq, extract, inspection, record, replay, run
from worker.command_line.command import Command, Formatter, fail
from worker.exit_codes import ExitCode
from worker.settings.loading import SettingsError

EXAMPLES = """\
examples:
  agencyfeed extract page.html                     one article a line, as JSON
  agencyfeed extract --outcomes feed/              one line an input, what became of it
  agencyfeed run --source day.jsonl.zst --sink -   a recording through the same loop, without Kafka
  agencyfeed run --config /etc/agencyfeed.toml     Kafka to Kafka
  agencyfeed record feeds.raw --out day.jsonl.zst  a topic into a file; replay plays it
  agencyfeed diff golden.jsonl day.jsonl.zst       what this version makes of it that the golden file has not
  agencyfeed dlq stats --from 24h                  why records died; dlq redrive sends them back
  agencyfeed check-config --json                   the settings in force, and where each came from

settings: flag, then environment AGENCYFEED_<NAME>, then the file of --config or AGENCYFEED_CONFIG, then the default.
exit codes: 0 done, 1 not all (diff, dlq redrive), 2 usage, 66 an input could not be read, 69 no broker at start, 70 a
bug, 73 the output is there already or cannot be written, 75 not drained or fenced (start again), 77 a right is missing,
78 wrong settings, 130 interrupted, 141 nobody reads the output.
"""
DISK: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO, errno.EBADF}  # no bugs of ours
COMMANDS: Final[tuple[Command, ...]] = (
    run.COMMAND,
    record.COMMAND,
    replay.COMMAND,
    inspection.COMMAND,
    backfill.COMMAND,
    diff.COMMAND,
    dlq.COMMAND,
    extract.COMMAND,
    check_config.COMMAND,
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is one of `ExitCode`."""
    _stand_in_for_closed_streams()
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:  # as Ctrl-C: children and temporary files go with us
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        code = _dispatch(sys.argv[1:] if argv is None else argv)
        sys.stdout.flush()
    except BrokenPipeError:  # `agencyfeed extract feed/ | head`: no reader, no complaint
        _forget_output()
        return ExitCode.BROKEN_PIPE
    except OSError as error:
        if error.errno not in DISK:
            raise
        _forget_output()
        return fail(ExitCode.CANNOT_CREATE, f"{error.filename or 'standard output'}: {error.strerror}")
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    return code


def _stand_in_for_closed_streams() -> None:
    """`agencyfeed ... >&-`: else the next file or socket would become standard output.

    Those of data can be neither read nor written: an output that goes nowhere is an error like a full disk's.
    """
    for name, mode, opened in (("stdin", "r", os.O_WRONLY), ("stdout", "w", os.O_RDONLY), ("stderr", "w", os.O_WRONLY)):
        if getattr(sys, name) is None:
            number = os.open(os.devnull, opened)  # the lowest that is free: this one
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8"))


def _forget_output() -> None:
    """What is still in the buffer would fail again at the end of the process."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _dispatch(argv: Sequence[str]) -> int:
    arguments, unknown = _parser().parse_known_args(argv)
    if unknown:
        arguments.unknown(unknown)
    execute: Callable[[argparse.Namespace], int] = arguments.command
    try:
        return execute(arguments)
    except SettingsError as error:
        return fail(ExitCode.CONFIG, str(error))
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except Exception as error:  # the last word before the process ends: a bug has its own exit code
        from worker.knowledge.loading import ConfigError

        if isinstance(error, OSError) and error.errno in DISK:
            raise
        if isinstance(error, ConfigError):
            return fail(ExitCode.CONFIG, str(error))
        traceback.print_exc()
        return fail(ExitCode.SOFTWARE, "this is a bug: please report the lines above")


def _parser() -> argparse.ArgumentParser:
    description = "Raw news-agency feed messages in, structured IPTC ninjs articles out."
    parser = argparse.ArgumentParser(
        "agencyfeed", description=description, epilog=EXAMPLES, formatter_class=Formatter, allow_abbrev=False
    )
    known = f"agencyfeed {version('agencyfeed')} (Python {platform.python_version()})"
    parser.add_argument("--version", action="version", version=known)
    commands = parser.add_subparsers(required=True, metavar="COMMAND", title="commands")
    for command in COMMANDS:
        command.add(commands.add_parser)
    return parser
