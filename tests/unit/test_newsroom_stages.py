"""The newsroom stages one by one on articles of any parser, and all of them on any article at all."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.article import AltId, Article, Block, Headline, InfoSource, Person, Related
from worker.knowledge.loading import Knowledge, load
from worker.newsroom import boilerplate, dateline, notes, privacy, related, status, syndication
from worker.newsroom.credits import read as read_credits
from worker.syndicated import Grade, Syndication

KNOWLEDGE = load()
STAGES: tuple[Callable[[Article, Knowledge], Article], ...] = (
    *(privacy.withhold, notes.read, boilerplate.strip, related.strip, read_credits, dateline.read),
    *(syndication.judge, status.read),
)
LEAD = "Lindpur, Jun 3 (IANS) The ferry that no one believed in sailed for the first time on Monday, its captain said."


def _article(
    *lines: str, headline: str | None = None, furniture: Iterable[str] = (), byline: str | None = None
) -> Article:
    return Article(
        format="text",
        headlines=(Headline(value=headline),) if headline else (),
        body=tuple(Block(text=line) for line in lines),
        furniture=tuple(furniture),
        byline=byline,
    )


def _texts(article: Article) -> list[str]:
    return [block.text for block in article.body]


def _through(article: Article) -> Article:
    for stage in STAGES:
        article = stage(article, KNOWLEDGE)
    return article


# ---- boilerplate


def test_furniture_headline_and_teaser_leave_the_body() -> None:
    """Prompts anywhere, the headline as first line, the lead cut off before the lead."""
    teaser = LEAD[:70] + " ..."
    found = boilerplate.strip(
        _article("Ferry sails", teaser, "Open in App", LEAD, "Read more", headline="Ferry Sails!"), KNOWLEDGE
    )
    assert _texts(found) == [LEAD]


def test_lists_and_tables_are_no_furniture() -> None:
    """A list may name web sites; short paragraphs of the story stay."""
    article = Article(
        format="html", body=(Block(tag="li", text="Facebook"), Block(text="It sailed."), Block(text="It sailed."))
    )
    assert _texts(boilerplate.strip(article, KNOWLEDGE)) == ["Facebook", "It sailed.", "It sailed."]


def test_a_lead_that_only_starts_alike_is_no_teaser() -> None:
    """Two paragraphs with the same first words."""
    one, two = "The ferry sailed on Monday to Lindpur.", "The ferry sailed on Monday but came back."
    assert _texts(boilerplate.strip(_article(one, two), KNOWLEDGE)) == [one, two]


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


# ---- credits


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("North Harbour 09:31 May 17, 2024", []),
        ("Lake Fishing 09:31 May 17, 2024", []),
        ("Ida Holm 09:31 May 17, 2024", ["Ida Holm"]),
    ],
)
def test_a_section_above_the_date_has_not_written_the_story(line: str, people: list[str]) -> None:
    """Nor have two of its tags side by side; nor one of several sections."""
    page = replace(_article(LEAD, furniture=[line]), section="North Harbour", keywords=("Lake", "Fishing", "Ida Holm"))
    for one in (page, replace(page, section="News, North Harbour")):
        found = read_credits(one, KNOWLEDGE)
        assert [person.name for person in found.people] == people
        assert found.first_created or found.version_created


@pytest.mark.parametrize("line", ["REUTERS/Ida Holm", "IDA HOLM/AFP/Getty Images"])
def test_who_took_a_picture_has_not_made_the_story(line: str) -> None:
    """Neither the photographer nor the agency."""
    found = read_credits(_article(LEAD, furniture=[line]), KNOWLEDGE)
    assert (found.people, found.info_sources) == ((), ())


def test_two_names_without_a_comma_are_no_third() -> None:
    """A page prints its authors with and without what parts them."""
    lines = ["By: Ida Holm, Al Cee", "Ida Holm Al Cee, The Associated Press"]
    found = read_credits(_article(LEAD, furniture=lines), KNOWLEDGE)
    assert [person.name for person in found.people] == ["Ida Holm", "Al Cee"]


def test_an_organisation_among_the_authors_is_nobody() -> None:
    """However much its name reads like one: the page says what it is."""
    page = replace(_article(LEAD), byline="Ida Holm, 東京新聞", houses=("東京新聞",), field_sources={"by": "json-ld"})
    found = read_credits(page, KNOWLEDGE)
    assert [person.name for person in found.people] == ["Ida Holm"]


def test_whose_the_figures_are_stays_below_them() -> None:
    """A labelled time at the end is none of the text; with a source before it, it belongs to the table."""
    source = "Quelle: Börse Lindau Stand: 29.06.2017 16:34 Uhr"
    assert read_credits(_article(LEAD, source), KNOWLEDGE).body[-1].text == source


def test_a_byline_line_gives_agency_and_time() -> None:
    """The zone as printed; no person, no `by`."""
    found = read_credits(_article(LEAD, furniture=["By IANS | Updated: May 17, 2024 17:50 IST"]), KNOWLEDGE)
    assert found.version_created is not None
    assert found.version_created.isoformat() == "2024-05-17T17:50:00+05:30"
    assert (found.byline, found.people) == (None, ())
    assert [(source.code, source.role) for source in found.info_sources] == [("ians", "provider")]
    assert found.field_sources == {"infoSources": "byline", "versionCreated": "byline"}


def test_metadata_times_are_kept_unless_the_page_is_newer() -> None:
    """A printed "Updated" beats a first version's time, never a stated newest one's."""
    first = datetime(2024, 5, 17, 8, tzinfo=UTC)
    line = ["Updated: May 17, 2024 17:50 IST"]
    base = Article(
        format="html", first_created=first, version_created=first, furniture=tuple(line), body=(Block(text=LEAD),)
    )
    only_first = replace(base, field_sources={"firstCreated": "json-ld"})
    both = replace(base, field_sources={"firstCreated": "json-ld", "versionCreated": "json-ld"})
    assert read_credits(only_first, KNOWLEDGE).version_created == datetime(2024, 5, 17, 12, 20, tzinfo=UTC)
    assert read_credits(both, KNOWLEDGE).version_created == first


@pytest.mark.parametrize(
    ("byline", "by", "codes", "grade"),
    [
        ("Le Phare et AFP", None, ["afp"], Grade.PARTLY),
        ("Jo Bee, dpa", "Jo Bee", ["dpa"], Grade.UNKNOWN),
        ("SID", None, ["sid"], Grade.UNKNOWN),
        ("Bee", "Bee", [], Grade.UNKNOWN),
        ("Web Desk", None, [], Grade.UNKNOWN),
    ],
)
def test_stated_authors_are_people_or_agencies(byline: str, by: str | None, codes: list[str], grade: Grade) -> None:
    """What a page calls its author is often its agency."""
    found = read_credits(_article(LEAD, byline=byline), KNOWLEDGE)
    assert (found.byline, [source.code for source in found.info_sources]) == (by, codes)
    assert found.syndication.grade is grade


def test_a_publishers_own_name_is_no_author() -> None:
    """Where the page gives it as its author."""
    article = replace(_article(LEAD, byline="Hafenwoche"), canonical_url="https://www.hafenwoche.example/a")
    found = read_credits(article, KNOWLEDGE)
    assert (found.byline, found.people) == (None, ())


def test_a_byline_in_the_body_leaves_it_and_sign_offs_add_people() -> None:
    """Authors first; editors are people but not `by`; the wire's id is another id."""
    found = read_credits(
        _article("By JO BEE, AP Harbour Writer", LEAD, "(Editing by Al Cee)", "© dpa-infocom, dpa:240516-99-53606/3"),
        KNOWLEDGE,
    )
    assert _texts(found) == [LEAD]
    assert found.people == (Person(name="Jo Bee"), Person(name="Al Cee", rel="editor"))
    assert found.byline == "Jo Bee"
    assert found.alt_ids == (AltId(role="dpa-id", value="240516-99-53606"),)
    assert found.version == "3"
    assert found.sign_off == "(Editing by Al Cee)\n© dpa-infocom, dpa:240516-99-53606/3"


