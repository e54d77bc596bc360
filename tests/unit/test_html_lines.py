"""Which extracted blocks are the story."""

from collections.abc import Callable

import pytest
from trafilatura.utils import load_html

from worker.article import Block, Related
from worker.formats.html import cues as html_cues
from worker.formats.html import outline as html_outline
from worker.formats.html.cues import calls_among, is_credit
from worker.formats.html.lines import Known, sort_blocks
from worker.formats.html.page import lines_of
from worker.formats.html.surroundings import boxes_of
from worker.knowledge.loading import load

PAGES = load().pages
LEAD = Block(text="The council voted on Monday to build a bridge across the river after a debate of three hours.")
MORE = Block(text="Work is due to begin in the spring and to take four years, the mayor told reporters after the vote.")
STORY = (LEAD, MORE)


def _link(title: str) -> Block:
    return Block(text=title, html=f'<a href="https://e.example/x">{title}</a>')


def test_a_repeated_title_and_what_is_above_it_leave() -> None:
    """Kicker, headline, byline and date at the top are not the story; byline and date stay readable as furniture."""
    top = (
        Block(text="Local"),
        Block(tag="h2", text="Bridge to be built"),
        Block(text="Jo Bee"),
        Block(text="12 May 2024, 10:30"),
    )
    found = sort_blocks((*top, *STORY), Known(titles=("Bridge to be built",), authors=("Jo Bee",)), PAGES)
    assert found.body == STORY
    assert found.furniture == ("Local", "Jo Bee", "12 May 2024, 10:30")


def test_lines_of_who_and_when_in_one_block_leave_each_for_itself() -> None:
    """Breaks part them; a programme of the day is the story's."""
    lines = ("By Jo Bee", "Published: 14 May 2024 11:45 BST", "Source: https://e.example/bridge")
    signed = Block(text=" ".join(lines), html="<br>".join(lines))
    found = sort_blocks((signed, *STORY), Known(), PAGES)
    assert (found.body, found.furniture) == (STORY, lines)
    text_only = ("Bridge to be built", "By The Associated Press", "Published: Friday, May 17, 2024 at 2:15 PM PDT")
    head = Block(text=" ".join(text_only), html="<br>".join(text_only))
    assert sort_blocks((head, *STORY), Known(), PAGES).body == STORY
    hours = ("10:00 The doors of the town hall open", "11:00 The mayor begins to read from the plans")
    programme = Block(text=" ".join(hours), html="<br>".join(hours))
    assert sort_blocks((programme, *STORY), Known(), PAGES).body == (programme, *STORY)


def test_the_authors_under_a_standfirst_and_at_the_end_are_no_paragraphs() -> None:
    """They stay readable; who is quoted, and a heading over an interview, are the story's."""
    said = (Block(text="– Jo Bee, harbour college, class of 2018"), Block(tag="h2", text="Jo Bee"), LEAD)
    signed, names = Block(text="von Jo Bee"), Block(text="Jo Bee, Ann Cee")
    found = sort_blocks((MORE, signed, *said, names), Known(authors=("Jo Bee", "Ann Cee")), PAGES)
    assert found.body == (MORE, *said)
    assert found.furniture == ("von Jo Bee", "Jo Bee, Ann Cee")


def test_a_date_before_the_title_stays_readable() -> None:
    """The line leaves the body whole."""
    line = "12.05.2024 10:30 Bridge to be built"
    found = sort_blocks((Block(text=line), *STORY), Known(titles=("Bridge to be built",)), PAGES)
    assert (found.body, found.furniture) == (STORY, (line,))


def test_a_story_that_only_repeats_its_title_keeps_it() -> None:
    """An alert of one line is not emptied."""
    alert = (Block(text="Bridge to be built"),)
    assert sort_blocks(alert, Known(titles=("Bridge to be built",)), PAGES).body == alert


