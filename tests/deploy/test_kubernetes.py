"""The Kubernetes objects, each by its own schema and all of them against what the worker is and says of itself."""

import re
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import kubernetes_validate
import prometheus_rule
import pytest
import yaml
from certificates import key_and_certificate, pem, pkcs8
from manifests import BASE, KUBERNETES, PRODUCTION, Manifest, kustomized, one, shipped

from worker.health import PROBES
from worker.settings.loading import Settings, load

SHIPPED = [pytest.param(manifest, id=f"{name}:{manifest['kind']}") for name, manifest in shipped()]
NATIVE = {"v1", "apps/v1", "policy/v1", "networking.k8s.io/v1"}
# KEDA 2.21, pkg/scalers/kafka_scaler.go: what may stand in a trigger's metadata.  KEDA itself ignores any other key.
KEDA_KEYS = {
    *("bootstrapServers", "bootstrapServersFromEnv", "consumerGroup", "consumerGroupFromEnv", "topic", "topicFromEnv"),
    *("partitionLimitation", "lagThreshold", "activationLagThreshold", "offsetResetPolicy", "allowIdleConsumers"),
    *("excludePersistentLag", "scaleToZeroOnInvalidOffset", "limitToPartitionsWithLag", "awsRegion"),
    *("ensureEvenDistributionOfPartitions", "fullMetadata", "version", "tls", "unsafeSsl", "sasl", "saslTokenProvider"),
}
KEDA_PARAMETERS = {"sasl", "username", "password", "tls", "ca", "cert", "key", "keyPassword"}
# | READ, DESCRIBE | input topics; READ on the group |
README_RIGHTS = {
    ("topic", "feeds.raw"): {"Read", "Describe"},
    ("group", "agencyfeed"): {"Read"},
    ("topic", "feeds.articles"): {"Write", "Describe", "DescribeConfigs"},
    ("topic", "feeds.dead"): {"Write", "Describe", "DescribeConfigs"},
    ("transactionalId", "agencyfeed-"): {"Write", "Describe"},
}


@pytest.fixture(params=[BASE, KUBERNETES / "components" / "strimzi"], ids=lambda path: path.name)
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Shipped settings as the worker loads them, with files where the cluster mounts its Secrets."""
    text = (request.param / "agencyfeed.toml").read_text("utf-8")
    certificate, key = key_and_certificate("worker")
    for path in re.findall(r'"(/etc/[^"]+)"', text):
        mounted = tmp_path / path.lstrip("/")
        mounted.parent.mkdir(parents=True, exist_ok=True)
        mounted.write_bytes(pem(certificate) + pkcs8(key))
    local = tmp_path / "agencyfeed.toml"
    local.write_text(text.replace('"/etc/', f'"{tmp_path}/etc/'), "utf-8")
    return load({}, {}, local)


def container() -> Manifest:
    """The worker's container."""
    (found,) = one("StatefulSet")["spec"]["template"]["spec"]["containers"]
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("manifest", SHIPPED)
def test_native_objects_fit_kubernetes_schema(manifest: Manifest) -> None:
    """No unknown field, no wrong type; objects of operators are looked at elsewhere."""
    if manifest["apiVersion"] in NATIVE:
        kubernetes_validate.validate(manifest, kubernetes_validate.latest_version(), strict=True)
    else:
        assert manifest["apiVersion"].partition("/")[0].count(".") >= 1


