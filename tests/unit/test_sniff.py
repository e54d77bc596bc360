"""The sniff table: pages, fragments and text are told apart; every other family is refused by its name."""

import contextlib
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.envelope.opening import open_envelope
from worker.formats import FAMILIES, PARSERS
from worker.model import Headers, Hints, Limits, RawMessage, Reason, Rejected
from worker.sniff import sniff


def sniffed(value: bytes | str, headers: Headers = (), hints: Hints | None = None) -> str:
    """The format of a record of this value."""
    data = value.encode() if isinstance(value, str) else value
    raw = RawMessage(topic="raw", partition=0, offset=0, value=data, headers=headers)
    return sniff(open_envelope(raw, Limits(), hints), FAMILIES)


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html><html><body>x</body></html>",
        "\n\n  <HTML>\n<BODY>x",
        '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//XHTML" "x.dtd">\n<html xmlns="x"><p>x</p></html>',
        '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>',
        "<!-- saved page -->\n<!-- twice --><div>x</div>",
        "<h1>Harbour</h1><p>Works start.</p>",
        "<p>One paragraph.</p>",
        "<article><p>x</p></article>",
        "Lindesund (NN) - Works start.<br><br>They end in May.<br>",
        "Works start.\n<p>They end in May.\n<p>Perhaps.",
        "<a href='https://site.example/'>x</a> and more",
        "<head><title>x</title></head>",
    ],
)
def test_pages_and_fragments_are_html(page: str) -> None:
    """With and without doctype, root element and order."""
    assert sniffed(page) == "html"


@pytest.mark.parametrize(
    "text",
    [
        "Harbour works start\n\nLindesund, May 17 (NN) Works start in June.",
        "Profit rose to <10 million> and a < b > c.",
        "<3 readers wrote to <desk@paper.example>.",
        "<AP> LINDESUND - Works start.",
        "The <p> tag, he wrote, is dead.",
        "[Update] Works start",
        "{Correction} Works start",
        "To: the editor\nWorks start in June.",
        "- first\n- second",
        "17",
        "港の工事は六月に始まる",
    ],
)
def test_text_stays_text_with_a_few_brackets_in_it(text: str) -> None:
    """Mail addresses, comparisons, remarks on markup and agency marks are no tags."""
    assert sniffed(text) == "text"


@pytest.mark.parametrize(
    ("payload", "name"),
    [
        ("\n\n<?xml version='1.0'?><!DOCTYPE NewsML SYSTEM 'x.dtd'><NewsML/>", "newsml1"),
        ('<!DOCTYPE NewsML SYSTEM "x.dtd" [<!ENTITY % n SYSTEM "n.dtd"> %n; ]>\n<NewsML Version="1.2"/>', "newsml1"),
        ("<nitf><head/></nitf>", "nitf"),
        ("<n:nitf xmlns:n='urn:x'/>", "nitf"),
        ('<?xml version="1.0"?><newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"/>', "newsml_g2"),
        ("<g2:newsMessage xmlns:g2='x'/>", "newsml_g2"),
        ("<packageItem/>", "newsml_g2"),
        ("<catalogItem/>", "newsml_g2"),
    ],
)
def test_feeds_are_told_by_their_root(payload: str, name: str) -> None:
    """Whatever stands before the root element, and whatever its prefix."""
    assert sniffed(payload) == name


@pytest.mark.parametrize(
    ("payload", "name"),
    [
        ("\x16\x16\x01a0123 \x1fr i x", "anpa1312"),
        ("\x01ABC123 4 POL 250 Works\r\n\x02text\x03", "iptc7901"),
        ("\x16\x16\x01ABC123 4 POL 250 Works\r\n\x02text\x03", "iptc7901"),
        ("ZCZC ABC123\nWorks start", "zczc"),
        ("{\\rtf1\\ansi Works}", "rtf"),
        ("From: a@b.example\nTo: c@d.example\nSubject: x\nDate: today\n\nText", "email"),
    ],
)
def test_wires_and_mail_are_told_by_their_signatures(payload: str, name: str) -> None:
    """Control signs, header lines, words of teleprinters."""
    assert sniffed(payload) == name


@pytest.mark.parametrize(
    ("payload", "name"),
    [
        ("<weather><t>3</t></weather>", "no known feed format"),
        ("<?xml version='1.0'?>", "XML without a root element"),
        (json.dumps({"@context": "https://schema.org", "articleBody": "x"}), "JSON-LD"),
        (json.dumps([{"html": "x"}, {"html": "y"}]), "list of envelopes"),
        (json.dumps({"v": 1}), "neither an envelope"),
        ("[[1,2],[3]]", "neither an envelope"),
        (b"\xff\xff\xff\xff\x0f\x00A\x01\x02", "binary"),
    ],
)
def test_other_families_are_refused_by_name(payload: str | bytes, name: str) -> None:
    """The dead letter says what it was, so that someone can ask for a parser."""
    with pytest.raises(Rejected) as caught:
        sniffed(payload)
    assert caught.value.reason is Reason.UNSUPPORTED_FORMAT
    assert name in caught.value.detail
    assert caught.value.detail.endswith("is not read")


def test_a_format_hint_decides() -> None:
    """What the caller or the header names is not sniffed again."""
    page = "<p>One</p><p>Two</p>"
    assert sniffed(page, hints=Hints(format="text")) == "text"
    assert sniffed(page, (("x-format", b"text"),)) == "text"
    assert sniffed("Works start", (("format", b"html"),), Hints(format="text")) == "html"


def test_an_unknown_format_hint_is_refused() -> None:
    """Not read as something else in silence."""
    with pytest.raises(Rejected, match=r"html, .*, text"):
        sniffed("Works start", hints=Hints(format="telegram"))


def test_a_content_type_decides_what_bytes_leave_open() -> None:
    """One bold word makes no page, unless the header says so; a page under text/plain is still a page."""
    remark = "Works <b>start</b> in June"
    assert sniffed(remark) == "text"
    assert sniffed(remark, (("content-type", b"text/html; charset=utf-8"),)) == "html"
    assert sniffed("<!doctype html><p>x", (("content-type", b"text/plain"),)) == "html"
    assert sniffed("Works start in June", (("content-type", b"text/html"),)) == "text"


def test_the_table_reads_only_formats_that_exist() -> None:
    """A row that names a parser must name a known format."""
    assert {family.reads for family in FAMILIES if family.reads} == PARSERS.keys()


@pytest.mark.parametrize(
    "worst",
    [
        "<!--" * 25_000,
        "<?x " * 25_000,
        "<p " * 33_000,
        "<!doctype [" * 9_000,
        "<" * 100_000,
        "<div" + " a" * 50_000,
        "<a:" * 33_000,
        "<!-- -" * 16_000,
        " \n" * 50_000 + "<p>",
    ],
)
def test_sniffing_is_linear(worst: str) -> None:
    """100 kB of openings without an end cost milliseconds."""
    started = time.process_time()
    with contextlib.suppress(Rejected):
        sniffed(worst)
    assert time.process_time() - started < 0.5


@given(st.text(max_size=200) | st.binary(max_size=200))
def test_any_payload_has_a_format_or_a_rejection(value: str | bytes) -> None:
    """The table is total."""
    try:
        found: str | Reason = sniffed(value if isinstance(value, bytes) else value.encode("utf-8", "replace"))
    except Rejected as refused:
        found = refused.reason
    assert found in PARSERS.keys() | set(Reason)