@pytest.mark.parametrize(
    ("place", "block"),
    [
        (0, Block(tag="h2", text="A bridge to be built")),
        (2, Block(tag="h3", text="The other bank")),
    ],
    ids=["part-of-the-title", "heading-at-the-end"],
)
def test_what_the_model_is_sure_of_stays(place: int, block: Block) -> None:
    """A heading like the title or behind the text leaves, unless the block model knows that it belongs to the text."""
    blocks = (*STORY[:place], block, *STORY[place:])
    known = Known(titles=("A bridge to be built across the river",))
    sure = Known(titles=known.titles, sure=frozenset({block.text}))
    assert block not in sort_blocks(blocks, known, PAGES).body
    assert sort_blocks(blocks, sure, PAGES).body == blocks


def test_the_title_itself_leaves_however_sure_the_model_is() -> None:
    """What is repeated word for word, and the date below it, are no text: a model that errs errs on all of them."""
    top = (Block(text="Bridge to be built"), Block(text="12 May 2024, 10:30"))
    known = Known(titles=("Bridge to be built",), sure=frozenset(block.text for block in (*top, *STORY)))
    assert sort_blocks((*top, *STORY), known, PAGES).body == STORY


def test_links_elsewhere_become_related() -> None:
    """A paragraph that is one link, a label with its list, and a pointer: none is text."""
    blocks = (
        LEAD,
        _link("Ferry runs daily again in the summer"),
        Block(
            text="[ Full results: how each ward voted ]",
            html='<strong>[ </strong><a href="https://e.example/v">Full results: how each ward voted</a> ]',
        ),
        Block(
            text="(Film) The ferry race (2024)", html='(<a href="https://e.example/f">Film) The ferry race (2024</a>)'
        ),
        Block(tag="h3", text="Also read:"),
        Block(tag="li", text="Old mill burns", html='<a href="https://e.example/m?a=1&amp;b=2">Old mill burns</a>'),
        Block(
            text="Read more: Mayor wins second term",
            html='Read more: <a href="https://e.example/r">Mayor wins second term</a>',
        ),
        MORE,
    )
    found = sort_blocks(blocks, Known(), PAGES)
    assert found.body == STORY
    assert found.related == (
        Related(title="Ferry runs daily again in the summer", url="https://e.example/x"),
        Related(title="Full results: how each ward voted", url="https://e.example/v"),
        Related(title="(Film) The ferry race (2024)", url="https://e.example/f"),
        Related(title="Old mill burns", url="https://e.example/m?a=1&b=2"),
        Related(title="Mayor wins second term", url="https://e.example/r"),
    )


def test_a_linked_heading_over_its_text_stays() -> None:
    """A heading that is a link belongs to the story when text follows."""
    heading = Block(
        tag="h2",
        text="What the new rules mean for you",
        html='<a href="https://e.example/x">What the new rules mean for you</a>',
    )
    assert sort_blocks((LEAD, heading, MORE), Known(), PAGES).body == (LEAD, heading, MORE)


def test_a_page_of_links_keeps_them() -> None:
    """Where links are the text they are the story."""
    links = tuple(_link(f"A long enough title of story number {n}") for n in range(5))
    assert sort_blocks(links, Known(), PAGES).body == links


def test_captions_calls_and_tail_headings_leave() -> None:
    """Captions known from the page, calls to subscribe and headings over nothing."""
    extra = (
        Block(text="The old bridge in May"),
        Block(text="© 2024 The Crow"),
        Block(tag="h3", text="Comments on this"),
    )
    found = sort_blocks((*STORY, *extra), Known(captions=frozenset({"theoldbridgeinmay"})), PAGES)
    assert found.body == STORY
    assert found.furniture == ("The old bridge in May", "© 2024 The Crow")


@pytest.mark.parametrize(
    "line", ["Lesen Sie auch:", "اقرأ أيضا", "International Related Stories", "Related", "関連記事"]
)
def test_labels_of_related_stories(line: str) -> None:
    """Headings over links to other stories, in several languages."""
    assert html_cues.is_related_label(line, PAGES)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Lire aussi : La gare rouvre", "La gare rouvre"),
        ("WATCH | Storm hits", "Storm hits"),
        ("READ: Barge hits pier", "Barge hits pier"),
        ("Read: How to Go", None),
        ("He said: no", None),
    ],
)
def test_pointers(line: str, title: str | None) -> None:
    """A label with the other story's title behind it."""
    assert html_cues.pointed_to(line, PAGES) == title


