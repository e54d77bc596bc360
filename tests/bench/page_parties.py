"""Who reads the pages: the readers of this environment, of another one, and the crate where cargo can build it."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import page_peer_readers
import page_readers
from page_processes import Absent

_HERE: Final = Path(__file__).parent
_CRATE: Final = _HERE / "rs_page_reader"
_CACHE: Final = _HERE.parent / ".cache"
CRATE: Final = "rs-trafilatura"
# Readers of the body alone have nothing to say on sets that are about titles, authors and dates.
BODY_ALONE: Final = frozenset({"trafilatura", "trafilatura-fast", "trafilatura-precision", "resiliparse"})
TWICE: Final = frozenset({page_readers.OURS, page_readers.REFERENCE})  # read cold, then again, warm
_NO_PEERS: Final = "--peers PYTHON names an environment with page_peers.txt"
NAMES: Final = (*page_readers.READERS, *page_peer_readers.READERS, CRATE)


@dataclass(frozen=True, slots=True)
class Party:
    """A reader and the command that starts it."""

    name: str
    command: tuple[str, ...]


def parties(names: Sequence[str] | None, peers: str | None) -> Iterator[Party | str]:
    """The readers of those names, or why one is not there; `peers` is an interpreter that has page_peers.txt's.

    Without names those of this environment, and all others where `peers` is given.
    """
    wanted = names or (NAMES if peers else tuple(page_readers.READERS))
    own, others = str(_HERE / "page_readers.py"), str(_HERE / "page_peer_readers.py")
    yield from (Party(name, (sys.executable, own, name)) for name in page_readers.READERS if name in wanted)
    for name in (one for one in page_peer_readers.READERS if one in wanted):
        yield Party(name, (peers, others, name)) if peers else f"{name} is not there: {_NO_PEERS}"
    if CRATE in wanted:
        try:
            yield Party(CRATE, (_built(),))
        except Absent as exc:
            yield f"{CRATE} is not there: {exc}"


def _built() -> str:
    """The crate's reader, built in tests/.cache: some minutes at the first time."""
    if not shutil.which("cargo"):
        raise Absent("no cargo in PATH")
    work = _CACHE / "rs_page_reader"
    shutil.copytree(_CRATE, work, dirs_exist_ok=True)
    print("building the reader of rs-trafilatura", file=sys.stderr)
    ran = subprocess.run(
        ["cargo", "build", "--release", "--message-format=json-render-diagnostics", "--quiet"],
        cwd=work,
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        lines = [line for line in ran.stderr.splitlines() if line.strip()]
        raise Absent(f"cargo does not build it: {lines[0] if lines else ran.returncode}")
    made = [json.loads(line).get("executable") for line in ran.stdout.splitlines()]
    return next(str(path) for path in reversed(made) if path)
