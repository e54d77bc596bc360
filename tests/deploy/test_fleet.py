"""The fleet as it is shipped, on a real Kubernetes, KEDA and Kafka: it scales, rolls, and loses nothing.

Minutes, and a machine of its own: a kubelet, an image engine (DOCKER_HOST) and the cluster tools.
"""

import shutil
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import orjson
import pytest
from cluster import Cluster, NotBuilt, started
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka_broker import Broker, create_topics
from kafka_ends import read_all
from manifests import BASE, DEPLOY, KUBERNETES, kustomized, tools
from pool_work import records

pytestmark = [pytest.mark.slow, pytest.mark.kafka, pytest.mark.timeout(3000)]

TOPICS = {"feeds.raw": 4, "feeds.articles": 4, "feeds.dead": 1}
GROUP = "agencyfeed"
IMAGE = "agencyfeed:0.1.0"
PAGES = 1_500
OVERLAY = """\
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: agencyfeed
resources: [base]
configMapGenerator:
  - {{name: agencyfeed-settings, behavior: merge, files: [agencyfeed.toml]}}
patches:
  - target: {{kind: StatefulSet}}
    patch: |-
      - {{op: replace, path: /spec/template/spec/containers/0/resources/requests, value: {{cpu: 100m, memory: 256Mi}}}}
"""
SCALED = """\
  - target: {{kind: ScaledObject}}
    patch: |-
      - {{op: replace, path: /spec/triggers/0/metadata/bootstrapServers, value: "{outside}"}}
      - {{op: replace, path: /spec/triggers/0/metadata/lagThreshold, value: "200"}}
      - {{op: replace, path: /spec/maxReplicaCount, value: 4}}
      - {{op: replace, path: /spec/pollingInterval, value: 5}}
      - op: replace
        path: /spec/advanced/horizontalPodAutoscalerConfig/behavior/scaleDown
        value: {{stabilizationWindowSeconds: 10, policies: [{{type: Pods, value: 4, periodSeconds: 15}}]}}
components: [keda]
"""


class BrokerForPods(Broker):
    """A broker that pods reach on the node's address, and this machine on its own."""

    def __init__(self, address: str) -> None:
        super().__init__(listeners={"PODS": "PLAINTEXT"})
        ports = self.nodes[0].listeners
        self.inside = f"{address}:{ports['PODS']}"
        listeners = f"PLAINTEXT://{self.bootstrap},PODS://{self.inside},CONTROLLER://{self.address('CONTROLLER')}"
        self._properties = (f"listeners={listeners}", f"advertised.listeners={listeners}")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """A node, the control plane and, where it is built, KEDA, with the image of this checkout."""
    if not shutil.which("docker") or subprocess.run(["docker", "info"], capture_output=True, check=False).returncode:
        pytest.skip("no docker engine")
    root = str(DEPLOY.parent)
    subprocess.run(["docker", "build", "--network=host", f"--tag={IMAGE}", root], check=True)
    with ExitStack() as stack:
        cluster = _first_that_starts(stack, ("--keda", "--node"), ("--node",))
        load = [str(tools() / "cluster" / "load"), IMAGE]
        subprocess.run(load, env=dict(cluster.environment), check=True)
        yield cluster


def _first_that_starts(stack: ExitStack, *ways: tuple[str, ...]) -> Cluster:
    for options in ways:
        try:
            flags = "--horizontal-pod-autoscaler-sync-period=5s"
            return stack.enter_context(started(*options, CONTROLLER_FLAGS=flags))
        except NotBuilt as error:
            reason = error
    pytest.skip(f"no cluster: {reason}")


@pytest.fixture(scope="module")
def broker(cluster: Cluster) -> Iterator[BrokerForPods]:
    """With the topics that the manifests name."""
    with BrokerForPods(cluster.node_address) as broker:
        for name, partitions in TOPICS.items():
            create_topics(broker.bootstrap, {name: partitions})
        yield broker


@pytest.fixture(scope="module")
def fleet(cluster: Cluster, broker: BrokerForPods, tmp_path_factory: pytest.TempPathFactory) -> Cluster:
    """Base and KEDA component as they are shipped, told where this broker is and to scale at this machine's size."""
    folder = tmp_path_factory.mktemp("overlay")
    shutil.copytree(BASE, folder / "base")
    shutil.copytree(KUBERNETES / "components" / "keda", folder / "keda")
    settings = (BASE / "agencyfeed.toml").read_text("utf-8")
    (folder / "agencyfeed.toml").write_text(
        settings.replace("kafka-kafka-bootstrap.kafka.svc:9092", broker.inside).replace("workers = 2", "workers = 1")
    )
    overlay = OVERLAY + SCALED if cluster.has_keda else OVERLAY
    (folder / "kustomization.yaml").write_text(overlay.format(outside=broker.bootstrap))
    objects = kustomized(folder)
    namespace = [found for found in objects if found["kind"] == "Namespace"]
    cluster.done("apply", "--server-side", "-f", "-", objects=namespace)
    cluster.done("apply", "--server-side", "-f", "-", objects=objects)
    until("two pods are ready", lambda: ready(cluster) == 2, 240)
    return cluster


