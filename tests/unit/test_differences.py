"""Two versions' outputs compared: joined by place, changed fields counted, limits, the page."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.differences import page as pages
from worker.differences import report, volatile
from worker.differences.comparison import Change, Difference, Tally, changes, compare
from worker.differences.outputs import Kind, Output, anonymous, output_of, outputs
from worker.differences.report import Limit, Limits
from worker.knowledge.tables import ConfigError, parsed
from worker.model import DeadLetter, RawMessage, Reason
from worker.output_records import Route, records_of

VOLATILE = volatile.load()
ROUTE = Route(output_topic="out", dead_letter_topic="dead", output_max_bytes=2**30, dead_letter_max_bytes=2**30)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)


def article(offset: int, item: int = 0, *, topic: str = "raw", version: str = "1", **fields: Any) -> RawMessage:
    """An article's record."""
    source = {"topic": topic, "partition": 1, "offset": offset, "format": "nitf", "item": item}
    body = {"uri": f"urn:{offset}/{item}", "infoSources": [{"name": "IANS", "role": "provider"}], **fields}
    body["agencyfeed"] = {"source": source, "worker": {"version": version, "rules": version}}
    return RawMessage(topic="articles", partition=0, offset=0, value=orjson.dumps(body))


def dead(offset: int, reason: Reason = Reason.PARSE_ERROR) -> RawMessage:
    """A dead letter's record, as the worker makes it."""
    raw = RawMessage(topic="raw", partition=1, offset=offset, value=b"<x")
    (record,) = records_of(raw, DeadLetter(reason=reason, stage="parse:nitf", detail="broken"), ROUTE)
    return RawMessage(topic="dead", partition=0, offset=0, value=record.value, headers=record.headers)


def compared(old: Sequence[RawMessage], new: Sequence[RawMessage]) -> tuple[list[Difference], Tally]:
    """All differences and the tally."""
    tally = Tally()
    return list(compare(outputs(old), outputs(new), VOLATILE, tally)), tally


def test_the_same_outputs_in_another_order_and_of_another_version() -> None:
    """Nothing differs: order, version and rules do not count."""
    old = [article(1), article(1, item=1), dead(2), article(3)]
    new = [article(3, version="2"), article(1, item=1, version="2"), article(1), dead(2)]
    found, tally = compared(old, new)
    assert (found, tally.same, tally.old_total) == ([], 4, 4)


def test_changed_fields_are_counted_by_agency_and_format() -> None:
    """Once a place, whatever a list holds."""
    old = [article(1, headlines=[{"value": "a"}, {"value": "b"}]), article(2, located="Oslo")]
    new = [article(1, headlines=[{"value": "x"}, {"value": "y"}]), article(2, bodies=[])]
    found, tally = compared(old, new)
    assert tally.changed == 2
    assert {path: dict(field.kinds) for path, field in tally.fields.items()} == {
        "headlines[].value": {"changed": 1},
        "located": {"removed": 1},
        "bodies": {"added": 1},
    }
    assert tally.fields["located"].agencies == {"IANS": 1}
    assert tally.fields["located"].formats == {"nitf": 1}
    assert found[1].changes == (Change("located", "Oslo", None), Change("bodies", None, []))


def test_scores_are_the_same_within_their_bounds() -> None:
    """The last digit of a model's score is the processor's; a score that moved, or went, is a change."""
    path = "agencyfeed.bodyConfidence"
    assert VOLATILE.same_score(path, 0.97, 0.971)
    assert not VOLATILE.same_score(path, 0.97, 0.5)
    assert not VOLATILE.same_score(path, 0.97, None)
    assert not VOLATILE.same_score("wordCount", 0.97, 0.971)


def test_missing_new_and_repeated() -> None:
    """What one side alone has; a copy that at-least-once left is neither."""
    found, tally = compared([article(1), article(2), article(2)], [article(2), article(4), article(4)])
    assert (tally.same, tally.missing, tally.new, tally.repeated) == (1, 1, 1, 2)
    assert [(one.one.name, one.old is None) for one in found] == [("raw-1@1", False), ("raw-1@4", True)]


def test_another_outcome_is_one_change() -> None:
    """Not the loss of every field of the article; another reason is a change of that field."""
    found, tally = compared([article(1), dead(2)], [dead(1), dead(2, Reason.NO_ARTICLE)])
    assert list(tally.fields) == ["outcome", "dlq.reason"]
    assert found[0].changes == (Change("outcome", "published", "dead_lettered: parse_error"),)


@pytest.mark.parametrize(
    "raw",
    [
        RawMessage(topic="t", partition=0, offset=0),
        RawMessage(topic="t", partition=0, offset=0, value=b"<html>"),
        RawMessage(topic="t", partition=0, offset=0, value=b"[1]"),
        RawMessage(topic="t", partition=0, offset=0, value=b'{"agencyfeed": {"source": {"topic": "t"}}}'),
        RawMessage(topic="t", partition=0, offset=0, headers=(("dlq.reason", b"x"),)),
        RawMessage(topic="t", partition=0, offset=0, headers=(("dlq.reason", None), ("dlq.source.topic", b"t"))),
    ],
)
def test_what_is_no_output_is_passed_over(raw: RawMessage) -> None:
    """Raw messages, tombstones, broken ones."""
    assert output_of(raw) is None


def test_topics_of_two_names() -> None:
    """A recording that was played into another topic is joined by partition and offset."""
    pair = [output_of(article(1, topic=topic)) for topic in ("raw", "raw-copy")]
    one, other = (anonymous(output) for output in pair if output)
    assert (one.place, one.tree) == (other.place, other.tree)


