"""The `agencyfeed` command as a user runs it, without settings of ours in its environment."""

import os
import subprocess
import sysconfig
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

COMMAND = str(Path(sysconfig.get_path("scripts")) / "agencyfeed")


def environment(ours: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """The process environment without settings of ours but those given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AGENCYFEED_")}
    return kept | dict(ours)


def run(
    *arguments: str | Path, stdin: bytes = b"", env: Mapping[str, str] = MappingProxyType({})
) -> subprocess.CompletedProcess[bytes]:
    """One run of the command, `env` being all the settings in its environment."""
    command = [COMMAND, *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, env=environment(env), timeout=120, check=False)


def done(*arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """A run that must end with 0."""
    finished = run(*arguments, stdin=stdin)
    assert finished.returncode == 0, finished.stderr.decode()
    return finished
