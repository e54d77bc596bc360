"""What the command line knows of a command: its name, its words, its flags and what to call."""

import argparse
import difflib
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NoReturn

from worker.command_line import option_flags
from worker.exit_codes import ExitCode
from worker.settings.loading import Loaded, environment, load_with_origins
from worker.settings.options import OPTIONS

Add = Callable[..., argparse.ArgumentParser]
Formatter = argparse.RawDescriptionHelpFormatter


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command: `usage` and `examples` are what its help shows, `execute` gives the exit code.

    Heavy imports belong inside `execute`: `--help` and a wrong flag must not wait for parsers and clients to load.
    """

    name: str
    description: str
    usage: str = ""
    examples: str
    add_arguments: Callable[[argparse.ArgumentParser], None] = option_flags.add_config
    execute: Callable[[argparse.Namespace], int] | None = None
    parts: tuple["Command", ...] = ()  # of a command that only gathers others: `agencyfeed dlq list`

    def add(self, add: Add, within: str = "agencyfeed") -> None:
        """Its parser, and those of its parts."""
        full_name = f"{within} {self.name}"
        parser = add(
            self.name,
            prog=full_name,
            help=self.description,
            description=self.description,
            usage=f"{full_name} {self.usage or 'COMMAND ...'}",
            epilog=self.examples,
            formatter_class=Formatter,
            allow_abbrev=False,
        )
        if self.parts:
            below = parser.add_subparsers(required=True, metavar="COMMAND", title="commands")
            for part in self.parts:
                part.add(below.add_parser, full_name)
        else:
            self.add_arguments(parser)
            parser.set_defaults(command=self.execute, unknown=lambda words: _unknown(parser, words))


def _unknown(parser: argparse.ArgumentParser, words: Sequence[str]) -> NoReturn:
    """Usage of the command and 2.  A flag's value is not repeated: it may be a secret's."""
    flag = words[0].partition("=")[0]
    if not flag.startswith("-"):
        parser.error(f"one argument too many: {flag}")
    near = difflib.get_close_matches(flag, parser._option_string_actions, n=1)  # noqa: SLF001 - no other list of them
    parser.error(f"{flag} is no flag of this command" + (f"; the nearest is {near[0]}" if near else ""))


def loaded(arguments: argparse.Namespace) -> Loaded:
    """The settings that flags, environment and file give.  Raises SettingsError."""
    given = {name: value for name, value in vars(arguments).items() if name in OPTIONS}
    return load_with_origins(given, environment(), arguments.config)


def fail(code: ExitCode, text: str) -> int:
    """Say on stderr why the command ends with `code`."""
    sys.stderr.write(f"agencyfeed: {text}\n")
    return code
