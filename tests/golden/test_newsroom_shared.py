"""Real lines and pages: how many the newsroom reads right.  Figures may only go up (tests/floors.toml)."""

import json
import re
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from worker.article import Article, Block, Flag, Headline, PubStatus, Related, Signal, changed
from worker.knowledge.dates import find_days
from worker.knowledge.loading import Knowledge
from worker.knowledge.status_codes import Kind
from worker.newsroom import (
    boilerplate,
    boxes,
    datelines,
    notes,
    printed_bylines,
    signoffs,
    status,
)
from worker.newsroom.credits import read as read_credits
from worker.newsroom.dateline_parts import Prefix
from worker.syndicated import Grade
from worker.wire import heads

pytestmark = pytest.mark.shared

FLOORS = tomllib.loads((Path(__file__).parents[1] / "floors.toml").read_text(encoding="utf-8"))["newsroom"]
Row = dict[str, Any]
Check = Callable[[Row, Knowledge], bool]


@pytest.fixture(scope="module", name="rows")
def _rows(shared: Path) -> list[Row]:
    with (shared / "data" / "formats" / "examples.jsonl").open(encoding="utf-8") as lines:
        return list(map(json.loads, lines))


def _codes(names: Iterable[str], knowledge: Knowledge) -> list[str]:
    """Names as the table's codes; those that it does not know as they are."""
    agencies = [(name, knowledge.agencies.named(name)) for name in names]
    return [agency.code if agency else name for name, agency in agencies]


def _dateline_is_right(row: Row, knowledge: Knowledge) -> bool:
    wanted = row["expected"]
    stripped = "stripped" in row.get("note", "")  # the agency stays in the author field
    found = datelines.read(row["text"], knowledge, credited=stripped)
    printed = " ".join(row["text"].split())
    return (
        found is not None
        and list(found.places) == wanted["places"]
        and found.region == wanted.get("region")
        and _codes(found.agencies, knowledge) == _codes(wanted["agencies"], knowledge)
        and _same_day(found, wanted["date"], knowledge)
        and printed[found.end :].startswith(wanted.get("text_starts", ""))
    )


def _same_day(found: Prefix, printed: str | None, knowledge: Knowledge) -> bool:
    if printed is None or found.day is None:
        return printed is None and found.day is None
    (wanted,) = find_days(printed, knowledge.dates)
    return (found.day.year, found.day.month, found.day.day) == (wanted.year, wanted.month, wanted.day)


def _is_no_dateline(row: Row, knowledge: Knowledge) -> bool:
    return datelines.read(row["text"], knowledge) is None


def _byline_is_right(row: Row, knowledge: Knowledge) -> bool:
    found = printed_bylines.printed(row["text"], knowledge)
    if found is None or [person.name for person in found.people] != row["expected"]["names"]:
        return False
    return row["expected"]["role"] != "editor" or [person.rel for person in found.people] == ["editor"]


def _sign_off_is_right(row: Row, knowledge: Knowledge) -> bool:
    """Every line of it is read as a sign-off or notice, with the agency and all names."""
    wanted = row["expected"]
    lines = [part for part in row["text"].replace("</p>", "\n").replace("<p>", "\n").split("\n") if part.strip()]
    read = [signoffs.read(line, knowledge) for line in lines]
    notices = [knowledge.notices.read(line, knowledge.agencies) for line in lines]
    if not all(sign_off or notice for sign_off, notice in zip(read, notices, strict=True)):
        return False
    codes = {agency.code for one in (*read, *notices) if one for agency in one.agencies}
    names = {person.name for one in read if one for person in one.people}
    expected = {name for key in ("reporting", "editing", "writing", "contributors") for name in wanted.get(key, [])}
    ids = [(one.item_id, one.version) for one in read if one and one.item_id]
    return (
        names == expected
        and (("agency" not in wanted) or set(_codes([wanted["agency"]], knowledge)) <= codes)
        and (("item_id" not in wanted) or ids == [(wanted["item_id"], wanted["version"])])
    )


_GRADES = {True: Grade.SYNDICATED, "partly": Grade.PARTLY, False: Grade.ORIGINAL}


def _disclaimer_is_right(row: Row, knowledge: Knowledge) -> bool:
    found = knowledge.notices.read(row["text"], knowledge.agencies)
    if found is None or found.grade is not _GRADES[row["expected"]["syndicated"]]:
        return False
    agency = row["expected"].get("agency")
    return agency is None or _codes([agency], knowledge) == [one.code for one in found.agencies]


def _page_block_is_right(row: Row, knowledge: Knowledge) -> bool:
    wanted, line = row["expected"], row["text"]
    if "updated" in wanted:
        byline = printed_bylines.printed(line, knowledge)
        return (
            byline is not None and byline.updated is not None and byline.updated.when.isoformat() == wanted["updated"]
        )
    if wanted.get("noise"):
        return all(map(knowledge.pages.is_furniture, line.split("\n")))
    if wanted.get("heading"):
        return knowledge.pages.heading(line) is not None
    if wanted.get("teaser"):
        lead = line.replace("…", "of a leader whom no one named").replace(" ...", " what was said of her on Friday.")
        article = Article(format="text", body=(Block(text=lead[:60] + " ..."), Block(text=lead)))
        return len(boilerplate.strip(article, knowledge).body) == 1
    (story,) = boxes.unglued([Related(title=line)], knowledge)
    return (story.section, story.title) == (wanted["section"], wanted["title"])


