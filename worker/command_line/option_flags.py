"""Settings as flags, and the kinds of values that flags take."""

import argparse
import math
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from worker import points
from worker.settings.options import OPTIONS, SECRETS, Option
from worker.settings.values import bounds, written

ALL_GROUPS = tuple(dict.fromkeys(option.group for option in OPTIONS.values()))
# of a client that only reads, and of one that writes too
CLIENT_OPTIONS = (
    *("bootstrap_servers", "client_id", "fetch_max_bytes", "max_partition_fetch_bytes", "retry_backoff_ms"),
    *("reconnect_backoff_max_ms", "bootstrap_timeout_ms", "request_timeout_ms"),
)
WRITER_OPTIONS = ("max_request_size", "compression", "linger_ms")


def add_config(parser: argparse.ArgumentParser) -> None:
    """`--config FILE`."""
    parser.add_argument("--config", type=Path, metavar="FILE", help="TOML file of settings (or AGENCYFEED_CONFIG)")


def add_overwrite(parser: argparse._ActionsContainer) -> None:
    """`--overwrite`, of what writes a recording."""
    parser.add_argument("--overwrite", action="store_true", help="replace a file that is there")


def add_settings(parser: argparse.ArgumentParser, groups: Iterable[str], without: Sequence[str] = ()) -> None:
    """Every option of `groups` as a flag; secrets only by the file that holds them: argv is for all to read."""
    _add(parser, [o for o in OPTIONS.values() if o.group in groups and o.name not in (*SECRETS, *without)])


def add_client_settings(parser: argparse.ArgumentParser, *more: str) -> None:
    """What a Kafka client of a tool needs to be told, and the options named in `more`."""
    names = (*CLIENT_OPTIONS, *more)
    wanted = [o for o in OPTIONS.values() if o.name in names or (o.group == "security" and o.name not in SECRETS)]
    _add(parser, sorted(wanted, key=lambda option: option.group != OPTIONS["bootstrap_servers"].group))


def _add(parser: argparse.ArgumentParser, wanted: Sequence[Option]) -> None:
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


def point(text: str) -> points.Point:
    """A flag's type: where reading begins or ends."""
    try:
        return points.parse(text, int(time.time() * 1000))
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def number_above_zero(text: str) -> float:
    """A flag's type: a finite number above 0."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < math.inf:
        raise argparse.ArgumentTypeError("a number above 0")
    return value


def share(text: str) -> float:
    """A flag's type: a share as 0.05 or 5%, above 0 and at most all."""
    value = number_above_zero(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    if value > 1:
        raise argparse.ArgumentTypeError("a share: 0.05 or 5%, at most 1 or 100%")
    return value


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """A flag's type: a whole number within bounds."""

    def number(text: str) -> int:
        value = int(text) if text.lstrip("-").isascii() and text.lstrip("-").isdigit() else least - 1
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"a whole number from {least} to {most}")
        return value

    return number


def file_to_reread(text: str) -> str:
    """A flag's type: a file that is opened more than once, which standard input cannot be."""
    if text == "-":
        raise argparse.ArgumentTypeError("standard input cannot be read twice: name a file")
    return text
