"""One agency's story on two sites: what a consumer counts it by is the same, what the sites differ in is kept apart."""

import json
from typing import Any

from worker import pipeline
from worker.knowledge.loading import Knowledge
from worker.model import Published, RawMessage
from worker.newsroom.fingerprint import distance

STORY = (
    "The port of Lindesund will be dredged from June, the port authority said on Friday.",
    "Ferries keep their timetable, but freighters have to wait outside until a second channel is marked.",
    '"We lose the herring season," said a man who speaks for the fishermen of the town.',
    "The town council voted for the plan by a narrow margin, after the mayor promised to pay for lost catches.",
)
PAGE = """<!doctype html><html lang="en"><head><title>Port to be dredged</title></head><body><article>
<h1>Port to be dredged from June</h1><p>LINDESUND (AFP) - {}</p><p>{}</p><p>{}</p><p>{}</p>
<p>hh/ts</p></article></body></html>"""
TEXT = """Harbour works to start in Lindesund

By AFP | Updated: May 17, 2024 09:15 IST

Lindesund, May 17 (AFP) {}

{}

{}

{}

Disclaimer: This post has been auto-published from an agency feed without any modifications to the text
"""


def published(value: str, knowledge: Knowledge) -> dict[str, Any]:
    """The one article of a record."""
    raw = RawMessage(topic="raw", partition=0, offset=0, timestamp_ms=1715947200000, value=value.encode())
    outcome = pipeline.handle(raw, knowledge).outcome
    assert isinstance(outcome, Published)
    (article,) = outcome.articles
    found: dict[str, Any] = json.loads(article.body)
    return found


def test_one_story_on_two_sites_has_one_fingerprint(knowledge: Knowledge) -> None:
    """Another headline, dateline, quotes, sign-off and disclaimer; page here, plain text there."""
    curly = [paragraph.replace('"', "”").replace("'", "’") for paragraph in STORY]
    page, text = published(PAGE.format(*curly), knowledge), published(TEXT.format(*STORY), knowledge)
    assert page["headlines"] != text["headlines"]
    assert page["agencyfeed"]["dateline"]["text"] != text["agencyfeed"]["dateline"]["text"]
    assert page["agencyfeed"]["fingerprint"] == text["agencyfeed"]["fingerprint"]
    assert page["uri"] != text["uri"]


def test_a_corrected_word_is_near_and_another_story_far(knowledge: Knowledge) -> None:
    """The SimHash orders them."""
    one = published(TEXT.format(*STORY), knowledge)["agencyfeed"]["fingerprint"]
    corrected = published(TEXT.format(*STORY).replace("narrow", "wide"), knowledge)["agencyfeed"]["fingerprint"]
    other = published(
        TEXT.format(
            "A school in Norrvik closed on Tuesday after water came through its roof.",
            "Pupils are taught in the church hall and in a sports club until the autumn.",
            "Parents had warned of the damage in a letter to the council last winter.",
            "The head teacher thanked the neighbours who carried books out of the rain.",
        ),
        knowledge,
    )["agencyfeed"]["fingerprint"]
    assert one["sha256"] != corrected["sha256"]
    assert distance(one["simhash"], corrected["simhash"]) <= 12
    assert distance(one["simhash"], other["simhash"]) >= 18
