"""Every format's own golden inputs, spoilt: cut, doubled, emptied, under another root, with absurd dates.

Whatever is done to a record, it has one outcome with a reason, never a bug of ours; and with items that each carry a
word of their own, no item ever holds another's.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

import pytest
from golden_records import NAMES, record

from worker.knowledge.loading import load
from worker.model import DeadLetter, Handled, Hints, Published, RawMessage, Reason
from worker.pipeline import handle

KNOWLEDGE = load()
OLD: Final = ("html", "text", "xhtml", "envelope", "gzip", "pdf", "tombstone", "white")
MARKS: Final = ("QALPHAQ", "QBRAVOQ", "QDELTAQ")
BUGS: Final = {Reason.INTERNAL_ERROR, Reason.SCHEMA_INVALID}

# 2024-05-16T10:00:00   20240516   16.05.2024: what looks like a date of the last decades
_DATE = re.compile(rb"(?:19|20)\d\d(?:-?\d\d-?\d\d)|\d\d\.\d\d\.(?:19|20)\d\d")
# id="x"   guid="x"   <guid>x   "uri": "x": values of identifiers
_ID = re.compile(rb"(\b(?:guid|id-string|NewsID|id|uri|qcode)\b[\"']?\s*[=:>]\s*[\"']?)[^\"'<>\s,]+", re.IGNORECASE)
# <root …   the first element's name
_ROOT = re.compile(rb"<(?![?!])([A-Za-z][\w:.-]*)")


def _value(raw: RawMessage) -> bytes:
    return raw.value or b""


def _cuts(data: bytes) -> Iterator[bytes]:
    for share in (1, 3, 8, 25, 50, 66, 80, 93, 99):
        yield data[: len(data) * share // 100]
    yield data[len(data) // 2 :]


def _doubled(data: bytes) -> Iterator[bytes]:
    yield data + data
    yield data + b"\n\n" + data
    half = len(data) // 2
    yield data[:half] + data[half // 2 : half] + data[half:]


def _emptied(data: bytes) -> Iterator[bytes]:
    yield re.sub(rb">[^<>]+<", b"><", data)
    yield re.sub(rb'="[^"]*"', b'=""', data)
    yield re.sub(rb': "[^"]*"', b': ""', data)
    yield re.sub(rb"\d", b"", data)
    yield b" \n\t" * 40


def _rooted(data: bytes) -> Iterator[bytes]:
    root = _ROOT.search(data)
    if root is None:
        yield b"{" + data + b"}"
        yield b"[" + data + b"," + data + b"]"
        return
    name = root[1]
    for other in (
        b"rss",
        b"feed",
        b"nitf",
        b"NewsML",
        b"newsItem",
        b"newsMessage",
        b"RBNews",
        b"release",
        b"html",
        b"odd",
    ):
        yield data.replace(b"<" + name, b"<" + other).replace(b"</" + name, b"</" + other)
    yield b"<odd>" + data[root.start() :] + b"</odd>"


def _dated(data: bytes) -> Iterator[bytes]:
    for absurd in (b"0000-00-00", b"9999-99-99", b"-1", b"2024-02-30", b"99999999999999999999", b"\xd9\xa2" * 10):
        yield _DATE.sub(lambda _, text=absurd: text, data)  # type: ignore[misc]


def _identified(data: bytes) -> Iterator[bytes]:
    for same in (b"same", b"", b"http://[bad", b"x" * 5000):
        yield _ID.sub(lambda found, text=same: found[1] + text, data)  # type: ignore[misc]


def _noised(data: bytes) -> Iterator[bytes]:
    yield data.replace(b"<", b"<<")
    yield data.replace(b">", b"")
    yield data.replace(b"</", b"<")
    yield data.replace(b'"', b"'")
    yield data.replace(b"e", b"\x00e\xff")
    yield data.replace(b" ", b"&nosuch; & &#0; ")
    yield b"\xef\xbb\xbf\xef\xbb\xbf  " + data
    yield data[::-1]


SPOILT: Final[dict[str, Callable[[bytes], Iterator[bytes]]]] = {
    "cut": _cuts,
    "doubled": _doubled,
    "emptied": _emptied,
    "rooted": _rooted,
    "dated": _dated,
    "identified": _identified,
    "noised": _noised,
}


def _sound(handled: Handled) -> None:
    """An outcome with its reason; every item that was left out has one as well."""
    outcome = handled.outcome
    if isinstance(outcome, Published):
        assert outcome.articles
        assert all(json.loads(article.body)["uri"] for article in outcome.articles)
        assert not {reason for reason, _ in outcome.dropped} & BUGS, outcome.dropped
        assert all(detail for _, detail in outcome.dropped)
    else:
        assert outcome.detail
        assert outcome.reason not in BUGS, (outcome, getattr(outcome, "error_class", None))


@pytest.mark.parametrize("way", SPOILT)
@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith(OLD)])
def test_spoilt_files_have_an_outcome(name: str, way: str) -> None:
    """Sniffed anew, and read as the format that it was: a reason, no bug."""
    raw, hints = record(name)
    known = handle(raw, KNOWLEDGE, hints).format
    for data in SPOILT[way](_value(raw)):
        spoilt = replace(raw, value=data)
        _sound(handle(spoilt, KNOWLEDGE, hints))
        if known:
            _sound(handle(spoilt, KNOWLEDGE, Hints(format=known)))


def _items(form: str, head: str, tail: str) -> str:
    return head + "".join(form.replace("MARK", mark) for mark in MARKS) + tail


SEVERAL: Final = {
    "rss": _items(
        "<item><guid isPermaLink='false'>urn:x:MARK</guid><title>MARK opens</title><link>https://h.example/MARK</link>"
        "<description>Text MARK.</description><author>d@h.example (MARK Lind)</author><category>MARK</category></item>",
        "<rss version='2.0'><channel><title>Hafen</title>",
        "</channel></rss>",
    ),
    "atom": _items(
        "<entry><id>urn:x:MARK</id><title>MARK opens</title><author><name>MARK Lind</name></author>"
        "<content type='html'>&lt;p&gt;Text MARK.&lt;/p&gt;</content></entry>",
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>Hafen</title>",
        "</feed>",
    ),
    "newsml_g2": _items(
        "<newsItem guid='urn:x:MARK' version='1'><itemMeta><itemClass qcode='ninat:text'/>"
        "</itemMeta><contentMeta><headline>MARK opens</headline><by>MARK Lind</by></contentMeta>"
        "<contentSet><inlineXML><html xmlns='http://www.w3.org/1999/xhtml'><body><p>Text MARK.</p></body></html>"
        "</inlineXML></contentSet></newsItem>",
        "<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><header/><itemSet>",
        "</itemSet></newsMessage>",
    ),
    "newsml1": _items(
        "<NewsItem><Identification><NewsIdentifier><ProviderId>h.example</ProviderId><DateId>20240516</DateId>"
        "<NewsItemId>MARK</NewsItemId><RevisionId PreviousRevision='0' Update='N'>1</RevisionId><PublicIdentifier>"
        "urn:x:MARK:1N</PublicIdentifier></NewsIdentifier></Identification><NewsManagement>"
        "<NewsItemType FormalName='News'/></NewsManagement><NewsComponent><NewsLines><HeadLine>MARK opens</HeadLine>"
        "<ByLine>MARK Lind</ByLine></NewsLines>"
        "<ContentItem><DataContent><p>Text MARK.</p></DataContent></ContentItem></NewsComponent></NewsItem>",
        "<NewsML><NewsEnvelope/>",
        "</NewsML>",
    ),
}


@pytest.mark.parametrize("form", SEVERAL)
def test_items_keep_apart_at_every_cut(form: str) -> None:
    """A record cut anywhere: what is whole is whole, and no article holds two items' words."""
    whole = SEVERAL[form]
    for end in range(len(whole) // 5, len(whole) + 1, 7):
        handled = _handled(whole[:end])
        _sound(handled)
        _apart(handled)


@pytest.mark.parametrize("form", SEVERAL)
def test_items_keep_apart_without_any_one_tag(form: str) -> None:
    """A record in which one tag is missing, whichever it is."""
    pieces = re.split(r"(<[^<>]+>)", SEVERAL[form])
    for number in range(1, len(pieces), 2):
        handled = _handled("".join(pieces[:number] + pieces[number + 1 :]))
        _sound(handled)
        if handled.format == form:  # without its root it is a page of loose tags
            _apart(handled)


@pytest.mark.parametrize("form", SEVERAL)
def test_whole_records_give_every_item(form: str) -> None:
    """The measure of the two tests above: three articles, each with its own words."""
    outcome = _handled(SEVERAL[form]).outcome
    assert isinstance(outcome, Published), outcome
    assert len(outcome.articles) == len(MARKS)
    for article, mark in zip(outcome.articles, MARKS, strict=True):
        assert f"Text {mark}.".encode() in article.body


@pytest.mark.parametrize("form", SEVERAL)
def test_a_cut_item_says_so(form: str) -> None:
    """Half a story is not published as a whole one."""
    whole = SEVERAL[form]
    outcome = _handled(whole[: whole.rindex("Text ") + 4]).outcome
    assert isinstance(outcome, Published), outcome
    for article in outcome.articles:
        flags = json.loads(article.body)["agencyfeed"].get("flags", [])
        assert "xml_recovered" in flags
        assert ("truncated" in flags) == (MARKS[2].encode() in article.body)


def _handled(payload: str) -> Handled:
    return handle(RawMessage(topic="t", partition=0, offset=0, timestamp_ms=0, value=payload.encode()), KNOWLEDGE)


def _apart(handled: Handled) -> None:
    if isinstance(handled.outcome, DeadLetter):
        return
    for article in getattr(handled.outcome, "articles", ()):
        assert sum(mark.encode() in article.body for mark in MARKS) <= 1, article.body[:2000]
