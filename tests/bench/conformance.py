"""Every shared feed file through the pipeline, held against what others read in it: a table per format and field.

python tests/bench/conformance.py [--shared DIR] [--format NAME].. [--wrong] [--excluded] [--peers PYTHON]
        [--json]

`--peers PYTHON` needs an interpreter with newsmlg2, pynewsml and feedparser; pynewsml wants an older lxml than the
worker, so they live in an environment of their own: python -m venv DIR && DIR/bin/pip install newsmlg2 pynewsml
feedparser, then --peers DIR/bin/python.
"""

import argparse
import json
import os
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import conformance_peer_facts
import conformance_peers
import conformance_specimens
from conformance_exempt import NO_COUNTERPART
from conformance_judges import JUDGES
from conformance_output import Seen, chosen, see

from worker import pipeline
from worker.knowledge.loading import Knowledge, load

Json = dict[str, Any]
VERDICTS: Final = ("right", "wrong", "missing", "disputed", "excluded")
# What a folder of files may be read as, where its name is not the format's.
FORMATS: Final[Mapping[str, frozenset[str]]] = {
    "json_other": frozenset({"ap_media_json"}),
    "plain_text": frozenset({"text"}),
    "xml_other": frozenset({"agency_xml", "xml_other", "newsml_g2"}),
}
# Item kinds that are rightly no article: their facts are about nothing we publish.
SKIPS: Final[Mapping[str, frozenset[str]]] = {
    "packageItem": frozenset({"skipped:package_item"}),
    "planningItem": frozenset({"skipped:planning_item"}),
    "conceptItem": frozenset({"skipped:concept_item", "skipped:event_item"}),
}
# Metadata of a page -> the fact that it states.
PAGE_META: Final[Mapping[str, str]] = {
    "ld_headline": "headline",
    "ld_datePublished": "date",
    "ld_dateModified": "date",
    "meta_article:published_time": "date",
    "ld_author": "authors",
    "ld_creator": "authors",
    "ld_publisher": "provider",
    "ld_inLanguage": "language",
}
_DISPUTED: Final = Path(__file__).with_name("conformance_disputed.toml")


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of one file and how it fared."""

    file: str
    format: str
    key: str
    peer: bool
    verdict: str
    expected: Any
    got: Any

    @property
    def failed(self) -> bool:
        """Judged, and not right."""
        return self.verdict in {"wrong", "missing"}


@dataclass(frozen=True, slots=True)
class File:
    """One file's outcome."""

    file: str
    format: str
    read_as: str | None
    outcome: str
    format_right: bool
    unreasoned: bool


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a run found."""

    files: tuple[File, ...]
    facts: tuple[Fact, ...]

    def counts(self, **where: Any) -> Counter[str]:
        """Facts by verdict, of those whose attributes are as asked."""
        return Counter(
            fact.verdict for fact in self.facts if all(getattr(fact, name) == value for name, value in where.items())
        )

    def share(self, **where: Any) -> float:
        """Right facts of all that are judged."""
        counted = self.counts(**where)
        judged = counted["right"] + counted["wrong"] + counted["missing"]
        return counted["right"] / judged if judged else 1.0


def rows_of(shared: Path, formats: Sequence[str] = ()) -> list[Json]:
    """The index's lines, of all formats or of some."""
    lines = (shared / "data" / "formats" / "index.jsonl").read_text("utf-8").splitlines()
    return [row for row in map(json.loads, lines) if not formats or row["format"] in formats]


def run(shared: Path, knowledge: Knowledge, formats: Sequence[str] = ()) -> Report:
    """Every file of the index, judged."""
    disputes = disputed()
    files: list[File] = []
    facts: list[Fact] = []
    for row in rows_of(shared, formats):
        data = (shared / "data" / "formats" / "fixtures" / row["file"]).read_bytes()
        seen = see(data, knowledge)
        files.append(_file(row, seen))
        facts += _facts(row, seen, data.decode("utf-8", "replace"), disputes)
    return Report(tuple(files), tuple(facts))


