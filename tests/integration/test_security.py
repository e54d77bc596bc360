"""TLS, SASL and ACLs against the real broker: what the settings promise works, and what fails says why."""

import base64
import datetime as dt
import json
import logging
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from certificates import key_and_certificate, pem, pkcs8
from kafka import KafkaAdminClient
from kafka.admin import ACL, ACLOperation, ACLPermissionType, ResourcePattern, ResourceType
from kafka.errors import AuthorizationError
from kafka_broker import Broker, create_topics
from kafka_ends import article, read_all, route_of
from kafka_fixtures import started
from run_command import run

from worker.endpoints import DeliveryFailed
from worker.kafka import client as kafka_client
from worker.kafka.check import NotAuthorised, TopicMissing, Unreachable, check
from worker.kafka.publisher import Publisher
from worker.logs import FirstCause
from worker.model import RawMessage
from worker.recording import Writer
from worker.settings.loading import Settings, load

pytestmark = pytest.mark.kafka

SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule required;"
PLAIN = 'org.apache.kafka.common.security.plain.PlainLoginModule required user_pat="pat-secret";'
OAUTH = (
    "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required "
    'unsecuredLoginStringClaim_sub="broker";'
)
UNSECURED = (
    "org.apache.kafka.common.security.oauthbearer.internals.unsecured.OAuthBearerUnsecuredValidatorCallbackHandler"
)
LISTENERS = {"SASLP": "SASL_PLAINTEXT", "TLS": "SSL", "SASLS": "SASL_SSL", "OAUTH": "SASL_PLAINTEXT", "MTLS": "SSL"}
PROPERTIES = (
    "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
    "super.users=User:ANONYMOUS;User:alice;User:pat;User:olga;User:CN=worker",
    "ssl.keystore.type=PEM",
    "ssl.keystore.location={directory}/../server.pem",
    "ssl.truststore.type=PEM",
    "ssl.truststore.location={directory}/../ca.pem",
    "listener.name.mtls.ssl.client.auth=required",
    "listener.name.saslp.sasl.enabled.mechanisms=SCRAM-SHA-256,SCRAM-SHA-512,PLAIN",
    f"listener.name.saslp.scram-sha-256.sasl.jaas.config={SCRAM}",
    f"listener.name.saslp.scram-sha-512.sasl.jaas.config={SCRAM}",
    f"listener.name.saslp.plain.sasl.jaas.config={PLAIN}",
    "listener.name.sasls.sasl.enabled.mechanisms=SCRAM-SHA-512",
    f"listener.name.sasls.scram-sha-512.sasl.jaas.config={SCRAM}",
    "listener.name.oauth.sasl.enabled.mechanisms=OAUTHBEARER",
    f"listener.name.oauth.oauthbearer.sasl.jaas.config={OAUTH}",
    f"listener.name.oauth.oauthbearer.sasl.server.callback.handler.class={UNSECURED}",
)
USERS = {
    "alice": ("SCRAM-SHA-256", "alice-secret"),
    "bob": ("SCRAM-SHA-512", "bob-secret"),  # no rights but those a test gives
}
STRANGER = {"ssl_certfile": "{tls}/stranger.pem"}
OAUTH_COMMAND = {
    "sasl_mechanism": "OAUTHBEARER",
    "sasl_oauth_token_command": "sh -c 'echo swordfish; exit 3' --client-secret=swordfish",
}


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with ca.pem, server.pem, worker.pem + worker.key, and another.pem, a CA nobody trusts."""
    directory = tmp_path_factory.mktemp("tls")
    authority = key_and_certificate("test authority")
    server, client = (key_and_certificate(name, authority) for name in ("broker", "worker"))
    (directory / "ca.pem").write_bytes(pem(authority[0]))
    (directory / "another.pem").write_bytes(pem(key_and_certificate("stranger")[0]))
    (directory / "server.pem").write_bytes(pkcs8(server[1]) + pem(server[0]))
    stranger = key_and_certificate("stranger")
    (directory / "stranger.pem").write_bytes(pem(stranger[0]) + pkcs8(stranger[1]))
    (directory / "worker.pem").write_bytes(pem(client[0]))
    (directory / "worker.key").write_bytes(pkcs8(client[1]))
    return directory


@pytest.fixture(scope="module")
def broker(certificates: Path) -> Iterator[Broker]:
    """A broker with a listener for each way in, and ACLs."""

    def make() -> Broker:
        scram = [f"--add-scram={kind}=[name={name},password={word}]" for name, (kind, word) in USERS.items()]
        scram.append("--add-scram=SCRAM-SHA-512=[name=alice,password=alice-secret]")
        made = Broker(listeners=LISTENERS, properties=PROPERTIES, format_args=scram)
        for name in ("ca.pem", "server.pem"):
            (made.directory / name).write_bytes((certificates / name).read_bytes())
        return made

    with started(make) as running:
        create_topics(running.bootstrap, {"in": 1, "out": 1, "dead": 1})
        yield running


def settings(broker: Broker, listener: str, **given: str) -> Settings:
    """A worker's settings for that listener, impatient."""
    base = {
        "input_topics": "in",
        "output_topic": "out",
        "dead_letter_topic": "dead",
        "bootstrap_timeout_ms": "5000",
        "security_protocol": LISTENERS.get(listener, "PLAINTEXT"),
    }
    secrets = {f"AGENCYFEED_{name.upper()}": given.pop(name) for name in ("sasl_password",) if name in given}
    return load(base | given | {"bootstrap_servers": broker.address(listener)}, secrets, None)


