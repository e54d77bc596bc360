"""RSS of every version and WordPress's exports, rule by rule."""

from datetime import UTC, datetime

import pytest
from pattern_timing import Pattern, grows_faster_than_its_text, patterns_of
from rss_feeds import KNOWLEDGE, feed, item, parsed

from worker.article import Article, InfoSource, PubStatus
from worker.formats.feed import shortcodes, text, times
from worker.formats.feed.people import name_of
from worker.formats.feed.shortcodes import as_html
from worker.knowledge.feed_words import feed_words
from worker.knowledge.tables import ConfigError, Entry


@pytest.mark.parametrize(
    ("inside", "uri", "page"),
    [
        ("<guid>https://h.example/1</guid>", "https://h.example/1", "https://h.example/1"),
        ("<guid isPermaLink='false'>https://h.example/?p=1</guid>", "https://h.example/?p=1", None),
        ("<guid isPermaLink='false'>17</guid><link>/a</link>", "17", "https://hafen.example/a"),
        ("<guid>17</guid>", "17", None),
        ("<link>https://h.example/2</link>", "https://h.example/2", "https://h.example/2"),
        ("<atom:link rel='alternate' href='/3'/>", "https://hafen.example/3", "https://hafen.example/3"),
        ("<link>/t</link><feedburner:origLink>https://h.example/4</feedburner:origLink>", *["https://h.example/4"] * 2),
        ("<link>/a</link><atom:link rel='canonical' href='/b'/>", "https://hafen.example/b", "https://hafen.example/b"),
        ("<link>javascript:alert(1)</link>", None, None),
    ],
)
def test_ids_and_pages(inside: str, uri: str | None, page: str | None) -> None:
    """The guid as it is; a page only where it is one; counted links give way to where they lead."""
    article = item(f"<title>T</title>{inside}")
    assert (article.uri, article.canonical_url) == (uri, page)


def test_one_id_for_two_pages_is_no_id() -> None:
    """The second item is known by its page; the same page twice is the same story."""
    one = "<item><guid isPermaLink='false'>7</guid><title>A</title><link>/a</link></item>"
    two = "<item><guid isPermaLink='false'>7</guid><title>B</title><link>/b</link></item>"
    first, second, third = [a for a in parsed(feed(one + two + one)) if isinstance(a, Article)]
    assert (first.uri, second.uri, third.uri) == ("7", "https://hafen.example/b", "7")
    assert [(other.role, other.value) for other in second.alt_ids] == [("feed-id", "7")]


@pytest.mark.parametrize(
    ("printed", "when"),
    [
        ("Thu, 16 May 2024 17:05:00 +0200", datetime(2024, 5, 16, 15, 5, tzinfo=UTC)),
        ("Thu, 16 May 2024 17:05:00 +02:00", datetime(2024, 5, 16, 15, 5, tzinfo=UTC)),
        ("Thu, 16 May 2024 17:05:00 CEST", datetime(2024, 5, 16, 15, 5, tzinfo=UTC)),
        ("Thu, 16 May 2024 17:05 GMT", datetime(2024, 5, 16, 17, 5, tzinfo=UTC)),
        ("Thursday, 16 May 2024 17:05:00 EST", datetime(2024, 5, 16, 22, 5, tzinfo=UTC)),
        ("16 Sept 2024 17:05:00 UT", datetime(2024, 9, 16, 17, 5, tzinfo=UTC)),
        ("2024-05-16T17:05:00.123+02:00", datetime(2024, 5, 16, 15, 5, tzinfo=UTC)),
        ("2024-05-16 17:05:00", datetime(2024, 5, 16, 17, 5, tzinfo=UTC)),
        ("jeudi 16 mai 2024 à 17h05", datetime(2024, 5, 16, 17, 5, tzinfo=UTC)),
        ("16.05.2024 17:05", datetime(2024, 5, 16, 17, 5, tzinfo=UTC)),
        ("2024-13-45", None),
        ("0000-00-00 00:00:00", None),
        ("Thu, 99 May 99999 25:61", None),
        ("soon", None),
        ("x" * 5000, None),
    ],
)
def test_dates_in_every_spelling(printed: str, when: datetime | None) -> None:
    """Zones with a colon or a name, months in words; an absurd one is none."""
    article = item(f"<title>T</title><pubDate>{printed}</pubDate>")
    assert article.first_created == article.version_created == when