_SIGNALS = {
    "update": Signal.UPDATE,
    "lead": Signal.UPDATE,
    "correction": Signal.CORRECTION,
    "correction_note": Signal.CORRECTION,
    "advance/urgent": Signal.ALERT,
}
_CODES: dict[str, tuple[Kind, Signal]] = {
    "sig:correction": ("signal", Signal.CORRECTION),
    "sig:update": ("signal", Signal.UPDATE),
    "sig:repeat": ("signal", Signal.REPEAT),
    "stat:canceled": ("pub-status", Signal.KILL),
    'management-status="canceled"': ("pub-status", Signal.KILL),
    'FormalName="Alert"': ("item-type", Signal.ALERT),
}


def _status_line_is_right(row: Row, knowledge: Knowledge) -> bool:
    """A line as the headline, note, keyword or first lines of an article; one that describes codes by those."""
    wanted, printed = row["expected"], row["text"]
    codes = {code: said for code, said in _CODES.items() if code in printed}
    if codes:
        values = [(kind, code.rpartition("=")[2].strip('"'), signal) for code, (kind, signal) in codes.items()]
        return all(knowledge.status.coded(kind, value) is signal for kind, value, signal in values)
    article = _with_status(printed, row["agency"], knowledge)
    texts = {headline.role: headline.value for headline in article.headlines}
    signal = _SIGNALS.get(wanted.get("status", ""), Signal.UPDATE if "lead" in wanted else Signal.NEW)
    facts = {
        "n": article.status.number,
        "lead": article.status.number,
        "column": article.column,
        "slug": article.column,
        "headline": texts.get("clean", texts.get(None)),
        "byline": article.byline,
        "until": article.embargoed_until,
        "machine_translated": Flag.MACHINE_TRANSLATED in article.flags,
    }
    told = all(facts[key] == value for key, value in wanted.items() if key in facts and key != "until")
    noted = "ednote" not in wanted or (article.ednote is not None and wanted["ednote"] in (True, article.ednote))
    withheld = wanted.get("status") != "embargo" or article.pub_status is PubStatus.WITHHELD
    return told and noted and withheld and (article.status.signal is signal or wanted.get("status") == "embargo")


def _with_status(printed: str, agency: str | None, knowledge: Knowledge) -> Article:
    """The line where a feed has it."""
    source = knowledge.agencies.named(agency or "")
    sources = (source.source("provider"),) if source else ()
    article = Article(format="nitf", info_sources=sources)
    if "\n" in printed:  # a head of several lines
        head = heads.read([*printed.split("\n"), "", "\tText."], knowledge)
        headlines = (Headline(value=head.headline),) if head.headline else ()
        article = changed(article, status=head.status, headlines=headlines)
    elif " (ATTN" in printed:  # one of several in one line
        title, rest = printed.split(" (ATTN", 1)
        note, byline, dateline_ = re.split(r"(?<=\)) (?=By )|(?<=[a-z]) (?=[A-Z]{4,}, )", f"(ATTN{rest}")
        body = tuple(Block(text=part) for part in (note, byline, f"{dateline_} Text."))
        article = changed(article, headlines=(Headline(value=title),), body=body)
    elif knowledge.notes.lead(printed.strip("(")) or knowledge.notes.is_translation(printed):
        article = changed(article, body=(Block(text=printed), Block(text="The text.")))
    elif ", 1st" in printed:
        article = changed(article, slugline=printed, headlines=(Headline(value="Story"),))
    elif "berichtigt" in printed or knowledge.notes.is_embargo(printed):
        article = changed(article, ednote=printed, headlines=(Headline(value="Story"),))
    elif printed == "EXTRA":
        article = changed(article, body=(Block(text=printed), Block(text="The text.")))
    else:
        article = changed(article, headlines=(Headline(value=printed),))
    for stage in (notes.read, read_credits, status.read):
        article = stage(article, knowledge)
    return article


CHECKS: dict[str, Check] = {
    "status_line": _status_line_is_right,
    "dateline": _dateline_is_right,
    "not_a_dateline": _is_no_dateline,
    "byline": _byline_is_right,
    "signoff": _sign_off_is_right,
    "disclaimer": _disclaimer_is_right,
    "page_block": _page_block_is_right,
}


@pytest.mark.parametrize("kind", CHECKS)
def test_no_fewer_lines_are_read_right_than_before(kind: str, rows: list[Row], knowledge: Knowledge) -> None:
    """Of each kind at least the floor's share; the message names the lines that are wrong."""
    of_kind = [row for row in rows if row["kind"] == kind]
    wrong = [row["id"] for row in of_kind if not CHECKS[kind](row, knowledge)]
    right = (len(of_kind) - len(wrong)) / len(of_kind)
    assert right >= FLOORS[kind], f"{kind}: {right:.3f} of {len(of_kind)}; wrong: {wrong}"
