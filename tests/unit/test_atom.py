"""Atom 1.0 and 0.3, rule by rule."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from xml_mutations import mutated, outcomes, torn

from worker.article import Article, Flag, PubStatus, Signal
from worker.formats.feed.atom import parse
from worker.knowledge.loading import load
from worker.model import Document, Left, Reason, Rejected

KNOWLEDGE = load()
HEAD = "<title>Öbladet</title><link href='https://o.example/'/>"


def _feed(entries: str, head: str = HEAD, attributes: str = "") -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}>{head}{entries}</feed>'


def _parsed(xml: str) -> list[Article | Left]:
    return list(parse(Document(data=xml.encode("utf-8", "replace"), text=xml, format="atom"), KNOWLEDGE))


def _entry(inside: str, head: str = HEAD, attributes: str = "") -> Article:
    (article,) = _parsed(_feed(f"<entry><id>urn:x:1</id>{inside}</entry>", head, attributes))
    assert isinstance(article, Article), article
    return article


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("<title>A &amp; B</title>", "A & B"),
        ("<title type='text'>A &amp;amp; B</title>", "A &amp; B"),
        ("<title type='html'>A &amp;amp; &lt;b&gt;B&lt;/b&gt;</title>", "A & B"),
        ("<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>A <b>B</b> C</div></title>", "A B C"),
        ("<title mode='escaped' type='text/html'>A &amp;quot;B&amp;quot;</title>", 'A "B"'),
    ],
)
def test_titles_of_every_type(title: str, headline: str) -> None:
    """Text, HTML, XHTML, and Atom 0.3's spelling."""
    assert _entry(title).headline == headline


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        ("<content type='text'>One.\n\nTwo.</content>", ["One.", "Two."]),
        ("<content type='html'>&lt;p&gt;One &lt;i&gt;and&lt;/i&gt; two.&lt;/p&gt;</content>", ["One and two."]),
        ("<content type='text/html' mode='escaped'>&lt;p&gt;One.&lt;/p&gt;</content>", ["One."]),
        (
            "<content type='xhtml'><x:div xmlns:x='http://www.w3.org/1999/xhtml'><x:p>One.</x:p></x:div></content>",
            ["One."],
        ),
        (
            "<content type='application/xml'><nitf><body.content><p>One.</p></body.content></nitf></content>",
            ["One."],
        ),
        ("<content type='image/png'>iVBORw0KGgo=</content>", []),
        ("<content src='https://o.example/1.html' type='text/html'/>", []),
        ("<summary>Only this.</summary>", []),
    ],
)
def test_contents_of_every_type(content: str, texts: list[str]) -> None:
    """The text of any kind; a summary is none, and a picture in letters is none."""
    article = _entry(f"<title>T</title>{content}")
    assert [block.text for block in article.body] == texts


def test_links_by_their_relation() -> None:
    """Alternate or none is the page; self is not; canonical wins; enclosures belong to the article."""
    article = _entry(
        "<title>T</title><link rel='self' href='https://o.example/1.atom'/><link href='/1'/>"
        "<link rel='enclosure' type='audio/mpeg' href='/1.mp3'/>"
    )
    assert article.canonical_url == "https://o.example/1"
    assert [(other.type, other.renditions[0].href) for other in article.associations] == [
        ("audio", "https://o.example/1.mp3")
    ]


def test_xml_base() -> None:
    """Relative addresses count from the nearest base."""
    article = _entry(
        "<title>T</title><link href='p'/><content type='html'>&lt;a href='q'&gt;x&lt;/a&gt;</content>",
        attributes="xml:base='https://b.example/dir/'",
    )
    assert article.canonical_url == "https://b.example/dir/p"
    assert article.body[0].html == '<a href="https://b.example/dir/q">x</a>'


def test_dates_and_languages() -> None:
    """Published first, updated is the version; the nearest xml:lang is the language."""
    article = _entry(
        "<title>T</title><published>2024-05-16T10:00:00+02:00</published><updated>2024-05-16T12:00:00Z</updated>",
        attributes="xml:lang='sv'",
    )
    assert article.first_created == datetime(2024, 5, 16, 8, tzinfo=UTC)
    assert article.version_created == datetime(2024, 5, 16, 12, tzinfo=UTC)
    assert article.language == "sv"
    (own,) = _parsed(_feed("<entry xml:lang='fi'><id>1</id><title>T</title></entry>", attributes="xml:lang='sv'"))
    assert isinstance(own, Article)
    assert own.language == "fi"


