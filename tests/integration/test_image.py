"""The image, built by a real engine and run as a cluster would: no root, nothing writable, SIGTERM to PID 1."""

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from kafka_broker import free_ports
from kafka_fixtures import Topics
from sample_messages import MESSAGES

pytestmark = pytest.mark.slow

_ROOT = Path(__file__).parents[2]
_BASE = "docker.io/library/python:3.11-slim-bookworm"
_LOCKED_DOWN = ("--read-only", "--cap-drop=ALL", "--security-opt=no-new-privileges", "--memory=1g", "--pids-limit=64")


def _docker(*arguments: str, stdin: bytes | None = None) -> bytes:
    done = subprocess.run(["docker", *arguments], input=stdin, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return done.stdout


def _works(*command: str) -> bool:
    return (
        shutil.which(command[0]) is not None
        and subprocess.run(command, capture_output=True, check=False).returncode == 0
    )


@pytest.fixture(scope="module")
def image() -> str:
    """The image of this checkout."""
    if not _works("docker", "info"):
        pytest.skip("no docker engine")
    if not _works("docker", "image", "inspect", _BASE) and not _works("docker", "pull", _BASE):
        pytest.skip(f"the base image {_BASE} is neither here nor to be pulled")
    _docker("build", "--network=host", "--tag=agencyfeed:test", str(_ROOT))
    return "agencyfeed:test"


@pytest.fixture
def container(image: str, kafka: str, topics: Topics) -> Iterator[str]:
    """A worker in a locked-down container, on this machine's network."""
    (port,) = free_ports(1)
    settings = {
        "BOOTSTRAP_SERVERS": kafka,
        "INPUT_TOPICS": topics("raw"),
        "OUTPUT_TOPIC": topics("articles"),
        "DEAD_LETTER_TOPIC": topics("dead-letters"),
        "HTTP_PORT": str(port),
        "WORKERS": "1",
    }
    environment = [f"--env=AGENCYFEED_{name}={value}" for name, value in settings.items()]
    name = _docker("run", "--detach", "--network=host", *_LOCKED_DOWN, *environment, image).decode().strip()
    yield name
    subprocess.run(["docker", "rm", "--force", name], capture_output=True, check=False)


def test_extract_on_a_read_only_root_without_network(image: str) -> None:
    """A page on standard input comes out as one article, with no right but to run."""
    page = next(message.value for message in MESSAGES if message.story == "harbour")
    out = _docker("run", "--rm", "--interactive", "--network=none", *_LOCKED_DOWN, image, "extract", "-", stdin=page)
    (article,) = [json.loads(line) for line in out.splitlines()]
    assert article["headlines"][0]["value"] == "Floating library opens in Busan harbour after two-year refit"


def test_tracing_is_a_build_argument(image: str) -> None:
    """The plain image cannot trace and says so; one built with the other lock can."""
    command = ("check-config", "--files", "--tracing", "otlp")
    refused = subprocess.run(
        ["docker", "run", "--rm", "--network=none", image, *command], capture_output=True, check=False
    )
    assert (refused.returncode, b"agencyfeed[otel]" in refused.stderr) == (78, True), refused
    lock = "--build-arg=LOCK=deploy/image/otel.lock"
    _docker("build", "--network=host", lock, "--tag=agencyfeed:test-otel", str(_ROOT))
    _docker("run", "--rm", "--network=none", *_LOCKED_DOWN, "agencyfeed:test-otel", *command)


def test_identity_of_the_image(image: str) -> None:
    """A numeric user that is not root, SIGTERM, exec-form entry point, labels."""
    (found,) = json.loads(_docker("image", "inspect", image))
    config = found["Config"]
    assert config["User"].split(":")[0].isdigit()
    assert int(config["User"].split(":")[0]) > 0
    assert (config["StopSignal"], config["Entrypoint"]) == ("SIGTERM", ["agencyfeed"])
    assert config["Labels"]["org.opencontainers.image.title"] == "agencyfeed"


def test_sigterm_to_pid_1_drains_and_ends_with_0(container: str) -> None:
    """The worker becomes healthy, and `docker stop` is an orderly end within the drain deadline."""
    assert _health(container) == "healthy", _docker("logs", container)
    began = time.monotonic()
    _docker("stop", "--time=30", container)
    (state,) = json.loads(_docker("inspect", "--format=[{{json .State}}]", container))
    assert (state["ExitCode"], state["OOMKilled"]) == (0, False)
    assert time.monotonic() - began < 15


def _health(container: str, seconds: float = 60.0) -> str:
    deadline = time.monotonic() + seconds
    status = "starting"
    while status == "starting" and time.monotonic() < deadline:
        status = _docker("inspect", "--format={{.State.Health.Status}}", container).decode().strip()
    return status
