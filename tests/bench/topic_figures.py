"""The topic model on labelled texts: what it says of each, and the figures of a set."""

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from worker.article import Article, Block, Headline
from worker.classify.media_topics import media_topics
from worker.classify.topics import Model, chances
from worker.knowledge.loading import Knowledge

GOLD: Final = Path(__file__).parents[1] / "gold" / "topics.jsonl"
APART: Final = 5  # deploy/topic_model/topic_material.py leaves out every fifth sentence of SIB-200, in all languages
BINS: Final = 10
COVERED: Final = 0.8


class Text(NamedTuple):
    """A labelled text; the first topic is the label, the others are right, too."""

    headline: str
    text: str
    topics: tuple[str, ...]
    language: str


class Judged(NamedTuple):
    """What the model said of a text: its most probable topic at the top, or "" where it knows no words."""

    topics: tuple[str, ...]
    guess: str
    probability: float

    @property
    def right(self) -> bool:
        """The label, or another topic that is right."""
        return self.guess in self.topics


class Figures(NamedTuple):
    """Of a set: shares from 0 to 1.  `covered`: accuracy on the surest 80 %; `error`: expected calibration error."""

    texts: int
    answered: float
    accuracy: float
    macro_f1: float
    covered: float
    error: float


def texts(shared: Path, name: str, language: str | None = None, every: int = 1) -> Iterator[Text]:
    """The labelled texts of a shared set, every n-th, of all languages or one."""
    with gzip.open(shared / "data" / "classify" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as opened:
        rows = (row for row in map(json.loads, opened) if row["iptc17"] and language in {None, row["lang"]})
        if name == "sib200":
            rows = (row for row in rows if is_apart(name, row["id"]))
        for number, row in enumerate(rows):
            if number % every == 0:
                topics = (row["iptc17"], *row.get("alt", ()))
                yield Text(row["title"] or "", row["text"] or "", topics, row["lang"])


def is_apart(name: str, row: str) -> bool:
    """Whether training leaves out this row of a set that it is trained on."""
    return name == "sib200" and int(row.rpartition("-")[2]) % APART == 0


def gold() -> Iterator[Text]:
    """Stories that were invented for this: all topics, several languages, briefs and results."""
    for row in map(json.loads, GOLD.read_text("utf-8").splitlines()):
        yield Text(row["headline"], row["text"], tuple(row["topics"]), row["language"])


def judged(given: Iterable[Text], model: Model) -> list[Judged]:
    """What the model says of each."""
    return [_judged(one, chances([one.headline], [one.text], model)[: model.tops], model) for one in given]


def _judged(text: Text, found: Sequence[float], model: Model) -> Judged:
    best = max(found, default=0.0)
    return Judged(text.topics, model.codes[found.index(best)] if found else "", best)


def figures(found: Sequence[Judged]) -> Figures:
    """Of at least one text; what the model knows no words of is wrong."""
    ranked = sorted(found, key=lambda one: -one.probability)[: max(1, int(COVERED * len(found)))]
    return Figures(
        texts=len(found),
        answered=sum(bool(one.guess) for one in found) / len(found),
        accuracy=sum(one.right for one in found) / len(found),
        macro_f1=sum(by_topic(found).values()) / len(by_topic(found)),
        covered=sum(one.right for one in ranked) / len(ranked),
        error=sum(abs(sum(one.right for one in bin_) - sum(one.probability for one in bin_)) for bin_ in bins(found))
        / len(found),
    )


def by_topic(found: Sequence[Judged]) -> Mapping[str, float]:
    """F1 of each topic that is a label; a guess that is right by another topic counts for the label."""
    pairs = [(one.topics[0], one.topics[0] if one.right else one.guess) for one in found]
    scores = {}
    for topic in sorted({label for label, _ in pairs}):
        hit = sum(label == guess == topic for label, guess in pairs)
        said = sum(guess == topic for _, guess in pairs) + sum(label == topic for label, _ in pairs)
        scores[topic] = 2 * hit / said
    return scores


def bins(found: Iterable[Judged]) -> list[list[Judged]]:
    """By probability, in ten equal steps."""
    parted: list[list[Judged]] = [[] for _ in range(BINS)]
    for one in found:
        parted[min(BINS - 1, int(one.probability * BINS))].append(one)
    return parted


def abstaining(given: Iterable[Text], knowledge: Knowledge) -> tuple[float, float]:
    """(share of texts that the stage decides, share of these that it decides rightly)."""
    decided = []
    for one in given:
        article = Article(format="text", headlines=(Headline(value=one.headline),), body=(Block(text=one.text),))
        topics = media_topics(article, knowledge).topics
        decided.append(None if topics is None or topics.code is None else topics.code in one.topics)
    spoken = [right for right in decided if right is not None]
    return len(spoken) / len(decided), sum(spoken) / max(1, len(spoken))