def test_authors() -> None:
    """Names without their mail; the feed's own author is a desk, no byline."""
    author = "<author><name>Tuva Ek</name><email>t@o.example</email></author>"
    assert _entry(f"<title>T</title>{author}").byline == "Tuva Ek"
    desk = _entry("<title>T</title>", HEAD + "<author><name>The Desk</name></author>")
    assert desk.byline is None
    assert [(source.name, source.role) for source in desk.info_sources] == [("The Desk", "author")]
    assert _entry("<title>T</title><author><email>t@o.example</email></author>").byline is None


def test_drafts_and_withdrawals() -> None:
    """app:draft is withheld; a deleted entry is a withdrawal under the same id."""
    draft = _entry("<title>T</title><control xmlns='http://www.w3.org/2007/app'><draft>yes</draft></control>")
    assert draft.pub_status is PubStatus.WITHHELD
    deleted = (
        "<deleted-entry xmlns='http://purl.org/atompub/tombstones/1.0' ref='urn:x:9' when='2024-05-16T12:00:00Z'/>"
    )
    (article,) = _parsed(_feed(deleted))
    assert isinstance(article, Article)
    assert (article.uri, article.pub_status, article.status.signal) == ("urn:x:9", PubStatus.CANCELED, Signal.KILL)
    (nothing,) = _parsed(_feed("<deleted-entry xmlns='http://purl.org/atompub/tombstones/1.0'/>"))
    assert isinstance(nothing, Left)


def test_an_entry_alone() -> None:
    """A document of one entry."""
    (article,) = _parsed("<entry xmlns='http://www.w3.org/2005/Atom'><id>urn:x:1</id><title>T</title></entry>")
    assert isinstance(article, Article)
    assert article.uri == "urn:x:1"


@pytest.mark.parametrize(
    "root", ["<feed>{}</feed>", "<a:feed>{}</a:feed>", "<a:feed xmlns:a='urn:no-atom'>{}</a:feed>"]
)
def test_namespaces_missing_and_different(root: str) -> None:
    """Undeclared prefix, no namespace, another one."""
    prefix = "a:" if "a:" in root else ""
    entry = f"<{prefix}entry><{prefix}id>urn:x:1</{prefix}id><{prefix}title>T</{prefix}title></{prefix}entry>"
    (article,) = _parsed(root.format(entry))
    assert isinstance(article, Article)
    assert (article.uri, article.headline, article.flags) == ("urn:x:1", "T", ())


def test_cut_in_the_middle() -> None:
    """The last entry says that its end is missing, the first does not."""
    xml = _feed(
        "<entry><id>1</id><title>A</title></entry><entry><id>2</id><title>B</title><content>One of it</content></entry>"
    )
    first, second = _parsed(xml[: xml.index(" of it")])
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert first.flags == (Flag.XML_RECOVERED,)
    assert second.flags == (Flag.XML_RECOVERED, Flag.TRUNCATED)


def test_no_atom() -> None:
    """Another root is refused."""
    with pytest.raises(Rejected) as caught:
        _parsed("<rss/>")
    assert caught.value.reason is Reason.PARSE_ERROR


MARKS = ("ALPHA", "BRAVO", "DELTA")
MARKED = _feed(
    "".join(
        f"<entry><id>urn:x:{mark}</id><title type='html'>head{mark}</title><link href='https://o.example/{mark}'/>"
        f"<author><name>by{mark}</name></author><updated>2024-05-16T12:00:00Z</updated><category term='w{mark}'/>"
        f"<summary>sum{mark}</summary><content type='xhtml'><div><p>text{mark}</p></div></content></entry>"
        for mark in MARKS
    )
)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(mutated(MARKED))
def test_mutations_never_raise(xml: str) -> None:
    """Elements moved, dropped, doubled, emptied: an outcome for every entry, or a reason for the whole."""
    assert all(isinstance(one, Article | Left) for one in outcomes(_parsed, xml))


@settings(deadline=None, max_examples=200)
@given(torn(MARKED))
def test_entries_never_mix(xml: str) -> None:
    """Whatever tag is missing, no other entry's words are in one."""
    assert all(sum(mark in repr(article) for mark in MARKS) <= 1 for article in outcomes(_parsed, xml))
