"""Words that speak for or against a story's text, as log-odds; each host has one voice, and none on its own pages."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from material import UNKNOWN, Page

from worker.formats.html.text_features import SHORT_MAX, tokens_of, words_of


class _Kind(NamedTuple):
    prior: float  # share of the story's text among all
    doubt: float  # hosts' worth of prior that every word starts with
    hosts_min: int


KINDS = {"own": _Kind(0.3, 1.5, 3), "around": _Kind(0.3, 2.0, 4), "words": _Kind(0.15, 2.0, 4)}
Voices = dict[str, dict[str, dict[str, float]]]  # kind -> host -> token -> share of it that is the story's
SCORE_MIN = 0.2  # what says less is left out of what is shipped


def voices(pages: Iterable[Page]) -> Voices:
    """What each host says of each token."""
    counts: dict[str, dict[str, dict[str, list[float]]]] = {
        kind: defaultdict(lambda: defaultdict(lambda: [0.0, 0.0])) for kind in KINDS
    }
    for page in pages:
        _count(page, {kind: counts[kind][page.host] for kind in KINDS})
    return {
        kind: {
            host: {token: good / (good + bad) for token, (good, bad) in tokens.items()}
            for host, tokens in hosts.items()
        }
        for kind, hosts in counts.items()
    }


def _count(page: Page, counts: Mapping[str, dict[str, list[float]]]) -> None:
    containers = page.outline.containers
    tokens = [frozenset(tokens_of(container.names)) for container in containers]
    paths: list[frozenset[str]] = []
    for number, container in enumerate(containers):
        paths.append(tokens[number] | (paths[container.parent] if container.parent >= 0 else frozenset()))
    for segment, label in zip(page.outline.segments, page.labels, strict=True):
        if label == UNKNOWN:
            continue
        side = 0 if label > 0.5 else 1
        weight = math.sqrt(len(segment.text))
        for token in tokens[segment.container]:
            counts["own"][token][side] += weight
        for token in paths[segment.container]:
            counts["around"][token][side] += weight
        if len(segment.text) <= SHORT_MAX:
            for word in set(words_of(segment.text)):
                counts["words"][word][side] += 1


class Lexicon:
    """Log-odds of tokens over the voices of hosts."""

    def __init__(self, kind: str, said: Mapping[str, Mapping[str, float]]) -> None:
        self._kind = KINDS[kind]
        self._sums: dict[str, float] = defaultdict(float)
        self._hosts: dict[str, int] = defaultdict(int)
        for tokens in said.values():
            for token, share in tokens.items():
                self._sums[token] += share
                self._hosts[token] += 1

    def scores(self, tokens: Iterable[str], own: Mapping[str, float] | None = None) -> dict[str, float]:
        """Those of these tokens that say something, without the voice of the host whose pages are read."""
        found = {token: self._score(token, own or {}) for token in tokens if token in self._hosts}
        return {token: score for token, score in found.items() if score}

    def _score(self, token: str, own: Mapping[str, float]) -> float:
        hosts = self._hosts[token] - (token in own)
        total = self._sums[token] - own.get(token, 0.0)
        prior, doubt, hosts_min = self._kind
        if hosts < hosts_min:
            return 0.0
        good = max(total, 0.0) + doubt * prior
        bad = max(hosts - total, 0.0) + doubt * (1 - prior)
        return math.log(good / bad) - math.log(prior / (1 - prior))

    def shipped(self) -> dict[str, float]:
        """Tokens that say enough, with two decimals."""
        scores = self.scores(sorted(self._sums))
        return {token: round(score, 2) for token, score in scores.items() if abs(score) >= SCORE_MIN}


def heard(pages: Iterable[Page]) -> dict[str, set[str]]:
    """The tokens of these pages that a lexicon is asked for, by its kind."""
    names, words = set[str](), set[str]()
    for page in pages:
        for container in page.outline.containers:
            names.update(tokens_of(container.names))
        for text in page.texts:
            if len(text) <= SHORT_MAX:
                words.update(words_of(text))
    return {"own": names, "around": names, "words": words}


def lexicons(said: Voices) -> dict[str, Lexicon]:
    """The three lexicons."""
    return {kind: Lexicon(kind, said[kind]) for kind in KINDS}