def until(what: str, holds: Callable[[], bool], seconds: float) -> float:
    """Seconds until it holds."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < seconds, f"not within {seconds:.0f} s: {what}"
        time.sleep(1)
    took = time.monotonic() - began
    print(f"{what}: {took:.0f} s")
    return took


def ready(cluster: Cluster) -> int:
    """How many pods say so."""
    return int(cluster.get("statefulset", "agencyfeed", "-n", "agencyfeed")["status"].get("readyReplicas", 0))


def wanted(cluster: Cluster) -> int:
    """How many there are to be."""
    return int(cluster.get("statefulset", "agencyfeed", "-n", "agencyfeed")["spec"]["replicas"])


def lag(broker: BrokerForPods) -> int:
    """Records of the input behind the group's offsets (transaction markers of ours are in the output)."""
    consumer = KafkaConsumer(bootstrap_servers=broker.bootstrap, group_id=GROUP, enable_auto_commit=False)
    try:
        partitions = [TopicPartition("feeds.raw", number) for number in range(TOPICS["feeds.raw"])]
        ends = consumer.end_offsets(partitions)
        return sum(ends[tp] - (consumer.committed(tp) or 0) for tp in partitions)
    finally:
        consumer.close(autocommit=False)


def feed(broker: BrokerForPods, count: int, pause_s: float = 0.0) -> None:
    """Pages of 80 KB, round robin."""
    producer = KafkaProducer(bootstrap_servers=broker.bootstrap, compression_type="zstd", linger_ms=20)
    for number, raw in enumerate(records("page", count)):
        producer.send("feeds.raw", raw.value, partition=number % TOPICS["feeds.raw"])
        time.sleep(pause_s)
    producer.flush()
    producer.close()


def outcomes(broker: BrokerForPods) -> Counter[tuple[int, int]]:
    """Where articles and dead letters came from, as read_committed readers see them; a page gives one of either."""
    articles = [orjson.loads(r.value)["agencyfeed"]["source"] for r in read_all(broker.bootstrap, "feeds.articles")]
    letters = [dict(record.headers) for record in read_all(broker.bootstrap, "feeds.dead")]
    print(f"{len(articles)} articles, {len(letters)} dead letters")
    published = Counter((source["partition"], source["offset"]) for source in articles)
    return published + Counter((int(said["dlq.source.partition"]), int(said["dlq.source.offset"])) for said in letters)


def test_lag_scales_it_up_and_its_end_down(fleet: Cluster, broker: BrokerForPods) -> None:
    """More pods while there is a lag, ready soon; two again after it; each record once."""
    if not fleet.has_keda:
        pytest.skip("no KEDA")
    feed(broker, PAGES)
    until("KEDA wants more than two", lambda: wanted(fleet) > 2, 120)
    until("all of them are ready", lambda: ready(fleet) == wanted(fleet) > 2, 120)
    until(f"{PAGES} pages are done", lambda: lag(broker) == 0, 600)
    until("two again", lambda: wanted(fleet) == 2 and ready(fleet) == 2, 240)
    assert outcomes(broker) == Counter({(n % 4, n // 4): 1 for n in range(PAGES)})


def test_a_rolling_update_loses_nothing(fleet: Cluster, broker: BrokerForPods, tmp_path: Path) -> None:  # noqa: ARG001
    """New pods take over slot by slot while stories come in: each once, none late by more than a restart."""
    before = sum(outcomes(broker).values())
    feeding = threading.Thread(target=feed, args=(broker, 600, 0.1))
    feeding.start()
    fleet.done("rollout", "restart", "statefulset/agencyfeed", "-n", "agencyfeed")
    most = 0
    began = time.monotonic()
    while feeding.is_alive() or lag(broker):
        most = max(most, lag(broker))
        assert time.monotonic() - began < 400
    fleet.done("rollout", "status", "statefulset/agencyfeed", "-n", "agencyfeed", "--timeout=200s")
    feeding.join()
    print(f"rolling update under 10 records a second: lag at most {most} records")
    seen = outcomes(broker)
    assert set(seen.values()) == {1}
    assert sum(seen.values()) == before + 600
    pods = fleet.get("pods", "-n", "agencyfeed")["items"]
    assert [pod["status"]["containerStatuses"][0]["restartCount"] for pod in pods] == [0, 0]
