"""NewsML-G2 as a careless feed sends it, the patterns of its parser at their worst, and a real corpus."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pattern_timing import Pattern, grows_faster_than_its_text, patterns_of
from xml_mutations import mutated, sent

from worker import pipeline
from worker.article import Article
from worker.formats.newsml_g2 import content, ednotes, plain
from worker.formats.newsml_g2.parser import parse
from worker.knowledge.loading import load
from worker.model import DeadLetter, Document, Left, Published, RawMessage, Reason, Rejected, Skipped

KNOWLEDGE = load()
HEADER = "<header><sender>dpa</sender><priority>3</priority></header>"
PATTERNS = patterns_of((content, ednotes, plain))
PIECES = ("a", "1", " ", "+1", "0", "a@", "a.", "</", "<p", "&a", "&#", "1:", "a\t", "\u00e9", "a    ")


def story(word: str) -> str:
    """An item in which every text is the item's own word."""
    return f"""<newsItem guid="urn:x:{word}" version="1" xml:lang="en">
    <rightsInfo><copyrightHolder literal="{word}"/><copyrightNotice>{word}</copyrightNotice></rightsInfo>
    <itemMeta><itemClass qcode="ninat:text"/><provider literal="{word}"/>
      <versionCreated>2024-05-17T10:00:00Z</versionCreated>
      <embargoed>2024-05-18T10:00:00Z</embargoed><edNote role="x:note">{word}</edNote><signal qcode="sig:{word}"/>
      <link rel="irel:seeAlso" href="https://x.example/{word}"><title>{word}</title></link></itemMeta>
    <contentMeta><urgency>3</urgency><located><name>{word}</name><broader qcode="a:{word}"/></located>
      <creator><name>{word}</name></creator><subject qcode="medtop:{word}"><name>{word}</name></subject>
      <keyword>{word}</keyword><headline>{word}</headline><dateline>{word}</dateline><by>{word}</by>
      <description role="drol:caption">{word}</description></contentMeta>
    <contentSet><inlineXML><html><body><p>{word} <b>{word}</b> {word}</p></body></html></inlineXML>
      <inlineXML><nitf><body><body.head><hl1>{word}</hl1></body.head><body.content><p>{word}</p></body.content></body></nitf></inlineXML>
      <inlineData>{word}</inlineData><remoteContent href="https://x.example/{word}.jpg" width="1"/></contentSet>
  </newsItem>"""


def message(*items: str) -> str:
    """A message of items."""
    return f"<newsMessage>{HEADER}<itemSet>{''.join(items)}</itemSet></newsMessage>"


def read(xml: str) -> list[Article | Left]:
    """All that the parser gives; a document that is refused gives nothing."""
    try:
        return list(parse(Document(data=xml.encode(), text=xml, format="newsml_g2"), KNOWLEDGE))
    except Rejected:
        return []


ALPHA, BETA = story("alpha"), story("beta")
(_BETA_ALONE,) = read(message(BETA))


@given(mutated(ALPHA), st.booleans())
def test_a_broken_sibling_changes_nothing(broken: str, first: bool) -> None:
    """Whatever is wrong with one item, the other gives the same article as alone, and neither has the other's words."""
    found = read(message(broken, BETA) if first else message(BETA, broken))
    assert _BETA_ALONE in found
    assert not any("alpha" in repr(one) and "beta" in repr(one) for one in found)


@given(sent(message(ALPHA, BETA)))
def test_any_bytes_have_an_outcome(data: bytes) -> None:
    """A message with anything moved, dropped, doubled and re-encoded has an outcome that is no bug of ours."""
    outcome = pipeline.handle(RawMessage(topic="t", partition=0, offset=0, value=data), KNOWLEDGE).outcome
    assert not (isinstance(outcome, DeadLetter) and outcome.reason is Reason.INTERNAL_ERROR)
    if isinstance(outcome, Published):
        assert not any(reason is Reason.INTERNAL_ERROR for reason, _ in outcome.dropped)


@pytest.mark.parametrize(("name", "pattern"), PATTERNS, ids=[name for name, _ in PATTERNS])
def test_linear(name: str, pattern: Pattern) -> None:
    """Each pattern on 100 kB of what it likes least."""
    assert grows_faster_than_its_text(pattern, PIECES, 100_000) is None, name


@pytest.mark.shared
def test_corpus(shared: Path) -> None:
    """Every file of a day of dpa is an article or has a reason, and no telephone number of a contact gets out."""
    files = sorted((shared / "data" / "formats" / "corpora" / "dpa-2017-newsmlg2").glob("*.xml"))
    assert files
    for file in files:
        data = file.read_bytes()
        outcome = pipeline.handle(RawMessage(topic="t", partition=0, offset=0, value=data), KNOWLEDGE).outcome
        assert isinstance(outcome, Published | Skipped), file.name
        articles = outcome.articles if isinstance(outcome, Published) else ()
        assert not any(secret in article.body for article in articles for secret in _secrets(data)), file.name


def _secrets(data: bytes) -> set[bytes]:
    """The mail addresses of those whom only editors may reach."""
    notes = re.findall(rb'pubconstraint="[^"]*nonpublic"[^>]*>([^<]*)<', data)
    return {address for note in notes for address in re.findall(rb"[\w.+-]+@[\w.-]+\w", note)}
