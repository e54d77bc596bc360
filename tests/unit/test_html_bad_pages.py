"""What makes a page one without a story, by the lines it shows and the blocks that are taken for its text."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from worker.article import Block
from worker.formats.html.bad_pages import why_no_article
from worker.formats.html.metadata import Metadata
from worker.formats.html.page import Line
from worker.knowledge.loading import load

WORDS = load().pages
BRIEF = "The ferry to the outer islands stayed in port on Monday because of fog, the company said."
BANNER = Line(text="We use cookies. By clicking accept all you agree that we and our partners process data.")
HEADLINES = tuple(f"Bridge number {number} opens two months early" for number in range(8))


def _judged(body: Sequence[str], lines: Sequence[Line] = (), metadata: Metadata | None = None) -> str | None:
    blocks = [Block(text=text) for text in body]
    shown = (*lines, *(Line(text=text) for text in body))
    return why_no_article(metadata or Metadata(headline="Fog", titles=("Fog",)), shown, blocks, WORDS)


def _front(*, heading: bool) -> tuple[Line, ...]:
    """Eight headlines of other stories with a text below each."""
    return tuple(
        line
        for number, title in enumerate(HEADLINES)
        for line in (
            Line(text=title, href=f"/{number}", heading=heading),
            Line(text=f"The first cyclists crossed bridge {number} at six in the morning."),
        )
    )


def test_a_brief_is_a_story_whatever_stands_round_it() -> None:
    """One sentence below a cookie banner, a login box and a list of other stories."""
    login = Line(text="Already have an account? Log in to continue.")
    lines = (BANNER, login, *(Line(text=title, href="/x") for title in HEADLINES), Line(text="Fog", heading=True))
    assert _judged([BRIEF], lines) is None


def test_a_brief_below_a_link_is_no_teaser() -> None:
    """The name of its section or writer above it is a link like any other."""
    links = tuple(Line(text=title, href="/x") for title in HEADLINES)
    assert _judged([BRIEF], (*links, Line(text="By the harbour reporter in Westhaven", href="/team"))) is None


@pytest.mark.parametrize("lines", [(BANNER,), (Line(text="Please enable JavaScript to view this page."),)])
def test_a_wall_needs_nothing_else_on_the_page(lines: Sequence[Line]) -> None:
    """The same words are a wall where no paragraph is left, furniture where one is."""
    assert _judged([], lines) is not None
    assert _judged([BRIEF], lines) is None


@pytest.mark.parametrize(
    "brief",
    [
        "De duikers hebben hier niets gevonden, zei de politie van Westhaven na twee dagen zoeken in de oude haven.",
        "Die Taucher haben an dieser Stelle nichts gefunden, sagte die Polizei nach zwei Tagen Suche im Hafen.",
        "Rekaman kamera di pelabuhan mungkin telah dihapus, kata polisi Westhaven setelah dua hari mencari.",
    ],
)
def test_who_finds_nothing_is_no_error_page(brief: str) -> None:
    """Words of an error that any brief may hold are none of its phrases."""
    assert _judged([brief]) is None


def test_a_story_that_quotes_a_wall_is_a_story() -> None:
    """One paragraph with a phrase among others, however short, and whatever the headline says."""
    quote = "The page had shown nothing but the words: please complete the captcha."
    assert _judged([BRIEF, quote]) is None
    dated = Metadata(headline="404", titles=("404",), first_created=datetime(2024, 5, 1, tzinfo=UTC))
    assert _judged([BRIEF, quote], metadata=dated) is None


@pytest.mark.parametrize("heading", [True, False])
def test_a_front_is_made_of_headlines_and_the_texts_below(heading: bool) -> None:
    """Whatever is taken of it for the body; a paragraph of its own of some length makes it a story."""
    lines = _front(heading=heading)
    texts = [line.text for line in lines if not line.href]
    assert (_judged(texts, lines) or "").startswith("section front: ")
    assert _judged([BRIEF * 4, *texts], lines) is None


def test_few_of_a_front_are_enough_where_headings_are_links() -> None:
    """One text of eight: no story stands alone below the headline of another."""
    lines = _front(heading=True)
    assert (_judged([lines[1].text], lines) or "").startswith("section front: ")


def test_a_brief_with_few_others_below_is_a_story() -> None:
    """Their texts may be taken for its own; without it they are a front."""
    lines = _front(heading=True)[:8]
    teasers = [line.text for line in lines[1::2]]
    assert _judged([BRIEF, *teasers], lines) is None
    assert (_judged(teasers, lines) or "").startswith("section front: ")


@pytest.mark.parametrize("types", [{"og:article"}, {"newsarticle", "webpage"}])
def test_what_declares_itself_a_story_is_no_front(types: set[str]) -> None:
    """A briefing of linked headlines."""
    lines = _front(heading=True)
    metadata = Metadata(headline="Briefing", titles=("Briefing",), types=frozenset(types))
    assert _judged([line.text for line in lines], lines, metadata) is None


def test_a_list_may_carry_the_type_of_articles() -> None:
    """Some systems call every page an article; the list says what it is in JSON-LD."""
    lines = _front(heading=True)
    metadata = Metadata(headline="Local", titles=("Local",), types=frozenset({"og:article", "collectionpage"}))
    assert (_judged([lines[1].text], lines, metadata) or "").startswith("section front: ")


@pytest.mark.parametrize(
    ("counters", "refused"),
    [
        (("1/5", "2/5", "3/5", "4/5"), True),
        (("Bild 1 von 5", "Bild 2 von 5", "Bild 3 von 5", "Bild 4 von 5"), True),
        (("09:30", "10:30", "11:30", "12:30"), False),
        (("1/5", "2/6", "3/7", "4/8"), False),
    ],
)
def test_pictures_are_counted(counters: Sequence[str], *, refused: bool) -> None:
    """Four of one sum, and no clock times; what stands below each is its caption."""
    captions = [f"Sheep number {number} is led to the meadow above the line." for number in range(4)]
    lines = tuple(Line(text=text) for pair in zip(counters, captions, strict=True) for text in pair)
    blocks = [Block(text=text) for text in captions]
    found = why_no_article(Metadata(headline="Flood", titles=("Flood",)), lines, blocks, WORDS)
    assert (found or "").startswith("gallery: ") is refused


def test_a_slide_show_inside_a_story_does_not_cost_it() -> None:
    """One paragraph beside counted pictures is a brief, unless the page calls itself a gallery."""
    lines = (*(Line(text=f"{number}/5") for number in range(1, 6)), Line(text="Westhaven"))
    assert _judged([BRIEF], lines) is None
    gallery = Metadata(headline="In pictures: fog", titles=("In pictures: fog",))
    assert (_judged([BRIEF], lines, gallery) or "").startswith("gallery: ")


def test_a_page_that_is_marked_as_a_caption_as_a_whole_is_no_gallery() -> None:
    """A class of its outermost element says nothing of its lines."""
    texts = [f"Ferry number {number} stayed in port on Monday because of fog." for number in range(6)]
    lines = [Line(text="Fog", caption=True), *(Line(text=text, caption=True) for text in texts)]
    blocks = [Block(text=text) for text in texts]
    assert why_no_article(Metadata(headline="Fog", titles=("Fog",)), lines, blocks, WORDS) is None


@pytest.mark.parametrize(("types", "refused"), [({"videoobject"}, True), ({"videoobject", "newsarticle"}, False)])
def test_a_video_with_a_line_is_no_story(types: set[str], *, refused: bool) -> None:
    """Unless the page says that it is a story too, or the text is one."""
    metadata = Metadata(headline="Fog", titles=("Fog",), types=frozenset(types))
    assert (_judged([BRIEF], (), metadata) is not None) is refused
    assert _judged([BRIEF, BRIEF.upper(), BRIEF.title()], (), metadata) is None


def test_a_page_without_text_says_whether_it_shows_any() -> None:
    """Next to none: its script fills it; much: nothing of it is a story."""
    assert (_judged([]) or "").startswith("script shell: ")
    menu = tuple(Line(text=f"Service number {number} of the town hall") for number in range(20))
    assert (_judged([], menu) or "").startswith("empty page: ")


def test_short_sentences_over_a_table_are_a_story() -> None:
    """However short each is; without them the table is figures."""
    rows = tuple(f"Boat {number}\t{number}:31.4\t{100 - number}" for number in range(25))
    table = Block(tag="table", text="\n".join(rows))
    told = [Block(text=f"Boat number {number} was late at the start on Saturday morning.") for number in range(6)]
    shown = tuple(Line(text=text) for text in (*(block.text for block in told), *rows))
    assert why_no_article(Metadata(headline="Regatta", titles=("Regatta",)), shown, [*told, table], WORDS) is None
    figures = why_no_article(Metadata(headline="Regatta", titles=("Regatta",)), shown[6:], [table], WORDS)
    assert (figures or "").startswith("table page: ")


def test_few_headlines_are_a_front_at_the_sites_own_address() -> None:
    """Three links and the text below one; under any other address the text is a brief."""
    lines = [line for line in _front(heading=False)[:6] if line.href or "bridge 0" in line.text]
    home, inner = (
        Metadata(headline="Crow", titles=("Crow",), canonical_url=f"https://crow.example/{path}") for path in ("", "a")
    )
    assert "section front" in (_judged([lines[1].text], lines, home) or "")
    assert _judged([lines[1].text], lines, inner) is None


NEWSLETTER = "By signing up, you agree to our terms. You may unsubscribe at any time."


@pytest.mark.parametrize(
    ("title", "body", "signed", "refused"),
    [
        ("Sign up for the Harbour Brief", [BRIEF, NEWSLETTER], False, True),
        ("Newsletter abonnieren | Hafenpost", ["Jeden Morgen das Wichtigste. Jederzeit abbestellen."], False, True),
        ("Sign up for the Harbour Brief", [BRIEF, NEWSLETTER], True, False),
        ("Sign up for the harbour swim opens", [BRIEF], False, False),
        ("Fog", [BRIEF, NEWSLETTER], False, False),
    ],
    ids=["newsletter", "german", "dated", "no-form", "another-title"],
)
def test_a_form_for_a_newsletter_is_no_story(title: str, body: Sequence[str], *, signed: bool, refused: bool) -> None:
    """Its title and its own text say so; what a day signs is a story about one."""
    day = datetime(2024, 5, 17, tzinfo=UTC) if signed else None
    found = _judged(body, metadata=Metadata(headline=title, titles=(title,), first_created=day))
    assert (found is not None and "sign-up" in found) is refused


def test_words_of_a_menu_are_no_text() -> None:
    """A shell whose only text is its menu, run together; a sentence that a link holds is text."""
    menu = [Line(text=word, href="/x") for word in ("Suisse", "Monde", "Vaud")]
    assert _judged(["Suisse Monde Vaud Monde Vaud Suisse"], menu) is not None
    thai = "ชาวประมงเริ่มออกเรือตั้งแต่เช้ามืด หลังคลื่นลมในทะเลอันดามันอ่อนกำลังลง"
    for text in (BRIEF, thai):
        assert _judged([text], [Line(text=text, href="/x")]) is None


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (
            "Jornal da Serra - Site em manutenção",
            "Nosso site está passando por uma atualização programada. Voltaremos.",
        ),
        ("Tämä sisältö on tilaajille", "Jatka lukemista tilaamalla Hafenposten. Saat kaikki artikkelit heti."),
    ],
    ids=["maintenance", "subscribers"],
)
def test_walls_of_more_languages(title: str, body: str) -> None:
    """Their words are in the table."""
    assert _judged([body], metadata=Metadata(headline=title, titles=(title,))) is not None
