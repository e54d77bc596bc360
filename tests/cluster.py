"""A real Kubernetes on this machine, started by the cluster tools that `manifests.tools` finds."""

import os
import shlex
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from manifests import Manifest, tools

# export KUBECONFIG=/tmp/x FEED_CLUSTER=/tmp/y
_EXPORT = "export "


class NotBuilt(Exception):  # noqa: N818 - names the finding
    """The tools are here, the programs they would start are not."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """One that is up: the environment by which kubectl finds it."""

    environment: Mapping[str, str]
    has_keda: bool

    @property
    def node_address(self) -> str:
        """Where its pods reach this machine."""
        return self.environment["FEED_NODE_ADDRESS"]

    def kubectl(self, *arguments: str, objects: list[Manifest] | None = None) -> subprocess.CompletedProcess[str]:
        """What kubectl says, `objects` on its standard input."""
        given = yaml.safe_dump_all(objects) if objects else None
        command = ["kubectl", *arguments]
        return subprocess.run(
            command, input=given, env=self.environment, capture_output=True, text=True, timeout=300, check=False
        )

    def done(self, *arguments: str, objects: list[Manifest] | None = None) -> str:
        """As `kubectl`, which must succeed."""
        ended = self.kubectl(*arguments, objects=objects)
        assert ended.returncode == 0, (arguments, ended.stdout[-2000:], ended.stderr[-2000:])
        return ended.stdout

    def get(self, *arguments: str) -> Any:
        """An object or a list of them."""
        return yaml.safe_load(self.done("get", *arguments, "-o", "yaml"))


@contextmanager
def started(*options: str, **environment: str) -> Iterator[Cluster]:
    """A cluster until the end of the `with`; NotBuilt where a program is missing."""
    up = tools() / "cluster" / "up"
    done = subprocess.run(
        [str(up), *options], capture_output=True, text=True, env={**os.environ, **environment}, check=False
    )
    if done.returncode:
        raise NotBuilt(done.stderr[-500:])
    exported = dict(os.environ) | _exports(done.stdout)
    try:
        yield Cluster(exported, "--keda" in options)
    finally:
        subprocess.run([str(Path(up).with_name("down"))], env=exported, capture_output=True, check=False)


def _exports(text: str) -> dict[str, str]:
    words = [word for line in text.splitlines() if line.startswith(_EXPORT) for word in shlex.split(line)[1:]]
    return dict(word.split("=", 1) for word in words)
