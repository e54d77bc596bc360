"""Words that speak for or against a story's text, as log-odds; each host has one voice, and none on its own pages."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
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


class Lexicon(Mapping[str, float]):
    """Log-odds by token over the voices of hosts, less that of `without`."""

    def __init__(self, kind: str, said: Mapping[str, Mapping[str, float]]) -> None:
        self._kind = KINDS[kind]
        self._sums: dict[str, float] = defaultdict(float)
        self._hosts: dict[str, int] = defaultdict(int)
        self._own: Mapping[str, float] = {}
        self._known: dict[str, float] = {}
        for tokens in said.values():
            for token, share in tokens.items():
                self._sums[token] += share
                self._hosts[token] += 1

    def without(self, own: Mapping[str, float]) -> "Lexicon":
        """The same but for one host's voice."""
        other = object.__new__(Lexicon)
        other.__dict__.update(self.__dict__, _own=own, _known={})
        return other

    def __getitem__(self, token: str) -> float:
        score = self._known.get(token)
        if score is None:
            score = self._known[token] = self._score(token)
        return score

    def _score(self, token: str) -> float:
        hosts = self._hosts.get(token, 0)
        total = self._sums.get(token, 0.0)
        if token in self._own:
            hosts -= 1
            total -= self._own[token]
        prior, doubt, hosts_min = self._kind
        if hosts < hosts_min:
            return 0.0
        good = max(total, 0.0) + doubt * prior
        bad = max(hosts - total, 0.0) + doubt * (1 - prior)
        return math.log(good / bad) - math.log(prior / (1 - prior))

    def __iter__(self) -> Iterator[str]:
        return iter(self._sums)

    def __len__(self) -> int:
        return len(self._sums)

    def shipped(self) -> dict[str, float]:
        """Tokens that say something, with two decimals."""
        return {token: round(self[token], 2) for token in sorted(self._sums) if abs(self[token]) >= SCORE_MIN}


def lexicons(said: Voices) -> dict[str, Lexicon]:
    """The three lexicons."""
    return {kind: Lexicon(kind, said[kind]) for kind in KINDS}
