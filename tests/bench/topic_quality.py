"""How well and how fast the topic model tells what a story is about: a table over the shared labelled sets.

    python tests/bench/topic_quality.py [--shared DIR] [--every N] [--topics] [--speed]
            [--overlap] [--feeds] [--confusion OUT.png] [--calibration OUT.png] [--coverage OUT.png]

For each set: texts, the share that the model has words for, accuracy, macro-F1 over the set's topics, accuracy on the
surest 80 %, expected calibration error, and what the stage decides (share, and how much of it is right).  No set in the
first block is trained on; wce and huffpost are.  sib200 are sentences of books and guides, of which training leaves out
a fifth, the same in all languages: the only labelled texts in Hindi.  The pictures need matplotlib.
"""

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import topic_feeds
import topic_figures
import topic_overlap
from topic_figures import Judged, Text

from worker.classify.topics import chances, shipped
from worker.knowledge.loading import load

# name of a row -> set, language
UNSEEN: Final = {
    "bbc": ("bbc", None), "agnews": ("agnews", None), "masakhanews en": ("masakhanews", "eng"),
    "indian1800": ("indian1800", None), "nyt": ("nyt", None), "masakhanews fr": ("masakhanews", "fra"),
    "masakhanews sw": ("masakhanews", "swa"), "masakhanews ha": ("masakhanews", "hau"),
    "masakhanews am": ("masakhanews", "amh"), "masakhanews so": ("masakhanews", "som"),
    "masakhanews yo": ("masakhanews", "yor"), "gnad10k de": ("gnad10k", None), "thucnews zh": ("thucnews", None),
    "sib200 hi": ("sib200", "hin_Deva"), "sib200 ar": ("sib200", "arb_Arab"), "sib200 ur": ("sib200", "urd_Arab"),
    "sib200 bn": ("sib200", "ben_Beng"), "sib200 en": ("sib200", "eng_Latn"),
}  # fmt: skip
TRAINED: Final = {"wce": ("wce", None), "huffpost": ("huffpost", None)}
SPEED_TEXT: Final = 1_000  # characters


def rows(shared: Path, every: int) -> Iterator[tuple[str, list[Text]]]:
    """The sets by the names of their rows."""
    yield "gold", list(topic_figures.gold())
    for name, (folder, language) in (UNSEEN | TRAINED).items():
        yield name, list(topic_figures.texts(shared, folder, language, every))


def table(sets: Iterable[tuple[str, list[Text]]]) -> Iterator[tuple[str, list[Judged]]]:
    """Prints a line a set; gives what was judged."""
    knowledge, model = load(), shipped()
    print(f"{'set':<16}{'texts':>7}{'known':>7}{'acc':>7}{'macro':>7}{'@80%':>7}{'ece':>7}{'decided':>9}{'right':>7}")
    for name, given in sets:
        found = topic_figures.judged(given, model)
        one = topic_figures.figures(found)
        decided, right = topic_figures.abstaining(given, knowledge)
        shares = "".join(f"{value:>7.3f}" for value in one[1:])
        mark = " (trained on)" if name in TRAINED else ""
        print(f"{name:<16}{one.texts:>7}{shares}{decided:>9.3f}{right:>7.3f}{mark}", flush=True)
        yield name, found


def by_topic(found: Mapping[str, Sequence[Judged]]) -> Iterator[str]:
    """F1 by topic and set."""
    codes = sorted({one.topics[0] for judged in found.values() for one in judged})
    yield f"{'F1 by topic':<16}" + "".join(f"{code[:2]:>6}" for code in codes)
    for name, judged in found.items():
        scores = topic_figures.by_topic(judged)
        yield f"{name:<16}" + "".join(f"{scores[code]:>6.2f}" if code in scores else f"{'':>6}" for code in codes)


def speed(sets: Iterable[Sequence[Text]]) -> str:
    """Texts of 1,000 characters a CPU second, model alone."""
    long = [one.text[:SPEED_TEXT] for given in sets for one in given if len(one.text) >= SPEED_TEXT][:1_000]
    model = shipped()
    start = time.process_time()
    for text in long:
        chances([], [text], model)
    return f"{len(long) / (time.process_time() - start):,.0f} texts of {SPEED_TEXT:,} characters a CPU second"


