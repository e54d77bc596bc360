"""`agencyfeed run`: the parts wired together, and every way it can end turned into an exit code."""

import faulthandler
import logging
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from kafka.errors import AuthorizationError, KafkaError

from worker import recording
from worker.breaker import NEVER, Breaker, BreakerLimits
from worker.commands.endings import NAMED, ending
from worker.commands.outputs import refuse_to_replace
from worker.endpoints import Delivery, Source
from worker.exit_codes import ExitCode
from worker.file_endpoints import FileDelivery, FileSource
from worker.health import Health, HealthServer, application
from worker.kafka import client as kafka_client
from worker.kafka.call_guard import CallGuard
from worker.kafka.check import Unreachable, check, reconnected
from worker.kafka.delivery import AtLeastOnce, ExactlyOnce
from worker.kafka.publisher import Publisher, plainly
from worker.kafka.source import KafkaSource
from worker.knowledge import loading as knowledge
from worker.logs import FirstCause
from worker.observer import Observer
from worker.pool.pool import Pool
from worker.settings.loading import Settings
from worker.stall import StallWatch
from worker.stream import Pace, Stream, Workers
from worker.telemetry import Telemetry
from worker.tracing.ends import Recorder, TracedDelivery, TracedSource, TracedWorkers
from worker.tracing.recording import recorder
from worker.window import Window

DRAIN_SHARE = 0.8  # of the drain deadline for the records begun, the rest for the last commit and the good-byes
DRAINING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ends:
    """The loop's two ends."""

    source: Source
    delivery: Delivery


class Stopping:
    """Passes a wish to stop on to the stream, also one that came before there was a stream."""

    def __init__(self) -> None:
        self._wanted = False
        self._stream: Stream | None = None

    def __call__(self) -> None:
        """Stop (safe in a signal handler)."""
        self._wanted = True
        if self._stream:
            self._stream.stop()

    def reaches(self, stream: Stream) -> None:
        """From now on there is one."""
        self._stream = stream
        if self._wanted:
            stream.stop()


def main(settings: Settings, sources: Sequence[Path] = (), sink: str | None = None, *, overwrite: bool = False) -> int:
    """Run until told to stop (or the files end); the exit code says how it ended.

    Told to stop before the files end: KeyboardInterrupt, and the recording has no end line.
    """
    try:
        refuse_to_replace(sink or "-", sources, overwrite=overwrite)
        return _run(settings, sources, sink)
    except NAMED as error:
        code, text = ending(error, settings)
        log.critical(text, extra={"event": "cannot_run"})  # whole: an argument is cut, and what to look at stands last
        return code


def _run(settings: Settings, sources: Sequence[Path], sink: str | None) -> int:
    with ExitStack() as stack:
        first_cause = FirstCause.install()
        stack.callback(first_cause.remove)
        tables = knowledge.load(settings.limits)
        telemetry = Telemetry(agency.code for agency in tables.agencies.all)
        health = Health(stall_timeout_s=settings.stall_timeout_s)
        health.started = True
        stopping = Stopping()
        stack.enter_context(_signals(stopping, settings.drain_deadline_s))
        if settings.http_port >= 0:
            server = HealthServer(application(health, telemetry.registry), settings.http_host, settings.http_port)
            stack.callback(server.stop)
            log.info("http://%s:%d/metrics", server.host, server.port, extra={"event": "http_listening"})
        # Before any Kafka object exists: the pool's template is exec'ed, and this process has one thread to do it.
        pool = Pool(settings, telemetry)
        stack.callback(pool.stop)
        pool.start()
        health.pool_warm = True
        observer = Observer(telemetry, health, StallWatch(settings.stall_timeout_s), lambda: pool.warm)
        spans = None if sources else stack.enter_context(recorder(settings))
        ends = stack.enter_context(
            _file_ends(sources, sink) if sources else _kafka_ends(settings, observer, first_cause, spans)
        )
        health.output_known = True
        health.joined = bool(sources)  # files have no group
        limits = NEVER if sources else _breaker_limits(settings)
        stream = _stream(settings, ends, TracedWorkers(pool, spans) if spans else pool, observer, limits)
        stopping.reaches(stream)
        log.info("running", extra={"event": "running"})
        complete = stream.run()
        if sources and not (complete and ends.source.exhausted):
            log.warning("%s is cut off", sink or "the output", extra={"event": "files_unfinished"})
            raise KeyboardInterrupt  # before the end line: half of what was asked for must not look whole
    if not complete:
        log.error("left with work undone, it will be done again", extra={"event": "drain_incomplete"})
    return ExitCode.OK if complete else ExitCode.TEMPORARY


