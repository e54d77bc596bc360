"""The shared corpora of real feeds as records: every file an outcome, and what came out in figures.

    python tests/bench/replay_corpora.py [--shared DIR] [--corpus NAME].. [--kafka]

Without --kafka the core handles the records in this process; with it they go through a real Kafka and a worker process
in exactly_once, and the figures are those of its topics.  Archives (.zip, .tar.*) are read from within.
"""

import argparse
import json
import os
import sys
import tarfile
import uuid
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

sys.path.append(str(Path(__file__).resolve().parents[1]))
sys.path.append(str(Path(__file__).resolve().parents[2] / "deploy" / "local"))

import orjson

from worker import pipeline
from worker.knowledge.loading import load
from worker.model import DeadLetter, Published, RawMessage, Skipped

Json = dict[str, Any]
File = tuple[str, bytes]
RECEIVED_MS: Final = 1_795_000_000_000
# What the figures count of an article: the heading, and where it is in the document.
FACETS: Final[Mapping[str, str]] = {
    "format": "agencyfeed.source.format",
    "pubStatus": "pubStatus",
    "signal": "agencyfeed.status.signal",
    "type": "type",
    "language": "language",
    "urgency": "urgency",
}
_MEDIATOPIC: Final = "http://cv.iptc.org/newscodes/mediatopic/"


@dataclass(frozen=True, slots=True)
class Replay:
    """What became of the files; `skipped` by reason where the outcome leaves no record, its file where it is known."""

    files: int
    articles: tuple[Json, ...]
    dead: Mapping[str, str]  # file -> reason
    skipped: Mapping[str, int]

    @property
    def published_files(self) -> int:
        """Files that gave at least one article."""
        return len({_place(article) for article in self.articles})

    @property
    def outcomes(self) -> Counter[str]:
        """Files by outcome and reason; they add up to all when none is lost."""
        dead = Counter(f"dead letter: {reason}" for reason in self.dead.values())
        skipped = Counter({f"skipped: {reason}": count for reason, count in self.skipped.items()})
        return Counter({"published": self.published_files}) + dead + skipped

    @property
    def lost(self) -> int:
        """Files without an outcome: must be none."""
        return self.files - sum(self.outcomes.values())


def _place(article: Json) -> tuple[int, int]:
    source = article["agencyfeed"]["source"]
    return source["partition"], source["offset"]


def files_of(folder: Path) -> Iterator[File]:
    """Every file below the folder, those inside archives, too, in order of name."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = str(path.relative_to(folder))
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                names = [info.filename for info in archive.infolist() if not info.is_dir()]
                yield from ((f"{name}:{member}", archive.read(member)) for member in names)
        elif ".tar" in path.suffixes:
            yield from _members(path, name)
        else:
            yield name, path.read_bytes()


def _members(path: Path, name: str) -> Iterator[File]:
    with tarfile.open(path) as archive:
        for member in archive:
            content = archive.extractfile(member) if member.isfile() else None
            if content is not None:
                yield f"{name}:{member.name}", content.read()


def in_process(files: Sequence[File]) -> Replay:
    """Through the core alone."""
    knowledge = load()
    pipeline.warm(knowledge)
    articles: list[Json] = []
    dead: dict[str, str] = {}
    skipped: Counter[str] = Counter()
    for offset, (name, data) in enumerate(files):
        raw = RawMessage(topic="replay", partition=0, offset=offset, timestamp_ms=RECEIVED_MS, value=data)
        match pipeline.handle(raw, knowledge).outcome:
            case Published(articles=made):
                articles += [orjson.loads(article.body) for article in made]
            case DeadLetter(reason=reason):
                dead[name] = reason.value
            case Skipped(reason=why):
                skipped[why.value] += 1
    return Replay(len(files), tuple(articles), dead, skipped)


def through_kafka(files: Sequence[File], bootstrap: str, **options: str) -> Replay:
    """Through topics of a broker and a worker process in exactly_once."""
    import kafka_broker  # noqa: PLC0415 - needs Java and Maven
    from run_worker import Worker, stop  # noqa: PLC0415

    def topics(name: str, partitions: int = 1) -> str:
        unique = f"{name}-{uuid.uuid4().hex[:8]}"
        kafka_broker.create_topics(bootstrap, {unique: partitions}, {"max.message.bytes": "12582912"})
        return unique

    worker = Worker(bootstrap, topics, "exactly_once", **options)
    worker.feed(files)
    with worker.running() as process:
        worker.until_committed(len(files))
        skipped = worker.counted("agencyfeed_records_skipped_total", "reason")
        stop(process)
    dead = {name: _header(letter, "dlq.reason") for name, letter in worker.dead_letters().items()}
    return Replay(len(files), tuple(worker.articles()), dead, {name: int(n) for name, n in skipped.items() if n})


def _header(record: Any, name: str) -> str:
    return next((value.decode() for key, value in record.headers if key == name), "without a reason")


def summary(replay: Replay, tops: Mapping[str, str]) -> Iterator[str]:
    """The replay's figures as lines."""
    yield f"{replay.files} files, {len(replay.articles)} articles, {replay.lost} files without an outcome"
    yield from _counted("outcome", replay.outcomes)
    for heading, path in FACETS.items():
        yield from _counted(heading, Counter(str(_member(one, path) or "-") for one in replay.articles))
    yield from _counted("genre", Counter(name for one in replay.articles for name in _genres(one)))
    yield from _counted("top-level topic", Counter(name for one in replay.articles for name in _topics(one, tops)))
    yield from (f"  dead letter: {name}: {reason}" for name, reason in sorted(replay.dead.items()))