def feeds(shared: Path) -> Iterator[str]:
    """A line a language: articles with codes of their feed, and how often the model's first guess is one of them."""
    found: dict[str, list[Judged]] = {}
    for language, said in topic_feeds.judged(shared, load()):
        found.setdefault("all", []).append(said)
        found.setdefault(language, []).append(said)
    yield f"{'feeds, language':<16}{'texts':>7}{'acc':>7}{'@80%':>7}{'ece':>7}"
    for language, judged in sorted(found.items(), key=lambda item: -len(item[1])):
        one = topic_figures.figures(judged)
        yield f"{language:<16}{one.texts:>7}{one.accuracy:>7.3f}{one.covered:>7.3f}{one.error:>7.3f}"


# ---- pictures


def _drawing(path: Path, draw: Any) -> None:
    import matplotlib as mpl  # noqa: PLC0415 - of the bench's environment alone

    mpl.use("Agg")
    import matplotlib.pyplot as plt  # noqa: PLC0415

    figure, axes = plt.subplots(figsize=(8, 7))
    draw(axes)
    figure.tight_layout()
    figure.savefig(path, dpi=120)


def _confusion(axes: Any, found: Mapping[str, Sequence[Judged]]) -> None:
    pairs = Counter(
        (one.topics[0], one.topics[0] if one.right else one.guess)
        for name, judged in found.items()
        if name not in TRAINED
        for one in judged
    )
    codes = [f"{number:02}000000" for number in range(1, 18)]
    totals = {code: sum(count for (label, _), count in pairs.items() if label == code) or 1 for code in codes}
    axes.imshow([[pairs[label, guess] / totals[label] for guess in codes] for label in codes], cmap="Blues")
    axes.set(xlabel="guess", ylabel="label", xticks=range(17), yticks=range(17), title="unseen sets, shares by row")
    axes.set_xticklabels([code[:2] for code in codes])
    axes.set_yticklabels([code[:2] for code in codes])


def _calibration(axes: Any, found: Mapping[str, Sequence[Judged]]) -> None:
    axes.plot([0, 1], [0, 1], color="grey")
    for name, judged in found.items():
        parted = [one for one in topic_figures.bins(judged) if len(one) >= 20]
        sure = [sum(one.probability for one in bin_) / len(bin_) for bin_ in parted]
        axes.plot(sure, [sum(one.right for one in bin_) / len(bin_) for bin_ in parted], marker="o", label=name)
    axes.set(xlabel="probability", ylabel="right")
    axes.legend()


def _coverage(axes: Any, found: Mapping[str, Sequence[Judged]]) -> None:
    for name, judged in found.items():
        ranked = sorted(judged, key=lambda one: -one.probability)
        right = [sum(one.right for one in ranked[: int(len(ranked) * n / 20) or 1]) for n in range(1, 21)]
        shares = [n / 20 for n in range(1, 21)]
        axes.plot(shares, [hit / (int(len(ranked) * n) or 1) for hit, n in zip(right, shares, strict=True)], label=name)
    axes.set(xlabel="coverage", ylabel="accuracy")
    axes.legend()


def main() -> int:
    """Print, and draw what is asked for; exit code 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = Path(os.environ.get("AGENCYFEED_SHARED", Path(__file__).parents[3] / "shared"))
    parser.add_argument("--shared", type=Path, default=default)
    parser.add_argument("--every", type=int, default=1, help="only every n-th text")
    parser.add_argument("--topics", action="store_true", help="F1 by topic, too")
    parser.add_argument("--speed", action="store_true", help="texts a CPU second")
    parser.add_argument("--overlap", action="store_true", help="texts that were trained on, word for word or nearly")
    parser.add_argument("--feeds", action="store_true", help="beside the codes that agencies gave their own stories")
    for name in ("confusion", "calibration", "coverage"):
        parser.add_argument(f"--{name}", type=Path, help="draw it there")
    given = parser.parse_args()
    sets = dict(rows(given.shared, given.every))
    found = dict(table(sets.items()))
    if given.topics:
        print(*by_topic(found), sep="\n")
    if given.feeds:
        print(*feeds(given.shared), sep="\n")
    if given.overlap:
        runs = topic_overlap.trained_runs(given.shared)
        print(*(f"{name}: {topic_overlap.near_copies(sets[name], runs)} trained on" for name in UNSEEN), sep="\n")
    if given.speed:
        print(speed(sets.values()))
    for name, draw in {"confusion": _confusion, "calibration": _calibration, "coverage": _coverage}.items():
        path = getattr(given, name)
        if path:
            _drawing(path, lambda axes, draw=draw: draw(axes, found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
