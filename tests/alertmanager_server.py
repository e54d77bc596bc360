"""A real Alertmanager for a test, and the pager that it calls."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from kafka_broker import free_ports
from prometheus_server import program, running

SHIPPED = Path(__file__).parents[1] / "deploy" / "monitoring" / "alertmanager.yaml"
PAGER = "http://pager.example:8080/agencyfeed"


class Pager(HTTPServer):
    """A webhook that keeps what it is told."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Call)
        self.calls: list[dict[str, Any]] = []  # alerts, in the order they came

    def wait_for(self, alert: str, status: str, timeout_s: float) -> dict[str, Any]:
        """The last call about `alert`, once it is `status`: firing or resolved."""
        until = time.monotonic() + timeout_s
        while time.monotonic() < until:
            calls = [call for call in list(self.calls) if call["labels"]["alertname"] == alert]
            if calls and calls[-1]["status"] == status:
                return calls[-1]
            time.sleep(0.1)
        pytest.fail(f"{alert} is not {status} after {timeout_s:.0f} s; the pager heard {self.heard()}")

    def heard(self) -> list[tuple[str, str]]:
        """(alert, status) of each call."""
        return [(call["labels"]["alertname"], call["status"]) for call in list(self.calls)]


class _Call(BaseHTTPRequestHandler):
    server: Pager

    def do_POST(self) -> None:
        """Keep the alerts of a notification."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.calls += json.loads(body)["alerts"]
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Nothing."""


@contextmanager
def pager() -> Iterator[Pager]:
    """One that listens."""
    with Pager() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.1,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def alertmanager(folder: Path, called: Pager) -> Iterator[str]:
    """The address of one that runs with the shipped configuration, but for the pager's address and its patience."""
    binary = program("prometheus-alertmanager", "prometheus-alertmanager")
    text = SHIPPED.read_text("utf-8").replace(PAGER, f"http://127.0.0.1:{called.server_port}/")
    text = text.replace("group_wait: 30s", "group_wait: 0s").replace("group_interval: 5m", "group_interval: 1s")
    file = folder / "alertmanager.yml"
    file.write_text(text, "utf-8")
    (port,) = free_ports(1)
    command = [binary, f"--config.file={file}", f"--storage.path={folder / 'alertmanager'}"]
    command += [f"--web.listen-address=127.0.0.1:{port}", "--cluster.listen-address="]
    with running(command, folder / "alertmanager.log"):
        yield f"127.0.0.1:{port}"
