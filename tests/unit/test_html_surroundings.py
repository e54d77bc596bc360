"""What stands round a story: boxes of others, links between its paragraphs, lines below it."""

from trafilatura.utils import load_html

from worker.article import Block
from worker.formats.html import outline as html_outline
from worker.formats.html.page import lines_of
from worker.formats.html.surroundings import Frame, above, boxes_of, frame_of, furniture_of, linked_within
from worker.knowledge.loading import load

PAGES = load().pages
LEAD = Block(text="The council voted on Monday to build a bridge across the river after a debate of three hours.")
MORE = Block(text="Work is due to begin in the spring and to take four years, the mayor told reporters after the vote.")
STORY = (LEAD, MORE)


def _boxed(markup: str) -> list[str]:
    page = load_html(f"<html><body>{markup}</body></html>")
    return [story.title for story in boxes_of(lines_of(html_outline.read(page)), PAGES).related]


def _teaser(title: str) -> str:
    return (
        f"<div><h4><a href='/{title[:3]}'>{title}</a></h4><p>What the captain said when it came. {LEAD.text}</p></div>"
    )


TITLES = ["Ferry runs daily again in summer", "Pier to be closed for a year", "Captain retires after a storm"]


def test_a_box_of_stories_told_in_short_is_read_to_its_end() -> None:
    """The text below a headline ends no box where the next headline follows; the story's own text does."""
    assert _boxed("<h3>Related articles</h3>" + "".join(map(_teaser, TITLES))) == TITLES
    assert _boxed(f"<h3>Also read</h3>{_teaser(TITLES[0])}<p>{MORE.text}</p>" + f"<p>{MORE.text}</p>" * 4) == TITLES[:1]


def test_titles_of_few_wide_signs_are_titles() -> None:
    """Eight Chinese signs say as much as a line of letters; two are a section's name."""
    titles = ["太湖水位平稳回落", "호우주의보 발령"]
    links = "".join(f"<li><a href='/{number}'>{title}</a></li>" for number, title in enumerate(titles))
    assert _boxed(f"<h3>相关新闻</h3><ul>{links}<li><a href='/x'>更多</a></li></ul>") == titles


def test_more_from_a_house_is_a_box_where_titles_follow() -> None:
    """Not the words of a footer."""
    links = "".join(f"<li><a href='/{title[:3]}'>{title}</a></li>" for title in TITLES)
    assert _boxed(f"<h3>Mehr aus Lindau</h3><ul>{links}</ul>") == TITLES
    assert _boxed(f"<h3>More from the Crow</h3><ul><li><a href='/a'>Media kit</a></li>{links}</ul>") == []


def test_the_heading_of_a_link_is_its_title() -> None:
    """However long the text beside it is."""
    link = f"<a href='/x'><h4>{TITLES[0]}</h4><p>The captain said so on Friday, and the whole harbour laughed.</p></a>"
    assert _boxed(f"<h3>Related articles</h3>{link}") == TITLES[:1]


def test_a_link_between_paragraphs_gives_its_title_alone() -> None:
    """The labels in front have elements of their own; names and sentences that a mark parts stay whole."""
    labelled = f"<a href='/x'><span>Lesen Sie auch</span><b>Lindau</b><i>{TITLES[0]}</i></a>"
    named = "<a href='/y'>Jo Bee, <em>The harbour of the lost boats</em></a>"
    page = load_html(f"<html><body><p>{LEAD.text}</p><div>{labelled}</div><div>{named}</div><p>{MORE.text}</p></body>")
    lines = lines_of(html_outline.read(page))
    found = linked_within(lines, Frame(None, 0, len(lines) - 1), STORY)
    assert [story.title for story in found] == [TITLES[0], "Jo Bee, The harbour of the lost boats"]


def test_the_byline_of_a_story_below_is_not_this_ones() -> None:
    """A short story ends before it; a label such as "Disclaimer" parts nothing."""
    below = f"<h2>{TITLES[1]}</h2><p>By Max Typed</p><p>{MORE.text}</p>"
    story = f"<h1>{TITLES[0]}</h1><p>By Jo Bee</p><p>{LEAD.text}</p><h4>Disclaimer</h4><p>From a feed</p>"
    page = load_html(f"<html><body>{story}{below}</body></html>")
    lines = lines_of(html_outline.read(page))
    frame = frame_of(lines, TITLES[0], STORY[:1])
    assert furniture_of(lines, frame, STORY[:1], PAGES) == ("By Jo Bee", "Disclaimer", "From a feed")


def test_a_date_over_a_text_whose_headline_is_not_printed_is_read() -> None:
    """Right above it, beside a word or two: dates further up, and of other stories' titles, are not this one's."""
    told = f"<p>{LEAD.text}</p><p>{MORE.text}</p>"
    page = f"<p>Ferry runs daily again in summer 3.5.2024</p><p>2024-05-17 | Harbour</p>{told}"
    lines = lines_of(html_outline.read(load_html(f"<html><body>{page}</body></html>")))
    assert above(lines, Frame(None, 2, 3)) == ["2024-05-17 | Harbour"]
    assert above(lines, Frame(None, 1, 3)) == []
    assert above(lines, Frame(None, 0, 3)) == []