def _counted(heading: str, counts: Counter[str]) -> Iterator[str]:
    shown = ", ".join(f"{name} {count}" for name, count in counts.most_common(24))
    yield f"  {heading:<18}{shown or '-'}"


def _member(article: Json, path: str) -> Any:
    value: Any = article
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _genres(article: Json) -> set[str]:
    genres = [genre.get("name") or genre.get("literal") for genre in article.get("genres", ())]
    return {str(name) for name in genres if name} or {"-"}


def _topics(article: Json, tops: Mapping[str, str]) -> set[str]:
    """The topics at the top of IPTC's tree that the article's media topics stand under."""
    codes = {
        subject["uri"].removeprefix(_MEDIATOPIC)
        for subject in article.get("subjects", ())
        if str(subject.get("uri", "")).startswith(_MEDIATOPIC)
    }
    return {tops.get(code, "?") for code in codes} or {"-"}


def top_topics(shared: Path) -> Mapping[str, str]:
    """Code of a media topic -> the English name of the topic at the top of its branch."""
    vocabulary = json.loads((shared / "data" / "formats" / "vocab" / "cptall-x-all.json").read_bytes())
    concepts = {one["uri"]: one for one in vocabulary["conceptSet"]}
    return {uri.removeprefix(_MEDIATOPIC): _top(uri, concepts) for uri in concepts}


def _top(uri: str, concepts: Mapping[str, Json]) -> str:
    for _ in range(10):
        above = [one for one in concepts[uri].get("broader", ()) if one in concepts]
        if not above:
            break
        uri = above[0]
    return str(concepts[uri]["prefLabel"].get("en-GB", uri))


def main() -> int:
    """Prints the figures; exit code 1 when a file has no outcome or broke the worker."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    default = os.environ.get("AGENCYFEED_SHARED", str(Path(__file__).resolve().parents[3] / "shared"))
    parser.add_argument("--shared", type=Path, default=Path(default))
    parser.add_argument("--corpus", action="append", dest="corpora", default=[])
    parser.add_argument("--kafka", action="store_true", help="through a real Kafka and a worker in exactly_once")
    given = parser.parse_args()
    folder = given.shared / "data" / "formats" / "corpora"
    names = given.corpora or sorted(path.name for path in folder.iterdir() if path.is_dir())
    corpora = {name: list(files_of(folder / name)) for name in names}
    replays = dict(_replayed(corpora, kafka=given.kafka))
    tops = top_topics(given.shared)
    for name, replay in replays.items():
        print(name, *summary(replay, tops), sep="\n")
    failed = [one for one in replays.values() if one.lost or "internal_error" in one.dead.values()]
    return int(bool(failed))


def _replayed(corpora: Mapping[str, Sequence[File]], *, kafka: bool) -> Iterator[tuple[str, Replay]]:
    if not kafka:
        yield from ((name, in_process(files)) for name, files in corpora.items())
        return
    from kafka_broker import Broker  # noqa: PLC0415 - needs Java and Maven

    with Broker(heap_mb=512) as broker:
        yield from ((name, through_kafka(files, broker.bootstrap)) for name, files in corpora.items())


if __name__ == "__main__":
    sys.exit(main())
