"""How right the rules of classification are: genre, urgency, section, place and language, precision and recall.

    python tests/bench/classification_rules.py [--shared DIR] [--wrong]

Lines of our own (rules_gold.toml) always; with the shared material also what feeds' own codes say (genres, urgency of
alerts, media topics beside sections, declared languages; the codes are hidden from the rules), and labelled sentences,
stories and headlines in many languages, of which the language model has seen none.
"""

import argparse
import gzip
import json
import os
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

sys.path.append(str(Path(__file__).resolve().parents[1]))
sys.path.append(str(Path(__file__).resolve().parents[2] / "deploy" / "local"))
sys.path.append(str(Path(__file__).resolve().parents[2] / "deploy" / "language_model"))

from language_material import APART
from replay_corpora import RECEIVED_MS, files_of

from worker import pipeline
from worker.article import Article, Dateline, Headline, InfoSource, Signal
from worker.classify import genre, places, urgency
from worker.classify.language_detection import detect
from worker.classify.places import SCHEME
from worker.knowledge.loading import Knowledge, load
from worker.model import RawMessage, Rejected
from worker.newsroom import status

HERE: Final = Path(__file__).resolve().parent
GOLD: Final = HERE / "rules_gold.toml"
CORPORA: Final = ("fixtures", "corpora/dpa-2017-newsmlg2", "corpora/afp-ar-newsml12")
LETTERS_MIN: Final = 120  # of a text whose declared language is a judge
# SIB-200's languages with a large press, in every script: the model was trained on more, in two.
SENTENCES: Final = {
    "afr": "af", "als": "sq", "amh": "am", "arb": "ar", "azj": "az", "bel": "be", "ben": "bn", "bul": "bg", "cat": "ca",
    "ces": "cs", "cym": "cy", "dan": "da", "deu": "de", "ell": "el", "eng": "en", "est": "et", "eus": "eu", "fin": "fi",
    "fra": "fr", "gle": "ga", "guj": "gu", "hau": "ha", "heb": "he", "hin": "hi", "hrv": "hr", "hun": "hu", "hye": "hy",
    "ibo": "ig", "ind": "id", "isl": "is", "ita": "it", "jpn": "ja", "kan": "kn", "kat": "ka", "kaz": "kk", "kor": "ko",
    "lit": "lt", "lvs": "lv", "mal": "ml", "mar": "mr", "mkd": "mk", "mya": "my", "nld": "nl", "nob": "nb", "npi": "ne",
    "pan": "pa", "pes": "fa", "pol": "pl", "por": "pt", "ron": "ro", "rus": "ru", "slk": "sk", "slv": "sl", "som": "so",
    "spa": "es", "srp": "sr", "swe": "sv", "swh": "sw", "tam": "ta", "tel": "te", "tgl": "fil", "tha": "th",
    "tur": "tr", "ukr": "uk", "urd": "ur", "vie": "vi", "yor": "yo", "zho": "zh", "zul": "zu",
}  # fmt: skip
HEADLINES: Final = {
    "amh": "am", "eng": "en", "fra": "fr", "hau": "ha", "ibo": "ig", "lin": "ln", "lug": "lg", "orm": "om",
    "pcm": "pcm", "run": "rn", "sna": "sn", "som": "so", "swa": "sw", "tir": "ti", "xho": "xh", "yor": "yo", "en": "en",
    "zho": "zh",
}  # fmt: skip
HEADLINE_SETS: Final = {
    "masakhanews": "headlines of 16 languages",
    "thucnews": "Chinese headlines",
    **dict.fromkeys(("bbc", "indian1800", "nyt"), "English headlines"),
}


@dataclass(frozen=True, slots=True)
class Judged:
    """One line: what a person or code says of it, and what the rules say; "" for nothing."""

    kind: str
    group: str  # the set of lines
    label: str  # whose shares are averaged; "" where all lines are one
    line: str
    wanted: str
    found: str

    @property
    def right(self) -> bool:
        """The same, or one of several that are wanted."""
        return self.found == self.wanted or self.found in self.wanted.split("|")