def disputed() -> Mapping[tuple[str, str], str]:
    """(file, key) -> why the given value is wrong."""
    entries = tomllib.loads(_DISPUTED.read_text("utf-8")).get("fact", []) if _DISPUTED.exists() else []
    return {(entry["file"], entry["key"]): entry["why"] for entry in entries}


def _file(row: Json, seen: Seen) -> File:
    wanted = FORMATS.get(row["format"], frozenset({row["format"]}))
    refused = row["format"] == "xml_other" and seen.outcome == "dead:unsupported_format"
    right = seen.handled.format in wanted or refused
    return File(row["file"], row["format"], seen.handled.format, seen.outcome, right, seen.unreasoned)


def _facts(row: Json, seen: Seen, source: str, disputes: Mapping[tuple[str, str], str]) -> Iterator[Fact]:
    expected: Json = row["expected"] or {}
    beside = tuple(str(expected[name]) for name in ("summary", "dek") if expected.get(name))
    seen = replace(chosen(seen, [expected.get("guid") or "", expected.get("uri") or ""]), beside=beside)
    skipped = _rightly_skipped(row, seen)
    given = {**expected, **_page_facts(expected.get("page_meta") or {})}
    judged = [(key, value, False, *_verdict(key, value, seen)) for key, value in given.items() if has_value(value)]
    judged += [
        (fact["key"], fact["value"], True, *conformance_peer_facts.verdict(fact, row, seen, source))
        for fact in row["peer_facts"]
        if "differs" not in fact["vs_document"]
    ]
    for key, value, peer, verdict, got in judged:
        fact = Fact(row["file"], row["format"], key, peer, verdict, value, got)
        why = disputes.get((row["file"], key))
        if why and fact.failed:
            yield replace(fact, verdict="disputed", got=why)
        elif skipped and key not in {"item_kinds", "items_n"}:
            yield replace(fact, verdict="excluded", got=f"the item is rightly none of ours ({seen.outcome})")
        else:
            yield fact


def _page_facts(meta: Json) -> Json:
    """What a page's own metadata says, under the names that its facts are judged by."""
    return {f"{name} ({PAGE_META[name]})": value for name, value in meta.items() if name in PAGE_META}


def has_value(value: Any) -> bool:
    """The given reading says something: an empty one is no fact."""
    return value not in (None, "", [], {}) and value != [None]


def _verdict(key: str, value: Any, seen: Seen) -> tuple[str, Any]:
    if key in NO_COUNTERPART:
        return "excluded", NO_COUNTERPART[key]
    if not seen.documents and key not in {"item_kinds", "items_n", "root"}:
        return "missing", seen.outcome
    right, got = JUDGES[PAGE_META.get(key.split(" (", maxsplit=1)[0], key)](seen, value)
    return ("right" if right else "wrong" if got not in (None, "", [], {}, False) else "missing"), got


def _rightly_skipped(row: Json, seen: Seen) -> bool:
    kinds = row["expected"].get("item_kinds") or []
    if seen.documents or not kinds:
        event = row["expected"].get("item_type") == "event" or row["expected"].get("root") == "document"
        return event and seen.outcome == "skipped:event_item"
    return all(seen.outcome in SKIPS.get(kind, frozenset()) for kind in kinds)


def _cut(value: Any, width: int = 100) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= width else f"{text[: width - 1]}…"


def _row(name: str, counted: Counter[str]) -> str:
    judged = counted["right"] + counted["wrong"] + counted["missing"]
    share = f"{counted['right'] / judged:8.1%}" if judged else f"{'-':>8}"
    return f"{name:<34}" + "".join(f"{counted[verdict]:>9}" for verdict in VERDICTS) + share


