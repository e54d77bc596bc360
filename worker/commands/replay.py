"""`agencyfeed replay --to`: a recording into topics, after a look at whether they will take and keep it."""

import shutil
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice

from worker.commands.endings import say, told
from worker.commands.progress import Bar
from worker.commands.stopping import Stopped, stoppable, wait_until
from worker.endpoints import NotProduced
from worker.exit_codes import ExitCode
from worker.kafka import client as kafka_client
from worker.kafka import sending
from worker.kafka.check import connected
from worker.kafka.topic_facts import topic_facts
from worker.logs import FirstCause
from worker.model import RawMessage
from worker.recording import NotWritableError, read
from worker.replaying import (
    Contents,
    Keeping,
    Pace,
    Refusal,
    Targets,
    TopicFacts,
    objections,
    record_size,
    survey,
)
from worker.settings.loading import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the command line asked for."""

    file: str
    targets: Targets
    keeping: Keeping = field(default_factory=Keeping)
    speed: float | None = None
    rate: float | None = None
    skip: int = 0
    overridden: Sequence[Refusal] = field(default=())
    dry_run: bool = False


def main(settings: Settings, plan: Plan) -> int:
    """Send everything; 0 when all of it is acknowledged."""

    def work(first_cause: FirstCause) -> int:
        with _seekable(plan.file) as file:
            return _replay(settings, replace(plan, file=file), first_cause)

    return told(settings, work)


def _replay(settings: Settings, plan: Plan, first_cause: FirstCause) -> int:
    contents = survey(_records(plan), plan.targets)  # reads it all: a damaged recording is not begun
    if not contents:
        say("the recording holds nothing for these topics")
        return ExitCode.OK
    with ExitStack() as stack:
        admin = connected(lambda: kafka_client.admin(settings), settings, first_cause)
        stack.callback(admin.close)
        topics = topic_facts(admin, sorted(contents))
        if not _accepted(contents, topics, plan):
            return ExitCode.CONFIG
        total = sum(one.records for one in contents.values())
        if plan.dry_run:
            say(f"{total} records would be sent to {', '.join(sorted(contents))}")
            return ExitCode.OK
        largest = max(one.largest for one in contents.values())
        producer = connected(lambda: sending.producer(settings, largest), settings, first_cause)
        stack.callback(kafka_client.discard, producer, 2.0)
        stopped = stack.enter_context(stoppable())
        return _send(sending.Sender(producer), plan, Playing(topics, total, stopped))


def _accepted(contents: Mapping[str, Contents], topics: Mapping[str, TopicFacts], plan: Plan) -> bool:
    """Whether nothing stands against it; what does is said."""
    now_ms = int(time.time() * 1000)
    found = [one for name, held in contents.items() for one in objections(held, topics[name], plan.keeping, now_ms)]
    against = [one for one in found if one.refusal not in plan.overridden]
    for one in against:
        say(one.text + (f"; or --ignore {one.refusal}" if one.refusal else ""))
    return not against


@dataclass(frozen=True, slots=True)
class Playing:
    """What is known when sending begins."""

    topics: Mapping[str, TopicFacts]
    total: int
    stopped: Stopped


class Played:
    """How far into the file everything is in the topic: also what was left out counts, or belongs to no topic."""

    def __init__(self, sender: sending.Sender, number: int) -> None:
        """`number`: of the first record that is played."""
        self._sender = sender
        self._next = number
        self._waiting: deque[int] = deque()  # numbers of records that were sent
        self._settled = 0

    def reached(self, number: int) -> None:
        """All before it are handed over, or need not be."""
        self._next = number

    def sent(self, number: int) -> None:
        """It is handed over."""
        self._waiting.append(number)
        self._next = number + 1
        self._forget()

    def until(self) -> int:
        """The number of the first record that may be missing: what --skip takes."""
        self._forget()
        return self._waiting[0] if self._waiting else self._next

    def _forget(self) -> None:
        while self._settled < self._sender.acknowledged:
            self._waiting.popleft()
            self._settled += 1


def _send(sender: sending.Sender, plan: Plan, playing: Playing) -> int:
    left_out = 0
    played = Played(sender, plan.skip)
    try:
        with Bar(playing.total, sys.stderr, sys.stdout) as bar:
            for number, raw, topic in _due(plan, playing.stopped):
                facts = playing.topics[topic]
                played.reached(number)
                if _fits(raw, facts, plan.keeping):
                    _hand_over(sender, raw, facts, plan.keeping)
                    played.sent(number)
                else:
                    left_out += 1
                    played.reached(number + 1)
                bar.step(f"{sender.acknowledged} acknowledged")
            sender.settle()
    except NotProduced as error:
        say(f"{error}")
        say(f"{sender.acknowledged} of {playing.total} records are acknowledged: --skip {played.until()} goes on")
        return ExitCode.TEMPORARY
    goes_on = f": --skip {played.until()} goes on" if playing.stopped() else ""
    left = f", {left_out} left out" if left_out else ""
    say(f"{sender.acknowledged} of {playing.total} records sent{left}{goes_on}")
    return ExitCode.INTERRUPTED if playing.stopped() else ExitCode.OK


def _due(plan: Plan, stopped: Stopped) -> Iterator[tuple[int, RawMessage, str]]:
    """Each record with its number in the file and its topic, when its time has come."""
    pace, began = Pace(plan.speed, plan.rate), time.monotonic()
    for number, raw in enumerate(_records(plan), plan.skip):
        if (topic := plan.targets.of(raw)) is None:
            continue
        wait_until(began + pace.due_s(raw), stopped)
        if stopped():
            return
        yield number, raw, topic


def _fits(raw: RawMessage, topic: TopicFacts, keeping: Keeping) -> bool:
    """Whether the topic can take it; asked where size or compaction were overridden."""
    if topic.max_message_bytes is not None and record_size(raw) > topic.max_message_bytes:
        return False
    return not topic.compacted or (raw.key is not None and keeping.key)


def _hand_over(sender: sending.Sender, raw: RawMessage, topic: TopicFacts, keeping: Keeping) -> None:
    sender.send(
        raw if keeping.key else replace(raw, key=None),
        topic.name,
        raw.partition % topic.partitions if keeping.partition else None,
        raw.timestamp_ms if keeping.timestamp else None,
    )


def _records(plan: Plan) -> Iterator[RawMessage]:
    return islice(read(plan.file), plan.skip, None)


@contextmanager
def _seekable(file: str) -> Iterator[str]:
    """The file, or a copy of standard input: it is read twice, first for what could speak against sending it."""
    if file != "-":
        yield file
        return
    with tempfile.NamedTemporaryFile(prefix="agencyfeed-replay-") as kept:
        try:
            shutil.copyfileobj(sys.stdin.buffer, kept)
            kept.flush()
        except OSError as error:
            raise NotWritableError(f"{kept.name}: {error.strerror}; TMPDIR names another place") from error
        yield kept.name
