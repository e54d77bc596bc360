"""One process of Apache Kafka: formatted, started, stopped, killed, and never outliving us."""

import shutil
import signal
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from kafka_jars import KafkaUnavailableError, jars, java

_STOP_TIMEOUT_S = 20.0
_JVM = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto")


class Node:
    """One broker process: its directory, ports and log.  `start` returns at once, `wait_until_ready` waits."""

    def __init__(self, directory: Path, node_id: int, listeners: Mapping[str, int], heap_mb: int = 256) -> None:
        """`listeners`: name -> port, PLAINTEXT and CONTROLLER among them."""
        self.directory = directory
        self.node_id = node_id
        self.listeners = dict(listeners)
        self._heap_mb = heap_mb
        self._process: subprocess.Popen[bytes] | None = None

    def address(self, listener: str = "PLAINTEXT") -> str:
        """`host:port` of a listener."""
        return f"127.0.0.1:{self.listeners[listener]}"

    @property
    def pid(self) -> int:
        """The running process."""
        if self._process is None:
            raise RuntimeError(f"broker {self.node_id} is not running")
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.poll() is None

    @property
    def ended(self) -> bool:
        """Whether it was started and ended by itself."""
        return self._process is not None and self._process.poll() is not None

    @property
    def log(self) -> Path:
        """What the broker wrote, over all its starts."""
        return self.directory / "server.log"

    def format(self, properties: str, cluster_id: str, args: Iterable[str]) -> None:
        """Write server.properties and format the data directory, once before the first start."""
        self.directory.mkdir(parents=True, exist_ok=True)
        config = self.directory / "server.properties"
        config.write_text(properties)
        tool = [*_jvm(64), "kafka.tools.StorageTool", "format", "-t", cluster_id, "-c", str(config), *args]
        done = subprocess.run(tool, capture_output=True, text=True, check=False)
        if done.returncode:
            raise KafkaUnavailableError(f"broker {self.node_id}: format failed:\n{(done.stdout + done.stderr)[-2000:]}")

    def start(self) -> None:
        """Start the process on its ports and data."""
        command = [*_bound_to_us(), *_jvm(self._heap_mb), "kafka.Kafka", str(self.directory / "server.properties")]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )

    def terminate(self) -> None:
        """SIGTERM; `stop` waits for the end."""
        if self._process is not None:
            self._process.terminate()

    def stop(self) -> None:
        """SIGTERM, and SIGKILL if that takes too long."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """SIGKILL: the death of a machine."""
        self._end(signal.SIGKILL)

    def log_tail(self, lines: int = 20) -> str:
        """The end of the log."""
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-lines:])

    def _end(self, signum: int) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(signum)  # a no-op when it is dead already
        try:
            process.wait(_STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _jvm(heap_mb: int) -> list[str]:
    logging_config = f"-Dlog4j2.configurationFile=file:{Path(__file__).parent / 'log4j2.xml'}"
    return [java(), f"-Xmx{heap_mb}m", *_JVM, logging_config, "-cp", f"{jars()}/*"]


def _bound_to_us() -> list[str]:
    """A prefix that makes the kernel end the broker when this process dies, however it dies."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "KILL", "--"] if setpriv else []
