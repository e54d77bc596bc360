"""What agencyfeed publishes it reads back: parse(encode(article)) == article for everything that the output carries.

What it does not carry, and an article that comes back therefore lacks:

- furniture, received_at, canonical_url (an alternative id by then) and the name of the format it was first read as;
- Dateline.agencies and the place of an agency's name in print: the output has agencies as sources;
- a source's name in another spelling than the agency's own, or an address of ours that is not the agency's;
- a publisher who is also a source: it goes out once;
- an association without an identifier or an address; a file of a delivery keeps its name, and loses a title beside it;
- the white space and the markup outside the closed list that cleaning takes away, and line ends inside a paragraph.

The strategy makes articles without these; everything else of `Article` is in them.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from worker import transmission
from worker.article import (
    AltId,
    Article,
    Association,
    Block,
    Dateline,
    Description,
    Entity,
    Flag,
    Headline,
    InfoSource,
    ItemType,
    Person,
    PubStatus,
    Related,
    Rendition,
    Signal,
    Status,
    Subject,
)
from worker.classified import LanguageCheck
from worker.formats.ninjs.encoder import encode
from worker.formats.ninjs.parser import parse
from worker.knowledge.loading import Knowledge, load
from worker.model import Document, RawMessage
from worker.syndicated import Fingerprint, Grade, Syndication

RAW: Final = RawMessage(topic="raw-news", partition=2, offset=48151, timestamp_ms=1715948467512)
KNOWLEDGE: Final = load()
NOT_CARRIED: Final = frozenset({"furniture", "received_at", "canonical_url", "format"})

_ALPHABET: Final = "abcdefghijklmnopqrstuvwxyzÄÖÜßéñøåABC0123456789हिन्दी新闻العربية.,;:!?-–—'\"&<>()[]/@#%"
words = st.text(st.sampled_from(_ALPHABET), min_size=1, max_size=12)
lines = st.lists(words, min_size=1, max_size=6).map(" ".join)
names = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzÄÖéñA'"), min_size=3, max_size=20).map(lambda s: f"Q{s}")
tokens = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), min_size=1, max_size=8)
codes = st.tuples(tokens, tokens).map(lambda pair: f"x{pair[0]}:{pair[1]}")
uris = tokens.map(lambda token: f"https://site.example/{token}")
times = st.datetimes(datetime(1990, 1, 1), datetime(2037, 1, 1)).flatmap(  # noqa: DTZ001 - gets its zone here
    lambda moment: st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30)), timezone(timedelta(hours=-3))]).map(
        lambda zone: moment.replace(microsecond=0, tzinfo=zone)
    )
)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A value or none."""
    return st.none() | strategy


