"""An article with every field."""

from datetime import UTC, datetime, timedelta, timezone

from worker.article import (
    AltId,
    Article,
    Association,
    Block,
    Dateline,
    Description,
    Headline,
    InfoSource,
    Person,
    Related,
    Rendition,
    Subject,
)
from worker.model import RawMessage
from worker.syndicated import Fingerprint, Grade, Syndication

RAW = RawMessage(topic="raw-news", partition=2, offset=48151, timestamp_ms=1715948467512)


IST = timezone(timedelta(hours=5, minutes=30))


FULL = Article(
    format="html",
    uri="https://site.example/harbour",
    version="3",
    first_created=datetime(2024, 5, 17, 16, 0, tzinfo=IST),
    version_created=datetime(2024, 5, 17, 17, 50, tzinfo=IST),
    content_created=datetime(2024, 5, 17, 9, 0, 0, 250000, tzinfo=UTC),
    embargoed_until=datetime(2024, 5, 18, tzinfo=UTC),
    urgency=4,
    language="en",
    headlines=(Headline(value="Harbour works start"), Headline(value="Works", role="short")),
    slugline="HARBOUR-WORKS",
    byline="Ida Holm",
    people=(
        Person(name="Ida Holm", uri="https://site.example/holm"),
        Person(name="Per Dahl", rel="editor", uri="dahl 7"),
    ),
    located="Lindesund",
    info_sources=(InfoSource(name="Nordnews", role="provider", code="nordnews", uri="https://nordnews.example/"),),
    subjects=(
        Subject(
            name="transport", uri="http://cv.iptc.org/newscodes/mediatopic/20000337", creator="feed", confidence=80
        ),
    ),
    genres=(Subject(name="Current", uri="http://cv.iptc.org/newscodes/genre/Current"),),
    keywords=("harbour", "dredging"),
    descriptions=(Description(value="The port is dredged.", role="summary"),),
    body=(
        Block(text="Works start in June & end in May.", html="Works <em>start</em> in June &amp; end in May."),
        Block(tag="h2", text="Two summers"),
        Block(tag="li", text="first"),
        Block(tag="li", text="second"),
        Block(tag="table", text="Year\tCost\n2024\t5 < 6", html=None),
    ),
    associations=(
        Association(
            renditions=(Rendition(href="https://site.example/p 1.jpg"),), caption="The harbour", credit="P. Dahl"
        ),
    ),
    alt_ids=(AltId(role="feed-id", value="99"),),
    copyright_notice="© 2024 Nordblatt",
    copyright_holder="Nordblatt",
    usage_terms="No archive.",
    ednote="Eds: adds quote",
    dateline=Dateline(
        text="Lindesund, May 17 (NN)", places=("Lindesund",), region="Norrland", date="2024-05-17", agencies=("NN",)
    ),
    syndication=Syndication(grade=Grade.SYNDICATED, agencies=("Nordnews",), disclaimer="Published from a feed."),
    related=(
        Related(title="Ferry late", section="Travel", url="https://site.example/ferry"),
        Related(title="Lock", url="/lock"),
    ),
    section="Regional",
    publisher="Nordblatt",
    fingerprint=Fingerprint(sha256="0" * 64, simhash="f" * 16),
    field_sources={"headline": "json-ld", "first_created": "meta", "byline": "visible"},
)
