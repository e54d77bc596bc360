"""Work for the pool's bench: invented records of several sizes, and a stand-in for the pipeline of known cost."""

import hashlib
import random
import re
from functools import partial

import trafilatura

from worker.model import EncodedArticle, Handled, Hints, Limits, Published, RawMessage
from worker.pool.child import Handle

WORDS = [
    *("harbour", "council", "strike", "vote", "ferry", "minister", "storm", "bridge", "festival", "market", "railway"),
    *("court", "library", "river", "village", "winter", "budget", "hospital", "school", "election", "island", "treaty"),
]
_WORD = re.compile(r"\w+")


def records(kind: str, count: int) -> list[RawMessage]:
    """Numbered records: "text" of 3 KB, "page" of 80 KB."""
    rng = random.Random(kind)  # noqa: S311 - reproducible text, no secret
    make = {"text": _text, "page": _page}[kind]
    return [
        RawMessage(topic="bench", partition=0, offset=n, timestamp_ms=1_715_000_000_000 + n, value=make(rng).encode())
        for n in range(count)
    ]


def _sentence(rng: random.Random) -> str:
    return " ".join(rng.choices(WORDS, k=rng.randint(8, 16))).capitalize() + "."


def _paragraph(rng: random.Random) -> str:
    return " ".join(_sentence(rng) for _ in range(4))


def _text(rng: random.Random) -> str:
    headline = _sentence(rng)[:-1]
    body = "\n".join(_paragraph(rng) for _ in range(8))
    return f"{headline}\nBy Mara Lindqvist | Updated: May 17, 2024 17:50 IST\n\nOslo, May 17: {body}\n"


def _page(rng: random.Random) -> str:
    headline = _sentence(rng)[:-1]
    story = "".join(f"<p>{_paragraph(rng)}</p>\n" for _ in range(12))
    item = '<li class="teaser"><a href="/news/{0}"><span>{1}</span><em>{2}</em></a></li>\n'
    teasers = [item.format(n, _sentence(rng), WORDS[n % len(WORDS)]) for n in range(440)]
    menu, more = "".join(teasers[:180]), "".join(teasers[180:])
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{headline}</title>'
        f'<meta property="og:title" content="{headline}"><meta property="article:published_time" '
        f'content="2024-05-17T17:50:00+05:30"></head><body><nav><ul>{menu}</ul></nav>'
        f"<article><h1>{headline}</h1>{story}</article><aside><ul>{more}</ul></aside></body></html>"
    )


def stand_in(limits: Limits, hints: Hints) -> Handle:
    """A handler that costs about what extraction costs, warm."""
    handle = partial(_stand_in, most=limits.articles_max, url=hints.url)
    for kind in ("text", "page"):
        handle(records(kind, 1)[0])
    return handle


def _stand_in(raw: RawMessage, most: int, url: str | None) -> Handled:
    value = raw.value or b""
    if value.startswith(b"<!doctype"):
        body = trafilatura.extract(value.decode(), url=url, fast=True) or ""
    else:
        words = _WORD.findall(value.decode())[: most * 1000]
        body = " ".join(hashlib.sha256(word.encode() * 20).hexdigest() for word in words * 3)
    article = EncodedArticle(uri=f"urn:bench:{raw.offset}", body=body.encode()[:8000], language="en")
    return Handled(outcome=Published(articles=(article,)), format="html", stage_seconds=(("parse", 0.001),))
