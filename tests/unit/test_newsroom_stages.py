"""The newsroom stages one by one on articles of any parser, and all of them on any article at all."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newsroom_articles import KNOWLEDGE, LEAD, article_of, texts_of

from worker.article import Article, Block, Headline, InfoSource, Person, Related
from worker.knowledge.loading import Knowledge
from worker.newsroom import boilerplate, dateline, notes, privacy, related, status, syndication
from worker.newsroom.credits import read as read_credits
from worker.syndicated import Grade, Syndication

STAGES: tuple[Callable[[Article, Knowledge], Article], ...] = (
    *(privacy.withhold, notes.read, boilerplate.strip, related.strip, read_credits, dateline.read),
    *(syndication.judge, status.read),
)


def _through(article: Article) -> Article:
    for stage in STAGES:
        article = stage(article, KNOWLEDGE)
    return article


# ---- related


def test_related_stories_of_the_parser_are_parted_and_joined() -> None:
    """Those in the body come behind them; each title once, the one with an address."""
    article = Article(
        format="html",
        body=(Block(text=LEAD), Block(text="Also Read"), Block(text="Fees fall"), Block(text="Crew wins")),
        related=(Related(title="BusinessFees fall", url="https://site.example/fees"),),
        furniture=("World Related Stories",),
    )
    found = related.strip(article, KNOWLEDGE)
    assert found.related == (
        Related(title="Fees fall", section="Business", url="https://site.example/fees"),
        Related(title="Crew wins"),
    )
    assert (found.section, found.field_sources["section"]) == ("World", "related-heading")


# ---- dateline


def test_the_dateline_gives_place_date_and_credits() -> None:
    """The year is the version's; the paragraph keeps its prefix; a second agency is credited."""
    article = Article(
        format="text",
        version_created=datetime(2025, 1, 1, tzinfo=UTC),
        info_sources=(InfoSource(name="IANS", role="provider", code="ians"),),
        body=(Block(tag="h2", text="Heading"), Block(text="Lindpur, Dec 31 (IANS/DPA) The ferry sails.")),
    )
    found = dateline.read(article, KNOWLEDGE)
    assert found.dateline is not None
    assert (found.dateline.date, found.dateline.places, found.located) == ("2024-12-31", ("Lindpur",), "Lindpur")
    assert [(source.name, source.role) for source in found.info_sources] == [("IANS", "provider"), ("DPA", "credit")]
    assert found.body == article.body
    assert (found.field_sources["dateline"], found.field_sources["located"]) == ("body", "dateline")


def test_a_date_without_any_reference_stays_open() -> None:
    """No year is invented."""
    found = dateline.read(article_of(LEAD), KNOWLEDGE)
    assert found.dateline is not None
    assert found.dateline.date is None


def test_the_place_on_a_line_above_its_dateline_leaves() -> None:
    """A page prints it in an element of its own; another place stays."""
    lead = "(ANSA) - TRIESTE, 17 MAG - Il viadotto è stato riaperto."
    assert texts_of(dateline.read(article_of("TRIESTE", lead), KNOWLEDGE)) == [lead]
    assert texts_of(dateline.read(article_of("UDINE", lead), KNOWLEDGE)) == ["UDINE", lead]


def test_a_note_to_readers_above_the_dateline() -> None:
    """A first paragraph in italics is passed over."""
    note = Block(text="This is a corrected story.", html="<em>This is a corrected story.</em>")
    article = article_of("x", "HALIFAX — A ferry makes its last crossing in August, the agency said.")
    found = dateline.read(replace(article, body=(note, article.body[1])), KNOWLEDGE)
    assert found.located == "HALIFAX"


def test_names_glued_before_a_dateline_are_people() -> None:
    """If no byline names any."""
    found = dateline.read(article_of("By Jo B Bee Kathmandu, Oct 17 (PTI) The ferry sails."), KNOWLEDGE)
    assert found.people == (Person(name="Jo B Bee"),)
    assert found.byline == "Jo B Bee"


