"""A reader of pages in a process of its own: for each line of JSON that comes in, a line of JSON goes out.

In: {"page", "url"}.  Out, once at the start: {"missing": why it cannot read, or null}; then for each page {"found",
"error", "seconds"}, in seconds of processor time.  Only the standard library: other environments run this, too.
"""

import gc
import json
import logging
import os
import resource
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any, Final

Found = dict[str, Any]  # of body, title, authors, date .. what the reader gives; {} where it finds no article
Reader = Callable[[str, str | None], Found]
MEMORY_MAX: Final = 4 << 30  # bytes of address space
GARBAGE_MIN: Final = 20_000  # objects, as the pool has it
_SENTENCE: Final = "The small ferry left the old harbour at noon with forty passengers and a brass band on board. "
# Read before anything is measured, so that no page pays for what a library loads at its first.
FIRST_PAGE: Final = (
    "<!DOCTYPE html><html lang='en'><head><title>Ferry leaves on time</title>"
    "<meta property='article:published_time' content='2024-05-17T12:50:00Z'></head><body><article>"
    f"<h1>Ferry leaves on time</h1><p>By Ada Example</p>{f'<p>{_SENTENCE * 4}</p>' * 5}</article></body></html>"
)
_NETWORK: Final = frozenset({"socket.connect", "socket.getaddrinfo", "socket.gethostbyname"})


def serve(make: Callable[[], Reader]) -> None:
    """Answers until standard input ends; whatever a library prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    _confine()

    def say(line: Found) -> None:
        answers.write(f"{json.dumps(line)}\n")
        answers.flush()

    try:
        read = make()
    except ImportError as exc:
        say({"missing": str(exc)})
        return
    _answer(read, FIRST_PAGE, None)
    gc.collect()
    gc.set_threshold(GARBAGE_MIN)
    gc.freeze()  # as the pool does: what a reader has loaded is searched for garbage on no page's account
    say({"missing": None})
    for line in sys.stdin:
        asked = json.loads(line)
        say(_answer(read, asked["page"], asked["url"]))


def _confine() -> None:
    """No network, no warnings, no memory without end."""
    sys.addaudithook(_offline)
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _offline(event: str, _: Any) -> None:
    if event in _NETWORK:
        raise OSError("a page is read as it is, without the network")


def _answer(read: Reader, page: str, url: str | None) -> Found:
    found: Found
    since = time.process_time()
    try:
        found, error = read(page, url), None
    except Exception as exc:  # noqa: BLE001 - whatever it raises, it did not read the page
        found, error = {}, type(exc).__name__
    return {"found": found, "error": error, "seconds": time.process_time() - since}
