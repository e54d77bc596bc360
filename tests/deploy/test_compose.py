"""The compose file: what can be said without an engine, what Compose says, and the fleet itself on a real engine."""

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kafka_jars
import pytest
import yaml
from manifests import DEPLOY

from worker.recording import read
from worker.settings.loading import load

COMPOSE = DEPLOY / "compose" / "compose.yaml"
STANDINS = Path(__file__).parent / "standins"
SAMPLE = DEPLOY.parent / "tests" / "sample" / "sample.jsonl"
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE.read_text("utf-8"))["services"]
THIRD_PARTY = ("kafka", "prometheus", "alertmanager")


def test_the_worker_s_environment_is_settings() -> None:
    """Each variable is a setting, with a value that is allowed."""
    environment = {name: str(value) for name, value in SERVICES["worker"]["environment"].items()}
    settings = load({}, environment, None)
    assert settings.bootstrap_servers == ("kafka:9092",)
    topics = {*settings.input_topics, settings.output_topic, settings.dead_letter_topic}
    assert topics == set(SERVICES["topics"]["command"][0].partition(" in ")[2].partition(";")[0].split())
    grace = int(SERVICES["worker"]["stop_grace_period"].removesuffix("s"))
    assert grace > settings.drain_deadline_s


def test_each_service_waits_for_what_it_needs() -> None:
    """A condition can come true: who is to be healthy has a health check, who is to complete does not restart."""
    images_with_a_check = {"worker"}
    for service in SERVICES.values():
        needs = service.get("depends_on", {})
        for needed, how in needs.items() if isinstance(needs, dict) else ():
            if how["condition"] == "service_healthy":
                assert "healthcheck" in SERVICES[needed] or needed in images_with_a_check
            else:
                assert how["condition"] == "service_completed_successfully"
                assert SERVICES[needed]["restart"] == "on-failure"


def test_nothing_is_reachable_from_outside() -> None:
    """Ports are the machine's own; what is mounted is there and cannot be written."""
    for service in SERVICES.values():
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))
        for volume in service.get("volumes", []):
            source, _, mode = volume.split(":")
            assert mode == "ro"
            assert (COMPOSE.parent / source).exists(), source


def test_the_worker_is_locked_down() -> None:
    """As in the cluster: nothing writable, no rights, bounded memory."""
    worker = SERVICES["worker"]
    assert (worker["read_only"], worker["cap_drop"], bool(worker["mem_limit"])) == (True, ["ALL"], True)
    assert worker["deploy"]["replicas"] == 2


def test_images_are_pinned() -> None:
    """A tag, and one that stays."""
    images = [_image(name) for name in (*THIRD_PARTY, "grafana")]
    assert all(image.partition(":")[2].strip("v")[:1].isdigit() for image in images), images
    assert SERVICES["kafka"]["image"].endswith(f":{kafka_jars.KAFKA_VERSION}}}")


def test_prometheus_and_alertmanager_take_their_files(tmp_path: Path) -> None:
    """Promtool and amtool of Debian's packages."""
    if not shutil.which("promtool") or not shutil.which("amtool"):
        pytest.skip("no promtool or amtool")
    config = (COMPOSE.parent / "prometheus.yml").read_text("utf-8")
    local = tmp_path / "prometheus.yml"
    local.write_text(config.replace("/etc/prometheus/rules", str(DEPLOY / "monitoring" / "rules")), "utf-8")
    subprocess.run(["promtool", "check", "config", str(local)], check=True)
    subprocess.run(["amtool", "check-config", str(COMPOSE.parent / "alertmanager.yml")], check=True)


