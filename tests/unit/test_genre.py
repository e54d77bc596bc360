"""Genres: every row's examples are told, by their place; texts by their shape; the feed's own word stands first."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.article import Article, Block, Flag, Headline, Signal, Status, Subject
from worker.classify import genre, shape
from worker.knowledge import tables
from worker.knowledge.genres import KINDS, SHAPES, genre_words
from worker.knowledge.loading import ConfigError, load

KNOWLEDGE = load()
TABLE = tables.read("genres.toml")
ROWS = [row.fields for row in tables.rows(TABLE, "genre", "code")]
CASES = [(where, line, row) for row in ROWS for one in row["examples"] for where, line in one.items()]
MAKERS: Mapping[str, Callable[[str], Article]] = {
    "headline": lambda line: Article(format="text", headlines=(Headline(value=line),)),
    "slug": lambda line: Article(format="text", slugline=line),
    "section": lambda line: Article(format="text", section=line),
    "url": lambda line: Article(format="html", canonical_url=line),
    "closing": lambda line: Article(format="text", body=(Block(text=line),)),
}


def _genres(article: Article) -> list[tuple[str | None, str | None]]:
    return [(one.literal, one.creator) for one in genre.genre(article, KNOWLEDGE).genres]


def _text(*paragraphs: str, headline: str = "Harbour notes", tag: str = "p") -> Article:
    return Article(
        format="text",
        headlines=(Headline(value=headline),),
        body=tuple(Block(text=text, tag=tag) for text in paragraphs),
    )


@pytest.mark.parametrize(("where", "line", "row"), CASES, ids=[f"{where} {line}" for where, line, _ in CASES])
def test_every_example_is_told_as_its_row_says(where: str, line: str, row: Mapping[str, str]) -> None:
    """Just that genre, just that form."""
    code, form = row.get("code"), row.get("form")
    wanted = [f"genre:{code}"] * bool(code) + [f"form:{form}"] * bool(form)
    found = genre.genre(MAKERS[where](line), KNOWLEDGE).genres
    assert [one.literal for one in found] == wanted
    assert all(one.creator and one.confidence for one in found)


def test_every_row_has_an_example_and_every_example_a_place() -> None:
    """A row that no line proves is no row; a place that no test knows would prove nothing."""
    assert all(row["examples"] for row in ROWS)
    assert {where for where, _, _ in CASES} <= MAKERS.keys()


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "openings"])
def test_every_word_is_told(kind: str) -> None:
    """In the place that its kind stands for."""
    lines: dict[str, Callable[[str], Article]] = {
        "labels": lambda word: MAKERS["headline"](f"{word}: Boats came"),
        "capitals": lambda word: MAKERS["headline"](f"{word.upper()}-Boats came"),
        "phrases": lambda word: MAKERS["headline"](f"On the ferry {word} boats"),
        "slugs": lambda word: Article(format="nitf", keywords=(word,)),
        "sections": MAKERS["section"],
        "folders": lambda word: MAKERS["url"](f"https://site.example/{word}/boats"),
        "closings": lambda word: MAKERS["closing"](f"(Jo Bee teaches at Linden; {word}.)"),
    }
    for row in ROWS:
        for word in row.get(kind, ()):
            found = genre.genre(lines[kind](word), KNOWLEDGE).genres
            assert found, word


@pytest.mark.parametrize(
    ("headline", "told"),
    [
        ("UPDATE 1-ANALYSIS-Why harbours silt up", ["genre:Analysis"]),
        ("Opinion polls favour the harbour master", []),
        ("Live music returns to the pier", []),
        ("Charges will not be filed over the ferry fire", []),
        ("Statt des angekündigten Rücktritts gibt es eine neue Fähre", []),
        ("توقعات الميناء", []),
        ("Review of harbour rules begins", []),
        ("column-shaped rock falls", []),
        ("Text messages: how boats talk", []),
        ("Dahl: Interview was a mistake", []),
        ("Harbour - a love story", []),
        ("Profile-raising visit to the harbour", []),
        ("", []),
        ("::: - | []()", []),
    ],
)
def test_a_headline_that_only_holds_such_a_word_names_nothing(headline: str, told: list[str]) -> None:
    """A label is the whole of what stands before the divider."""
    clean = headline.removeprefix("UPDATE 1-")
    article = Article(format="text", headlines=(Headline(value=headline), Headline(value=clean, role="clean")))
    assert [literal for literal, _ in _genres(article)] == told


def test_a_word_that_the_status_stage_took_off_counts() -> None:
    """WRAPUP 3- is a later lead, and a wrap-up."""
    taken = Status(signal=Signal.UPDATE, number=3, label="WRAPUP 3-")
    article = replace(MAKERS["headline"]("Harbours reopen"), status=taken)
    assert _genres(article) == [("genre:Wrapup", "headline")]


def test_the_feeds_own_word_stands_first_and_is_not_told_twice() -> None:
    """Its source stays the feed; other genres come behind it."""
    opinion = KNOWLEDGE.genres.genres["Opinion"]
    article = replace(
        MAKERS["headline"]("Opinion: Interview with a gull"),
        genres=(replace(opinion, creator="feed"),),
        section="Interviews",
    )
    assert _genres(article) == [("genre:Opinion", "feed"), ("genre:Interview", "section")]


def test_shape_is_silent_where_a_genre_is_known() -> None:
    """A brief that is an opinion is an opinion; "Current" says too little to silence it."""
    brief = _text("The harbour office counted four hundred boats on Friday, more than last year, it said.")
    known = Subject(name="Opinion", uri="http://cv.iptc.org/newscodes/genre/Opinion", literal="genre:Opinion")
    current = Subject(name="Current", uri="http://cv.iptc.org/newscodes/genre/Current", literal="genre:Current")
    assert _genres(brief) == [("form:brief", "shape")]
    assert _genres(replace(brief, genres=(known,))) == [("genre:Opinion", None)]
    assert _genres(replace(brief, genres=(current,)))[-1] == ("form:brief", "shape")


def test_tags_of_publishers_name_no_genre() -> None:
    """A page tagged "Poll" is about one; a wire's keyword says what it sends."""
    assert _genres(Article(format="html", keywords=("Poll",))) == []
    read_back = Article(format="ninjs3", keywords=("Poll",), field_sources={"keywords": "meta:keywords"})
    assert _genres(read_back) == []
    assert _genres(Article(format="newsml1", keywords=("Poll",))) == [("genre:Polls_and_Surveys", "keyword")]