def test_a_declared_day_gets_the_clock_that_is_printed_of_it() -> None:
    """A change's clock, or another day's, is none of the publication's."""
    day = datetime(2024, 11, 4, tzinfo=UTC)
    declared = replace(
        article_of("The ferry sails.", furniture=["04.11.2024, 11:20 Uhr | Jo Bee"]),
        first_created=day, version_created=day, field_sources={"firstCreated": "meta:date (no zone: UTC)"},
    )  # fmt: skip
    assert read_credits(declared, KNOWLEDGE).first_created == day.replace(hour=11, minute=20)
    for line in ("Aktualisiert: 04.11.2024, 11:20 Uhr", "03.11.2024, 11:20 Uhr | Jo Bee"):
        assert read_credits(replace(declared, furniture=(line,)), KNOWLEDGE).first_created == day


def test_clocks_without_zone_are_the_datelines_agencys() -> None:
    """A dpa page prints German time, whoever signed it."""
    article = article_of("Lindau (dpa) - Die Fähre fährt.", furniture=["Von Jo Bee | 04.11.2024, 11:20 Uhr"])
    found = _through(article)
    assert found.version_created is not None
    assert found.version_created.isoformat() == "2024-11-04T11:20:00+01:00"
    assert found.field_sources["versionCreated"] == "byline, zone of the agency"


# ---- syndication

FEED = "This story has been published from a wire agency feed without modifications to the text."


@pytest.mark.parametrize(
    ("article", "grade", "disclaimer"),
    [
        (article_of(LEAD, FEED), Grade.SYNDICATED, FEED),
        (article_of(LEAD, furniture=[FEED]), Grade.SYNDICATED, FEED),
        (article_of(LEAD, "(With inputs from PTI)"), Grade.PARTLY, "(With inputs from PTI)"),
        (article_of("A ferry sails. (With inputs from PTI)"), Grade.PARTLY, "(With inputs from PTI)"),
        (
            article_of("A ferry.", furniture=["Edited by Jo Bee (with inputs from PTI)"]),
            Grade.PARTLY,
            "(with inputs from PTI)",
        ),
        (article_of(LEAD), Grade.SYNDICATED, None),
        (article_of("A ferry.", byline="IANS"), Grade.SYNDICATED, None),
        (article_of("A ferry.", byline="Le Phare et AFP"), Grade.PARTLY, None),
        (article_of("A ferry.", byline="Jo Bee"), Grade.ORIGINAL, None),
        (article_of("A ferry."), Grade.UNKNOWN, None),
    ],
)
def test_the_grade_follows_notice_dateline_and_byline(article: Article, grade: Grade, disclaimer: str | None) -> None:
    """The publisher's own words first; they leave the body."""
    found = _through(article)
    assert (found.syndication.grade, found.syndication.disclaimer) == (grade, disclaimer)
    assert not any(disclaimer in block.text for block in found.body if disclaimer)
    assert found.body
    assert ("syndication" in found.field_sources) is (grade is not Grade.UNKNOWN)


def test_a_notice_names_agencies() -> None:
    """They are credited, once, under the name of the table."""
    found = _through(
        article_of("A ferry.", "The Associated Press and Press Trust of India contributed to this report.")
    )
    assert found.syndication.agencies == ("AP", "PTI")
    assert [source.role for source in found.info_sources] == ["credit", "credit"]


def test_a_body_of_notices_alone_stays() -> None:
    """An article is not emptied."""
    assert texts_of(syndication.judge(article_of(FEED), KNOWLEDGE)) == [FEED]


# ---- any article