def _is_call(line: str) -> bool:
    return bool(calls_among((line,)))


@pytest.mark.parametrize(
    ("line", "cue"),
    [
        ("Follow us on Facebook and X", _is_call),
        ("© 2024 The Crow. All rights reserved.", _is_call),
        ("SOURCE Crow Ferries Inc.", _is_call),
        (f"This website and associated newspapers adhere to the Independent Press Standards{' on' * 200}", _is_call),
        ("Photo: Jo Bee/Agency", html_cues.is_credit),
        ("Jo Bee/Getty Images", html_cues.is_credit),
        ("FREE RIDE. Passengers at the wharf. (Photo courtesy of the harbour)", html_cues.is_credited_caption),
        ("Passengers at the wharf on Friday. (PNA photo by Jo Bee)", html_cues.is_credited_caption),
        ("工人在加固堤坝。新华社发（林样 摄）", html_cues.is_credited_caption),
        ("Published 18 November 2019", html_cues.is_stamp),
        ("2025年1月14日 01時28分", html_cues.is_stamp),
        ("18:02", html_cues.is_clock),
        ("6.02 pm", html_cues.is_clock),
        ("18h02", html_cues.is_clock),
    ],
)
def test_cues(line: str, cue: Callable[[str], bool]) -> None:
    """Calls, credits and stamps are known."""
    assert cue(line)


def test_a_name_with_a_year_is_no_date() -> None:
    """A year by itself dates a word or three, not the name of an event."""
    assert html_cues.is_stamp("Published in May 2019")
    assert not html_cues.is_stamp("The 2018 Harbour Theatre tradition series")


@pytest.mark.parametrize(
    "line",
    [
        "People who sign up for automated savings will save more than people who do not.",
        "The minister said the paper had started a newsletter for pupils in 2019.",
        "In 2019 the town had 9,000 inhabitants.",
        "He was asked to share the prize, and said no.",
        "The photo shows a man with a hat.",
    ],
)
def test_sentences_are_no_cues(line: str) -> None:
    """Sentences with the same words are text."""
    block = Block(text=line)
    assert sort_blocks((LEAD, block, MORE), Known(), PAGES).body == (LEAD, block, MORE)


def test_text_that_is_marked_as_headings_stays() -> None:
    """Headings at the end stand over nothing, unless they are the paragraphs."""
    loud = Block(tag="h3", text=" ".join([LEAD.text] * 3))
    assert sort_blocks((LEAD, loud, Block(tag="h3", text="More")), Known(), PAGES).body == (LEAD, loud)


def test_a_class_of_the_whole_page_makes_no_captions() -> None:
    """Lines are captions by a class round a few of them."""
    paragraphs = "".join(f"<p>{number}</p>" for number in range(6))
    page = f'<html><body class="with-captions"><div class="caption"><p>Quay</p></div>{paragraphs}</body></html>'
    lines = lines_of(html_outline.read(load_html(page)))
    assert [line.text for line in lines if line.caption] == ["Quay"]


CALLS = """
Sign up for our letter|please subscribe to it|Follow us|Follow @post|Like us on X|Click here to go on|Join our Telegram
Get the app|Download our new app|Folgen Sie uns|Abonnieren Sie jetzt|abonniere uns|Jetzt abonnieren|Suivez-nous
Abonnez-vous|Inscrivez-vous|Síguenos|Suscríbete|Suscríbase|Iscriviti|Seguici su X|Inscreva-se|Siga-nos|Volg ons
Schrijf je in|Abonnér|Prenumerera|Bizi takip|Ikuti kami|Подписывайтесь|Підписуйтесь|Read more about the pier
Our newsletter|WhatsApp-Kanal|We may earn a small commission|may earn us a commission|All rights reserved
Alle Rechte vorbehalten|Tous droits réservés|Todos los derechos reservados|Todos os direitos reservados
Tutti i diritti riservati|無断転載|무단전재|Copyright © 2024|Privatsphäre-Einstellungen
Have a correction? Write to us|Spotted an error?|Found any typos?|Report a mistake|Suggest a correction
Fehler gefunden?|Haben Sie einen Fehler entdeckt?|Signaler une erreur|¿Encontraste un error?|Encontrou algum erro?
Hai trovato un errore?|Foutje gezien?|Нашли ошибку? Выделите её|Заметили опечатку?
Become a member today|We are funded by our readers|The Crow is a reader-supported publication.
The Crow is funded by its readers. If you like it, join us|Join as a paid subscriber now|재판매 및 DB 금지
If you enjoyed this story, follow me
Clique aqui e leia|Cliquez ici pour lire|Haz clic aquí para leer|Haga clic aquí y lea|Clicca qui per
This article has been sent to you|For personal, non-commercial use only|© 2024|ⓒ 2024|(c) 2024|Copyright 2024
"""