def test_what_earlier_stages_know_is_a_genre() -> None:
    """Paid copy and notes to editors."""
    assert _genres(Article(format="text", flags=(Flag.PRESS_RELEASE,))) == [("genre:Press_Release", "status")]
    assert _genres(Article(format="text", status=Status(signal=Signal.ADVISORY))) == [("genre:Advisory", "status")]


RESULTS = ["Rovers 3 Harbour 1", "Lindesund 0 Faro 2", "Pier 1 Lock 1", "Dahl (NOR) 1:02.3 2", "Bee 1:02.9 3"]
FIXTURES = ["15:00 Rovers v Harbour", "15:00 Lindesund v Faro", "17:30 Pier v Lock", "19:45 Gulls v Cranes"]
LONG = "The harbour office said on Friday that the boats came for the calm water and stayed for the fish. " * 8
GAINS = "The Nikkei rose 1.2% and the Hang Seng fell 0.4 percent, while gold gained 2%. The Dow had lost 1%."


HEAT = "60 m, heat 1: " + ", ".join(f"{place}) Dahl HRC 6.{place}2" for place in range(1, 13))


@pytest.mark.parametrize(
    ("article", "form"),
    [
        (_text(*RESULTS), "results"),
        (_text("\n".join(RESULTS), tag="pre"), "results"),
        (_text(*FIXTURES), "fixtures"),
        (_text("Q: Who may fish?", "A: All may.", "Q: When?", "A: By day.", "Q: Where?", "A: Here."), "questions"),
        (_text("问：谁？", "答：都行。", "问：何时？", "答：白天。", "问：何处？", "答：这里。"), "questions"),
        (_text(LONG, "Who may fish?", LONG, "When may they?", LONG, "Where is the pier?", LONG), "questions"),
        (_text(LONG, "Who may fish?", "And when?", "And where?", LONG, LONG, LONG), None),  # nobody answers
        (_text(*([HEAT] * 6)), "results"),
        (_text(*([f"{HEAT}\ud800"] * 6)), "results"),
        (_text(*(f"{year}: The pier is built again." for year in range(1987, 1995))), "timeline"),
        (_text(*(f"{day}. Mai: Der Steg wird gebaut." for day in range(1, 9))), "timeline"),
        (_text(*(f"May {day} - The pier is built." for day in range(1, 9))), "timeline"),
        (_text(GAINS, LONG, LONG, LONG), "market-report"),
        (_text("She was born in Lindesund in 1944.", LONG, LONG, LONG, headline="Mara Dahl dies at 87"), "obituary"),
        (
            _text(
                "Sie wurde geboren in Oslo und hinterlässt Bilder.", LONG, LONG, LONG, headline="Malerin Dahl ist tot"
            ),
            "obituary",
        ),
        (_text(*(["Ferries are late."] * 6), tag="li"), "list"),
        (_text("The harbour office counted four hundred boats on Friday, more than last year."), "brief"),
        (_text("港务局周五统计了四百艘船，比去年多，渔民说船是为平静的水面而来的。", headline="港口统计船只"), "brief"),
        (_text(LONG, LONG, LONG), None),
        (_text("Boats."), None),
        (_text(LONG, LONG, LONG, headline="87 dead in ferry fire"), None),
        (_text("Four hundred boats.", "By 2031 there were 500, and 3 ferries."), None),
        (_text(), None),
    ],
)
def test_a_text_looks_like(article: Article, form: str | None) -> None:
    """One form or none."""
    assert shape.form_of(article, KNOWLEDGE) == form


