"""Probes: what they depend on and, above all, what they do not; and the server that answers them."""

import gzip
import json
import socket
import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any

import pytest

from worker.health import Health, HealthServer, answer, application, live, ready, started
from worker.settings.loading import SettingsError
from worker.telemetry import Telemetry


class Clock:
    """A clock that stands until it is told."""

    now = 1000.0

    def __call__(self) -> float:
        """The time."""
        return self.now


@pytest.fixture
def health() -> Health:
    """A worker that is up, with its clock."""
    return Health(stall_timeout_s=120, clock=Clock(), started=True, pool_warm=True, joined=True, output_known=True)


def failed(checks: list[Any]) -> list[str]:
    """Names of the checks that do not hold."""
    return [check.name for check in checks if not check.ok]


def test_up(health: Health) -> None:
    """All probes of a running worker say yes."""
    assert failed(live(health) + ready(health) + started(health)) == []


def test_a_loop_that_stands_is_dead(health: Health) -> None:
    """No tick for longer than the limit fails livez; a tick cures it."""
    clock = health.clock
    assert isinstance(clock, Clock)
    clock.now += 120
    assert failed(live(health)) == []
    clock.now += 1
    assert failed(live(health)) == ["loop"]
    health.tick(clock.now)
    assert failed(live(health)) == []


def test_a_stalled_partition_is_dead(health: Health) -> None:
    """A partition with lag and without progress fails livez, by name."""
    health.stalled = frozenset({("raw", 2)})
    assert failed(live(health)) == ["partitions"]
    assert b"raw-2" in answer(live(health))[1]


def test_alive_without_a_broker() -> None:
    """Neither group nor topics nor pool matter to livez: a restart would not bring them."""
    assert failed(live(Health(clock=Clock()))) == []


@pytest.mark.parametrize(
    ("attribute", "check"),
    [("started", "settings"), ("pool_warm", "pool"), ("joined", "group"), ("output_known", "output")],
)
def test_not_ready_yet(health: Health, attribute: str, check: str) -> None:
    """Each thing that is missing makes readyz fail under its name."""
    setattr(health, attribute, False)
    assert failed(ready(health)) == [check]


def test_draining_is_not_ready(health: Health) -> None:
    """A worker that leaves takes no more, and is alive meanwhile."""
    health.draining = True
    assert failed(ready(health)) == ["draining"]
    assert failed(live(health)) == []


def test_started() -> None:
    """The start probe depends on the rules alone."""
    assert failed(started(Health())) == ["rules"]
    assert failed(started(Health(started=True))) == []


@pytest.fixture
def server(health: Health) -> Iterator[HealthServer]:
    """A real server on a free port."""
    telemetry = Telemetry()
    telemetry.records_consumed_total.labels("raw", "0").inc()
    with HealthServer(application(health, telemetry.registry), "127.0.0.1", 0) as running:
        yield running


def get(server: HealthServer, path: str, **headers: str) -> tuple[int, str, bytes]:
    """Status, content type, body."""
    connection = HTTPConnection(server.host, server.port, timeout=5)
    try:
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return response.status, response.headers["Content-Type"], response.read()
    finally:
        connection.close()


def test_probes_over_http(server: HealthServer, health: Health) -> None:
    """200 and 503 with a JSON body that names every check and its reason."""
    status, content_type, body = get(server, "/readyz?verbose")
    assert (status, content_type) == (200, "application/json")
    assert json.loads(body)["status"] == "ok"
    health.draining = True
    status, _, body = get(server, "/readyz")
    assert status == 503
    assert json.loads(body)["checks"]["draining"] == {"ok": False, "reason": "draining: no new records"}
    assert get(server, "/livez")[0] == get(server, "/startupz")[0] == 200


def test_unknown_path(server: HealthServer) -> None:
    """404 says which paths there are."""
    status, _, body = get(server, "/admin")
    assert status == 404
    assert "/livez" in json.loads(body)["paths"]


def test_metrics_are_negotiated(server: HealthServer) -> None:
    """Prometheus text by default, OpenMetrics when asked for, gzip when taken."""
    status, content_type, body = get(server, "/metrics")
    assert status == 200
    assert content_type.startswith("text/plain")
    assert b'agencyfeed_records_consumed_total{partition="0",topic="raw"} 1.0' in body
    _, content_type, body = get(server, "/metrics", Accept="application/openmetrics-text; version=1.0.0")
    assert content_type.startswith("application/openmetrics-text")
    assert body.endswith(b"# EOF\n")
    assert b"records_consumed" in gzip.decompress(get(server, "/metrics", Accept_Encoding="gzip")[2])


def test_port_in_use(server: HealthServer, health: Health) -> None:
    """The error names host, port and the settings to change."""
    with pytest.raises(
        SettingsError, match=rf"http_port: cannot listen on 127\.0\.0\.1:{server.port}: .*in use.*-1 = off"
    ):
        HealthServer(application(health, Telemetry().registry), "127.0.0.1", server.port)


def test_stop_gives_everything_back(health: Health) -> None:
    """After `stop` the port is free and the thread is gone."""
    before = threading.active_count()
    with HealthServer(application(health, Telemetry().registry), "127.0.0.1", 0) as first:
        get(first, "/livez")
    assert not first._thread.is_alive()
    assert threading.active_count() <= before + 1  # a request's own thread may be ending
    HealthServer(application(health, Telemetry().registry), "127.0.0.1", first.port).stop()


def test_a_silent_client_holds_nobody(server: HealthServer) -> None:
    """While one client connects and says nothing, others are answered; hanging up is no error on stderr."""
    with socket.create_connection((server.host, server.port), timeout=5):
        assert get(server, "/livez")[0] == 200
    assert get(server, "/livez")[0] == 200
