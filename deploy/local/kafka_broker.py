"""A real Apache Kafka on this machine: one broker, or three, for the demo, the tests and the bench.

    with Broker() as broker:
        create_topics(broker.bootstrap, {"raw": 3})

Ports are free ones and stay over a restart, as do the data; both go when the context ends.
"""

import base64
import contextlib
import logging
import os
import random
import shutil
import socket
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from kafka import KafkaAdminClient, KafkaProducer
from kafka.errors import KafkaError, UnknownTopicOrPartitionError
from kafka_jars import KafkaUnavailableError
from kafka_node import Node

__all__ = ["Broker", "Cluster", "KafkaUnavailableError", "Node", "create_topics", "free_ports"]

START_TIMEOUT_S = 60.0
_READY_TOPIC = "agencyfeed-ready"

# Small and quick: few internal partitions, no waiting for more members, death noticed in seconds.
# Transactions that timed out are looked for every 10 s, Kafka's default.  Sooner, a broker back after SIGKILL aborts
# them while the controller takes its old registration for dead: it finds no leader ("likely deleted already and
# hence can be skipped"), writes no marker, and with one replica their records become visible (seen with 4.3.1).
_SETTINGS = """\
process.roles=broker,controller
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
auto.create.topics.enable=false
offsets.topic.num.partitions=4
transaction.state.log.num.partitions=4
log.cleaner.dedupe.buffer.size=4194304
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
broker.session.timeout.ms=2000
broker.heartbeat.interval.ms=300
message.max.bytes=12582912
"""


def free_ports(count: int) -> list[int]:
    """Ports that are free now, below the range the kernel takes for outgoing connections."""
    found: set[int] = set()
    for port in random.SystemRandom().sample(range(20000, 32000), 2000):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            found.add(port)
        if len(found) == count:
            return sorted(found)
    raise KafkaUnavailableError(f"no {count} free ports between 20000 and 32000")


def create_topics(
    bootstrap: str, topics: Mapping[str, int], configs: Mapping[str, str] | None = None, replication: int = -1
) -> None:
    """Each topic of {name: partitions}, made and with a leader for every partition."""
    wanted = {
        name: {"num_partitions": count, "replication_factor": replication, "configs": dict(configs or {})}
        for name, count in topics.items()
    }
    admin = KafkaAdminClient(bootstrap_servers=bootstrap, bootstrap_timeout_ms=10_000)
    try:
        admin.create_topics(wanted, wait_for_metadata=True)
    finally:
        admin.close()