@pytest.mark.parametrize("signal", [Signal.KILL, Signal.ADVISORY])
def test_what_is_no_story_has_no_shape(signal: Signal) -> None:
    """A kill of a brief is no brief."""
    assert shape.form_of(replace(_text(*RESULTS), status=Status(signal=signal)), KNOWLEDGE) is None


def test_an_alert_is_no_brief() -> None:
    """The fact alone: the story follows."""
    brief = _text("The harbour office counted four hundred boats on Friday, more than last year.")
    assert shape.form_of(replace(brief, status=Status(signal=Signal.ALERT)), KNOWLEDGE) is None


def test_every_shape_is_tried_and_listed() -> None:
    """The table has a confidence for each test, the code a test for each row."""
    assert ("fixtures", "results", *(form for form, _ in shape._TESTS)) == SHAPES
    assert KNOWLEDGE.genres.shapes.keys() == set(SHAPES)


def test_shares_are_looked_for_by_what_they_hold() -> None:
    """None is missed by the quick look."""
    assert all(any(part in share for part in shape._OF_SHARES) for share in shape._SHARES)


@pytest.mark.parametrize("headline", TABLE.fields["obituary"]["examples"])
def test_headlines_of_deaths_are_known(headline: str) -> None:
    """One of the words stands in each example."""
    assert KNOWLEDGE.genres.tells_death(headline)


WORDS = st.sampled_from(
    ["Opinion", "LIVE", "Review", ":", " - ", "-", "|", "[", "]", "(", ")", "Q&A", "x", "評論", "1"]
)
TEXTS = st.text(max_size=60) | st.lists(WORDS, max_size=12).map("".join)


@given(headline=TEXTS, slug=TEXTS, section=TEXTS, blocks=st.lists(TEXTS, max_size=8))
def test_any_article_has_the_same_few_genres_again(headline: str, slug: str, section: str, blocks: list[str]) -> None:
    """Total, deterministic, bounded; a second time nothing is added."""
    article = replace(_text(*blocks, headline=headline), slugline=slug, section=section)
    once = genre.genre(article, KNOWLEDGE)
    assert once == genre.genre(article, KNOWLEDGE)
    assert len(once.genres) <= genre.GENRES_MAX
    assert genre.genre(once, KNOWLEDGE) == once


@pytest.mark.parametrize("character", ["Ꮳ", "𐎀", "ᚠ"])
def test_scripts_of_no_row_name_nothing(character: str) -> None:
    """Abstains."""
    assert _genres(_text(character * 700, headline=f"{character * 5}: {character * 9}")) == []


def test_wrong_rows_are_named() -> None:
    """With the word that two rows claim, the code that IPTC has not, the confidence that is none."""
    row = {"code": "Opinion", "labels": ["Leader"], "examples": []}
    fields = {**TABLE.fields, "genre": [row, {**row, "form": "x"}]}
    with pytest.raises(ConfigError, match="'leader' is already taken"):
        genre_words(replace(TABLE, fields=fields), {"Opinion": "Opinion"})
    with pytest.raises(ConfigError, match="no genre of config/subjects"):
        genre_words(replace(TABLE, fields={**fields, "genre": [{**row, "code": "Opiniom"}]}), {"Opinion": "Opinion"})
    with pytest.raises(ConfigError, match="needs a code or a form"):
        genre_words(replace(TABLE, fields={**fields, "genre": [{"labels": ["x"]}]}), {})


@pytest.mark.parametrize(
    ("shape_row", "complaint"),
    [
        ({"form": "brief", "confidence": 101}, "from 1 to 100"),
        ({"form": "poem", "confidence": 50}, "allowed: fixtures"),
    ],
)
def test_wrong_shapes_are_named(shape_row: dict[str, object], complaint: str) -> None:
    """A confidence that is none, a form that nothing measures."""
    wrong = replace(TABLE, fields={**TABLE.fields, "shape": [shape_row]})
    with pytest.raises(ConfigError, match=complaint):
        genre_words(wrong, KNOWLEDGE.topics.genres)


def test_a_label_before_a_blank_in_a_script_without_blanks() -> None:
    """Japanese prints a wide blank behind it."""
    assert _genres(_text(headline="訃報 港の画家")) == [("genre:Obituary", "headline")]
