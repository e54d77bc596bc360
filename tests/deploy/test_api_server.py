"""A real API server's word on every object, operators' kinds among them: unknown and mistyped fields are refused."""

from collections.abc import Iterator
from contextlib import ExitStack
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from cluster import Cluster, NotBuilt, started
from manifests import BASE, PRODUCTION, Manifest, kustomized

DRY_RUN = ("apply", "--server-side", "--dry-run=server", "-f", "-")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """An API server with the resource definitions of KEDA, the Prometheus operator and Strimzi, and our namespace."""
    with ExitStack() as stack:
        try:
            cluster = stack.enter_context(started("--apiserver-only"))
        except NotBuilt as error:
            pytest.skip(f"no API server: {error}")
        (namespace,) = [found for found in kustomized(BASE) if found["kind"] == "Namespace"]
        cluster.done("apply", "--server-side", "-f", "-", objects=[namespace])
        yield cluster


@pytest.mark.parametrize("directory", [BASE, PRODUCTION], ids=lambda path: path.name)
def test_it_takes_every_object(cluster: Cluster, directory: Path) -> None:
    """Types, enumerations and Pod Security "restricted", without a warning."""
    objects = kustomized(directory)
    ended = cluster.kubectl(*DRY_RUN, objects=objects)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert len(ended.stdout.splitlines()) == len(objects)


def _pod(manifest: Manifest) -> dict[str, Any]:
    pod: dict[str, Any] = manifest["spec"]["template"]["spec"]
    return pod


@pytest.mark.parametrize("kind", ["ScaledObject", "KafkaTopic", "KafkaUser", "StatefulSet", "NetworkPolicy"])
def test_it_would_see_a_mistake(cluster: Cluster, kind: str) -> None:
    """The proof above can fail: an unknown field is refused by name."""
    broken = deepcopy(next(found for found in kustomized(PRODUCTION) if found["kind"] == kind))
    broken["spec"]["replicsa"] = 3
    ended = cluster.kubectl(*DRY_RUN, objects=[broken])
    assert ended.returncode != 0
    assert "replicsa" in ended.stderr


def test_it_would_see_a_pod_that_is_not_restricted(cluster: Cluster) -> None:
    """The namespace enforces the level."""
    pod = _pod(next(found for found in kustomized(BASE) if found["kind"] == "StatefulSet"))
    pod["securityContext"]["runAsNonRoot"] = False
    labelled = {"name": "x", "namespace": "agencyfeed"}
    ended = cluster.kubectl(*DRY_RUN, objects=[{"apiVersion": "v1", "kind": "Pod", "metadata": labelled, "spec": pod}])
    assert "restricted" in ended.stderr
