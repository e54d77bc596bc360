"""The exactly-once proof: numbered messages, workers and brokers killed and frozen at random, an independent reader.

    python tests/chaos/exactly_once.py                       # one broker: 20,000 messages, 12 kills, 2 broker restarts
    python tests/chaos/exactly_once.py --brokers 3           # replication 3, min ISR 2, SIGKILLs of brokers
    python tests/chaos/exactly_once.py --seed 7 --messages 3000 --kills 3 --freezes 1

Prints the seed, what was done, and a table; exit 0 when every message came out exactly once and in order.
"""

import argparse
import random
import signal
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent.parent / "deploy" / "local")]

from chaos_fleet import Slot, fleet  # noqa: E402
from chaos_input import messages  # noqa: E402
from chaos_verifier import Verdict, verify  # noqa: E402
from kafka import KafkaAdminClient, KafkaProducer  # noqa: E402
from kafka.errors import KafkaError  # noqa: E402
from kafka_broker import Broker, Cluster, create_topics  # noqa: E402

PARTITIONS = 3
SESSION_S = 6.0
FREEZE_S = 9.0  # longer than the session: the partitions move while the worker sleeps
BLACKOUT_S = (0.2, 2.0, 12.0)  # shorter and longer than a transaction may stay open
SETTLE_S = 3.0  # after the last blow: every worker is up again
TICK_S = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is done to how much."""

    seed: int
    messages: int = 20_000
    workers: int = 2
    kills: int = 12
    freezes: int = 2
    broker_restarts: int = 2
    blackouts: int = 2  # a broker and every worker at once, with produce requests under way
    brokers: int = 1
    deadline_s: float = 1_200.0


@dataclass(slots=True)
class Report:
    """What was done and seen."""

    plan: Plan
    done: Counter[str] = field(default_factory=Counter)
    exits: Counter[int] = field(default_factory=Counter)
    final_exits: tuple[int | None, ...] = ()
    seconds: float = 0.0
    finished: bool = False
    verdict: Verdict | None = None

    @property
    def exact(self) -> bool:
        """The proof: finished in time, every message once, in order, and clean ends."""
        return self.finished and self.verdict is not None and self.verdict.exact and set(self.final_exits) == {0}

    def table(self) -> str:
        """For people."""
        rows: dict[str, object] = {"seed": self.plan.seed, "brokers": self.plan.brokers, "workers": self.plan.workers}
        rows |= dict(self.done)
        rows["exit codes of the killed"] = dict(self.exits)
        rows["exit codes at SIGTERM"] = list(self.final_exits)
        rows["seconds"] = round(self.seconds)
        if found := self.verdict:
            rows |= {"inputs": found.inputs, "articles": found.articles, "dead letters": found.dead_letters}
            rows |= {"lost": len(found.lost), "doubled": len(found.doubled), "unknown": len(found.unknown)}
            rows["steps back in order"] = found.out_of_order
        rows["exactly once"] = "yes" if self.exact else "NO"
        return "\n".join(f"{name:<28}{value}" for name, value in rows.items())


class Chaos:
    """One run of a plan."""

    def __init__(self, plan: Plan, directory: Path) -> None:
        self.plan = plan
        self.chance = random.Random(plan.seed)  # noqa: S311 - chaos is not cryptography
        self.report = Report(plan)
        self.cluster: Cluster = Broker() if plan.brokers == 1 else Cluster(plan.brokers)
        self.run_id = uuid.uuid4().hex[:6]
        self.source, self.output, self.dead = (f"{name}-{self.run_id}" for name in ("raw", "articles", "dead"))
        self.directory = directory
        self.slots: list[Slot] = []
        self.thaw_at: dict[str, float] = {}
        self.fed = threading.Event()

    def run(self) -> Report:
        """All of it."""
        with self.cluster:
            create_topics(self.cluster.bootstrap, {self.source: PARTITIONS, self.output: PARTITIONS, self.dead: 1})
            self.slots = fleet(self.plan.workers, self.directory, self._options())
            feeding = threading.Thread(target=self._feed, daemon=True)
            feeding.start()
            started = time.monotonic()
            try:
                self._torment(started + self.plan.deadline_s)
            finally:
                self.report.final_exits = tuple(slot.end() for slot in self.slots)
            self.report.seconds = time.monotonic() - started
            self.report.exits = sum((slot.exits for slot in self.slots), Counter())
            self.report.verdict = verify(self.cluster.bootstrap, self.source, self.output, self.dead)
        return self.report

    def _options(self) -> dict[str, str]:
        return {
            "bootstrap_servers": self.cluster.bootstrap,
            "input_topics": self.source,
            "output_topic": self.output,
            "dead_letter_topic": self.dead,
            "group_id": f"chaos-{self.run_id}",
            "session_timeout_ms": str(int(SESSION_S * 1000)),
            "heartbeat_interval_ms": "1000",
            "transaction_timeout_ms": "10000",
            "commit_interval_ms": "300",
            "workers": "1",
            "http_port": "-1",
            # the feed's hostile share is wanted here: no pause for it
            "dead_letter_max_consecutive": "100000",
        }

    def _feed(self) -> None:
        """Numbered messages at a steady pace, through broker restarts, each once (idempotent producer)."""
        producer = KafkaProducer(
            bootstrap_servers=self.cluster.bootstrap, acks="all", linger_ms=20, retry_backoff_ms=20,
            reconnect_backoff_max_ms=1000, delivery_timeout_ms=300_000, max_block_ms=120_000,
        )  # fmt: skip
        for message in messages(self.plan.messages, PARTITIONS, self.plan.seed):
            producer.send(self.source, message.value, b"%d" % message.number, partition=message.partition)
            if message.number % 200 == 0:
                time.sleep(0.05)
        producer.flush()
        producer.close()
        self.fed.set()

    # -- the torment

    def _torment(self, deadline: float) -> None:
        blows = self._blows()
        next_blow = time.monotonic() + 8.0  # the fleet gets going first
        while time.monotonic() < deadline:
            self._thaw()
            for slot in self.slots:
                slot.keep_alive()
            if blows and time.monotonic() >= next_blow:
                self._strike(blows.pop())
                next_blow = time.monotonic() + self.chance.uniform(1.5, 6.0)
            over = not blows and not self.thaw_at and time.monotonic() > next_blow + SETTLE_S
            if over and self.fed.is_set() and self._all_committed():
                self.report.finished = True
                return
            time.sleep(TICK_S)

    def _blows(self) -> list[str]:
        blows = ["kill"] * self.plan.kills + ["freeze"] * self.plan.freezes
        blows += ["broker SIGTERM" if number % 2 == 0 and self.plan.brokers == 1 else "broker SIGKILL"
                  for number in range(self.plan.broker_restarts)]  # fmt: skip
        blows += ["blackout"] * self.plan.blackouts
        self.chance.shuffle(blows)
        return blows

    def _strike(self, blow: str) -> None:
        self.report.done[blow] += 1
        if blow == "blackout":
            self._black_out()
            return
        awake = [slot for slot in self.slots if not slot.frozen]
        slot = self.chance.choice(awake or self.slots)
        if blow == "kill":
            slot.signal(signal.SIGKILL)
        elif blow == "freeze":
            slot.signal(signal.SIGSTOP)
            self.thaw_at[slot.name] = time.monotonic() + FREEZE_S
        else:
            self._restart_broker(hard=blow == "broker SIGKILL")

    def _thaw(self) -> None:
        for slot in self.slots:
            if time.monotonic() >= self.thaw_at.get(slot.name, float("inf")):
                del self.thaw_at[slot.name]
                slot.signal(signal.SIGCONT)

    def _restart_broker(self, *, hard: bool) -> None:
        node = self.chance.choice(self.cluster.nodes)
        (node.kill if hard else node.stop)()
        time.sleep(self.chance.uniform(0.2, 2.0))
        self.cluster.start()

    def _black_out(self) -> None:
        node = self.chance.choice(self.cluster.nodes)
        node.kill()
        time.sleep(self.chance.uniform(0.0, 1.5))
        for slot in self.slots:
            slot.signal(signal.SIGKILL)
        time.sleep(self.chance.choice(BLACKOUT_S))
        self.cluster.start()

    def _all_committed(self) -> bool:
        try:
            admin = KafkaAdminClient(bootstrap_servers=self.cluster.bootstrap, bootstrap_timeout_ms=3000)
            try:
                listed = admin.list_group_offsets(f"chaos-{self.run_id}")
            finally:
                admin.close()
        except KafkaError:
            return False
        offsets = listed.get(f"chaos-{self.run_id}", listed)
        return bool(sum(meta.offset for meta in offsets.values()) >= self.plan.messages)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=None, help="repeat a run's choices (its timing is the machine's)")
    for name, value in (("messages", 20_000), ("workers", 2), ("kills", 12), ("freezes", 2), ("brokers", 1)):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--broker-restarts", type=int, default=2)
    parser.add_argument("--blackouts", type=int, default=2, help="a broker and every worker killed at once")
    parser.add_argument("--deadline-s", type=float, default=1_200.0)
    parser.add_argument("--keep", type=Path, help="directory that keeps the workers' logs")
    given = vars(parser.parse_args())
    keep = given.pop("keep")
    given["seed"] = given["seed"] if given["seed"] is not None else random.SystemRandom().randrange(10_000)
    with tempfile.TemporaryDirectory() as temporary:
        directory = keep or Path(temporary)
        directory.mkdir(parents=True, exist_ok=True)
        report = Chaos(Plan(**given), directory).run()
    print(report.table())
    return 0 if report.exact else 1


if __name__ == "__main__":
    sys.exit(main())