def test_pods_are_restricted() -> None:
    """The Pod Security level that their namespace enforces, and a root that cannot be written."""
    pod = one("StatefulSet")["spec"]["template"]["spec"]
    assert one("Namespace")["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] > 0
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert container()["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert pod["automountServiceAccountToken"] is one("ServiceAccount")["automountServiceAccountToken"] is False


def test_a_pod_outlives_its_drain(settings: Settings) -> None:
    """SIGKILL comes after the worker's own deadline, with time for the last commit; a restart within the session."""
    pod = one("StatefulSet")["spec"]["template"]["spec"]
    assert pod["terminationGracePeriodSeconds"] >= settings.drain_deadline_s + 10
    assert pod["terminationGracePeriodSeconds"] * 1000 < settings.session_timeout_ms


def test_probes_ask_what_the_worker_answers(settings: Settings) -> None:
    """Paths and port are its own; liveness waits for no broker."""
    asked = {name: container()[f"{name}Probe"]["httpGet"] for name in ("startup", "liveness", "readiness")}
    assert {name: get["path"] for name, get in asked.items()} == {
        "startup": "/startupz",
        "liveness": "/livez",
        "readiness": "/readyz",
    }
    assert set(PROBES) == {get["path"] for get in asked.values()}
    assert {get["port"] for get in asked.values()} == {"http"}
    assert container()["ports"] == [{"name": "http", "containerPort": settings.http_port}]


def test_both_settings_files_say_the_same_of_the_work(settings: Settings) -> None:
    """They differ in how brokers are reached alone, and are those of the other objects."""
    assert (settings.delivery, settings.group_id, settings.workers) == ("exactly_once", "agencyfeed", 2)
    assert settings.input_topics == ("feeds.raw",)
    assert (settings.output_topic, settings.dead_letter_topic) == ("feeds.articles", "feeds.dead")


def test_a_slot_has_one_name() -> None:
    """The pod's name is the member's; the transactional id follows from it and has the prefix that may be used."""
    names = {variable["name"]: variable for variable in container()["env"]}
    source = names["AGENCYFEED_GROUP_INSTANCE_ID"]["valueFrom"]
    assert source == {"fieldRef": {"fieldPath": "metadata.name"}}


def test_keda_s_keys_are_ones_it_reads() -> None:
    """A mistyped key would leave KEDA with a default."""
    for trigger in one("ScaledObject")["spec"]["triggers"]:
        assert set(trigger["metadata"]) <= KEDA_KEYS
        assert all(isinstance(value, str) for value in trigger["metadata"].values())
    authentication = one("TriggerAuthentication")["spec"]
    rows = [*authentication["secretTargetRef"], *authentication["configMapTargetRef"]]
    assert {row["parameter"] for row in rows} <= KEDA_PARAMETERS


def test_keda_scales_within_the_topic(settings: Settings) -> None:
    """No more pods than partitions, never none, by the lag of our group; down slowly."""
    spec = one("ScaledObject")["spec"]
    (metadata,) = [trigger["metadata"] for trigger in spec["triggers"]]
    assert (metadata["consumerGroup"], metadata["topic"]) == (settings.group_id, settings.input_topics[0])
    assert metadata["limitToPartitionsWithLag"] == metadata["excludePersistentLag"] == "true"
    assert metadata.get("allowIdleConsumers", "false") == "false"
    assert (
        1 <= spec["minReplicaCount"] <= spec["maxReplicaCount"] <= one("KafkaTopic", "feeds-raw")["spec"]["partitions"]
    )
    down = spec["advanced"]["horizontalPodAutoscalerConfig"]["behavior"]["scaleDown"]
    assert down["stabilizationWindowSeconds"] >= 300


def test_topics_take_the_largest_record(settings: Settings) -> None:
    """A dead letter carries its whole record; readers of three topics are three."""
    for name in ("feeds-raw", "feeds-articles", "feeds-dead"):
        config = one("KafkaTopic", name)["spec"]["config"]
        assert config["max.message.bytes"] >= settings.max_request_size > settings.record_max_bytes
    topics = {one("KafkaTopic", name)["spec"]["topicName"] for name in ("feeds-raw", "feeds-articles", "feeds-dead")}
    assert topics == {*settings.input_topics, settings.output_topic, settings.dead_letter_topic}


def test_rights_are_those_of_the_readme() -> None:
    """No right more, none less."""
    acls = one("KafkaUser", "agencyfeed")["spec"]["authorization"]["acls"]
    given = {(acl["resource"]["type"], acl["resource"]["name"]): set(acl["operations"]) for acl in acls}
    assert given == README_RIGHTS


def test_rules_are_those_of_the_monitoring_folder() -> None:
    """Written anew after each change: python deploy/kubernetes/prometheus_rule.py."""
    assert prometheus_rule.TARGET.read_text("utf-8") == prometheus_rule.rendered()
    groups = one("PrometheusRule")["spec"]["groups"]
    files = sorted(prometheus_rule.RULES.glob("*.yaml"))
    assert groups == [group for path in files for group in yaml.safe_load(path.read_text("utf-8"))["groups"]]
    assert len({group["name"] for group in groups}) == len(groups) > 2


def test_the_monitor_finds_the_pods() -> None:
    """By a label and a port that they have; its job's name holds the word that the rules look for."""
    monitor = one("PodMonitor")
    template = one("StatefulSet")["spec"]["template"]
    assert monitor["spec"]["selector"]["matchLabels"].items() <= template["metadata"]["labels"].items()
    assert {end["port"] for end in monitor["spec"]["podMetricsEndpoints"]} == {"http"}
    assert "agencyfeed" in monitor["metadata"]["name"]


@pytest.mark.parametrize("directory", [BASE, PRODUCTION], ids=lambda path: path.name)
def test_kustomize_puts_it_together(directory: Path) -> None:
    """Every selector finds the pods; what is mounted exists; a change of the settings is a rollout."""
    objects = kustomized(directory)
    (workload,) = [found for found in objects if found["kind"] == "StatefulSet"]
    template = workload["spec"]["template"]
    labels = template["metadata"]["labels"]
    by_kind = {found["kind"]: found for found in objects}
    selectors = [
        workload["spec"]["selector"]["matchLabels"],
        by_kind["Service"]["spec"]["selector"],
        by_kind["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"],
        by_kind["NetworkPolicy"]["spec"]["podSelector"]["matchLabels"],
        *(spread["labelSelector"]["matchLabels"] for spread in template["spec"]["topologySpreadConstraints"]),
    ]
    assert all(selector.items() <= labels.items() and selector for selector in selectors)
    volumes = {volume["name"]: volume for volume in template["spec"]["volumes"]}
    mounts = {mount["name"] for mount in template["spec"]["containers"][0]["volumeMounts"]}
    assert mounts == set(volumes)
    (settings,) = [f for f in objects if f["kind"] == "ConfigMap" and "agencyfeed.toml" in f["data"]]
    assert volumes["settings"]["configMap"]["name"] == settings["metadata"]["name"] != "agencyfeed-settings"
    assert {found["metadata"].get("namespace", "agencyfeed") for found in objects} == {"agencyfeed"}


def test_production_leaves_the_number_of_pods_to_the_autoscaler() -> None:
    """And gives the worker and KEDA their passwords and the brokers' authority from Secrets alone."""
    objects = kustomized(PRODUCTION)
    by_kind = {found["kind"]: found for found in objects}
    assert "replicas" not in by_kind["StatefulSet"]["spec"]
    volumes = by_kind["StatefulSet"]["spec"]["template"]["spec"]["volumes"]
    secrets = {v["secret"]["secretName"]: v["secret"]["items"][0]["path"] for v in volumes if "secret" in v}
    assert secrets == {"agencyfeed": "password", "kafka-cluster-ca-cert": "ca.crt"}
    (settings,) = [f["data"] for f in objects if f["kind"] == "ConfigMap" and "agencyfeed.toml" in f["data"]]
    mounts = {
        mount["name"]: mount["mountPath"]
        for mount in by_kind["StatefulSet"]["spec"]["template"]["spec"]["containers"][0]["volumeMounts"]
    }
    for name, file in (("password", "password"), ("authority", "ca.crt")):
        assert f'"{mounts[name]}/{file}"' in settings["agencyfeed.toml"]
    (trigger,) = by_kind["ScaledObject"]["spec"]["triggers"]
    assert trigger["authenticationRef"]["name"] == by_kind["TriggerAuthentication"]["metadata"]["name"]


def test_memory_holds_the_worst_two_records(settings: Settings) -> None:
    """Each child may grow by child_memory_bytes; parent, template and children start with 250 MiB, measured."""
    limit = int(container()["resources"]["limits"]["memory"].removesuffix("Mi")) * 2**20
    assert limit >= 250 * 2**20 + settings.workers * settings.child_memory_bytes + settings.max_inflight_bytes


def test_tracing_is_a_component(tmp_path: Path) -> None:
    """Its variables are settings, and the way to the collector is open: the port of the endpoint in its namespace."""
    shutil.copytree(KUBERNETES, tmp_path / "kubernetes")
    overlay = {"resources": ["kubernetes/base"], "components": ["kubernetes/components/tracing"]}
    (tmp_path / "kustomization.yaml").write_text(yaml.safe_dump(overlay), "utf-8")
    by_kind = {found["kind"]: found for found in kustomized(tmp_path)}
    (worker,) = by_kind["StatefulSet"]["spec"]["template"]["spec"]["containers"]
    variables = {row["name"]: row["value"] for row in worker["env"] if row["name"].startswith("AGENCYFEED_TRACING")}
    settings = load({}, variables, None)
    assert (settings.tracing, worker["image"]) == ("otlp", "agencyfeed:0.1.0-otel")
    endpoint = urlsplit(settings.tracing_endpoint)
    ways = {
        (peer["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"], port["port"])
        for rule in by_kind["NetworkPolicy"]["spec"]["egress"]
        for peer in rule["to"]
        for port in rule["ports"]
    }
    assert ((endpoint.hostname or "").split(".")[1], endpoint.port) in ways


def test_the_way_to_the_brokers_is_open(settings: Settings) -> None:
    """Namespace and port of each bootstrap server are in the policy."""
    policy = one("NetworkPolicy")["spec"]["egress"][0]
    ports = {port["port"] for port in policy["ports"]}
    namespace = policy["to"][0]["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"]
    for server in settings.bootstrap_servers:
        host, port = server.rsplit(":", 1)
        assert (host.split(".")[1], int(port) in ports) == (namespace, True)