def some(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Up to three different ones."""
    return st.lists(strategy, max_size=3, unique=True).map(tuple)


subjects = st.builds(
    Subject,
    name=names,
    uri=maybe(uris),
    rel=maybe(st.sampled_from(["about", "classifies"])),
    literal=codes,
    creator=st.sampled_from(["feed", "model", "section"]),
    confidence=maybe(st.integers(0, 100)),
)
entities = st.builds(Entity, name=names, uri=maybe(uris), code=codes, rel=maybe(st.just("mentions")))
renditions = st.builds(
    Rendition,
    href=uris,
    name=tokens,
    content_type=maybe(st.just("image/jpeg")),
    title=maybe(names),
    width=maybe(st.integers(1, 9000)),
    height=maybe(st.integers(1, 9000)),
    size=maybe(st.integers(1, 10**9)),
    duration=maybe(st.sampled_from([1.5, 12.0])),
)
associations = st.builds(
    Association,
    type=st.sampled_from(["picture", "video", "text", "graphic"]),
    name=tokens,
    rel=maybe(tokens),
    uri=uris,
    headline=maybe(lines),
    caption=maybe(lines),
    credit=maybe(names),
    byline=maybe(names),
    renditions=some(renditions),
)
sources = st.sampled_from(["reuters", "dpa", "ians", "afp"]).flatmap(
    lambda code: st.sampled_from(["provider", "credit"]).map(
        lambda role: next(agency for agency in KNOWLEDGE.agencies.all if agency.code == code).source(role)
    )
) | st.builds(InfoSource, name=names, role=st.sampled_from(["provider", "credit", "contentSource"]), uri=maybe(uris))


def _inline(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _marked(pair: tuple[str, str]) -> Block:
    """A paragraph with emphasis and a link inside it."""
    start, rest = pair
    markup = f'<em>{_inline(start)}</em> and <a href="https://site.example/x">{_inline(rest)}</a>'
    return Block(text=f"{start} and {rest}", html=markup)


def _table(rows: list[tuple[str, str]]) -> Block:
    html = "".join(f"<tr><td>{_inline(left)}</td><td>{_inline(right)}</td></tr>" for left, right in rows)
    return Block(tag="table", text="\n".join(f"{left}\t{right}" for left, right in rows), html=html)


blocks = (
    st.builds(Block, tag=st.sampled_from(["p", "h2", "h3", "h4", "li", "blockquote"]), text=lines)
    | st.tuples(lines, lines).map(_marked)
    | st.lists(st.tuples(lines, lines), min_size=1, max_size=3).map(_table)
    | st.lists(lines, min_size=1, max_size=3).map(lambda rows: Block(tag="pre", text="\n".join(rows)))
)
datelines = st.builds(
    Dateline,
    text=lines,
    places=some(names),
    region=maybe(names),
    date=maybe(st.dates().map(lambda day: day.isoformat())),
)
articles = st.builds(
    Article,
    format=st.just("ninjs3"),
    uri=uris | st.just("urn:newsml:agency.example:20240517:42"),
    version=maybe(st.integers(0, 99).map(str)),
    type=st.sampled_from(ItemType),
    title=maybe(lines),
    profile=maybe(tokens),
    first_created=maybe(times),
    version_created=maybe(times),
    content_created=maybe(times),
    embargoed_until=maybe(times),
    expires=maybe(times),
    pub_status=st.sampled_from(PubStatus),
    status=st.builds(Status, signal=st.sampled_from(Signal), number=maybe(st.integers(0, 20)), label=maybe(names)),
    urgency=maybe(st.integers(1, 9)),
    language=maybe(st.sampled_from(["en", "de-CH", "hi"])),
    headlines=st.tuples(lines.map(lambda line: Headline(value=line))).flatmap(
        lambda main: some(st.builds(Headline, value=lines, role=st.sampled_from(["short", "kicker"]))).map(
            lambda others: main + others
        )
    ),
    slugline=maybe(names),
    byline=maybe(names),
    people=some(st.builds(Person, name=names, rel=st.sampled_from(["author", "editor", "about"]), uri=maybe(uris))),
    located=maybe(names),
    places=some(entities),
    organisations=some(entities),
    events=some(entities),
    info_sources=some(sources),
    subjects=some(subjects),
    genres=some(st.builds(Subject, name=names, uri=maybe(uris), literal=codes)),
    keywords=some(names),
    descriptions=st.lists(lines, max_size=2, unique=True).map(
        lambda found: tuple(Description(value=line, role="summary") for line in found)
    ),
    body=st.lists(blocks, min_size=1, max_size=5).map(tuple),
    renditions=some(renditions),
    associations=some(associations),
    alt_ids=some(st.builds(AltId, role=tokens, value=codes)),
    copyright_notice=maybe(lines),
    copyright_holder=maybe(lines),
    usage_terms=maybe(lines),
    ednote=maybe(lines),
    dateline=maybe(datelines),
    syndication=st.builds(Syndication, grade=st.sampled_from(Grade), agencies=some(names), disclaimer=maybe(lines)),
    related=some(st.builds(Related, title=lines, section=maybe(names), url=maybe(uris))),
    section=maybe(names),
    publisher=maybe(names.map(lambda name: f"{name} Post")),
    sign_off=maybe(lines),
    column=maybe(names),
    flags=some(st.sampled_from(Flag)),
    transmission=st.dictionaries(st.sampled_from(sorted(transmission.KEYS)), lines, max_size=4),
    fingerprint=maybe(st.just(Fingerprint(sha256="0" * 64, simhash="f" * 16))),
    field_sources=st.dictionaries(st.sampled_from(["by", "headlines", "versionCreated"]), names, max_size=3),
)


def come_back(article: Article, knowledge: Knowledge = KNOWLEDGE) -> Article:
    """The article out of its own output."""
    body = encode(article, RAW, 0, "rules1").body
    document = Document(data=body, text=body.decode(), tree=orjson.loads(body), format="ninjs3")
    (found,) = parse(document, knowledge)
    assert isinstance(found, Article)
    return found


def shown(article: Article) -> Mapping[str, Any]:
    """Every field that the output carries."""
    return {one.name: getattr(article, one.name) for one in fields(article) if one.name not in NOT_CARRIED}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(articles)
def test_an_article_comes_back_from_its_own_output(article: Article) -> None:
    """Field by field, whatever is in it."""
    assert shown(come_back(article)) == shown(article)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(articles)
def test_what_came_back_goes_out_as_the_same_bytes(article: Article) -> None:
    """The second output is the first."""
    assert encode(come_back(article), RAW, 0, "rules1").body == encode(article, RAW, 0, "rules1").body


@pytest.mark.parametrize(
    "article",
    [
        Article(format="ninjs3", uri="urn:x:1", pub_status=PubStatus.CANCELED, status=Status(signal=Signal.KILL)),
        Article(
            format="ninjs3", uri="urn:x:1", headlines=(Headline(value="Flash"),), status=Status(signal=Signal.ALERT)
        ),
        Article(
            format="ninjs3",
            uri="urn:x:1",
            type=ItemType.PICTURE,
            descriptions=(Description(value="The harbour", role="caption"),),
        ),
    ],
)
def test_items_of_few_words_come_back(article: Article) -> None:
    """A withdrawal without a word, a headline alone, a caption alone."""
    assert shown(come_back(article)) == shown(article)


def test_what_is_not_carried_is_lost_and_nothing_else() -> None:
    """The fields named above, and no more."""
    article = Article(
        format="html",
        uri="urn:x:1",
        headlines=(Headline(value="Works"),),
        canonical_url="https://site.example/",
        furniture=("By Ida Holm",),
        received_at=datetime(2024, 5, 17, tzinfo=UTC),
        dateline=Dateline(text="Lindesund (NN)", agencies=("NN",)),
    )
    bare = replace(
        article,
        format="ninjs3",
        canonical_url=None,
        furniture=(),
        received_at=None,
        dateline=Dateline(text="Lindesund (NN)"),
    )
    assert come_back(article) == bare


def test_a_language_that_is_read_back_holds_no_words() -> None:
    """Anybody may call an item ours."""
    said = {"detected": "de", "confidence": 99, "declared": "not for publication: call the desk"}
    item = {"headline": "Boats", "body_text": "Boats came.", "agencyfeed": {"language": said}}
    (found,) = parse(Document(data=b"", tree=item, format="ninjs1"), KNOWLEDGE)
    assert isinstance(found, Article)
    assert found.language_check == LanguageCheck(detected="de", confidence=99)
