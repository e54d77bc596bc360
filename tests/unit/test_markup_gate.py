"""What is cut off a page before it is parsed, and what is refused."""

import time

import pytest

from worker.markup.gate import admit
from worker.model import Limits, Reason, Rejected

LIMITS = Limits()


def test_scripts_styles_comments_and_drawings_are_cut() -> None:
    """Nothing of what no reader sees reaches a parser."""
    page = (
        "<p>a</p><script>if (a<b) '<h1>'</script><STYLE>p{}</style ><!-- <p>c</p> --><svg><path d='x'/></svg><p>b</p>"
    )
    assert admit(page, LIMITS).markup.replace(" ", "") == "<p>a</p><p>b</p>"


def test_json_ld_is_kept_apart() -> None:
    """The content of application/ld+json scripts is handed over, other scripts are not."""
    page = '<script type="application/ld+json">{"a": 1}</script><script>x()</script><p>t</p>'
    assert admit(page, LIMITS).json_ld == ('{"a": 1}',)


def test_an_unclosed_comment_takes_the_rest() -> None:
    """As in browsers; what stood before it stays."""
    assert admit("<p>story</p>" + "<!--" * 50_000, LIMITS).markup.strip() == "<p>story</p>"


def test_data_addresses_are_dropped() -> None:
    """A picture inside an attribute is no reason to refuse the page."""
    page = '<p>x</p><img src="data:image/png;base64,' + "A" * 300_000 + '">'
    assert len(admit(page, LIMITS).markup) < 100


def test_a_long_attribute_value_is_blanked() -> None:
    """State that a site keeps in an attribute costs the attribute, not the page."""
    page = '<div data-state="' + "x" * 150_000 + '"><p>story</p></div>'
    assert admit(page, LIMITS).markup == '<div data-state=""><p>story</p></div>'


def test_references_of_windows_1252() -> None:
    """Numbers that browsers read as windows-1252 are its characters; longer ones that begin so are other letters."""
    assert (
        admit("&#150; &#146 &#1504;&#1575; &#8217; &#27; &#126;", LIMITS).markup == "– ’ &#1504;&#1575; &#8217;  &#126;"
    )


def test_a_flood_of_inline_tags_is_unwrapped() -> None:
    """Ten thousand <em> and <b> keep their text and lose their tags."""
    markup = admit("<p>" + "<em>x</em><b>y</b> " * 10_000 + "</p>", LIMITS).markup
    assert markup == "<p>" + "xy " * 10_000 + "</p>"


@pytest.mark.parametrize(
    ("page", "limit"),
    [
        ("<div>" * 5_000, "markup_max_depth"),
        ("<a><ins></a>" * 3_000, "markup_max_depth"),
        ("<hr>" * 100_001, "markup_max_tags"),
        ("<p>x<br>" * 9_000, "blocks and links"),
        ("<figcaption>x" * 17_000, "blocks and links"),
        ("<p " + "a" * 100_001 + "=1>x", "attribute_max_bytes"),
    ],
)
def test_over_a_limit(page: str, limit: str) -> None:
    """Refused as too large, naming the limit."""
    with pytest.raises(Rejected) as refusal:
        admit(page, LIMITS)
    assert refusal.value.reason is Reason.TOO_LARGE
    assert limit in refusal.value.detail


@pytest.mark.parametrize("before", [0, 1, 49_998, 49_999, 50_000, 99_999, 150_001])
def test_a_long_tag_is_found_wherever_it_stands(before: int) -> None:
    """One of a character more than the limit is refused, one of the limit is not."""
    for size, refused in ((100_000, False), (100_001, True)):
        page = "x" * before + "<p " + "a" * (size - len("p ")) + ">x"
        if refused:
            with pytest.raises(Rejected, match="attribute_max_bytes"):
                admit(page, LIMITS)
        else:
            assert admit(page, LIMITS).markup == page


def test_unclosed_paragraphs_are_not_deep() -> None:
    """Elements whose end tags may be left out do not count as nesting."""
    assert admit("<p>x y z<li>a" * 7_500, LIMITS).markup


@pytest.mark.parametrize(
    ("reference", "text"),
    [
        ("&#27;", ""),
        ("&#x1B;", ""),
        ("&#0;", ""),
        ("&#xD800;", ""),
        ("&#150;", "–"),
        ("&#252;", "&#252;"),
        ("&#1234;", "&#1234;"),
    ],
)
def test_character_references(reference: str, text: str) -> None:
    """References to control characters vanish, those of windows-1252 become its characters, others stay."""
    assert admit(f"<p>a{reference}b</p>", LIMITS).markup == f"<p>a{text}b</p>"


@pytest.mark.parametrize(
    "piece",
    [
        "<!--",
        "<",
        "<a ",
        "<!",
        "<?x ",
        '<a href="',
        "<script>",
        "</scrip",
        "<html ",
        "data:",
        '="',
        "='",
        "&#",
        "&#0",
        "&",
        "<svg",
        "<!doctype ",
        "<em ",
        " ",
        "-->",
    ],
)
def test_time_is_linear(piece: str) -> None:
    """A megabyte of the worst a pattern can meet takes well under a second."""
    page = piece * (1_000_000 // len(piece))
    start = time.process_time()
    try:
        admit(page, LIMITS)
        admit("<script>" + page, LIMITS)
    except Rejected:
        pass
    assert time.process_time() - start < 2
