"""Files that commands write: what is there already is not lost by beginning."""

from collections.abc import Iterable
from pathlib import Path

from worker.recording import NotWritableError


def refuse_to_replace(
    target: Path | str, sources: Iterable[Path | str] = (), *, overwrite: bool, flag: str = "--overwrite"
) -> None:
    """NotWritableError when beginning to write would lose something.

    That is a file that is to be read, always, and any other that is there, unless `overwrite`, which `flag` gives.
    """
    if str(target) == "-" or not Path(target).is_file():
        return
    if any(Path(source).exists() and Path(target).samefile(source) for source in sources):
        raise NotWritableError(f"{target} is what is read: name another file")
    if not overwrite:
        raise NotWritableError(f"{target} is there already: name another file, or {flag}")