def _breaker_limits(settings: Settings) -> BreakerLimits:
    return BreakerLimits(
        max_consecutive=settings.dead_letter_max_consecutive,
        max_ratio=settings.dead_letter_max_ratio,
        window=settings.dead_letter_ratio_window,
        cooldown_s=settings.breaker_cooldown_s,
    )


def _stream(settings: Settings, ends: Ends, workers: Workers, observer: Observer, limits: BreakerLimits) -> Stream:
    pace = Pace(
        commit_interval_s=settings.commit_interval_ms / 1000,
        drain_deadline_s=settings.drain_deadline_s * DRAIN_SHARE,
    )
    return Stream(
        source=ends.source,
        workers=workers,
        delivery=ends.delivery,
        window=Window(settings.max_inflight_records, settings.max_inflight_bytes),
        breaker=Breaker(limits),
        pace=pace,
        observer=observer,
    )


@contextmanager
def _file_ends(sources: Sequence[Path], sink: str | None) -> Iterator[Ends]:
    source = FileSource.of_files(sources)
    with recording.Writer(sink or "-") as writer:
        yield Ends(source, FileDelivery(writer, source))


@contextmanager
def _kafka_ends(
    settings: Settings, observer: Observer, first_cause: FirstCause, spans: Recorder | None
) -> Iterator[Ends]:
    route = check(settings, first_cause)
    with ExitStack() as stack:
        guard = CallGuard(settings.transaction_call_timeout_s)
        stack.callback(guard.close)
        sending = spans.send if spans else plainly
        ends = _connected(
            stack,
            settings,
            observer,
            lambda: Publisher(
                lambda: reconnected(lambda: kafka_client.producer(settings)), route, observer.waiting, sending
            ),
            guard,
        )
        yield Ends(TracedSource(ends.source, spans), TracedDelivery(ends.delivery, spans)) if spans else ends


def _connected(
    stack: ExitStack, settings: Settings, observer: Observer, connect: Callable[[], Publisher], guard: CallGuard
) -> Ends:
    """The clients; a broker that goes away just now is as unreachable as one that was away."""
    try:
        with guard("connect"):
            publisher = connect()
            stack.callback(publisher.close)
            consumer = kafka_client.consumer(settings)
            observer.connections(kafka_client.connections(consumer))
            ends = _delivering(settings, publisher, consumer, guard, observer)
            stack.callback(ends.source.close)
    except AuthorizationError:
        raise
    except KafkaError as error:
        raise Unreachable(f"the brokers let us in and then did not answer: {error!r}") from error
    return ends


def _delivering(
    settings: Settings, publisher: Publisher, consumer: kafka_client.Consumer, guard: CallGuard, observer: Observer
) -> Ends:
    if settings.delivery == "exactly_once":
        source = KafkaSource(consumer, settings.input_topics)
        lifetime_s = settings.transaction_timeout_ms / 1000
        exact = ExactlyOnce(publisher, lambda: source.membership, guard, observer.transaction, lifetime_s)
        return Ends(source, exact)
    delivery = AtLeastOnce(publisher, consumer)
    return Ends(KafkaSource(consumer, settings.input_topics, delivery.finished), delivery)


@contextmanager
def _signals(stop: Callable[[], None], deadline_s: float) -> Iterator[None]:
    """SIGTERM, SIGINT and SIGHUP drain, a second one leaves at once; SIGUSR1 writes every thread's stack to stderr.

    What still runs at the deadline hangs, most likely in a call that waits for a broker: an alarm ends it.

    One that whoever started us ignores (nohup, a shell's background job) stays ignored.
    """
    told = False

    def drain(signum: int, _frame: FrameType | None) -> None:
        nonlocal told
        if told:
            os._exit(ExitCode.TEMPORARY)  # children die with us
        told = True
        stop()
        signal.setitimer(signal.ITIMER_REAL, deadline_s)
        log.info("got %s", signal.Signals(signum).name, extra={"event": "signal"})

    def leave(_signum: int, _frame: FrameType | None) -> None:
        log.error("left with work undone, it will be done again", extra={"event": "drain_deadline"})
        logging.shutdown()
        os._exit(ExitCode.TEMPORARY)

    heard = [name for name in DRAINING if signal.getsignal(name) is not signal.SIG_IGN]
    before = {name: signal.signal(name, drain) for name in heard} | {
        signal.SIGALRM: signal.signal(signal.SIGALRM, leave)
    }
    faulthandler.register(signal.SIGUSR1, all_threads=True)
    try:
        yield
    finally:
        faulthandler.unregister(signal.SIGUSR1)
        signal.setitimer(signal.ITIMER_REAL, 0)
        for name, handler in before.items():
            signal.signal(name, handler)