@dataclass(frozen=True, slots=True)
class Share:
    """Of a kind and set; `even` is the mean of the labels' recalls."""

    lines: int
    precision: float
    recall: float
    even: float


def shares(judged: Iterable[Judged]) -> dict[tuple[str, str], Share]:
    """By kind and set."""
    sets: dict[tuple[str, str], list[Judged]] = defaultdict(list)
    for one in judged:
        sets[one.kind, one.group].append(one)
    return {key: _share(of) for key, of in sets.items()}


def _share(of: list[Judged]) -> Share:
    said = [one for one in of if one.found]
    wanted = [one for one in of if one.wanted]
    by_label: dict[str, list[bool]] = defaultdict(list)
    for one in wanted:
        by_label[one.label].append(one.right)
    recalls = [sum(rights) / len(rights) for rights in by_label.values()]
    right = sum(one.right for one in said)
    return Share(
        lines=len(of),
        precision=right / len(said) if said else 1.0,
        recall=sum(one.right for one in wanted) / len(wanted) if wanted else 1.0,
        even=sum(recalls) / len(recalls) if recalls else 1.0,
    )


# ---- lines of our own


def gold(knowledge: Knowledge) -> Iterator[Judged]:
    """The lines of rules_gold.toml."""
    table: Mapping[str, Mapping[str, Any]] = tomllib.loads(GOLD.read_text("utf-8"))
    for kind, rows in table.items():
        for line, wanted in rows.items():
            yield Judged(kind, "gold", "", line, str(wanted or ""), _READERS[kind](line, knowledge))


def _headline(line: str, knowledge: Knowledge) -> Article:
    return status.read(Article(format="text", headlines=(Headline(value=line),)), knowledge)


def _genre(line: str, knowledge: Knowledge) -> str:
    found = genre.genre(_headline(line, knowledge), knowledge).genres
    return next((one.literal for one in found if one.literal), "")


def _urgency(line: str, knowledge: Knowledge) -> str:
    return str(urgency.urgency(_headline(line, knowledge), knowledge).urgency or "")


def _section(line: str, knowledge: Knowledge) -> str:
    return " ".join(knowledge.sections.topics_of(line))


def _place(line: str, knowledge: Knowledge) -> str:
    name, region, agency = (part.strip() for part in (*line.split("|"), "", "")[:3])
    article = Article(
        format="text",
        dateline=Dateline(text=line, places=(name,), region=region or None),
        info_sources=(InfoSource(name=agency, code=agency),) if agency else (),
    )
    found = places.places(article, knowledge).places
    if not found:
        return ""
    city = found[0].name if found[0].position else "?"
    return f"{city}, {(found[0].code or '').removeprefix(f'{SCHEME}:')}"


def _language(line: str, knowledge: Knowledge) -> str:
    found = detect(line, knowledge.languages)
    return found.code.partition("-")[0] if found else ""


_READERS: Final = {
    "genre": _genre,
    "urgency": _urgency,
    "section": _section,
    "place": _place,
    "language": _language,
}


# ---- what feeds' own codes say


def feeds(shared: Path, knowledge: Knowledge) -> Iterator[Judged]:
    """The articles of the shared feeds whose codes say what the rules would say without them."""
    for corpus in CORPORA:
        folder = shared / "data" / "formats" / corpus
        for offset, (name, data) in enumerate(files_of(folder)):
            raw = RawMessage(topic="t", partition=0, offset=offset, timestamp_ms=RECEIVED_MS, value=data)
            try:
                articles = pipeline.process(raw, knowledge)
            except Rejected:
                continue
            for article in articles:
                yield from _of_codes(f"{corpus}/{name}", article, knowledge)