def _formats_table(report: Report) -> Iterator[str]:
    yield (
        f"{'format':<34}{'files':>9}{'format ok':>10}{'published':>10}{'skipped':>9}{'dead':>6}{'bugs':>6}"
        f"{'expected':>10}{'peers':>8}"
    )
    for name in sorted({file.format for file in report.files}):
        files = [file for file in report.files if file.format == name]
        outcomes = Counter(file.outcome.split(":")[0] for file in files)
        yield (
            f"{name:<34}{len(files):>9}{sum(file.format_right for file in files):>10}{outcomes['published']:>10}"
            f"{outcomes['skipped']:>9}{outcomes['dead']:>6}{sum(file.unreasoned for file in files):>6}"
            f"{report.share(format=name, peer=False):>10.1%}{report.share(format=name, peer=True):>8.1%}"
        )
    files = list(report.files)
    yield (
        f"{'all':<34}{len(files):>9}{sum(file.format_right for file in files):>10}{'':>25}"
        f"{sum(file.unreasoned for file in files):>6}{report.share(peer=False):>10.1%}{report.share(peer=True):>8.1%}"
    )


def _fields_table(report: Report) -> Iterator[str]:
    for name in sorted({file.format for file in report.files}):
        yield f"\n{name:<34}" + "".join(f"{verdict:>9}" for verdict in VERDICTS) + f"{'share':>8}"
        by_key: dict[str, Counter[str]] = defaultdict(Counter)
        for fact in report.facts:
            if fact.format == name:
                by_key[f"peer {fact.key}" if fact.peer else fact.key][fact.verdict] += 1
        yield from (_row(f"  {key}", counted) for key, counted in sorted(by_key.items()))
        yield _row("  all", report.counts(format=name))


def _listed(report: Report, verdicts: Iterable[str]) -> Iterator[str]:
    """Facts with one of the verdicts, one a line; files that are read as another format or break."""
    wanted = set(verdicts)
    for file in report.files:
        if file.unreasoned or not file.format_right:
            yield f"{file.file}: read as {file.read_as}, {file.outcome}"
    for fact in report.facts:
        if fact.verdict in wanted:
            origin = "peer " if fact.peer else ""
            yield f"{fact.verdict:<8} {fact.file}"
            yield f"    {origin}{fact.key}: {_cut(fact.expected)}"
            yield f"    got: {_cut(fact.got)}"


def main() -> int:
    """Prints the tables; exit code 1 when a file broke the worker."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    default = os.environ.get("AGENCYFEED_SHARED", str(Path(__file__).resolve().parents[3] / "shared"))
    parser.add_argument("--shared", type=Path, default=Path(default))
    parser.add_argument("--format", action="append", dest="formats", default=[])
    parser.add_argument("--wrong", action="store_true", help="list wrong and missing facts")
    parser.add_argument("--excluded", action="store_true", help="list facts that are not comparable, with the reason")
    parser.add_argument("--peers", metavar="PYTHON", help="other libraries, too, where this interpreter has them")
    parser.add_argument("--json", action="store_true", help="every fact as a line of JSON")
    arguments = parser.parse_args()
    knowledge = load()
    pipeline.warm(knowledge)
    report = run(arguments.shared, knowledge, arguments.formats)
    for line in _output(report, arguments):
        print(line)
    if not arguments.formats and not arguments.json:
        print(*conformance_specimens.table(arguments.shared, knowledge), sep="\n")
    if arguments.peers:
        rows = rows_of(arguments.shared, arguments.formats)
        print(*conformance_peers.table(arguments.shared, rows, disputed(), arguments.peers, knowledge), sep="\n")
    return int(any(file.unreasoned for file in report.files))


def _output(report: Report, arguments: argparse.Namespace) -> Iterator[str]:
    if arguments.json:
        for fact in report.facts:
            yield json.dumps({name: getattr(fact, name) for name in Fact.__slots__}, ensure_ascii=False, default=str)
        return
    if arguments.wrong:
        yield from _listed(report, ("wrong", "missing"))
    if arguments.excluded:
        yield from _listed(report, ("excluded", "disputed"))
    if not arguments.wrong and not arguments.excluded:
        yield from _fields_table(report)
    yield ""
    yield from _formats_table(report)


if __name__ == "__main__":
    sys.exit(main())
