"""From pages to weights: matrices of features, targets with their weights, a teacher for pages of snippets, the net."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import net
import numpy as np
from lexicons import KINDS, Voices, heard, lexicons, voices
from material import UNKNOWN, Page
from net import Array, Example
from sieving import sieve_of

from worker.formats.html.block_model import Model, probabilities
from worker.formats.html.features import Inputs, Reader, features, reader
from worker.formats.html.sieve import Sieve

CONFIG: Final = Path(__file__).parents[2] / "config"
CONVENTION: Final = {"scrapinghub": 0, "fundus": 1}  # of the rest: 2
OTHER: Final = 2


TEACHER_EPOCHS: Final = 8
EPOCHS: Final = 22
TRUST: Final = 1.2  # weight of what a teacher says, by its distance from even odds; what is known weighs 1
GIVEN: Final = 1.5  # of snippets that are known
SURE: Final = 0.4  # distance from which a teacher's word counts for the lexicons


class Fitted(NamedTuple):
    """What a training gives: a sieve, weights for inputs with conventions, and the lexicons that they go with."""

    sieve: Sieve
    weights: Mapping[str, Array]
    lexicons: Mapping[str, Mapping[str, float]]


def word_groups() -> list[list[str]]:
    """Groups of class words, in the model's order."""
    return list(tomllib.loads((CONFIG / "page_classes.toml").read_text("utf-8")).values())


def fit(pages: Sequence[Page], epochs: int, seed: int) -> Fitted:
    """A teacher on the pages whose text is known; then lexicons and a net on all pages, the others as it reads them."""
    said = voices(pages)
    sieve = sieve_of([page for page in pages if page.body is not None])
    inputs = _inputs(pages, said, sieve)
    known = [(page, one) for page, one in zip(pages, inputs, strict=True) if page.body is not None]
    weights = net.train([_example(*one) for one in known], TEACHER_EPOCHS, seed)
    teacher = net.fixed(weights, OTHER)
    taught = [
        page if page.body is not None else _taught(page, chances_of(teacher, page, one))
        for page, one in zip(pages, inputs, strict=True)
    ]
    said = voices([_sure(page) for page in taught])
    examples = [_example(*one) for one in zip(taught, _inputs(taught, said, sieve), strict=True)]
    return Fitted(sieve, net.train(examples, epochs, seed + 1, weights), _shipped(said))


def model_of(fitted: Fitted, slope: float, offset: float) -> Model:
    """The model as the worker loads it."""
    known = reader(fitted.sieve, fitted.lexicons, word_groups())
    return Model(known, net.fixed(fitted.weights, None), slope, offset)


def chances_of(weights: Mapping[str, Array], page: Page, inputs: Inputs) -> Array:
    """By segment of the page: none where the sieve holds it back."""
    chances = np.zeros(len(page.labels), np.float32)
    chances[inputs.segments] = probabilities(weights, inputs)
    return chances


def _inputs(pages: Sequence[Page], said: Voices, sieve: Sieve) -> list[Inputs]:
    """Numbers of every page, by lexicons that leave a page's own host out, and hold no more than its words."""
    known = lexicons(said)
    groups = word_groups()
    of_host: dict[str, list[Page]] = {}
    for page in pages:
        of_host.setdefault(page.host, []).append(page)

    @cache
    def reader_of(host: str) -> Reader:
        tokens = heard(of_host[host])
        return reader(sieve, {kind: known[kind].scores(tokens[kind], said[kind].get(host)) for kind in KINDS}, groups)

    return [features(page.outline, page.declared, reader_of(page.host)) for page in pages]


def _shipped(said: Voices) -> dict[str, dict[str, float]]:
    return {kind: lexicon.shipped() for kind, lexicon in lexicons(said).items()}


def _example(page: Page, inputs: Inputs) -> Example:
    weight = page.words**0.7 * page.trust
    return Example(inputs, page.labels[inputs.segments], weight[inputs.segments], CONVENTION.get(page.set, OTHER))


def _taught(page: Page, chances: Array) -> Page:
    """A page of which only snippets are known: a teacher says the rest, the surer the more it weighs."""
    unknown = page.labels == UNKNOWN
    return replace(
        page,
        labels=np.where(unknown, chances, page.labels),
        trust=np.where(unknown, np.abs(chances - 0.5) * TRUST, GIVEN).astype(np.float32),
    )


def _sure(page: Page) -> Page:
    """The page without labels that are a teacher's guess."""
    guessed = page.trust < SURE * TRUST
    return replace(page, labels=np.where(guessed, UNKNOWN, page.labels))
