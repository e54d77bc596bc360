"""Plain text: what of a page is the story, whatever the language; what is no story at all."""

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from text_pages import KNOWLEDGE, parsed, texts_of, whole

from worker.formats.text import parser as text
from worker.model import Document, Reason, Rejected
from worker.syndicated import Grade

PAGE = """
City
Epaper

Ferry sails after all, its captain says

By IANS | Updated: June 3, 2024 09:15 IST

Lindpur, June 3 (IANS/DPA) The ferry that no one believed in sailed for the first time ...

Open in App

Lindpur, June 3 (IANS/DPA) The ferry that no one believed in sailed for the first time on Monday.

"It floats," said captain Jo Bee.

Nobody had asked her.

Disclaimer: This text was auto-published from an agency feed and has not been reviewed by an editor

Open in App

Related Stories

BusinessHarbour fees fall for third year

CricketCrew wins the cup

National Realted Stories

NationalIsland votes on bridge
"""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_a_page_comes_out_whole(end: str) -> None:
    """Menu, byline, teaser, prompts, notice and other stories are told from the story, whatever ends the lines."""
    article = whole(PAGE.replace("\n", end))
    assert article.headline == "Ferry sails after all, its captain says"
    assert texts_of(article) == [
        "Lindpur, June 3 (IANS/DPA) The ferry that no one believed in sailed for the first time on Monday.",
        '"It floats," said captain Jo Bee.',
        "Nobody had asked her.",
    ]
    assert article.furniture == ("City", "Epaper", "By IANS | Updated: June 3, 2024 09:15 IST")
    assert [source.name for source in article.info_sources] == ["IANS", "DPA"]
    assert article.dateline is not None
    assert article.dateline.date == "2024-06-03"
    assert article.syndication.grade is Grade.SYNDICATED
    assert article.section == "National"
    assert [(story.section, story.title) for story in article.related] == [
        ("Business", "Harbour fees fall for third year"),
        ("Cricket", "Crew wins the cup"),
        ("National", "Island votes on bridge"),
    ]


def test_a_page_without_blank_lines_is_the_same() -> None:
    """Line by line."""
    dense = "\n".join(line for line in PAGE.splitlines() if line)
    assert whole(dense) == whole(PAGE)


@pytest.mark.parametrize(
    ("data", "headline", "body"),
    [
        (
            "Ferry sails\n\nThe ferry sailed on Monday, people said.\n\nIt floats.",
            "Ferry sails",
            ["The ferry sailed on Monday, people said.", "It floats."],
        ),
        (
            "The ferry sailed on Monday, people said.\n\nIt floats.",
            None,
            ["The ferry sailed on Monday, people said.", "It floats."],
        ),
        ("LINDPUR, April 15 (Yonhap) -- Ferry sails", None, ["LINDPUR, April 15 (Yonhap) -- Ferry sails"]),
        ("Ferry sails", None, ["Ferry sails"]),
        (
            "Ferry sails\nHow she did it\nThe ferry sailed on Monday, people said.",
            "Ferry sails",
            ["How she did it", "The ferry sailed on Monday, people said."],
        ),
        ("Home > World > Islands\nFerry sails at last\nBy Jo Bee\nIt floats.", "Ferry sails at last", ["It floats."]),
        (
            "World\nFerry sails at last\nIt floats, said its captain.",
            "Ferry sails at last",
            ["It floats, said its captain."],
        ),
        (
            "العبّارة تبحر أخيرا\n\nأبحرت العبّارة يوم الاثنين بعد سبعة أشهر من العمل.\n\nوقالت القبطان إنها تطفو.",
            "العبّارة تبحر أخيرا",
            ["أبحرت العبّارة يوم الاثنين بعد سبعة أشهر من العمل.", "وقالت القبطان إنها تطفو."],
        ),
        (
            "渡船终于启航\n\n2024-04-02 15:12\n\n新华社成都4月2日电 渡船周一首次启航。\n\n船长说它能浮。",
            "渡船终于启航",
            ["新华社成都4月2日电 渡船周一首次启航。", "船长说它能浮。"],
        ),
        (
            "नाव आख़िर चली\n\nभोपाल, 11 जून (भाषा) नाव सोमवार को पहली बार चली।\n\nवह तैरती है।",
            "नाव आख़िर चली",
            ["भोपाल, 11 जून (भाषा) नाव सोमवार को पहली बार चली।", "वह तैरती है।"],
        ),
    ],
)
def test_stories_without_a_page_round_them(data: str, headline: str | None, body: list[str]) -> None:
    """Headline and paragraphs, paragraphs alone, an alert, any script."""
    article = parsed(data)
    assert (article.headline, texts_of(article)) == (headline, body)


