"""What segments have in common with what their page declares, with its headline and with each other."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from worker.formats.html.declared import Declared
from worker.formats.html.measures import CODES, Matrix, Measures, Numbers

_HEADLINE: Final = CODES["h1"]
KEY_MIN: Final = 15
AUTHOR_MAX: Final = 60


def agreement(measures: Measures, read: Numbers, declared: Declared) -> Matrix:
    """For the segments of these numbers: agreement with title, description, body, authors; distance to the headline."""
    keys = [measures.texts[number].casefold() for number in read.tolist()]
    titles = {title.casefold() for title in declared.titles if title}
    description = (declared.description or "").casefold().rstrip(" .…")
    body = " ".join((declared.article_body or "").casefold().split())
    authors = [author.casefold() for author in declared.authors if len(author) > 4]
    none = [False] * len(keys)
    joined = "\n".join(titles)
    longest = 1.6 * max(map(len, titles), default=0)
    bare = [key.rstrip(" .…") for key in keys] if description else keys
    columns = (
        [key in titles for key in keys],
        [KEY_MIN < len(key) < longest and (key in joined or _holds_title(key, titles)) for key in keys],
        _in_description(keys, bare, description),
        [bool(description) and key == description for key in bare],
        [len(key) > KEY_MIN + 5 and key in body for key in keys] if body else none,
        [len(key) < AUTHOR_MAX and any(author in key for author in authors) for key in keys] if authors else none,
    )
    distance = _headline_distance(measures, titles, declared.headline or "")[read]
    stated = np.full((len(keys), 1), min(1.0, len(body) / 3_000))
    return np.concatenate([np.array(columns, np.float32).T, distance, stated], axis=1, dtype=np.float32)


def _in_description(keys: Sequence[str], bare: Sequence[str], description: str) -> list[bool]:
    """Whether a text holds the description or stands in it."""
    if len(description) <= KEY_MIN:
        return [False] * len(keys)
    return [
        len(key) > KEY_MIN and (one in description or description in key) for key, one in zip(keys, bare, strict=True)
    ]


def _holds_title(key: str, titles: Iterable[str]) -> bool:
    """A title and not much else."""
    size = len(key)
    for title in titles:  # noqa: SIM110 - of every line: a generator takes twice the time
        if len(title) < size < 1.6 * len(title) and title in key:
            return True
    return False


def _headline_distance(measures: Measures, titles: set[str], headline: str) -> NDArray[np.float64]:
    """Signed distance to the heading that is the headline, whether below, whether right below, whether there is one."""
    texts = measures.texts
    count = len(texts)
    places = np.nonzero(measures.tags[measures.at] == _HEADLINE)[0].tolist()
    places += _printed(measures, headline)
    if not places:
        return np.tile(np.array([0, 0, 0, 1.0]), (count, 1))
    rank = np.log1p(measures.sizes[places]) + 3 * np.array([texts[place].casefold() in titles for place in places])
    below = np.arange(count) - min(place for place, one in zip(places, rank, strict=True) if one == rank.max())
    distance = np.sign(below) * np.log1p(np.abs(below)) / 5
    return np.stack([distance, below > 0, (below > 0) & (below < 8), np.zeros(count)], axis=1)


def _printed(measures: Measures, headline: str) -> list[int]:
    """The numbers of the segments that are the headline; their lengths tell nearly all others apart."""
    size, key = len(headline), headline.casefold()
    if size <= 12:
        return []
    alike = np.nonzero(measures.sizes == size)[0].tolist()
    return [number for number in alike if measures.texts[number].casefold() == key]


def repeats(texts: Sequence[str], read: Numbers) -> Matrix:
    """How often the text stands elsewhere on the page, and whether it did before."""
    count = Counter(texts)
    rows = np.zeros((len(read), 2), np.float32)
    if len(count) == len(texts):
        return rows
    first = dict(zip(reversed(texts), range(len(texts) - 1, -1, -1), strict=True))
    for row, number in enumerate(read.tolist()):
        if others := count[texts[number]] - 1:
            rows[row] = min(2, others), first[texts[number]] < number
    return rows
