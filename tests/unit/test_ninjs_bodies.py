"""The texts of ninjs: which body of several, what in it is no text, and how it becomes blocks."""

from collections.abc import Mapping
from typing import Any

import pytest
from ninjs_trees import article

from worker.article import (
    Block,
)
from worker.knowledge.loading import Knowledge


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"body_html": "<p>One</p><p>Two</p>", "body_text": "One. Two."}, ["One", "Two"]),
        ({"body_text": "One\n\nTwo", "body_xhtml": ""}, ["One", "Two"]),
        ({"body_html": "<p> </p>", "body_text": "One"}, ["One"]),
        ({"bodies": [{"contentType": "text/plain", "value": "x"}, {"role": "xhtml", "value": "<p>One</p>"}]}, ["One"]),
        (
            {"bodies": [{"contenttype": "text/html", "value": "<p>One</p>"}, {"role": "html", "value": "<p>x</p>"}]},
            ["One"],
        ),
        (
            {
                "bodies": [
                    {
                        "contentType": "text/vnd.IPTC.NITF",
                        "value": "<nitf><body><body.head><hedline><hl1>H</hl1></hedline>"
                        "</body.head><body.content><p>One</p><p>Two</p></body.content></body></nitf>",
                    },
                    {"contentType": "text/plain", "value": "One Two"},
                ]
            },
            ["One", "Two"],
        ),
    ],
)
def test_one_body_of_several_is_taken(members: Mapping[str, Any], expected: list[str], knowledge: Knowledge) -> None:
    """The alternative with the most structure that holds any text."""
    found = article({"uri": "urn:x:1", "headline": "H", **members}, knowledge)
    assert [block.text for block in found.body] == expected


def test_notes_and_captions_inside_a_nitf_body_are_no_text(knowledge: Knowledge) -> None:
    """A note may have a body of its own, before the story's."""
    note = "<note><body.content><p>Call the desk</p></body.content></note>"
    media = "<media><media-caption><p>The port</p></media-caption></media>"
    value = f"<nitf><body>{note}<body.content><p>One</p>{media}</body.content></body></nitf>"
    found = article({"uri": "urn:x:1", "headline": "H", "body_nitf": value}, knowledge)
    assert [block.text for block in found.body] == ["One"]


def test_hard_wrapped_plain_text_is_joined(knowledge: Knowledge) -> None:
    """Lines of one width between blank lines are one paragraph; short lines are not."""
    wrapped = (
        "The ferry to the northern islands left the harbour\ntwo hours after its time on Friday, and nobody could\n"
        "say why.\n\nRed\nGreen"
    )
    found = article({"uri": "urn:x:1", "headline": "H", "body_text": wrapped}, knowledge)
    assert [block.text for block in found.body[1:]] == ["Red", "Green"]
    assert found.body[0].text.endswith("Friday, and nobody could say why.")


def test_markup_of_a_body_is_kept_as_blocks(knowledge: Knowledge) -> None:
    """Subheads, lists and text behind inline tags."""
    markup = "<h2>Late</h2><p>The <b>ferry</b> is late.</p><ul><li>fog</li></ul>"
    found = article({"guid": "1", "headline": "H", "body_html": markup}, knowledge)
    assert found.body == (
        Block(tag="h2", text="Late"),
        Block(text="The ferry is late.", html="The <strong>ferry</strong> is late."),
        Block(tag="li", text="fog"),
    )