@pytest.mark.parametrize("line", [line for row in CALLS.strip().split("\n") for line in row.split("|")])
def test_calls_are_known_by_their_words(line: str) -> None:
    """In capitals and small letters: no word that opens an expression is missing from those looked for first."""
    assert _is_call(line)
    assert _is_call(line.upper()) or line.upper().casefold() != line.casefold()


@pytest.mark.parametrize(
    "line",
    [
        "The report found an error in the count.",
        "Officials said they had a correction in mind.",
        "Fehler kosten",
        "Police asked witnesses to contact Jo Bee at the station.",
        "If you like this pier, you will love the next one.",
        "He wants to become a member of the board.",
        "Norway could become a member today if its parliament votes for it.",
        "The inquiry was first reported by the Lighthouse, an independent site that is funded by its readers.",
        "The Beacon, a reader-supported weekly, said that its editor had been released after a night in custody.",
    ],
)
def test_stories_of_errors_are_no_calls(line: str) -> None:
    """Nobody is asked to report one."""
    assert not _is_call(line)


@pytest.mark.parametrize(
    "line", ["Photo: Jo Bee", "bild von /x", "(AP Photo/Jo Bee)", "Jo Bee via Getty", "Jo | Reuters", "Jo VIA AFP"]
)
def test_credits_are_known_by_their_signs(line: str) -> None:
    """Each has one of the signs that are looked for first."""
    assert is_credit(line)


def test_a_table_of_contents_points_to_no_other_story() -> None:
    """Links to places of the page are its own headings, whatever the box is called."""
    page = """<html><body><h3>Read more</h3><ul><li><a href="#why">Why the old bridge must go</a></li>
    <li><a href="/2024/ferry">Ferry runs daily again in summer</a></li></ul></body></html>"""
    found = boxes_of(lines_of(html_outline.read(load_html(page))), PAGES)
    assert [story.title for story in found.related] == ["Ferry runs daily again in summer"]


@pytest.mark.parametrize(
    "line", ["(She took the photo herself)", "他说，这张照片是他拍摄的。", "The ferry (built in 1963)"]
)
def test_sentences_are_no_captions(line: str) -> None:
    """A bracket at the end says who made a picture only in its words."""
    assert not html_cues.is_credited_caption(line)


def test_what_stands_over_the_lead_and_says_nothing_leaves() -> None:
    """Stars of a rating, buttons for the size of letters, the house's name, a credit with two clocks."""
    lines = ("1", "2", "A-", "Crow Post", "Crow-ATS17 mai 2024, 09:04Mis à jour: 17 mai 2024, 10:20")
    top = [Block(tag="li" if line.isdigit() else "p", text=line) for line in lines]
    assert sort_blocks((*top, *STORY), Known(house="Crow Post"), PAGES).body == STORY
    figure = Block(text="1,204")
    assert sort_blocks((LEAD, figure, MORE), Known(house="Crow Post"), PAGES).body == (LEAD, figure, MORE)


def test_the_one_text_in_a_box_of_a_picture_is_its_caption() -> None:
    """Two texts may be a story."""
    tree = load_html("<body><div class='photoBox r'><p>A ferry</p></div><div class='photoBox'><p>B</p><p>C</p></div>")
    assert [line.caption for line in lines_of(html_outline.read(tree))] == [True, False, False]
