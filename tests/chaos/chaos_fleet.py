"""Workers as a cluster runs them: real processes that are started again when they end."""

import os
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Slot:
    """One replica: its arguments, its present process, what became of the earlier ones."""

    name: str
    argv: list[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    frozen: bool = False
    exits: Counter[int] = field(default_factory=Counter)

    def keep_alive(self) -> None:
        """Start the process, again if it has ended."""
        if self.process is not None and (code := self.process.poll()) is not None:
            self.exits[code] += 1
            self.process = None
        if self.process is None:
            with self.log.open("ab") as log:
                environment = {name: value for name, value in os.environ.items() if not name.startswith("AGENCYFEED_")}
                self.process = subprocess.Popen(self.argv, stdout=log, stderr=log, env=environment)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the present process."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)
            self.frozen = number == signal.SIGSTOP or (self.frozen and number != signal.SIGCONT)

    def end(self, timeout_s: float = 40.0) -> int | None:
        """SIGTERM, and the exit code; SIGKILL when it does not go."""
        if self.process is None:
            return None
        self.signal(signal.SIGCONT)
        self.signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


def fleet(count: int, directory: Path, options: dict[str, str], delivery: str = "exactly_once") -> list[Slot]:
    """Slots of `agencyfeed run` with static membership and a transactional id each."""
    agencyfeed = str(Path(sys.executable).with_name("agencyfeed"))
    slots = []
    for number in range(count):
        own = {"group_instance_id": f"slot-{number}", "client_id": f"slot-{number}", "delivery": delivery}
        if delivery == "exactly_once":
            own["transactional_id"] = f"{options['group_id']}-{number}"
        argv = [agencyfeed, "run"]
        for name, value in (options | own).items():
            argv += [f"--{name.replace('_', '-')}", value]
        slots.append(Slot(f"slot-{number}", argv, directory / f"slot-{number}.log"))
    return slots
