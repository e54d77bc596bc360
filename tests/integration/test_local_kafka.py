"""The broker that the tests and the demo start is a real one, and leaves nothing behind."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import kafka_jars
import pytest
from kafka import KafkaConsumer, KafkaProducer
from kafka_broker import Broker, KafkaUnavailableError, create_topics, free_ports
from kafka_fixtures import Topics, started

pytestmark = pytest.mark.kafka

_HOST = """
import sys
from kafka_broker import Broker
broker = Broker()
broker.start()
print(broker.pid, broker.directory, flush=True)
sys.stdin.read()
"""


def _values(bootstrap: str, topic: str) -> list[bytes | None]:
    consumer = KafkaConsumer(
        topic, bootstrap_servers=bootstrap, auto_offset_reset="earliest", consumer_timeout_ms=5000, group_id=None
    )
    try:
        return [next(consumer).value]
    finally:
        consumer.close()


def _eventually(holds: Callable[[], bool], seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        os.sched_yield()
    return holds()


def test_topics_are_fresh_and_take_records(kafka: str, topics: Topics) -> None:
    """Two topics asked for by one name differ, and what is sent to one is read from it."""
    first, second = topics("raw"), topics("raw")
    producer = KafkaProducer(bootstrap_servers=kafka)
    producer.send(first, b"one").get(timeout=10)
    producer.close()
    assert first != second
    assert _values(kafka, first) == [b"one"]


def test_data_and_address_outlive_a_kill() -> None:
    """After SIGKILL and start, an acknowledged record is still there at the same address."""
    broker = started(Broker)
    with broker:
        create_topics(broker.bootstrap, {"kept": 1})
        producer = KafkaProducer(bootstrap_servers=broker.bootstrap, acks="all")
        producer.send("kept", b"acknowledged").get(timeout=10)
        producer.close()
        before, pid = broker.bootstrap, broker.pid
        broker.kill()
        broker.start()
        assert (broker.bootstrap, _values(before, "kept")) == (before, [b"acknowledged"])
        assert broker.pid != pid


def test_broker_dies_with_its_owner() -> None:
    """SIGKILL of the process that started a broker ends the broker too: nothing holds port or memory."""
    started(Broker).close()
    path = os.pathsep.join([str(Path(kafka_jars.__file__).parent), os.environ.get("PYTHONPATH", "")])
    with subprocess.Popen(
        [sys.executable, "-c", _HOST],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
    ) as owner:
        assert owner.stdout is not None
        pid, directory = owner.stdout.readline().split()
        owner.send_signal(signal.SIGKILL)
    assert _eventually(lambda: not _cmdline(int(pid)))
    shutil.rmtree(directory)


def test_a_broker_that_cannot_start_says_why() -> None:
    """A wrong setting ends in one error that holds the broker's own words."""
    started(Broker).close()
    with pytest.raises(KafkaUnavailableError, match=r"(?s)log\.retention\.hours"):
        Broker(properties=["log.retention.hours=soon"]).start()


def test_missing_java_and_maven_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without Java or Maven the error says what to install."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    assert "default-jre-headless" in (kafka_jars.missing() or "")
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho 'openjdk version \"17.0.1\" 2021-10-19' >&2\n")
    java.chmod(0o755)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert "maven" in (kafka_jars.missing() or "")
    java.write_text("#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n")
    assert "is 11" in (kafka_jars.missing() or "")


def test_free_ports_differ_and_can_be_bound() -> None:
    """Three ports asked for are three ports."""
    assert len(set(free_ports(3))) == 3


def _cmdline(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
