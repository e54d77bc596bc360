"""A real Prometheus for a test: started on a free port over a configuration of the test, asked through its HTTP API."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from urllib.request import urlopen

import pytest
from kafka_broker import free_ports

READY_S = 60


def program(name: str, package: str = "prometheus") -> str:
    """The program, else a skip (in CI a failure) that says which package has it."""
    found = shutil.which(name)
    if found is None:
        missing = f"{name} is not installed: apt-get install {package}"
        if os.environ.get("CI", "").lower() in {"true", "1"}:
            pytest.fail(missing)
        pytest.skip(missing)
    return found


class Prometheus:
    """One that runs, by its address."""

    def __init__(self, address: str) -> None:
        self.address = address

    def ask(self, path: str) -> Any:
        """`data` of an API answer."""
        with urlopen(f"http://{self.address}/api/v1/{path}", timeout=10) as response:
            return json.load(response)["data"]

    def query(self, expression: str) -> list[dict[str, Any]]:
        """The samples of an instant query."""
        result: list[dict[str, Any]] = self.ask(f"query?query={quote(expression)}")["result"]
        return result

    def exemplars(self, expression: str) -> list[dict[str, Any]]:
        """Those of the last hour."""
        end = int(time.time()) + 60
        asked = urlencode({"query": expression, "start": end - 3600, "end": end})
        found: list[dict[str, Any]] = self.ask(f"query_exemplars?{asked}")
        return found

    def wait_for(self, expression: str, count: int = 1, timeout_s: float = READY_S) -> list[dict[str, Any]]:
        """The samples once there are `count` of them."""
        until = time.monotonic() + timeout_s
        while time.monotonic() < until:
            try:
                if len(samples := self.query(expression)) >= count:
                    return samples
            except OSError:
                pass
            time.sleep(0.1)
        pytest.fail(f"Prometheus does not know {count} of {expression} after {timeout_s:.0f} s")


@contextmanager
def prometheus(folder: Path, config: Mapping[str, Any], options: Sequence[str] = ()) -> Iterator[Prometheus]:
    """One that scrapes and judges as `config` says (JSON is YAML), its data and log below `folder`."""
    binary = program("prometheus")
    file = folder / "prometheus.yml"
    file.write_text(json.dumps(config), encoding="utf-8")
    (port,) = free_ports(1)
    command = [binary, f"--config.file={file}", f"--storage.tsdb.path={folder / 'data'}"]
    command += [f"--web.listen-address=127.0.0.1:{port}", "--log.level=warn", "--enable-feature=exemplar-storage"]
    with running([*command, *options], folder / "prometheus.log"):
        server = Prometheus(f"127.0.0.1:{port}")
        server.wait_for("vector(1)")
        yield server


@contextmanager
def running(command: Sequence[str], log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A program that ends with the context; what it says goes into `log`."""
    with log.open("wb") as file, subprocess.Popen(command, stdout=file, stderr=file) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait(20)


def scraping(targets: Sequence[str], *, job: str = "agencyfeed", every: str = "1s") -> dict[str, Any]:
    """A configuration that scrapes these addresses."""
    static = [{"targets": list(targets)}]
    return {
        "global": {"scrape_interval": every, "evaluation_interval": every},
        "scrape_configs": [{"job_name": job, "static_configs": static}],
    }
