"""Settings as flags, and the kinds of values that flags take."""

import argparse
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from worker.settings.options import OPTIONS, SECRETS, Option
from worker.settings.values import bounds, written

ALL_GROUPS = tuple(dict.fromkeys(option.group for option in OPTIONS.values()))


def add_config(parser: argparse.ArgumentParser) -> None:
    """`--config FILE`."""
    parser.add_argument("--config", type=Path, metavar="FILE", help="TOML file of settings (or AGENCYFEED_CONFIG)")


def add_settings(parser: argparse.ArgumentParser, groups: Iterable[str], without: Sequence[str] = ()) -> None:
    """Every option of `groups` as a flag; secrets only by the file that holds them: argv is for all to read."""
    wanted = [o for o in OPTIONS.values() if o.group in groups and o.name not in (*SECRETS, *without)]
    headings = {option.group: parser.add_argument_group(option.group) for option in wanted}
    for option in wanted:
        flag = "--" + option.name.replace("_", "-")
        headings[option.group].add_argument(
            flag, dest=option.name, metavar=_metavar(option), default=argparse.SUPPRESS, help=_help(option)
        )


def _metavar(option: Option) -> str:
    return "|".join(option.choices) if option.choices else option.kind.value.upper()


def _help(option: Option) -> str:
    default = "" if option.default in (None, ()) else f"default {written(option, option.default)}"
    notes = "; ".join(note for note in (bounds(option), default) if note)
    return f"{option.help} ({notes})".replace(" ()", "").replace("%", "%%")


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """A flag's type: a whole number within bounds."""

    def number(text: str) -> int:
        value = int(text) if text.lstrip("-").isascii() and text.lstrip("-").isdigit() else least - 1
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"a whole number from {least} to {most}")
        return value

    return number
