"""`agencyfeed dlq redrive`: dead letters back into the topics they came from, each once."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from worker.commands.endings import NotPossible, say, told
from worker.commands.letters import Lying, Opened, opened
from worker.commands.outputs import refuse_to_replace
from worker.commands.stopping import Stopped, wait_until
from worker.dead_letters import letter as letters
from worker.dead_letters.choice import Choice, Refused
from worker.dead_letters.letter import Letter
from worker.dead_letters.memory import Redriven
from worker.endpoints import NotProduced
from worker.exit_codes import ExitCode
from worker.kafka import client as kafka_client
from worker.kafka import reading, redriving, sending
from worker.kafka.call_guard import CallGuard
from worker.kafka.check import TopicMissing, connected
from worker.kafka.topic_facts import topic_facts
from worker.logs import FirstCause
from worker.model import RawMessage
from worker.recording import Writer
from worker.replaying import Contents, Keeping, Refusal, TopicFacts, objections
from worker.settings.loading import Settings

COMMIT_RECORDS = 500
COMMIT_EVERY_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the command line asked for; `group` None: remembered in the file `state`."""

    lying: Lying
    choice: Choice = field(default_factory=Choice)
    to: str | None = None
    through: str | None = None
    overwrite: bool = False
    group: str | None = None
    state: Path | None = None
    again: bool = False
    most: int | None = None
    rate: float | None = None
    attempts_max: int = 5
    keep_timestamps: bool = True
    dry_run: bool = False


def main(settings: Settings, plan: Plan) -> int:
    """Redrive; 0 when no letter that was asked for had to be refused."""

    def work(first_cause: FirstCause) -> int:
        try:
            return _redrive(settings, plan, first_cause)
        except NotProduced as error:
            say(f"{error}: run it again, what was committed is not sent twice")
            return ExitCode.TEMPORARY
        except redriving.MemoryFull as error:
            raise NotPossible(str(error)) from error

    return told(settings, work)


def _redrive(settings: Settings, plan: Plan, first_cause: FirstCause) -> int:
    with ExitStack() as stack:
        source = stack.enter_context(opened(settings, plan.lying, first_cause))
        desk = _desk(stack, settings, plan, first_cause)
        outbox = _outbox(stack, settings, plan, first_cause)
        # Remembered only now: beginning anew under the group's transactional id has fenced an older redrive.
        redrive = Redrive(plan, desk, outbox, _remembered(plan, desk, source))
        try:
            redrive.all(source)
        finally:
            for line in redrive.said():
                say(line)
    return ExitCode.NOT_ALL if redrive.refused.total() else ExitCode.OK


@dataclass(slots=True)
class Desk:
    """What is asked of the brokers about a letter; without an admin client, nothing is known."""

    admin: Any = None
    reader: Any = None
    topics: dict[str, TopicFacts | None] = field(default_factory=dict)

    def facts(self, topic: str) -> TopicFacts | None:
        """Of the topic a letter goes to; None when it does not exist."""
        if topic not in self.topics:
            try:
                self.topics[topic] = topic_facts(self.admin, [topic])[topic]
            except TopicMissing:
                self.topics[topic] = None
        return self.topics[topic]

    def original(self, letter: Letter) -> RawMessage | None:
        """The record of a letter that does not hold all of it, if it is still where it was, and the same."""
        if self.reader is None:
            return None
        found = redriving.original(self.reader, *letter.source)
        same = found is not None and found.timestamp_ms == letter.source_timestamp_ms
        size = letter.omitted.get("value")
        return found if same and found and size in (None, len(found.value or b"")) else None


def _desk(stack: ExitStack, settings: Settings, plan: Plan, first_cause: FirstCause) -> Desk:
    if not settings.bootstrap_servers or (plan.lying.files and plan.through):
        return Desk()  # from file to file: no broker need be there
    desk = Desk(
        admin=connected(lambda: kafka_client.admin(settings), settings, first_cause),
        reader=connected(lambda: reading.consumer(settings), settings, first_cause),
    )
    stack.callback(desk.admin.close)
    stack.callback(desk.reader.close)
    return desk


def _remembered(plan: Plan, desk: Desk, source: Opened) -> Redriven:
    """Also with `again`: what is remembered is added to, not replaced."""
    if plan.through:
        return Redriven()
    try:
        if plan.group is not None:
            return redriving.remembered(desk.admin, plan.group, source.spans)
        redriven = redriving.read_state(plan.state) if plan.state else Redriven()
    except ValueError as error:  # what is there is another tool's
        raise NotPossible(str(error)) from error
    if plan.state and not plan.dry_run:  # before the first letter is sent that it could not remember
        redriving.write_state(plan.state, redriven)
    return redriven


def _outbox(stack: ExitStack, settings: Settings, plan: Plan, first_cause: FirstCause) -> redriving.Outbox | None:
    """Where letters go; None in a dry run."""
    if plan.dry_run:
        return None
    if plan.through:
        refuse_to_replace(plan.through, plan.lying.files, overwrite=plan.overwrite)
        return IntoFile(stack.enter_context(Writer(plan.through, notes={"redriven": True})))
    transactional_id = plan.group and f"{plan.group}-redrive"
    producer = connected(lambda: sending.producer(settings, transactional_id=transactional_id), settings, first_cause)
    stack.callback(kafka_client.discard, producer, 2.0)
    sender = sending.Sender(producer)
    if plan.group is None:
        return redriving.Noted(sender, plan.state)
    guard = CallGuard(settings.transaction_call_timeout_s)
    stack.callback(guard.close)
    outbox = redriving.Transactional(sender, plan.group, guard)
    stack.callback(outbox.close)
    return outbox


