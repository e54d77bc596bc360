"""Cross-validation by host: what the whole worker makes of pages whose sites its model has never seen."""

import importlib.util
import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple
from unittest import mock

import figures
import numpy as np
import worker_reader
from fitting import chances_of, fit, model_of
from material import Page, markup_of, truths_of
from net import Array

from worker.formats.html import body as html_body
from worker.formats.html.block_model import CHOSEN_MIN, confidence, expected_f1, shipped
from worker.formats.html.features import features
from worker.knowledge.loading import Knowledge, load

FOLDS: Final = 4
SEED: Final = 3
RIGHT_MIN: Final = 0.9  # F1 of a page that counts as right


class Held(NamedTuple):
    """A page that the model has not seen."""

    page: Page
    segments: str  # text of the chosen ones
    expected: float  # their F1 if every probability is right
    published: Mapping[str, Any]  # as the worker gives it: body, title, authors, date ..
    alone: str | None  # the same without trafilatura where the model is unsure


def cross_validate(data: Path, pages: Sequence[Page], epochs: int, only: Sequence[int]) -> list[Held]:
    """The pages with known text of these folds, read by models of the other folds; figures are printed on the way."""
    fold_of = _folds(pages)
    held: list[Held] = []
    for fold in only:
        seen = frozenset(host for host, number in fold_of.items() if number != fold)
        found = list(_fold(data, pages, seen, epochs, fold))
        print(f"fold {fold}", *figures.lines(rows(data, found)), sep="\n", flush=True)
        held += found
    return held


def rows(data: Path, held: Sequence[Held]) -> dict[str, figures.Row]:
    """Figures by set."""
    score = scorer(data)
    return {name: _row(score, data, name, held) for name in figures.by_set(one.page.set for one in held)}


def _row(score: Any, data: Path, name: str, held: Sequence[Held]) -> figures.Row:
    found = {one.page.id: one for one in held if one.page.set == name}
    truths = [truth for truth in truths_of(data / name) if truth["id"] in found]
    segments = [{"id": number, "body": one.segments} for number, one in found.items()]
    return figures.row_of(score, truths, [{**one.published, "id": number} for number, one in found.items()], segments)


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


def _held(page: Page, chances: Array, published: Mapping[str, Any], alone: str | None) -> Held:
    text = "\n".join(text for text, chance in zip(page.texts, chances, strict=True) if chance > CHOSEN_MIN)
    return Held(page, text, expected_f1(chances, page.words), published, alone)


def _published(data: Path, page: Page, knowledge: Knowledge) -> tuple[Mapping[str, Any], str | None]:
    """As it is; and the body by the model alone."""
    markup = markup_of(data, page.set, page.id)
    found = worker_reader.read(markup, page.url, knowledge)
    if found.get("path") != "trafilatura":
        return found, found.get("body")
    with mock.patch.object(html_body, "CONFIDENT_MIN", 0.0):
        return found, worker_reader.read(markup, page.url, knowledge).get("body")


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
    alone = target.with_suffix(f".alone{target.suffix}")
    with target.open("w", encoding="utf-8") as published, alone.open("w", encoding="utf-8") as by_itself:
        for one in held:
            known = {"id": one.page.id, "confidence": confidence(one.expected, slope, offset)}
            published.write(f"{json.dumps({**one.published, **known}, ensure_ascii=False)}\n")
            by_itself.write(f"{json.dumps({'body': one.alone, **known}, ensure_ascii=False)}\n")


def scorer(data: Path) -> Any:
    """The benchmark's own score.py as a module."""
    spec = importlib.util.spec_from_file_location("score", data / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(data / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