@given(old=JSON, new=JSON)
def test_changes_are_found_exactly_where_values_differ(old: Any, new: Any) -> None:
    """None for equal values, at least one for others (null and absent mean the same in a member)."""
    found = list(changes(old, new))
    if old == new and orjson.dumps(old) == orjson.dumps(new):
        assert found == []
    assert all(change.old != change.new or type(change.old) is not type(change.new) for change in found)
    assert bool(found) == (_bare(old) != _bare(new))


def _bare(value: Any) -> Any:
    """The value without members that are null, with booleans told from numbers."""
    if isinstance(value, dict):
        return {name: _bare(one) for name, one in value.items() if one is not None}
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        return [_bare(item) for item in value]
    return (type(value).__name__, value)


@pytest.mark.parametrize(
    ("text", "count", "total", "allowed"),
    [("0", 0, 9, True), ("0", 1, 9, False), ("3", 3, 9, True), ("0.5%", 5, 1000, True), ("0.5%", 6, 1000, False)],
)
def test_limits(text: str, count: int, total: int, allowed: bool) -> None:
    """A count or a share."""
    assert Limit.parse(text).allows(count, total) is allowed


@pytest.mark.parametrize("text", ["", "x", "-1", "-1%", "%", "inf%", "0.5"])
def test_limits_that_are_none(text: str) -> None:
    """Refused."""
    with pytest.raises(ValueError, match=rf"^{re.escape(repr(text))} is neither"):
        Limit.parse(text)


def test_what_exceeds_is_named() -> None:
    """Count, share and limit."""
    tally = Tally(same=98, changed=2, new=1)
    assert list(Limits(changed=Limit(share=0.01), new=Limit(count=1)).exceeded(tally)) == [
        "2 changed (2.00%), 1 % allowed"
    ]


def test_text_and_json_say_the_same() -> None:
    """Sums, fields, places."""
    found, tally = compared([article(1, located="Oslo"), article(2)], [article(1, located="Rome")])
    text = list(report.lines(tally, found))
    assert text[0] == "2 outputs in A: 0 same, 1 changed (50.00%), 1 missing, 0 new"
    assert text[3].split() == ["located", "1", "0", "0", "IANS", "1", "nitf", "1"]
    assert text[-2:] == ["raw-1@1: located", "raw-1@2: missing in B"]
    said = report.as_json(tally, found, ["x"])
    assert said["fields"] == {"located": {"changed": 1, "agencies": {"IANS": 1}, "formats": {"nitf": 1}}}
    assert said["differences"][0]["changes"] == [{"field": "located", "a": "Oslo", "b": "Rome"}]
    assert said["differences"][1]["only_in"] == "a"
    assert orjson.dumps(said)


def test_the_page_marks_words_and_escapes_everything() -> None:
    """Side by side, with nothing that a text could smuggle in, and nothing fetched from anywhere."""
    old, new = "The <b>old</b> harbour", "The <script>new</script> harbour"
    found, tally = compared([article(1, located=old), article(2)], [article(1, located=new)])
    html = "".join(pages.page(tally, found, ("a<b", "b")))
    assert "<td dir='auto'>The <del>&lt;b&gt;old&lt;/b&gt; </del>harbour</td>" in html
    assert "<ins>&lt;script&gt;new&lt;/script&gt; </ins>" in html
    assert "Only in A." in html
    assert "a&lt;b" in html
    assert "src=" not in html.replace("default-src", "").replace("style-src", "")
    assert "http" not in html.replace("http-equiv", "")


def test_long_texts_are_compared_by_lines_in_time() -> None:
    """Two different texts of 400 kB take no minutes."""
    old = "\n".join(f"line {number} of the one" for number in range(20_000))
    left, right = pages.marked(old, old.replace("line 7 of", "line seven of"))
    assert "<del>line 7 of the one\n</del>" in left
    assert "<ins>line seven of the one\n</ins>" in right


def test_a_golden_record_holds_nothing_volatile() -> None:
    """So a new version alone changes no byte of it."""
    for one, other in ((article(1), article(1, version="2")), (dead(1), _older(dead(1)))):
        stripped = [VOLATILE.stripped(output) for output in outputs([one, other])]
        assert stripped[0] == stripped[1]


def _older(raw: RawMessage) -> RawMessage:
    return replace(raw, headers=tuple((n, b"0.0.1" if n == "dlq.worker.version" else v) for n, v in raw.headers))


def test_kinds_and_formats_of_outputs() -> None:
    """Read off the record alone."""
    letter, story = output_of(dead(1)), output_of(article(1))
    assert isinstance(letter, Output)
    assert isinstance(story, Output)
    assert (letter.kind, letter.format, letter.agency) == (Kind.DEAD_LETTER, "nitf", "-")
    assert (story.kind, story.format, story.agency) == (Kind.ARTICLE, "nitf", "IANS")


GOOD_ROW = '[[volatile]]\npath = "a"\nwhy = "x"\nexample = \'{"a": 1}\'\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[volatile]]\npath = "a.b"\nwhy = "x"\nexample = "{}"', "must be JSON that has this path"),
        ('[[volatile]]\npath = "a"\nexample = \'{"a": 1}\'', "why: must be text"),
        ("[[other]]\npath = 1", "no such field"),
        (GOOD_ROW + '[[score]]\npath = "a"\nwithin = 2.0\nwhy = "x"\nexample = "{}"', "must be a number between"),
        (GOOD_ROW + '[[score]]\npath = "a[].b"\nwithin = 0.1\nwhy = "x"\nexample = \'{"a": [1]}\'', "has this path"),
    ],
)
def test_wrong_rows_are_named(text: str, words: str) -> None:
    """A row that takes nothing out of its example would hide nothing, or the wrong thing."""
    with pytest.raises(ConfigError, match=words):
        volatile.volatile(parsed("diff.toml", text.encode()))