class IntoFile:
    """Restored records into a recording, to be looked at or changed, and then played with `replay`."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def send(self, raw: RawMessage, topic: str, partition: int | None, timestamp_ms: int | None) -> None:  # noqa: ARG002
        """Write it under the topic it goes to."""
        self._writer.write(raw)

    def commit(self, redriven: Redriven) -> None:  # noqa: ARG002 - nothing was sent that would have to be remembered
        """Hand it to the operating system."""
        self._writer.flush()


class Redrive:
    """One run over the letters."""

    def __init__(self, plan: Plan, desk: Desk, outbox: redriving.Outbox | None, redriven: Redriven) -> None:
        self.plan = plan
        self.desk = desk
        self.outbox = outbox
        self.redriven = redriven
        self.sent: Counter[str] = Counter()  # by topic
        self.refused: Counter[Refused] = Counter()
        self.before = 0
        self._uncommitted = 0
        self._committed_at = time.monotonic()

    def all(self, source: Opened) -> None:
        """Every letter that is meant and was not redriven, `most` at most."""
        began = time.monotonic()
        try:
            for letter in source.letters:
                if self.sent.total() == self.plan.most:
                    break
                if self.plan.rate is not None:
                    self._wait(began + self.sent.total() / self.plan.rate, source.stopped)
                self._one(letter)
                if self._uncommitted >= COMMIT_RECORDS or time.monotonic() - self._committed_at > COMMIT_EVERY_S:
                    self._commit()
        except KeyboardInterrupt:  # what was sent is not sent again
            self._commit()
            raise
        self._commit()

    def _wait(self, due_s: float, stopped: Stopped) -> None:
        """No transaction stays open over a long wait: the broker would abort it."""
        if due_s - time.monotonic() > COMMIT_EVERY_S:
            self._commit()
        wait_until(due_s, stopped)
        if stopped():
            raise KeyboardInterrupt

    def _one(self, letter: Letter) -> None:
        position, offset = (letter.raw.topic, letter.raw.partition), letter.raw.offset
        wanted = self.plan.choice.wants(letter)
        before = self.redriven.has(position, offset)
        if before and not self.plan.again:
            self.before += wanted
        sent = wanted and (self.plan.again or not before) and self._sent(letter)
        self.redriven.passed(position, offset, redriven=sent or before)

    def _sent(self, letter: Letter) -> bool:
        topic = self.plan.to or letter.source[0]
        ready = self._ready(letter, topic)
        if isinstance(ready, Refused):
            self.refused[ready] += 1
            say(f"{letter.name}: refused: {ready}")
            return False
        if self.plan.dry_run:
            say(f"{letter.name}: {letter.reason}, try {letter.attempts}: would go to {topic}")
        self.sent[topic] += 1
        if self.outbox is not None:
            self._uncommitted += 1
            facts = self.desk.topics.get(topic)
            partition = ready.partition if facts is None or ready.partition < facts.partitions else None
            self.outbox.send(ready, topic, partition, ready.timestamp_ms if self.plan.keep_timestamps else None)
        return True

    def _ready(self, letter: Letter, topic: str) -> RawMessage | Refused:
        """The record to send, or why it may not be sent."""
        if letter.attempts >= self.plan.attempts_max:
            return Refused.ATTEMPTS
        original = self.desk.original(letter) if letter.omitted else None
        if letter.omitted and original is None:
            return Refused.OMITTED
        record = letters.restored(letter, original)
        if self.plan.through:
            return record
        facts = self.desk.facts(topic)
        return Refused.TOPIC if facts is None else _objection(record, facts, self.plan) or record

    def _commit(self) -> None:
        if self.outbox is not None and self._uncommitted:
            self.outbox.commit(self.redriven)
        self._uncommitted, self._committed_at = 0, time.monotonic()

    def said(self) -> Iterator[str]:
        """What came of it."""
        where = ", ".join(f"{count} to {topic}" for topic, count in sorted(self.sent.items())) or "none"
        if self._uncommitted:
            where += f"; the last {self._uncommitted} are not committed"
        yield f"{'would be redriven' if self.plan.dry_run else 'redriven'}: {where}"
        if self.before:
            yield f"redriven before: {self.before} (--again sends them once more)"
        if self.refused:
            yield "refused: " + ", ".join(f"{count} {reason}" for reason, count in self.refused.most_common())


_REFUSALS = {
    Refusal.SIZE: Refused.SIZE,
    Refusal.COMPACTION: Refused.COMPACTION,
}


def _objection(record: RawMessage, topic: TopicFacts, plan: Plan) -> Refused | None:
    """The first thing that speaks against sending it."""
    contents = Contents()
    contents.add(record)
    keeping = Keeping(partition=False, timestamp=plan.keep_timestamps)
    for one in objections(contents, topic, keeping, int(time.time() * 1000)):
        return _REFUSALS.get(one.refusal, Refused.RETENTION) if one.refusal else Refused.RETENTION
    return None