def unsigned_token(subject: str) -> str:
    """A JWT that the broker's unsecured validator takes."""
    now = int(dt.datetime.now(dt.UTC).timestamp())
    parts = ({"alg": "none"}, {"sub": subject, "iat": now, "exp": now + 600})
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts]
    return ".".join([*encoded, ""])


def round_trip(given: Settings) -> None:
    """One record out and read back in by a group member."""
    producer = kafka_client.producer(given)
    sent = producer.send("in", b"hello", b"k", [])
    producer.flush(timeout=10)
    producer.close(timeout=5)
    assert sent.succeeded()
    consumer = kafka_client.consumer(given)
    consumer.subscribe(["in"], listener=None)
    seen: set[bytes | None] = set()
    deadline = time.monotonic() + 20
    while b"hello" not in seen and time.monotonic() < deadline:
        seen |= {record.value for batch in consumer.poll(200, 10).values() for record in batch}
    consumer.close(autocommit=False, timeout_ms=5000)
    assert b"hello" in seen


SCRAM_256 = {"sasl_mechanism": "SCRAM-SHA-256", "sasl_username": "alice", "sasl_password": "alice-secret"}
SCRAM_512 = SCRAM_256 | {"sasl_mechanism": "SCRAM-SHA-512"}
BOB = {"sasl_mechanism": "SCRAM-SHA-512", "sasl_username": "bob", "sasl_password": "bob-secret"}


@pytest.mark.parametrize(
    ("listener", "given"),
    [
        ("SASLP", SCRAM_256),
        ("SASLP", SCRAM_512),
        ("SASLP", {"sasl_mechanism": "PLAIN", "sasl_username": "pat", "sasl_password": "pat-secret"}),
        ("TLS", {"ssl_cafile": "{tls}/ca.pem"}),
        ("SASLS", SCRAM_512 | {"ssl_cafile": "{tls}/ca.pem"}),
        (
            "MTLS",
            {"ssl_cafile": "{tls}/ca.pem", "ssl_certfile": "{tls}/worker.pem", "ssl_keyfile": "{tls}/worker.key"},
        ),
        ("OAUTH", {"sasl_mechanism": "OAUTHBEARER", "sasl_oauth_token_file": "{tls}/token"}),
        ("OAUTH", {"sasl_mechanism": "OAUTHBEARER", "sasl_oauth_token_command": "cat {tls}/token"}),
    ],
    ids=["scram-256", "scram-512", "plain", "tls", "scram-tls", "mtls", "oauth-file", "oauth-command"],
)
def test_each_way_in_carries_records(broker: Broker, certificates: Path, listener: str, given: dict[str, str]) -> None:
    """Out and in again through that listener, and the start's check passes."""
    (certificates / "token").write_text(unsigned_token("olga"))
    there = settings(broker, listener, **{k: v.replace("{tls}", str(certificates)) for k, v in given.items()})
    assert check(there, FirstCause()).output_topic == "out"
    round_trip(there)


@pytest.mark.parametrize(
    ("listener", "given", "look_at"),
    [
        ("SASLP", SCRAM_512 | {"sasl_password": "wrong"}, "sasl_password"),
        ("TLS", {"ssl_cafile": "{tls}/another.pem"}, "ssl_cafile"),
        ("SASLP", {"security_protocol": "PLAINTEXT"}, "security_protocol"),
        ("TLS", {"security_protocol": "PLAINTEXT"}, "security_protocol"),
        ("PLAINTEXT", {"security_protocol": "SSL", "ssl_cafile": "{tls}/ca.pem"}, "security_protocol"),
        ("MTLS", {"ssl_cafile": "{tls}/ca.pem"}, "Look at ssl_certfile"),
        ("MTLS", {"ssl_cafile": "{tls}/ca.pem", **STRANGER}, "Look at ssl_certfile"),
        ("OAUTH", OAUTH_COMMAND, "ended with 3.*Look at sasl_oauth_token_command"),
        ("PLAINTEXT", {"bootstrap_servers": "127.0.0.1:1"}, "bootstrap_servers"),
    ],
    ids=[
        *("password", "authority", "plain-to-sasl", "plain-to-tls", "tls-to-plain"),
        *("no-certificate", "certificate-of-a-stranger", "no-token", "nobody"),
    ],
)
def test_a_closed_door_says_which_setting_to_look_at(
    broker: Broker, certificates: Path, listener: str, given: dict[str, str], look_at: str
) -> None:
    """The client only says that it could not bootstrap; the error names what it saw first and what to check."""
    address = given.get("bootstrap_servers")
    here = {k: v.replace("{tls}", str(certificates)) for k, v in given.items() if k != "bootstrap_servers"}
    there = settings(broker, listener, **here)
    there = replace(there, bootstrap_servers=(address,)) if address else there
    listening = FirstCause.install()
    logging.getLogger("kafka").setLevel(logging.WARNING)
    try:
        with pytest.raises(Unreachable, match=look_at) as refused:
            check(there, listening)
    finally:
        listening.remove()
    assert "swordfish" not in str(refused.value)


