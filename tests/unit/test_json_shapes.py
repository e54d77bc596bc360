"""JSON documents told apart: each feed format by its own marks, alone, in lists, and inside an interface's answer."""

import json
from typing import Any

import pytest

from worker.envelope.opening import open_envelope
from worker.formats import FAMILIES
from worker.model import Hints, Limits, RawMessage, Reason, Rejected
from worker.sniff import sniff

NINJS1 = {"uri": "urn:x:1", "versioncreated": "2024-05-17T09:00:00Z", "headline": "Works", "body_html": "<p>x</p>"}
NINJS2 = {"uri": "urn:x:2", "versioncreated": "2024-05-17T09:00:00Z", "headlines": [{"value": "Works"}], "bodies": []}
NINJS3 = {"uri": "urn:x:3", "versionCreated": "2024-05-17T09:00:00Z", "headlines": [{"value": "Works"}]}
WIRE = {"format": "digitalwires@0.9.1", "entry_id": "a", "urn": "urn:x:4", "headline": "Works", "article_html": None}
AP = {"uri": "https://x.example/1", "altids": {"itemid": "1"}, "type": "text", "headline": "Works"}
POST = {"id": 1, "link": "https://x.example/", "title": {"rendered": "Works"}, "content": {"rendered": "<p>x</p>"}}
STORY = {
    "title": "Works",
    "author": "Ida Holm",
    "url": "https://x.example/",
    "content": "x",
    "publishedAt": "2024-05-17",
}


def read_as(tree: Any) -> str:
    """The format that the bytes of `tree` are read as."""
    raw = RawMessage(topic="t", partition=0, offset=0, value=json.dumps(tree).encode())
    return sniff(open_envelope(raw, Limits(), Hints()), FAMILIES)


@pytest.mark.parametrize(
    ("tree", "name"),
    [
        (NINJS1, "ninjs1"),
        ({"guid": "1", "pubstatus": "canceled", "type": "text"}, "ninjs1"),
        (NINJS2, "ninjs2"),
        (NINJS3, "ninjs3"),
        ({"headlines": [{"value": "x"}], "bodies": []}, "ninjs3"),
        ({"standard": {"name": "ninjs", "version": "3.1"}, "uri": "urn:x:5", "title": "Works"}, "ninjs3"),
        ({"standard": {"name": "ninjs", "version": "2.1"}, "uri": "urn:x:5", "title": "Works"}, "ninjs2"),
        ({"$standard": {"name": "ninjs", "version": "1.4"}, "uri": "urn:x:5", "title": "Works"}, "ninjs1"),
        ({"total": 1, "limit": 20, "offset": 0, "item": [NINJS1]}, "bbc_ninjs"),
        (WIRE, "digitalwires_json"),
        ({"urn": "urn:x:4", "entry_id": "a", "headline": "Works"}, "digitalwires_json"),
        ({"data": {"item": AP}}, "ap_media_json"),
        ({"data": {"items": [{"meta": {}, "item": AP}]}}, "ap_media_json"),
        (AP, "ap_media_json"),
        (POST, "wordpress_json"),
        ({"version": "https://jsonfeed.org/version/1.1", "items": []}, "json_feed"),
        ({"status": "ok", "articles": [STORY]}, "news_api"),
        (STORY, "news_api"),
        ({"headline": "x", "body": "y"}, "news_api"),
    ],
)
def test_a_document_is_read_as_what_it_is(tree: Any, name: str) -> None:
    """By its keys, whatever their order."""
    assert read_as(tree) == name
    if isinstance(tree, dict):
        assert read_as(dict(reversed(tree.items()))) == name


@pytest.mark.parametrize(
    ("item", "name"),
    [
        (NINJS1, "ninjs1"),
        (NINJS2, "ninjs2"),
        (NINJS3, "ninjs3"),
        (WIRE, "digitalwires_json"),
        (AP, "ap_media_json"),
        (POST, "wordpress_json"),
        (STORY, "news_api"),
    ],
)
@pytest.mark.parametrize("key", [None, "items", "entries", "results", "posts"])
def test_a_list_is_read_as_its_items_are(item: Any, name: str, key: str | None) -> None:
    """A bare list, or one in an answer; an entry that is nothing does not hide the others."""
    entries = [None, {}, item, item]
    assert read_as({key: entries, "count": 4} if key else entries) == name


@pytest.mark.parametrize(
    "tree", [{"items": [{"v": 1}]}, {"items": []}, {"results": [1, 2]}, [[1], [2]], {"v": {"w": 1}}]
)
def test_lists_of_nothing_known_are_refused(tree: Any) -> None:
    """With a reason, as every document of no format."""
    with pytest.raises(Rejected) as caught:
        read_as(tree)
    assert caught.value.reason is Reason.UNSUPPORTED_FORMAT


def test_an_envelope_round_a_feed_format_is_opened() -> None:
    """The payload inside counts, as a string or as an object."""
    assert read_as({"url": "https://x.example/", "payload": json.dumps(NINJS3)}) == "ninjs3"
    assert read_as({"url": "https://x.example/", "payload": NINJS1}) == "ninjs1"
