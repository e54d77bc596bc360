"""Dead letters in words: a line each, one in full, many in figures."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from worker import logs
from worker.dead_letters.choice import publisher_of
from worker.dead_letters.letter import PREFIX, Letter
from worker.figures import Times, most
from worker.letter_history import iso
from worker.recording_lines import to_json

MOST = 5
LINE = "{letter:<24} {died:<24} {reason:<18} {stage:<16} {attempts:>3}  {source}  {message}"
HEADINGS = {
    "letter": "letter",
    "died": "time",
    "reason": "reason",
    "stage": "stage",
    "attempts": "try",
    "source": "source",
    "message": "message",
}


def heading() -> str:
    """Above the lines."""
    return LINE.format(**HEADINGS)


def line(letter: Letter) -> str:
    """A letter in a line for a terminal."""
    return logs.clean(LINE.format(**{name: facts(letter)[name] for name in HEADINGS}), logs.MESSAGE_MAX)


def facts(letter: Letter) -> dict[str, Any]:
    """A letter without what it holds, for programs."""
    return {
        "letter": letter.name,
        "died": iso(letter.raw.timestamp_ms),
        "reason": letter.reason,
        "stage": letter.stage,
        "error_class": letter.error_class,
        "message": letter.message,
        "attempts": letter.attempts,
        "source": letter.source_name,
        "source_time": iso(letter.source_timestamp_ms),
        "publisher": publisher_of(letter),
        "version": letter.version,
        "bytes": len(letter.raw.value or b""),
        "omitted": dict(letter.omitted),
        "history": [asdict(death) for death in letter.history],
    }


def in_full(letter: Letter) -> dict[str, Any]:
    """Facts, and key, value and headers as a recording has them."""
    return {**facts(letter), "record": to_json(letter.raw, "create")}


def shown(letter: Letter, value_max: int) -> Iterator[str]:
    """A letter for a person: what was said of it, its own headers, the beginning of its value."""
    for name, value in facts(letter).items():
        if value not in ("", {}, []) and name != "history":
            yield f"{name:<12} {logs.clean(str(value), logs.MESSAGE_MAX)}"
    for death in letter.history:
        yield f"{'before':<12} {logs.clean(f'{death.at} {death.reason} {death.stage} {death.source}')}"
    yield f"{'key':<12} {_text(letter.raw.key)}"
    for name, header in letter.raw.headers:
        if not name.startswith(PREFIX):
            yield f"{'header':<12} {logs.clean(name)}: {_text(header)}"
    yield ""
    value = letter.raw.value or b""
    yield from (logs.clean(text, value_max) for text in value[:value_max].decode("utf-8", "replace").splitlines())
    if len(value) > value_max:
        yield f"... {len(value) - value_max} bytes more: --value"


def _text(value: bytes | None) -> str:
    return "null" if value is None else logs.clean(value.decode("utf-8", "replace"))


@dataclass(slots=True)
class Group:
    """Letters of one reason and stage."""

    count: int = 0
    times: Times = field(default_factory=Times)
    sources: Counter[str] = field(default_factory=Counter)
    publishers: Counter[str] = field(default_factory=Counter)
    attempts: Counter[int] = field(default_factory=Counter)
    versions: Counter[str] = field(default_factory=Counter)

    def add(self, letter: Letter) -> None:
        """Count one."""
        self.count += 1
        self.sources[letter.source[0]] += 1
        self.publishers[publisher_of(letter) or "-"] += 1
        self.attempts[letter.attempts] += 1
        self.versions[letter.version] += 1
        self.times.add(letter.raw.timestamp_ms)

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        counters = {name: dict(getattr(self, name)) for name in ("sources", "publishers", "versions")}
        attempts = {str(number): count for number, count in sorted(self.attempts.items())}
        return {
            "count": self.count,
            "oldest": self.times.pair[0],
            "newest": self.times.pair[1],
            "attempts": attempts,
            **counters,
        }


def grouped(letters: Iterable[Letter]) -> dict[tuple[str, str], Group]:
    """By reason and stage."""
    groups: dict[tuple[str, str], Group] = {}
    for letter in letters:
        groups.setdefault((letter.reason, letter.stage), Group()).add(letter)
    return groups


def table(groups: Mapping[tuple[str, str], Group]) -> Iterator[str]:
    """The groups for a terminal, the largest first."""
    total = sum(group.count for group in groups.values())
    yield f"{total} dead letters"
    for (reason, stage), group in sorted(groups.items(), key=lambda item: -item[1].count):
        yield f"\n{logs.clean(f'{reason}, {stage}')}: {group.count} ({group.count / total:.1%}), {group.times}"
        yield f"  topics      {most(group.sources, MOST)}"
        yield f"  publishers  {most(group.publishers, MOST)}"
        yield f"  attempts    {most(group.attempts, MOST)}"
        yield f"  versions    {most(group.versions, MOST)}"