def allow(broker: Broker, topic: str, *operations: ACLOperation) -> None:
    """Give bob rights on a topic."""
    admin = KafkaAdminClient(bootstrap_servers=broker.bootstrap)
    pattern = ResourcePattern(ResourceType.TOPIC, topic)
    admin.create_acls([ACL("User:bob", "*", operation, ACLPermissionType.ALLOW, pattern) for operation in operations])
    admin.close()


def test_the_log_line_is_whole(broker: Broker, tmp_path: Path) -> None:
    """What to look at stands at the end of a long line, and a person at night has only that."""
    secret = tmp_path / "secret"
    secret.write_text("wrong", encoding="utf-8")
    finished = run(
        *("run", "--input-topics", "in", "--output-topic", "out", "--dead-letter-topic", "dead", "--http-port", "-1"),
        *("--bootstrap-servers", broker.address("SASLP"), "--security-protocol", "SASL_PLAINTEXT"),
        *("--sasl-mechanism", "SCRAM-SHA-512", "--sasl-username", "alice", "--sasl-password-file", secret),
        *("--bootstrap-timeout-ms", "3000"),
    )
    assert finished.returncode == 69
    last = json.loads(finished.stderr.splitlines()[-1])
    assert last["event"] == "cannot_run"
    assert "Look at sasl_username, sasl_password, sasl_mechanism" in last["message"]
    assert not last["message"].endswith("…")


def test_replaying_without_any_right_to_write(broker: Broker, tmp_path: Path) -> None:
    """77, not "run it again"."""
    allow(broker, "in", ACLOperation.DESCRIBE)
    secret = tmp_path / "secret"
    secret.write_text(BOB["sasl_password"], encoding="utf-8")
    with Writer(tmp_path / "one.jsonl") as writer:
        writer.write(RawMessage(topic="in", partition=0, offset=0, value=b"x"))
    finished = run(
        *("replay", tmp_path / "one.jsonl", "--to", "in", "--bootstrap-servers", broker.address("SASLP")),
        *("--security-protocol", "SASL_PLAINTEXT", "--sasl-mechanism", BOB["sasl_mechanism"]),
        *("--sasl-username", BOB["sasl_username"], "--sasl-password-file", secret),
    )
    assert finished.returncode == 77, finished.stderr


def test_a_missing_right_is_named(broker: Broker) -> None:
    """Seen at the start, before a record is touched."""
    with pytest.raises(NotAuthorised, match="WRITE and DESCRIBE on out"):
        check(settings(broker, "SASLP", **BOB), FirstCause())


def test_a_missing_topic_is_named(broker: Broker) -> None:
    """The worker creates none."""
    there = settings(broker, "SASLP", **SCRAM_512, output_topic="nowhere")
    with pytest.raises(TopicMissing, match="nowhere"):
        check(there, FirstCause())


def test_a_failed_future_stops_what_a_commit_would_lose(broker: Broker) -> None:
    """Without rights on the output topic `send` only returns a failed future; the checkpoint must not pass over it.

    The transaction itself would commit: that is the trap, shown first.
    """
    allow(broker, "dead", ACLOperation.WRITE, ACLOperation.DESCRIBE)
    admin = KafkaAdminClient(bootstrap_servers=broker.bootstrap)
    transactional = ResourcePattern(ResourceType.TRANSACTIONAL_ID, "bobs")
    admin.create_acls([ACL("User:bob", "*", ACLOperation.WRITE, ACLPermissionType.ALLOW, transactional)])
    admin.close()
    allow(broker, "in", ACLOperation.WRITE, ACLOperation.DESCRIBE)
    connected = {"input_topics": "other", "output_topic": "in", "delivery": "exactly_once", "transactional_id": "bobs"}
    there = settings(broker, "SASLP", **BOB, **connected)  # connecting asks for the topics; "out" is not among them
    route = replace(route_of(there), output_topic="out")
    publisher = Publisher(lambda: kafka_client.producer(there), route, lambda: None)
    try:
        publisher.producer.begin_transaction()
        kept = publisher.producer.send("dead", b"kept", None, [])
        lost = publisher.producer.send("out", b"lost", None, [])
        publisher.producer.commit_transaction()
        assert (kept.succeeded(), lost.succeeded()) == (True, False), "the commit minds now: settle() may trust it"
        assert [record.value for record in read_all(broker.bootstrap, "dead")] == [b"kept"]
        raw = RawMessage(topic="in", partition=0, offset=0, value=b"x")
        publisher.producer.begin_transaction()
        publisher.publish(raw, article(raw))
        with pytest.raises((AuthorizationError, DeliveryFailed)):
            publisher.settle()
    finally:
        publisher.close()
