"""The Kubernetes objects that deploy/ ships: as they stand in their files, and as kustomize puts them together."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

DEPLOY = Path(__file__).parents[1] / "deploy"
KUBERNETES = DEPLOY / "kubernetes"
BASE = KUBERNETES / "base"
PRODUCTION = KUBERNETES / "overlays" / "production"
Manifest = dict[str, Any]


def manifests(path: Path) -> list[Manifest]:
    """The objects of a YAML file."""
    return [one for one in yaml.safe_load_all(path.read_text("utf-8")) if one]


def shipped() -> Iterator[tuple[str, Manifest]]:
    """Every object with the name of its file; kustomizations are none."""
    for path in sorted(KUBERNETES.rglob("*.yaml")):
        if path.name != "kustomization.yaml":
            yield from ((str(path.relative_to(KUBERNETES)), one) for one in manifests(path))


def one(kind: str, name: str | None = None) -> Manifest:
    """The shipped object of that kind."""
    found = [m for _, m in shipped() if m["kind"] == kind and name in (None, m["metadata"]["name"])]
    assert len(found) == 1, (kind, name, found)
    return found[0]


def kustomized(directory: Path) -> list[Manifest]:
    """What `kubectl apply -k` would send; the test is skipped where no kubectl can tell."""
    kubectl = shutil.which("kubectl")
    if not kubectl:
        pytest.skip("no kubectl")
    done = subprocess.run([kubectl, "kustomize", str(directory)], capture_output=True, text=True, check=False)
    if "unknown field" in done.stderr or "invalid Kustomization" in done.stderr:
        pytest.skip(f"this kubectl's kustomize is too old: {done.stderr[:200]}")
    assert done.returncode == 0, done.stderr
    return [one for one in yaml.safe_load_all(done.stdout) if one]


def tools() -> Path:
    """A folder of cluster tools (`cluster/up`, `docker/up`): AGENCYFEED_TEST_TOOLS or ../shared/tools; else a skip."""
    given = os.environ.get("AGENCYFEED_TEST_TOOLS")
    found = Path(given) if given else DEPLOY.parents[1] / "shared" / "tools"
    if not (found / "cluster" / "up").exists():
        pytest.skip("no tools that start a cluster: AGENCYFEED_TEST_TOOLS")
    return found