def test_which_date_is_which() -> None:
    """First published, then changed; an item without any has the feed's, which is said."""
    article = item(
        "<title>T</title><dc:date>2024-05-01</dc:date><pubDate>Thu, 02 May 2024 00:00:00 GMT</pubDate>"
        "<dcterms:modified>2024-05-03T00:00:00Z</dcterms:modified>"
    )
    assert article.first_created == datetime(2024, 5, 2, tzinfo=UTC)
    assert article.version_created == datetime(2024, 5, 3, tzinfo=UTC)
    undated = item("<title>T</title>", "<title>H</title><lastBuildDate>2024-05-04T00:00:00Z</lastBuildDate>")
    assert undated.first_created is None
    assert undated.version_created == datetime(2024, 5, 4, tzinfo=UTC)
    assert undated.field_sources["versionCreated"] == "feed's own date"


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Ada Finch", "Ada Finch"),
        ("ada@h.example (Ada Finch)", "Ada Finch"),
        ("Ada Finch <ada@h.example>", "Ada Finch"),
        ("mailto:ada@h.example Ada", "Ada"),
        ("ada@h.example", None),
        ("", None),
        ("x" * 500, None),
    ],
)
def test_names_without_addresses(printed: str, name: str | None) -> None:
    """An e-mail address never goes out."""
    assert name_of(printed) == name


def test_makers_and_sources() -> None:
    """Persons are people, an agency among them is a source, the original feed is credited."""
    article = item(
        "<title>T</title><dc:creator>Ada Finch</dc:creator><dc:creator>Reuters</dc:creator>"
        "<author>ada@h.example (Ada Finch)</author><dc:contributor>Bo Lind</dc:contributor>"
        "<source url='https://o.example/rss'>Ostblatt</source>"
    )
    assert article.byline == "Ada Finch"
    assert [(who.name, who.rel) for who in article.people] == [("Ada Finch", "author"), ("Bo Lind", "contributor")]
    assert [source.name for source in article.info_sources] == ["Reuters", "Ostblatt"]
    assert article.info_sources[1] == InfoSource(name="Ostblatt", role="credit", uri="https://o.example/rss")


@pytest.mark.parametrize("title", ["AFP", "AFP - Monde", "Monde | AFP", "AFP: Monde"])
def test_the_feed_of_an_agency(title: str) -> None:
    """Its title names the provider."""
    (source,) = item("<title>T</title>", f"<title>{title}</title>").info_sources
    assert (source.code, source.role) == ("afp", "provider")


def test_full_text_before_description() -> None:
    """One body: the full content; the description is the summary, unless it is the beginning again."""
    article = item(
        "<title>T</title><description>Short.</description><content:encoded>&lt;p>Long.&lt;/p></content:encoded>"
    )
    assert [block.text for block in article.body] == ["Long."]
    assert [(one.role, one.value) for one in article.descriptions] == [("summary", "Short.")]
    same = item(
        "<title>T</title><description>A.</description><content:encoded>&lt;p>A.&lt;/p>&lt;p>B.&lt;/p></content:encoded>"
    )
    assert same.descriptions == ()


def test_description_alone() -> None:
    """It is the text; one that breaks off in dots is a summary."""
    assert [block.text for block in item("<title>T</title><description>The text.</description>").body] == ["The text."]
    teaser = item("<title>T</title><description>The beginning &amp;hellip; [&amp;hellip;]</description>")
    assert teaser.body == ()
    assert teaser.descriptions[0].value.startswith("The beginning")


def test_elements_of_other_namespaces_are_not_the_items() -> None:
    """media:title is no title, an unknown namespace's description no description; undeclared prefixes are known."""
    article = item("<media:title>M</media:title><other:description>O</other:description><title>T</title>")
    assert article.headline == "T"
    assert article.body == ()
    xml = "<rss><channel><item><title>T</title><content:encoded>full</content:encoded></item></channel></rss>"
    (undeclared,) = parsed(xml)
    assert isinstance(undeclared, Article)
    assert [block.text for block in undeclared.body] == ["full"]
    assert undeclared.flags == ()


def test_categories() -> None:
    """With a scheme they are subjects with their codes, without one keywords."""
    article = item(
        "<title>T</title><category>Port</category><category domain='desk'>North</category>"
        "<category domain='http://cv.iptc.org/newscodes/mediatopic/'>20000337</category>"
        "<category domain='https://t.example/x'>y</category><media:keywords>ship, sea; ship</media:keywords>"
    )
    assert article.keywords == ("Port", "ship", "sea")
    assert [(s.literal, s.uri) for s in article.subjects] == [
        ("desk:North", None),
        ("medtop:20000337", "http://cv.iptc.org/newscodes/mediatopic/20000337"),
        ("https://t.example/x:y", None),
    ]


def test_media() -> None:
    """A group is one picture with several files; an address counts once; counting pixels are none."""
    article = item(
        "<title>T</title><media:group><media:content url='/a.jpg' medium='image'/><media:content url='/b.jpg' "
        "width='10' height='20'/><media:description>Cap</media:description><media:credit>Cred</media:credit>"
        "</media:group><enclosure url='/a.jpg' type='image/jpeg'/><enclosure url='/s.mp3' length='9'/>"
        "<media:content url='/p.gif' width='1' height='1'/><itunes:duration>1:02:03</itunes:duration>"
    )
    picture, sound = article.associations
    assert [file.href for file in picture.renditions] == ["https://hafen.example/a.jpg", "https://hafen.example/b.jpg"]
    assert (picture.caption, picture.credit, picture.type) == ("Cap", "Cred", "picture")
    assert (sound.type, sound.renditions[0].duration, sound.renditions[0].size) == ("audio", 3723.0, 9)


