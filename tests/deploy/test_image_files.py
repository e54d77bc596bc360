"""What the image is made from, without an engine."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from manifests import DEPLOY

ROOT = DEPLOY.parent
LOCKS = ("requirements.lock", "deploy/image/otel.lock")
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")


def test_hadolint_has_nothing_to_say() -> None:
    """The Dockerfile's linter, all rules."""
    linter = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([linter, str(ROOT / "Dockerfile")], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_what_is_copied_is_sent_to_the_engine() -> None:
    """Each file or folder that the Dockerfile copies, or a build argument may name, is let through .dockerignore."""
    rules = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    let_through = {rule[1:] for rule in rules if rule.startswith("!")}
    copied = {
        source
        for line in DOCKERFILE.splitlines()
        if line.startswith("COPY ") and "--from" not in line
        for source in line.split()[1:-1]
    }
    assert (copied - {"${LOCK}"}) | set(LOCKS) == let_through
    assert all((ROOT / name).exists() for name in let_through)


def test_the_lock_with_tracing_is_the_plain_one_and_more() -> None:
    """Same versions, same hashes: tracing changes nothing else of an image."""
    plain, traced = (set((ROOT / name).read_text("utf-8").split("\n")[1:]) for name in LOCKS)
    assert plain < traced
    assert any(line.startswith("opentelemetry-sdk==") for line in traced)


def test_a_bill_of_materials_can_be_made(tmp_path: Path) -> None:
    """The README's command: every locked package, with version and hashes."""
    tool = shutil.which("cyclonedx-py")
    if not tool:
        pytest.skip("no cyclonedx-py: pip install cyclonedx-bom")
    bill = tmp_path / "sbom.cdx.json"
    command = [tool, "requirements", "requirements.lock", "--pyproject", "pyproject.toml", "-o", str(bill)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    text = bill.read_text("utf-8")
    assert all(name in text for name in ("pkg:pypi/trafilatura@", "pkg:pypi/kafka-python@", "SHA-256"))
