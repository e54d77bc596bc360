"""Cross-validation by host: what the whole worker makes of pages whose sites its model has never seen."""

import functools
import importlib.util
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple
from unittest import mock

import numpy as np
from fitting import chances_of, fit, model_of
from material import Page, markup_of
from net import Array

from worker import pipeline
from worker.formats.html import body as html_body
from worker.formats.html import parser as html
from worker.formats.html.block_model import CHOSEN_MIN, confidence, expected_f1, shipped
from worker.formats.html.features import features
from worker.knowledge.loading import Knowledge, load
from worker.model import Document, Rejected

FOLDS: Final = 4
SEED: Final = 3
RIGHT_MIN: Final = 0.9  # F1 of a page that counts as right
BODY_SETS: Final = ("scrapinghub", "fundus", "wcxb", "mozilla")


class Held(NamedTuple):
    """A page that the model has not seen."""

    page: Page
    segments: str  # text of the chosen ones
    expected: float  # their F1 if every probability is right
    published: str | None  # the body as the worker gives it
    alone: str | None  # the same without trafilatura where the model is unsure


def cross_validate(data: Path, pages: Sequence[Page], epochs: int, only: Sequence[int]) -> list[Held]:
    """The pages with known text of these folds, read by models of the other folds; figures are printed on the way."""
    score = scorer(data)
    fold_of = _folds(pages)
    held: list[Held] = []
    for fold in only:
        seen = frozenset(host for host, number in fold_of.items() if number != fold)
        found = list(_fold(data, pages, seen, epochs, fold))
        print(f"fold {fold}", *_lines(score, found), sep="\n", flush=True)
        held += found
    print("all", *_lines(score, held), sep="\n", flush=True)
    return held


def _folds(pages: Iterable[Page]) -> dict[str, int]:
    hosts = sorted({page.host for page in pages})
    random.Random(SEED).shuffle(hosts)  # noqa: S311 -- folds, no secret
    return {host: number % FOLDS for number, host in enumerate(hosts)}


def _fold(data: Path, pages: Sequence[Page], seen: frozenset[str], epochs: int, seed: int) -> Iterator[Held]:
    usual = shipped()
    fitted = fit([page for page in pages if page.host in seen], epochs, seed)
    model = model_of(fitted, usual.slope, usual.offset)
    knowledge = load()
    with mock.patch.object(html_body, "shipped", return_value=model):
        for page in pages:
            if page.host not in seen and page.body is not None:
                chances = chances_of(model.weights, page, features(page.outline, page.declared, model.reader))
                yield _held(page, chances, *_published(data, page, knowledge))


def _held(page: Page, chances: Array, published: str | None, alone: str | None) -> Held:
    text = "\n".join(text for text, chance in zip(page.texts, chances, strict=True) if chance > CHOSEN_MIN)
    return Held(page, text, expected_f1(chances, page.words), published, alone)


def _published(data: Path, page: Page, knowledge: Knowledge) -> tuple[str | None, str | None]:
    """As it is, and by the model alone."""
    document = Document(data=b"", text=markup_of(data, page.set, page.id), format="html", url=page.url)
    body, source = _body(document, knowledge)
    if source != "trafilatura":
        return body, body
    with mock.patch.object(html_body, "CONFIDENT_MIN", 0.0):
        return body, _body(document, knowledge)[0]


def _body(document: Document, knowledge: Knowledge) -> tuple[str | None, str | None]:
    """Its text and who found it."""
    try:
        (draft,) = html.parse(document, knowledge)
    except Rejected:
        return None, None
    article = functools.reduce(lambda made, stage: stage[1](made, knowledge), pipeline.STAGES, draft)
    return "\n".join(block.text for block in article.body), draft.field_sources.get("bodies")


def _lines(score: Any, held: Sequence[Held]) -> Iterator[str]:
    """Body F1 and share of exact bodies by set: of the chosen segments, and as published."""
    for name in BODY_SETS:
        of = [one for one in held if one.page.set == name]
        if of:
            segments = _figures(score, [(one.page.body, one.segments) for one in of])
            published = _figures(score, [(one.page.body, one.published) for one in of])
            yield f"  {name:<12}{len(of):>4} pages  segments {segments}  published {published}"


def _figures(score: Any, pairs: Sequence[tuple[str | None, str | None]]) -> str:
    """`pairs`: true text, found text."""
    f1 = score.prf([score.match(*pair) for pair in pairs])[0]
    exact = np.mean([words(score, true) == words(score, found) for true, found in pairs])
    return f"{f1:.4f} exact {exact:.3f}"


def words(score: Any, text: str | None) -> list[str]:
    """As the scorer counts them."""
    found: list[str] = score._TOKEN.findall(text or "")  # noqa: SLF001
    return found


def calibration(score: Any, held: Iterable[Held]) -> tuple[float, float]:
    """Slope and offset of P(F1 >= .9) over the odds of the expected F1, by Newton's method."""
    rows, right = [], []
    for one in held:
        expected = min(max(one.expected, 1e-4), 0.9999)
        rows.append((np.log(expected / (1 - expected)), 1.0))
        right.append(score.page_f1(score.match(one.page.body, one.segments)) >= RIGHT_MIN)
    inputs, target, fitted = np.array(rows), np.array(right, float), np.zeros(2)
    for _ in range(50):
        chance = 1 / (1 + np.exp(-inputs @ fitted))
        bend = (inputs * (chance * (1 - chance))[:, None]).T @ inputs + 1e-3 * np.eye(2)
        fitted += np.linalg.solve(bend, inputs.T @ (target - chance) - 1e-3 * fitted)
    return float(fitted[0]), float(fitted[1])


def write(held: Sequence[Held], target: Path, slope: float, offset: float) -> None:
    """Lines of JSON as tests/bench/extraction_quality.py reads them; beside them those of the model alone."""
    for path, body in ((target, "published"), (target.with_suffix(f".alone{target.suffix}"), "alone")):
        with path.open("w", encoding="utf-8") as opened:
            for one in held:
                sure = confidence(one.expected, slope, offset)
                line = {"id": one.page.id, "body": getattr(one, body), "confidence": sure}
                opened.write(f"{json.dumps(line, ensure_ascii=False)}\n")


def scorer(data: Path) -> Any:
    """The benchmark's own score.py as a module."""
    spec = importlib.util.spec_from_file_location("score", data / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(data / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
