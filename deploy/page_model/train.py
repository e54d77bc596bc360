"""Trains the block model of HTML pages on pages with known text and writes it to config/.

    python deploy/page_model/train.py DATA                 train on all pages, write config/page_model.*
    python deploy/page_model/train.py DATA --folds         cross-validate by host, print figures, write nothing

DATA holds one folder a set: truth.jsonl and pages/<id>.html.gz, and score.py.  Needs `pip install .[train]`.
"""

import argparse
import importlib.util
import json
import os
import pickle
import random
import sys
import time
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import net
import numpy as np
from lexicons import KINDS, Voices, lexicons, voices
from material import UNKNOWN, Page, read
from net import Array, Example

from worker.formats.html.block_model import CHOSEN_MIN, expected_f1, probabilities
from worker.formats.html.features import Reader, features, reader

CONFIG = Path(__file__).parents[2] / "config"
FOLDS = 4
SEED = 3
EPOCHS = 30
TEACHER_EPOCHS = 15
CONVENTION = {"scrapinghub": 0, "fundus": 1}  # of the rest: 2
CALIBRATION = {"slope": 1.289, "offset": -3.054}  # as --folds prints it: to be copied when the model changes
RIGHT_MIN = 0.9  # F1 of a page that counts as right
BODY_SETS = ("scrapinghub", "fundus", "wcxb", "mozilla")


def main() -> int:
    """Trains, or cross-validates; exit code 0."""
    parser = argparse.ArgumentParser(description="Trains the block model of HTML pages.")
    parser.add_argument("data", type=Path, help="folder of sets of pages with known text")
    parser.add_argument("--folds", action="store_true", help="cross-validate by host and write nothing")
    parser.add_argument("--only", type=int, action="append", choices=range(FOLDS), help="only this fold")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--predictions", type=Path, help="pickle the folds' probabilities there")
    parser.add_argument("--workers", type=int, default=1, help="processes that read the pages")
    arguments = parser.parse_args()
    start = time.perf_counter()
    pages = read(arguments.data, arguments.workers)
    print(f"{len(pages)} pages read, {time.perf_counter() - start:.0f} s", flush=True)
    if arguments.folds:
        _cross_validate(pages, arguments, start)
    else:
        _ship(pages, arguments.epochs)
    return 0


def _word_groups() -> list[list[str]]:
    table = tomllib.loads((CONFIG / "page_classes.toml").read_text("utf-8"))
    return list(table.values())


def _matrices(pages: Sequence[Page], said: Voices, hosts: Sequence[str]) -> list[Array]:
    """Rows of features of every page, by lexicons of these hosts that leave a page's own host out."""
    known = lexicons(said, hosts)
    groups = _word_groups()
    readers: dict[str, Reader] = {}
    found = []
    for page in pages:
        if page.host not in readers:
            own = {
                kind: known[kind].without(said[kind].get(page.host, {}) if page.host in hosts else {}) for kind in KINDS
            }
            readers[page.host] = reader(own["own"], own["around"], own["words"], groups)
        found.append(features(page.outline, page.declared, readers[page.host]))
    return found


def _example(page: Page, rows: Array) -> Example:
    return Example(rows, page.labels, page.words**0.7, CONVENTION.get(page.set, 2))


def _soft(page: Page, rows: Array, teacher: Mapping[str, Array]) -> Example:
    """A page of which only snippets are known: a teacher says the rest, the surer the more it weighs."""
    taught = probabilities(teacher, rows)
    unknown = page.labels == UNKNOWN
    sure = np.where(unknown, np.abs(taught - 0.5) * 1.2, 1.5)
    return Example(rows, np.where(unknown, taught, page.labels), (page.words**0.7 * sure).astype(np.float32), 2)


def _fit(pages: Sequence[Page], rows: Sequence[Array], epochs: int, seed: int) -> dict[str, Array]:
    known = [(page, row) for page, row in zip(pages, rows, strict=True) if page.body is not None]
    partly = [(page, row) for page, row in zip(pages, rows, strict=True) if page.body is None]
    examples = [_example(*one) for one in known]
    if partly:
        teacher = net.fixed(net.train(examples, min(epochs, TEACHER_EPOCHS), seed + 50), 2)
        examples += [_soft(*one, teacher) for one in partly]
    return net.train(examples, epochs, seed)