def test_a_body_of_one_line_is_not_lost_to_the_byline() -> None:
    """Even if it reads like one."""
    assert _texts(read_credits(_article("By Jo Bee"), KNOWLEDGE)) == ["By Jo Bee"]


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
    found = dateline.read(_article(LEAD), KNOWLEDGE)
    assert found.dateline is not None
    assert found.dateline.date is None


def test_names_glued_before_a_dateline_are_people() -> None:
    """If no byline names any."""
    found = dateline.read(_article("By Jo B Bee Kathmandu, Oct 17 (PTI) The ferry sails."), KNOWLEDGE)
    assert found.people == (Person(name="Jo B Bee"),)
    assert found.byline == "Jo B Bee"


def test_a_declared_day_gets_the_clock_that_is_printed_of_it() -> None:
    """A change's clock, or another day's, is none of the publication's."""
    day = datetime(2024, 11, 4, tzinfo=UTC)
    declared = replace(
        _article("The ferry sails.", furniture=["04.11.2024, 11:20 Uhr | Jo Bee"]),
        first_created=day, version_created=day, field_sources={"firstCreated": "meta:date (no zone: UTC)"},
    )  # fmt: skip
    assert read_credits(declared, KNOWLEDGE).first_created == day.replace(hour=11, minute=20)
    for line in ("Aktualisiert: 04.11.2024, 11:20 Uhr", "03.11.2024, 11:20 Uhr | Jo Bee"):
        assert read_credits(replace(declared, furniture=(line,)), KNOWLEDGE).first_created == day