def _of_codes(name: str, article: Article, knowledge: Knowledge) -> Iterator[Judged]:
    group = "codes of feeds"
    coded = [one.literal for one in article.genres if one.uri and one.confidence is None and one.literal]
    told = [one for one in coded if one.startswith("genre:") and one != "genre:Current"]
    if told:
        found = genre.genre(replace(article, genres=()), knowledge).genres
        literals = [one.literal for one in found if one.literal and one.literal.startswith("genre:")]
        first = next((one for one in literals if one in told), next(iter(literals), ""))
        yield Judged("genre", group, "", name, "|".join(told), first)
    if article.urgency and article.urgency_confidence is None and article.status.signal is Signal.ALERT:
        figure = urgency.urgency(replace(article, urgency=None), knowledge).urgency
        yield Judged("urgency", group, "", name, str(article.urgency), str(figure or ""))
    yield from _of_section(name, group, article, knowledge)
    declared = (article.language_check.declared if article.language_check else article.language) or ""
    detected = detect("\n".join(block.text for block in article.body), knowledge.languages)
    if (
        detected
        and detected.letters >= LETTERS_MIN
        and article.field_sources.get("language") != "detected"
        and declared
    ):
        named = declared.partition("-")[0]
        code = detected.code.partition("-")[0]
        yield Judged("language", group, "", name, named, named if knowledge.languages.alike(named, code) else code)


def _of_section(name: str, group: str, article: Article, knowledge: Knowledge) -> Iterator[Judged]:
    """The top of the section's topic among the tops of the feed's codes; a section without a topic says nothing."""
    codes = [one.literal or "" for one in article.subjects if one.creator in {"feed", "mapped"}]
    tops = {knowledge.tree.top(code.removeprefix("medtop:")) for code in codes if code.startswith("medtop:")} - {None}
    said = [knowledge.tree.top(code) for code in knowledge.sections.topics_of(article.section or "")]
    if tops and said:
        yield Judged("section", group, "", f"{name}: {article.section}", "|".join(sorted(map(str, tops))), str(said[0]))


# ---- labelled sentences and headlines


def languages(shared: Path, knowledge: Knowledge) -> Iterator[Judged]:
    """Sentences of SIB-200 that the model was not trained on; stories and headlines of other sets: it saw none."""
    data = shared / "data" / "classify"
    for row in _rows(data / "sib200.jsonl.gz"):
        language, _, script = row["lang"].partition("_")
        apart = int(row["id"].rpartition("-")[2]) % APART == 0
        if apart and language in SENTENCES and (language, script) not in {("arb", "Latn"), ("zho", "Hant")}:
            yield _judged(f"sentences of {len(SENTENCES)} languages", SENTENCES[language], row["text"], knowledge)
    for row in _rows(data / "masakhanews.jsonl.gz"):
        yield _judged("stories of 16 languages", HEADLINES[row["lang"]], row["text"], knowledge)
    for name, group in HEADLINE_SETS.items():
        titled = (row for row in _rows(data / f"{name}.jsonl.gz") if row["title"])
        yield from (_judged(group, HEADLINES[row["lang"]], row["title"], knowledge) for row in titled)


def _rows(file: Path) -> Iterator[Mapping[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _judged(group: str, wanted: str, text: str, knowledge: Knowledge) -> Judged:
    return Judged("language", group, wanted, text[:80], wanted, _language(text, knowledge))


def run(shared: Path | None, knowledge: Knowledge) -> list[Judged]:
    """Everything that can be measured with what is there."""
    judged = [*gold(knowledge)]
    if shared is not None:
        judged += [*feeds(shared, knowledge), *languages(shared, knowledge)]
    return judged


def main() -> None:
    """Print the table, and the wrong ones if wanted."""
    parser = argparse.ArgumentParser(description="precision and recall of the rules of classification")
    default = os.environ.get("AGENCYFEED_SHARED", str(HERE.parents[2] / "shared"))
    parser.add_argument("--shared", type=Path, default=Path(default))
    parser.add_argument("--wrong", action="store_true", help="each line that is not right")
    given = parser.parse_args()
    judged = run(given.shared if given.shared.is_dir() else None, load())
    print(f"{'rule':10} {'of':28} {'lines':>6} {'precision':>10} {'recall':>8} {'mean of labels':>15}")
    for (kind, group), share in sorted(shares(judged).items()):
        print(f"{kind:10} {group:28} {share.lines:6} {share.precision:10.3f} {share.recall:8.3f} {share.even:15.3f}")
    for one in judged if given.wrong else ():
        if not one.right:
            print(f"{one.kind} | {one.group} | {one.line!r}: wanted {one.wanted!r}, found {one.found!r}")


if __name__ == "__main__":
    main()
