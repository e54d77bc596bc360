"""Stage `credits`: bylines in and round the body, the times that they tell, and who has not made the story."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from newsroom_articles import KNOWLEDGE, LEAD, article_of, texts_of

from worker.article import AltId, Article, Block, Person
from worker.newsroom.credits import read as read_credits
from worker.syndicated import Grade


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
    page = replace(
        article_of(LEAD, furniture=[line]), section="North Harbour", keywords=("Lake", "Fishing", "Ida Holm")
    )
    for one in (page, replace(page, section="News, North Harbour")):
        found = read_credits(one, KNOWLEDGE)
        assert [person.name for person in found.people] == people
        assert found.first_created or found.version_created


@pytest.mark.parametrize("line", ["REUTERS/Ida Holm", "IDA HOLM/AFP/Getty Images"])
def test_who_took_a_picture_has_not_made_the_story(line: str) -> None:
    """Neither the photographer nor the agency."""
    found = read_credits(article_of(LEAD, furniture=[line]), KNOWLEDGE)
    assert (found.people, found.info_sources) == ((), ())


def test_two_names_without_a_comma_are_no_third() -> None:
    """A page prints its authors with and without what parts them."""
    lines = ["By: Ida Holm, Al Cee", "Ida Holm Al Cee, The Associated Press"]
    found = read_credits(article_of(LEAD, furniture=lines), KNOWLEDGE)
    assert [person.name for person in found.people] == ["Ida Holm", "Al Cee"]


def test_an_organisation_among_the_authors_is_nobody() -> None:
    """However much its name reads like one: the page says what it is."""
    page = replace(article_of(LEAD), byline="Ida Holm, 東京新聞", houses=("東京新聞",), field_sources={"by": "json-ld"})
    found = read_credits(page, KNOWLEDGE)
    assert [person.name for person in found.people] == ["Ida Holm"]


def test_whose_the_figures_are_stays_below_them() -> None:
    """A labelled time at the end is none of the text; with a source before it, it belongs to the table."""
    source = "Quelle: Börse Lindau Stand: 29.06.2017 16:34 Uhr"
    assert read_credits(article_of(LEAD, source), KNOWLEDGE).body[-1].text == source


def test_a_byline_line_gives_agency_and_time() -> None:
    """The zone as printed; no person, no `by`."""
    found = read_credits(article_of(LEAD, furniture=["By IANS | Updated: May 17, 2024 17:50 IST"]), KNOWLEDGE)
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
    found = read_credits(article_of(LEAD, byline=byline), KNOWLEDGE)
    assert (found.byline, [source.code for source in found.info_sources]) == (by, codes)
    assert found.syndication.grade is grade


def test_a_publishers_own_name_is_no_author() -> None:
    """Where the page gives it as its author."""
    article = replace(article_of(LEAD, byline="Hafenwoche"), canonical_url="https://www.hafenwoche.example/a")
    found = read_credits(article, KNOWLEDGE)
    assert (found.byline, found.people) == (None, ())


def test_a_publishers_name_in_a_script_without_capitals_is_no_author() -> None:
    """Nothing but the publisher's name tells that it is nobody's."""
    for publisher, byline in (("زاگرۆس", None), ("ئاسۆ", "زاگرۆس")):
        article = replace(article_of(LEAD, byline="زاگرۆس"), publisher=publisher)
        assert read_credits(article, KNOWLEDGE).byline == byline


def test_an_agency_before_a_paper_in_brackets_made_the_story() -> None:
    """Behind a name; a slash without brackets is a picture's."""
    for line, codes in (("Jo Bee (TTXVN/Crow)", ["vna"]), ("AFP/Jo Bee", [])):
        found = read_credits(replace(article_of(LEAD), furniture=(line,)), KNOWLEDGE)
        assert [source.code for source in found.info_sources] == codes


def test_where_an_author_writes_from_makes_no_second_one() -> None:
    """A page's line of name, city and date has lost what parted them; two of one first name are two."""
    for line, people in (
        ("Jo Bee Cádiz 17/05/2024 23:05", ["Jo Bee"]),
        ("Jo Bee Cee 17/05/2024 23:05", ["Jo Bee", "Jo Bee Cee"]),
    ):
        found = read_credits(replace(article_of(LEAD, byline="Jo Bee"), furniture=(line,)), KNOWLEDGE)
        assert [person.name for person in found.people] == people


def test_who_wrote_it_under_the_story_behind_a_label() -> None:
    """DHA's: a label, the reporter, the place, the agency."""
    found = read_credits(article_of(LEAD, "Haber: Ada Örnek/ DATÇA (Muğla), (DHA)"), KNOWLEDGE)
    assert (found.byline, texts_of(found)) == ("Ada Örnek", [LEAD])
    assert [source.code for source in found.info_sources] == ["dha"]


def test_a_byline_in_the_body_leaves_it_and_sign_offs_add_people() -> None:
    """Authors first; editors are people but not `by`; the wire's id is another id."""
    found = read_credits(
        article_of("By JO BEE, AP Harbour Writer", LEAD, "(Editing by Al Cee)", "© dpa-infocom, dpa:240516-99-53606/3"),
        KNOWLEDGE,
    )
    assert texts_of(found) == [LEAD]
    assert found.people == (Person(name="Jo Bee"), Person(name="Al Cee", rel="editor"))
    assert found.byline == "Jo Bee"
    assert found.alt_ids == (AltId(role="dpa-id", value="240516-99-53606"),)
    assert found.version == "3"
    assert found.sign_off == "(Editing by Al Cee)\n© dpa-infocom, dpa:240516-99-53606/3"


def test_a_body_of_one_line_is_not_lost_to_the_byline() -> None:
    """Even if it reads like one."""
    assert texts_of(read_credits(article_of("By Jo Bee"), KNOWLEDGE)) == ["By Jo Bee"]


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Por Thaís Modelo, Caio Prova, Folha do Cais — Campos Altos", ["Thaís Modelo", "Caio Prova"]),
        ("Folha do Cais, 24.05.2024, 18:05", []),
        ("By Folha Cais | May 24, 2024", ["Folha Cais"]),
    ],
    ids=["house and place", "house alone", "signed by the house"],
)
def test_the_house_and_its_place_are_nobody(line: str, people: list[str]) -> None:
    """Behind the names stands where they work and from where they write; a blog's owner may be its name."""
    article = replace(article_of(LEAD, furniture=(line,)), publisher="Folha do Cais")
    article = replace(article, canonical_url="https://www.folhacais.example/a")
    assert [person.name for person in read_credits(article, KNOWLEDGE).people] == people