@pytest.mark.parametrize(
    ("status", "kind", "outcome"),
    [
        ("publish", "post", PubStatus.USABLE),
        ("draft", "post", PubStatus.WITHHELD),
        ("pending", "post", PubStatus.WITHHELD),
        ("future", "post", PubStatus.WITHHELD),
        ("trash", "post", PubStatus.CANCELED),
        ("private", "post", None),
        ("publish", "page", None),
        ("inherit", "attachment", None),
        ("publish", "nav_menu_item", None),
    ],
)
def test_exports_of_wordpress(status: str, kind: str, outcome: PubStatus | None) -> None:
    """Only posts that readers may see are usable; private ones give nothing."""
    (found,) = parsed(
        feed(
            f"<item><title>T</title><guid>1</guid><content:encoded>Text</content:encoded><wp:status>{status}</wp:status>"
            f"<wp:post_type>{kind}</wp:post_type></item>"
        )
    )
    assert (found.pub_status if isinstance(found, Article) else None) == outcome


@pytest.mark.parametrize(
    ("stored", "html"),
    [
        ("a\n\nb\nc", "a<br><br>b\nc"),
        ("[gallery ids='1,2'] a", " a"),
        ("[dropcap]L[/dropcap]a", "La"),
        ("he said [sic] and [...] left", "he said [sic] and [...] left"),
        ("a [contact_form] b", "a  b"),
        ("a[embed]https://x.example[/embed]b", "ab"),
        ("[caption id='x']<img src='a.jpg'> Words[/caption]b", "<figure><img src='a.jpg'> Words</figure>b"),
        ("[gallery ids='1'] a [gallery ids='2'] b", " a  b"),
        ("[video] a", " a"),
        ("[row][column w='1']a[/column][/row]", "a"),
    ],
)
def test_posts_as_they_are_stored(stored: str, html: str) -> None:
    """Shortcodes go, media with what they enclose; brackets of prose stay; blank lines part paragraphs."""
    assert as_html(stored, KNOWLEDGE.feeds) == html


def test_extension_rows_hold_their_examples() -> None:
    """Every row of config/feeds.toml reads its own example."""
    fields = {"sign-off": "sign_off", "language": "language", "section": "section"}
    for row in KNOWLEDGE.feeds.extensions.values():
        inside = row.example.replace("x:", "x:", 1)
        article = item(f'<title>T</title><w xmlns:x="http://{row.namespace}">{inside}</w>')
        found = {
            "summary": [one.value for one in article.descriptions],
            "keyword": list(article.keywords),
            "id": [other.value for other in article.alt_ids],
            "published": [article.first_created.isoformat()] if article.first_created else [],
        }.get(row.field) or [getattr(article, fields.get(row.field, "title"))]
        assert row.gives in found, row


PATTERNS = patterns_of((shortcodes, text, times))
LIMITS = {"text._FOOTER": 800, "times._OFFSET": 64, "times._NAMED_ZONE": 64, "times._SEPT": 64}


@pytest.mark.parametrize(("name", "pattern"), PATTERNS, ids=[name for name, _ in PATTERNS])
def test_patterns_are_linear(name: str, pattern: Pattern) -> None:
    """The worst that repeats, as long as it gets there."""
    opened = ("[a", "[a ", "[a b=", "a_", "\n ", " \r", "The post ", "appeared first on ")
    pieces = (*opened, "…", "... ", "1 +02:", " A", "Sept ")
    assert grows_faster_than_its_text(pattern, pieces, LIMITS.get(name, 100_000)) is None


@pytest.mark.parametrize(
    "row",
    [
        {"field": "nobody"},
        {"namespace": "http://x.example/"},
        {"namespace": "X.example"},
        {"element": ""},
        {"other": "x"},
    ],
)
def test_wrong_rows_are_named(row: dict[str, str]) -> None:
    """config/feeds.toml: the complaint says which row."""
    right = {"namespace": "x.example", "element": "e", "field": "summary", "example": "<x:e>a</x:e>", "gives": "a"}
    tables = {"shortcodes": {"dropped": ["gallery"]}, "extension": [{**right, **row}]}
    with pytest.raises(ConfigError, match=r"config/feeds.toml: \[\[extension\]\] 1"):
        feed_words(Entry("config/feeds.toml", "top level", tables))


@pytest.mark.parametrize(
    ("creator", "people"),
    [
        ("Jo Bee", ["Jo Bee"]),
        ("Redação", []),
        ("Le Matin avec AFP", []),
        ("Jo Bee avec AFP", []),  # the stage of bylines takes it apart
        ("Hafenfee", ["Hafenfee"]),
    ],
)
def test_a_desk_or_a_paper_with_its_agency_is_no_person(creator: str, people: list[str]) -> None:
    """Its byline is kept for the stage that reads bylines."""
    article = item(f"<title>Boats</title><dc:creator>{creator}</dc:creator><description>Text.</description>")
    assert [person.name for person in article.people] == people
    assert article.byline == creator