class Cluster:
    """`count` brokers that are one cluster: replication 3 and min ISR 2 when there are three of them."""

    def __init__(
        self,
        count: int = 3,
        *,
        listeners: Mapping[str, str] | None = None,
        properties: Iterable[str] = (),
        format_args: Iterable[str] = (),
        heap_mb: int = 256,
    ) -> None:
        """`listeners`: further ones, name -> protocol; `properties`: lines put after ours, `{directory}` filled in."""
        self.directory = Path(tempfile.mkdtemp(prefix="agencyfeed-kafka-"))
        self._protocols = {"PLAINTEXT": "PLAINTEXT", "CONTROLLER": "PLAINTEXT", **(listeners or {})}
        self._properties = tuple(properties)
        self._format_args = tuple(format_args)
        names = list(self._protocols)
        ports = free_ports(count * len(names))
        self.nodes = [
            Node(
                self.directory / str(number + 1),
                number + 1,
                dict(zip(names, ports[number * len(names) :], strict=False)),
                heap_mb,
            )
            for number in range(count)
        ]

    @property
    def bootstrap(self) -> str:
        """Addresses of the plaintext listeners, comma-separated."""
        return self.address("PLAINTEXT")

    def address(self, listener: str) -> str:
        """Addresses of a listener, comma-separated."""
        return ",".join(node.address(listener) for node in self.nodes)

    def start(self) -> None:
        """Format on the first call, start what is not running, return when the cluster takes records."""
        try:
            if not (self.directory / "1" / "server.properties").exists():
                self._format()
            for node in self.nodes:
                if not node.running:
                    node.start()
            self.wait_until_ready()
        except BaseException:
            self.close()
            raise

    def stop(self) -> None:
        """SIGTERM for all, data kept: `start` goes on from there."""
        for node in self.nodes:  # all at once: the last one alone would wait for a quorum
            node.terminate()
        for node in self.nodes:
            node.stop()

    def wait_until_ready(self, timeout_s: float = START_TIMEOUT_S) -> None:
        """Return when every running broker is a member and a record sent with acks=all is acknowledged."""
        deadline = time.monotonic() + timeout_s
        with _quiet("kafka"):
            while not self._ready():
                self._check_alive()
                if time.monotonic() > deadline:
                    raise KafkaUnavailableError(f"Kafka is not ready after {timeout_s:.0f} s:\n{self._tails()}")
                time.sleep(0.1)

    def close(self) -> None:
        """Leave nothing: no process, no file."""
        for node in self.nodes:
            node.kill()  # quicker than in order, and the data go anyway
        shutil.rmtree(self.directory, ignore_errors=True)

    def __enter__(self) -> Self:
        """Started and ready."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """As `close`."""
        self.close()

    def _format(self) -> None:
        cluster_id = base64.urlsafe_b64encode(b"k" + os.urandom(15)).decode().rstrip("=")
        alone = ("--standalone",) if len(self.nodes) == 1 else ()
        for node in self.nodes:
            node.format(self._server_properties(node), cluster_id, (*alone, *self._format_args))

    def _server_properties(self, node: Node) -> str:
        addresses = {name: node.address(name) for name in node.listeners}
        listeners = ",".join(f"{name}://{address}" for name, address in addresses.items())
        mapping = ",".join(f"{name}:{protocol}" for name, protocol in self._protocols.items())
        replicas, in_sync = (3, 2) if len(self.nodes) >= 3 else (1, 1)
        lines = [
            _SETTINGS,
            f"node.id={node.node_id}",
            f"listeners={listeners}",
            f"advertised.listeners={listeners}",
            f"listener.security.protocol.map={mapping}",
            f"log.dirs={node.directory / 'data'}",
            self._quorum(),
            f"default.replication.factor={replicas}",
            f"min.insync.replicas={in_sync}",
            f"offsets.topic.replication.factor={replicas}",
            f"transaction.state.log.replication.factor={replicas}",
            f"transaction.state.log.min.isr={in_sync}",
            f"share.coordinator.state.topic.replication.factor={replicas}",
            f"share.coordinator.state.topic.min.isr={in_sync}",
            *(line.replace("{directory}", str(node.directory)) for line in self._properties),
        ]
        return "\n".join(lines) + "\n"

    def _quorum(self) -> str:
        if len(self.nodes) == 1:
            return f"controller.quorum.bootstrap.servers={self.nodes[0].address('CONTROLLER')}"
        voters = ",".join(f"{node.node_id}@{node.address('CONTROLLER')}" for node in self.nodes)
        return f"controller.quorum.voters={voters}"

    def _ready(self) -> bool:
        running = {node.node_id: node.address() for node in self.nodes if node.running}
        bootstrap = ",".join(running.values())
        try:
            return _in_sync(bootstrap) >= set(running) and _takes_records(bootstrap)
        except (KafkaError, OSError, ValueError):
            return False

    def _check_alive(self) -> None:
        for node in self.nodes:
            if node.ended:
                raise KafkaUnavailableError(f"broker {node.node_id} ended while starting:\n{node.log_tail()}")

    def _tails(self) -> str:
        return "\n".join(f"-- broker {node.node_id}\n{node.log_tail()}" for node in self.nodes)


class Broker(Cluster):
    """A cluster of one, which is what most tests want."""

    def __init__(
        self,
        *,
        listeners: Mapping[str, str] | None = None,
        properties: Iterable[str] = (),
        format_args: Iterable[str] = (),
        heap_mb: int = 256,
    ) -> None:
        """As `Cluster`."""
        super().__init__(1, listeners=listeners, properties=properties, format_args=format_args, heap_mb=heap_mb)

    @property
    def pid(self) -> int:
        """The running process."""
        return self.nodes[0].pid

    def kill(self) -> None:
        """SIGKILL; `start` brings it back on the same ports and data."""
        self.nodes[0].kill()

    def restart(self) -> None:
        """Stop in order and start again."""
        self.stop()
        self.start()


@contextlib.contextmanager
def _quiet(name: str) -> Iterator[None]:
    """No log lines of a client that is refused because the broker is still starting."""
    logger, before = logging.getLogger(name), logging.getLogger(name).level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


def _in_sync(bootstrap: str) -> set[int]:
    """Ids of the brokers that hold all of the ready topic: describe_cluster goes on listing dead ones."""
    admin = KafkaAdminClient(bootstrap_servers=bootstrap, bootstrap_timeout_ms=2000, reconnect_backoff_max_ms=200)
    try:
        (topic,) = admin.describe_topics([_READY_TOPIC])
        if topic["error_code"] == UnknownTopicOrPartitionError.errno:
            admin.create_topics({_READY_TOPIC: {"num_partitions": 1}})
        return {broker for partition in topic["partitions"] for broker in partition["isr_nodes"]}
    finally:
        admin.close()


def _takes_records(bootstrap: str) -> bool:
    producer = KafkaProducer(
        bootstrap_servers=bootstrap, acks="all", max_block_ms=5000, delivery_timeout_ms=5000, request_timeout_ms=4000
    )
    try:
        producer.send(_READY_TOPIC, b"ready").get(timeout=5)
    finally:
        producer.close(timeout=1)
    return True
