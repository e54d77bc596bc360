"""Trains the block model of HTML pages on pages with known text and writes it to config/.

    python deploy/page_model/train_pages.py DATA             train on all pages, write config/page_model.*
    python deploy/page_model/train_pages.py DATA --folds     cross-validate by host: print figures, pin them for tests
    python deploy/page_model/train_pages.py DATA --folds --predictions P.jsonl
    python tests/bench/extraction_quality.py --reader trafilatura --confidence --predictions P.jsonl

DATA holds one folder a set: truth.jsonl and pages/<id>.html.gz, and score.py.  Needs `pip install .[train]`.  On one
core the training takes two minutes, the folds ten; --only N runs one of the four folds and pins nothing.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import figures
import folds
import net
import numpy as np
from fitting import CONFIG, EPOCHS, Fitted, fit
from material import Page, read

SEED = 3
PINNED = CONFIG.parent / "tests" / "bench" / "page_model_folds.json"
CALIBRATION = {"slope": 1.18, "offset": -2.694}  # as --folds prints it: to be copied when the model changes


def main() -> int:
    """Trains, or cross-validates; exit code 0."""
    parser = argparse.ArgumentParser(description="Trains the block model of HTML pages.")
    parser.add_argument("data", type=Path, help="folder of sets of pages with known text")
    parser.add_argument("--folds", action="store_true", help="cross-validate by host")
    parser.add_argument("--only", type=int, action="append", choices=range(folds.FOLDS), help="only this fold")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--predictions", type=Path, help="write what the folds' models publish there")
    parser.add_argument("--workers", type=int, default=1, help="processes that read the pages")
    arguments = parser.parse_args()
    start = time.perf_counter()
    pages = read(arguments.data, arguments.workers)
    print(f"{len(pages)} pages read, {time.perf_counter() - start:.0f} s", flush=True)
    if arguments.folds:
        _cross_validate(arguments, pages)
    else:
        _write(fit(pages, arguments.epochs, SEED))
    print(f"{time.perf_counter() - start:.0f} s")
    return 0


def _cross_validate(arguments: argparse.Namespace, pages: Sequence[Page]) -> None:
    held = folds.cross_validate(arguments.data, pages, arguments.epochs, arguments.only or range(folds.FOLDS))
    found = folds.rows(arguments.data, held)
    print("all", *figures.lines(found), sep="\n")
    if not arguments.only:
        figures.write(found, PINNED)
    slope, offset = folds.calibration(folds.scorer(arguments.data), held)
    print(f"calibration slope {slope:.3f} offset {offset:.3f}")
    if arguments.predictions:
        folds.write(held, arguments.predictions, slope, offset)


def _write(fitted: Fitted) -> None:
    sieve = {f"sieve_{name}": np.asarray(value) for name, value in fitted.sieve._asdict().items()}
    weights = {name: value.astype(np.float16) for name, value in (net.fixed(fitted.weights, None) | sieve).items()}
    np.savez_compressed(CONFIG / "page_model.npz", **weights)
    shipped = {**fitted.lexicons, "calibration": CALIBRATION}
    (CONFIG / "page_model.json").write_text(json.dumps(shipped, ensure_ascii=False, indent=0) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