def compose(*arguments: str) -> str:
    """`docker compose`, with the shipped file."""
    command = ["docker", "compose", "-f", str(COMPOSE), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (arguments, done.stdout[-2000:], done.stderr[-4000:])
    return done.stdout


def has_compose() -> None:
    """Skip where `docker compose` is missing."""
    known = (
        shutil.which("docker")
        and not subprocess.run(["docker", "compose", "version"], capture_output=True, check=False).returncode
    )
    if not known:
        pytest.skip("no docker compose")


def test_compose_takes_the_file() -> None:
    """Each key is known, each variable has a value."""
    has_compose()
    compose("config", "--quiet")
    compose("--profile", "play", "config", "--quiet")


@pytest.fixture
def fleet(tmp_path: Path) -> Iterator[None]:
    """The whole file, up and healthy; third parties by name, or stand-ins where they can neither be had nor pulled."""
    has_compose()
    if subprocess.run(["docker", "info"], capture_output=True, check=False).returncode:
        pytest.skip("no docker engine")
    for name in THIRD_PARTY:
        if not _have(_image(name)):
            _stand_in(name, _image(name), tmp_path)
    absent = {"play"} if _have(_image("grafana")) else {"play", "grafana"}
    try:
        compose("up", "--build", "--wait", "--wait-timeout", "300", *sorted(set(SERVICES) - absent))
        yield
    finally:
        subprocess.run(["docker", "compose", "-f", str(COMPOSE), "down", "--timeout", "40"], check=False)


def _image(service: str) -> str:
    image: str = SERVICES[service]["image"]
    return image.partition(":-")[2].rstrip("}")


def _have(image: str) -> bool:
    found = (["docker", "image", "inspect", image], ["docker", "pull", image])
    return any(subprocess.run(way, capture_output=True, check=False).returncode == 0 for way in found)


def _stand_in(target: str, image: str, context: Path) -> None:
    if not (context / "jars").exists():
        shutil.copytree(STANDINS, context, dirs_exist_ok=True)
        shutil.copytree(kafka_jars.jars(), context / "jars")
        tools = f"-Dartifact=org.apache.kafka:kafka-tools:{kafka_jars.KAFKA_VERSION}"
        fetch = ["mvn", "-q", "-B", "dependency:copy", tools, f"-DoutputDirectory={context / 'jars'}"]
        subprocess.run(fetch, cwd=context, check=True)
    build = ["docker", "build", "--network", "host", "--target", target, "--tag", image, str(context)]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"{image} is neither here, nor to be pulled, nor to be made: {done.stderr[-500:]}")


def _ask(expression: str) -> float | None:
    """Prometheus's answer, asked from a worker's container, which reaches it by name."""
    code = (
        "import sys, urllib.request as u, urllib.parse as p;"
        "print(u.urlopen('http://prometheus:9090/api/v1/query?' + p.urlencode({'query': sys.argv[1]})).read().decode())"
    )
    result = json.loads(compose("exec", "-T", "worker", "python", "-c", code, expression))["data"]["result"]
    return float(result[0]["value"][1]) if result else None


def _until(expression: str, wanted: float, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while (seen := _ask(expression)) != wanted:
        assert time.monotonic() < deadline, f"{expression} is {seen}, not {wanted}; {compose('ps', '--all')}"
        time.sleep(2)


@pytest.mark.slow
def test_the_fleet_works(fleet: None) -> None:  # noqa: ARG001 - it is up
    """Two healthy replicas share the topic, the sample goes through, Prometheus sees both and all rules are healthy."""
    _until('count(up{job="agencyfeed"} == 1)', 2)
    _until("sum(agencyfeed_partitions_assigned)", 4)
    compose("run", "--rm", "play")
    _until("sum(agencyfeed_records_processed_total)", len(list(read(SAMPLE))))
    states = [json.loads(line) for line in compose("ps", "--format", "json", "worker").splitlines()]
    assert [state["Health"] for state in states] == ["healthy", "healthy"]
    compose("stop", "worker")
    ended = [json.loads(line) for line in compose("ps", "--all", "--format", "json", "worker").splitlines()]
    assert [state["ExitCode"] for state in ended] == [0, 0]
