"""Is the worker alive, ready, started?  What the loop tells, what follows from it, and the HTTP that says so.

Alive never depends on the broker being reachable or on a rebalance: restarting a worker cures neither.
"""

import json
import logging
import socket
import socketserver
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Self
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from prometheus_client import CollectorRegistry, make_wsgi_app

from worker.settings.loading import SettingsError

REQUEST_TIMEOUT_S = 10.0  # a client that says nothing holds a thread for no longer

log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Health:
    """What the loop tells.  Written by one thread, read by those of the server; each field is one assignment."""

    stall_timeout_s: float = 120.0
    clock: Callable[[], float] = time.monotonic
    started: bool = False  # settings and tables are loaded
    pool_warm: bool = False
    joined: bool = False  # the group has been joined once; a later rebalance does not undo it
    output_known: bool = False  # output and dead-letter topics were found
    draining: bool = False
    stalled: frozenset[tuple[str, int]] = frozenset()  # (topic, partition) with lag and no progress
    last_tick: float = field(init=False)

    def __post_init__(self) -> None:
        self.last_tick = self.clock()  # a start that hangs is as dead as a loop that hangs

    def tick(self, now: float) -> None:
        """The loop went round; `now` as `clock` gives it."""
        self.last_tick = now


@dataclass(frozen=True, slots=True)
class Check:
    """One named question with its answer; `reason` says why, also when all is well."""

    name: str
    ok: bool
    reason: str


def live(health: Health) -> list[Check]:
    """The loop turns and no partition is stuck; else only a restart helps."""
    age = health.clock() - health.last_tick
    stuck = ", ".join(f"{topic}-{partition}" for topic, partition in sorted(health.stalled)[:10])
    return [
        Check("loop", age <= health.stall_timeout_s, f"last tick {age:.1f} s ago, limit {health.stall_timeout_s:g} s"),
        Check(
            "partitions", not stuck, f"lag without progress: {stuck}" if stuck else "none with lag is without progress"
        ),
    ]


def ready(health: Health) -> list[Check]:
    """The worker takes part.  Owning no partition is being ready: a spare."""
    return [
        Check("settings", health.started, "loaded" if health.started else "not loaded yet"),
        Check("pool", health.pool_warm, "warm" if health.pool_warm else "children are not warm yet"),
        Check("group", health.joined, "joined" if health.joined else "not joined yet"),
        Check("output", health.output_known, "topics known" if health.output_known else "topics not seen yet"),
        Check("draining", not health.draining, "draining: no new records" if health.draining else "not draining"),
    ]


def started(health: Health) -> list[Check]:
    """Rules are loaded: from now on the other two probes have a meaning."""
    return [Check("rules", health.started, "loaded" if health.started else "not loaded yet")]


PROBES: Mapping[str, Callable[[Health], list[Check]]] = MappingProxyType(
    {"/livez": live, "/readyz": ready, "/startupz": started}
)


def answer(checks: Iterable[Check]) -> tuple[bool, bytes]:
    """Whether every check holds, and the JSON body that names each."""
    named = {check.name: {"ok": check.ok, "reason": check.reason} for check in checks}
    ok = all(check["ok"] for check in named.values())
    return ok, json.dumps({"status": "ok" if ok else "failed", "checks": named}).encode() + b"\n"


def application(health: Health, registry: CollectorRegistry) -> WSGIApplication:
    """/metrics (Prometheus or OpenMetrics text, as the client asks), the probes, and 404 for the rest."""
    metrics: WSGIApplication = make_wsgi_app(registry)

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == "/metrics":
            return metrics(environ, start_response)
        if probe := PROBES.get(path):
            ok, body = answer(probe(health))
            return _respond(start_response, "200 OK" if ok else "503 Service Unavailable", body)
        known = json.dumps({"error": "not found", "paths": ["/metrics", *PROBES]}).encode() + b"\n"
        return _respond(start_response, "404 Not Found", known)

    return app


def _respond(start_response: StartResponse, status: str, body: bytes) -> list[bytes]:
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")]
    start_response(status, headers)
    return [body]


class _Handler(WSGIRequestHandler):
    timeout = REQUEST_TIMEOUT_S

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Requests go to the debug log, not to stderr."""
        log.debug(format, *args, extra={"event": "http_request"})


class _Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def server_bind(self) -> None:
        """Bind without the reverse DNS look-up of http.server, which can take many seconds in a pod."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])
        self.setup_environ()

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002 - the library's signature
        """A client that hangs up or says nothing is no news."""
        log.debug(
            "request from %s failed: %r", client_address, sys.exc_info()[1], extra={"event": "http_request_failed"}
        )


class _Server6(_Server):
    address_family = socket.AF_INET6


class HealthServer:
    """The HTTP server in a thread of its own, from the constructor until `stop` or the end of the `with`."""

    def __init__(self, app: WSGIApplication, host: str, port: int) -> None:
        try:
            self._server = (_Server6 if ":" in host else _Server)((host, port), _Handler)
        except (OSError, OverflowError) as error:
            raise SettingsError(
                f"http_port: cannot listen on {host}:{port}: {error}; set http_port to a free port (0 = any, -1 = off) "
                "and http_host to an address of this machine"
            ) from None
        self._server.set_app(app)
        self.host, self.port = host, self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), name="health", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Answer no more and give the port back."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