def _cross_validate(pages: Sequence[Page], arguments: argparse.Namespace, start: float) -> None:
    score = _scorer(arguments.data)
    said = voices(pages)
    hosts = sorted({page.host for page in pages})
    random.Random(SEED).shuffle(hosts)  # noqa: S311 -- folds, no secret
    fold_of = {host: number % FOLDS for number, host in enumerate(hosts)}
    found: dict[str, dict[str, Array]] = {name: {} for name in ("own", "none", "0", "1", "2")}
    for fold in arguments.only or range(FOLDS):
        rows = _matrices(pages, said, [host for host in hosts if fold_of[host] != fold])
        seen = [i for i, page in enumerate(pages) if fold_of[page.host] != fold]
        weights = _fit([pages[i] for i in seen], [rows[i] for i in seen], arguments.epochs, fold)
        for i, page in enumerate(pages):
            if fold_of[page.host] == fold:
                for name, values in found.items():
                    told = {"own": CONVENTION.get(page.set, 2), "none": None}.get(name, name)
                    told = int(told) if told is not None else None
                    values[page.id] = probabilities(net.fixed(weights, told), rows[i])
        held = [page for page in pages if fold_of[page.host] == fold]
        print(f"fold {fold}, {time.perf_counter() - start:.0f} s", _line(score, held, found["none"]), flush=True)
    for name, values in found.items():
        print(f"{name:<5}", _line(score, [page for page in pages if page.id in values], values), flush=True)
    _print_calibration(score, pages, found["none"])
    if arguments.predictions:
        arguments.predictions.write_bytes(pickle.dumps((pages, found)))


def _print_calibration(score: Any, pages: Iterable[Page], found: Mapping[str, Array]) -> None:
    """Slope and offset of P(F1 >= .9) over the odds of the expected F1, by Newton's method."""
    rows, right = [], []
    for page in pages:
        if page.body is not None and page.id in found:
            chances = found[page.id]
            expected = min(max(expected_f1(chances, page.words), 1e-4), 0.9999)
            rows.append((np.log(expected / (1 - expected)), 1.0))
            right.append(score.page_f1(score.match(page.body, _chosen(page, chances))) >= RIGHT_MIN)
    inputs, target, fitted = np.array(rows), np.array(right, float), np.zeros(2)
    for _ in range(50):
        chance = 1 / (1 + np.exp(-inputs @ fitted))
        bend = (inputs * (chance * (1 - chance))[:, None]).T @ inputs + 1e-3 * np.eye(2)
        fitted += np.linalg.solve(bend, inputs.T @ (target - chance) - 1e-3 * fitted)
    print(f"calibration slope {fitted[0]:.3f} offset {fitted[1]:.3f}")


def _chosen(page: Page, chances: Array) -> str:
    return "\n".join(text for text, chance in zip(page.texts, chances, strict=True) if chance > CHOSEN_MIN)


def _line(score: Any, pages: Iterable[Page], found: Mapping[str, Array]) -> str:
    """Body F1 and share of exact bodies by set, of segments alone."""
    cells = []
    for name in BODY_SETS:
        rows, exact = [], []
        for page in pages:
            if page.set == name and page.body is not None:
                text = _chosen(page, found[page.id])
                rows.append(score.match(page.body, text))
                exact.append(score._TOKEN.findall(page.body) == score._TOKEN.findall(text))  # noqa: SLF001
        if rows:
            cells.append(f"{name} {score.prf(rows)[0]:.4f} {np.mean(exact):.3f}")
    return "  ".join(cells)


def _scorer(data: Path) -> Any:
    spec = importlib.util.spec_from_file_location("score", data / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(data / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _ship(pages: Sequence[Page], epochs: int) -> None:
    said = voices(pages)
    hosts = sorted({page.host for page in pages})
    rows = _matrices(pages, said, hosts)
    weights = net.fixed(_fit(pages, rows, epochs, SEED), None)
    np.savez_compressed(
        CONFIG / "page_model.npz", **{name: value.astype(np.float16) for name, value in weights.items()}
    )  # type: ignore[arg-type]
    shipped: dict[str, Any] = {kind: lexicon.shipped() for kind, lexicon in lexicons(said, hosts).items()}
    shipped["calibration"] = CALIBRATION
    (CONFIG / "page_model.json").write_text(json.dumps(shipped, ensure_ascii=False, indent=0) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