def test_a_standfirst_is_a_description() -> None:
    """What stands between headline and byline, in a sentence."""
    article = parsed("Ferry sails after all\nIts captain had always known that\nBy Jo Bee\nIt floats, she said.")
    assert [description.value for description in article.descriptions] == ["Its captain had always known that"]
    assert texts_of(article) == ["It floats, she said."]


def test_a_wire_text_with_its_sign_off() -> None:
    """Broken lines joined, indented ones apart; the sign-off out."""
    data = (
        "Ferry sails\r\n\r\n"
        "   LINDPUR, Oct. 12 (Yonhap) -- The ferry that no one had ever believed in\r\n"
        "sailed for the first time on Monday morning, as its captain had always said\r\n"
        "it would, and came back before the tide.\r\n"
        "   Nobody asked her how she had done it, and those who saw her build it were\r\n"
        "looking the other way.\r\n\r\n"
        "hh/ts\r\n"
    )
    article = whole(data)
    assert [text[:16] for text in texts_of(article)] == ["LINDPUR, Oct. 12", "Nobody asked her"]
    assert texts_of(article)[1].endswith("were looking the other way.")
    assert article.sign_off == "hh/ts"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("", Reason.EMPTY_INPUT),
        (" \n\t\r\n \u2028\ufeff", Reason.EMPTY_INPUT),
        ("City\nEpaper\nOpen in App", Reason.NO_ARTICLE),
        ("Related Stories\n\nFerry late\n\nBridge late", Reason.NO_ARTICLE),
        ("Disclaimer: This text was auto-published from an agency feed.", Reason.NO_ARTICLE),
        ("Home\n\nAlso Read: Ferry late\n\n--IANS", Reason.NO_ARTICLE),
        ("\ufffd", Reason.NO_ARTICLE),
    ],
)
def test_what_is_no_article_is_rejected(data: str, reason: Reason) -> None:
    """Blank, or furniture and other stories only; the reason holds no text of the payload."""
    with pytest.raises(Rejected) as caught:
        parsed(data)
    assert caught.value.reason is reason


def test_the_envelopes_word_is_kept() -> None:
    """Language, publisher, address and time of the fetch."""
    document = Document(
        data=b"Ferry sails.",
        format="text",
        language="en",
        publisher="Daily Harbour",
        url="https://site.example/a",
    )
    (article,) = text.parse(document, KNOWLEDGE)
    assert (article.language, article.publisher, article.canonical_url) == (
        "en",
        "Daily Harbour",
        "https://site.example/a",
    )
    assert article.field_sources["publisher"] == "envelope"


@given(st.text(max_size=400) | st.lists(st.sampled_from(PAGE.splitlines()), max_size=25).map("\n".join))
def test_any_text_is_an_article_or_rejected(data: str) -> None:
    """Nothing else is ever raised; an article has a headline or a body."""
    try:
        article = parsed(data)
    except Rejected as exc:
        reason: Reason | None = exc.reason
    else:
        reason = None
        assert article.headline or article.body
    assert reason in {None, Reason.EMPTY_INPUT, Reason.NO_ARTICLE}


@pytest.mark.parametrize(
    "data",
    [
        "Open in App\n\n" * 80_000,
        "Related Stories\n\n" * 6_000,
        PAGE.split("Open in App")[1] + "Disclaimer: auto-published from an agency feed\n\n" * 3_000,
        "By Jo Bee | Updated: May 17, 2024 17:50 IST\n" * 10_000,
        "(a\n" * 50_000,
        "Lindpur, May 17 (" * 30_000,
        "12:30 1.2.2024 " * 30_000,
        "x" * 1_000_000,
        "a" + " " * 1_000_000 + "b",
        "Related Stories\nIt floats.\n" * 5_000,
    ],
    ids=["prompts", "headings", "notices", "bylines", "brackets", "datelines", "dates", "word", "blanks", "boxes"],
)
def test_hostile_texts_are_quick(data: str) -> None:
    """A second of CPU at most, on a slow machine three."""
    start = time.process_time()
    with suppress(Rejected):
        whole(data)
    assert time.process_time() - start < 3.0


def test_short_paragraphs_are_not_joined() -> None:
    """Lines of about one length that begin with quotes or capitals are paragraphs, not a broken line."""
    lines = ['LINDEN (AP) - "We saw three boats," said Jo Bee, who had come from the harbour by noon',
             '"We saw four boats," said Al Cee, who had come from the harbour later than the others']  # fmt: skip
    assert [block.text for block in parsed("\n".join(lines)).body] == lines