def test_clocks_without_zone_are_the_datelines_agencys() -> None:
    """A dpa page prints German time, whoever signed it."""
    article = _article("Lindau (dpa) - Die Fähre fährt.", furniture=["Von Jo Bee | 04.11.2024, 11:20 Uhr"])
    found = _through(article)
    assert found.version_created is not None
    assert found.version_created.isoformat() == "2024-11-04T11:20:00+01:00"
    assert found.field_sources["versionCreated"] == "byline, zone of the agency"


# ---- syndication

FEED = "This story has been published from a wire agency feed without modifications to the text."


@pytest.mark.parametrize(
    ("article", "grade", "disclaimer"),
    [
        (_article(LEAD, FEED), Grade.SYNDICATED, FEED),
        (_article(LEAD, furniture=[FEED]), Grade.SYNDICATED, FEED),
        (_article(LEAD, "(With inputs from PTI)"), Grade.PARTLY, "(With inputs from PTI)"),
        (_article("A ferry sails. (With inputs from PTI)"), Grade.PARTLY, "(With inputs from PTI)"),
        (
            _article("A ferry.", furniture=["Edited by Jo Bee (with inputs from PTI)"]),
            Grade.PARTLY,
            "(with inputs from PTI)",
        ),
        (_article(LEAD), Grade.SYNDICATED, None),
        (_article("A ferry.", byline="IANS"), Grade.SYNDICATED, None),
        (_article("A ferry.", byline="Le Phare et AFP"), Grade.PARTLY, None),
        (_article("A ferry.", byline="Jo Bee"), Grade.ORIGINAL, None),
        (_article("A ferry."), Grade.UNKNOWN, None),
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
    found = _through(_article("A ferry.", "The Associated Press and Press Trust of India contributed to this report."))
    assert found.syndication.agencies == ("AP", "PTI")
    assert [source.role for source in found.info_sources] == ["credit", "credit"]


def test_a_body_of_notices_alone_stays() -> None:
    """An article is not emptied."""
    assert _texts(syndication.judge(_article(FEED), KNOWLEDGE)) == [FEED]


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