_LINES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            LEAD,
            FEED,
            "Related Stories",
            "International Realted Stories",
            "Also Read: Ferry late",
            "BusinessFees fall",
            "Open in App",
            "By IANS | Updated: May 17, 2024 17:50 IST",
            "--IANS",
            "ms/vd",
            "(Reporting by Jo Bee; Editing by Al Cee)",
            "(ANSA) - LUNATE, 22 MAG - Un",
            "新华社成都4月2日电 一家",
            "A ferry sails. (With inputs from PTI)",
            "",
            " ",
        ]
    ),
)
_BLOCKS = st.builds(
    Block,
    tag=st.sampled_from(["p", "h2", "li", "blockquote", "pre", "table"]),
    text=_LINES,
    html=st.none() | st.text(max_size=30) | st.just('<a href="https://site.example/">x</a>'),
)
_TIMES = st.none() | st.datetimes(timezones=st.just(UTC))
_ARTICLES = st.builds(
    Article,
    format=st.just("text"),
    headlines=st.lists(st.builds(Headline, value=_LINES), max_size=2).map(tuple),
    byline=st.none() | _LINES,
    body=st.lists(_BLOCKS, max_size=12).map(tuple),
    furniture=st.lists(_LINES, max_size=5).map(tuple),
    related=st.lists(st.builds(Related, title=_LINES, section=st.none() | _LINES), max_size=4).map(tuple),
    people=st.lists(st.builds(Person, name=_LINES), max_size=2).map(tuple),
    info_sources=st.lists(st.builds(InfoSource, name=_LINES), max_size=2).map(tuple),
    first_created=_TIMES,
    version_created=_TIMES,
    received_at=_TIMES,
    copyright_notice=st.none() | _LINES,
    slugline=st.none() | _LINES,
    ednote=st.none() | _LINES,
    usage_terms=st.none() | _LINES,
    syndication=st.builds(Syndication, grade=st.sampled_from(Grade)),
)


@given(_ARTICLES)
def test_every_stage_takes_any_article(article: Article) -> None:
    """No exception; times stay aware; blocks are only taken away or shortened; a second time changes no text."""
    once = _through(article)
    for when in (once.first_created, once.version_created):
        assert when is None or when.utcoffset() is not None
    printed = [block.text for block in article.body]
    assert all(any(block.text in text for text in printed) for block in once.body)
    assert all(name for name in once.field_sources.values())
    assert len({source.code for source in once.info_sources if source.code}) == sum(
        1 for s in once.info_sources if s.code
    )


@given(_ARTICLES)
def test_the_same_article_gives_the_same_result(article: Article) -> None:
    """Stages hold no state."""
    assert _through(article) == _through(article)


def test_a_line_of_which_nothing_is_read_stays() -> None:
    """Words with a day in them, above a table say."""
    body = (Block(text="THROUGH JULY 5"), Block(text="Lindesund won the cup."), Block(text="Nordhavn came second."))
    article = read_credits(Article(format="nitf", body=body), KNOWLEDGE)
    assert article.body == body


def test_a_dateline_on_a_line_of_its_own_is_no_byline() -> None:
    """It stays, and the stage of datelines reads it."""
    texts = ("København, fredag /ritzau/", "Færgen sejler igen fra lørdag, oplyser rederiet.")
    article = Article(format="iptc7901", body=tuple(Block(text=text) for text in texts))
    read = dateline.read(read_credits(article, KNOWLEDGE), KNOWLEDGE)
    assert [block.text for block in read.body] == list(texts)
    assert read.dateline is not None
    assert (read.dateline.places, read.located) == (("København",), "København")


def test_who_signs_under_the_text_has_written_it() -> None:
    """Kenyan and other agencies print the byline last."""
    article = read_credits(article_of(LEAD, "Two boats came.", "By Jo Bee and Ann Cee"), KNOWLEDGE)
    assert [person.name for person in article.people] == ["Jo Bee", "Ann Cee"]
    assert texts_of(article) == [LEAD, "Two boats came."]


def test_a_last_line_that_begins_so_and_goes_on_is_text() -> None:
    """A sentence has a verb."""
    article = read_credits(article_of(LEAD, "By Friday Jo Bee and Ann Cee had come."), KNOWLEDGE)
    assert (article.people, len(article.body)) == ((), 2)


def test_an_agency_between_slashes_beside_the_headline_is_no_picture_credit() -> None:
    """Ritzau's page line."""
    article = read_credits(article_of(LEAD, furniture=["/ritzau/"]), KNOWLEDGE)
    assert "Ritzau" in [source.name for source in article.info_sources]


def test_the_agency_that_signs_tells_the_clocks_zone() -> None:
    """Where neither byline nor dateline names one."""
    article = read_credits(
        article_of("Policja zatrzymała pięć osób.", "Śledztwo trwa. (PAP)", furniture=["17.04.2024, 12:33"]), KNOWLEDGE
    )
    assert article.first_created is None
    assert article.version_created is not None
    assert article.version_created.isoformat() == "2024-04-17T12:33:00+02:00"
