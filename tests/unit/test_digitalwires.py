"""The digitalwires parser: nothing of a notepad goes out, logins are nobody's names, categories find their fields."""

from collections.abc import Mapping
from typing import Any

import orjson
import pytest

from worker.article import Article, Dateline, Entity, ItemType, Person, PubStatus, Signal, Subject
from worker.formats.digitalwires.parser import parse
from worker.knowledge.loading import Knowledge
from worker.model import Document, Left, Published, RawMessage, SkipReason
from worker.pipeline import handle

ENTRY: dict[str, Any] = {
    "format": "digitalwires@0.9.1",
    "type": "composite",
    "urn": "urn:newsml:agency.example:20240517:1",
    "version": 2,
    "version_created": "2024-05-17T12:05:52+02:00",
    "pubstatus": "usable",
    "language": "de",
    "headline": "Fähre zu spät",
    "article_html": "<section class='main'><p></p><p>Die Fähre kam zu spät.</p></section>",
}
SECRETS = ("+49 30 5550199", "0049 30 5550198", "quast@hafen.example", "Sesselgasse 5", "intern-geheim")


def read(tree: Any, knowledge: Knowledge) -> list[Article | Left]:
    """Everything that the parser makes of the tree."""
    return list(parse(Document(data=b"", text="", tree=tree, format="digitalwires_json"), knowledge))


def article(knowledge: Knowledge, **members: Any) -> Article:
    """The article of the entry with other members."""
    (found,) = read({**ENTRY, **members}, knowledge)
    assert isinstance(found, Article)
    return found


def note(words: str, role: str | None = "editorialnote", *, public: Any = True) -> Mapping[str, Any]:
    """An editorial note."""
    return {"role": f"dpaednoterole:{role}" if role else None, "ednote": words, "is_publishable": public}


@pytest.mark.parametrize("secret", SECRETS)
def test_what_is_for_newsrooms_alone_is_in_no_field(secret: str, knowledge: Knowledge) -> None:
    """Neither the notepad, public part or not, nor notes that are private, of unknown roles, or hold an address."""
    entry = {
        **ENTRY,
        "notepad": {
            "header_html": f"<h3>{secret}</h3>",
            "public_html": f"<section><p>{secret}</p></section>",
            "nonpublic_html": f"<section><p>{secret}</p></section>",
        },
        "ednotes": [
            note(f"Kontakt {secret}", "contacts", public=False),
            note(f"Kontakt {secret}", "dpacontacts"),
            note(f"Kontakt {secret}", None),
            note(f"Kontakt {secret}", "somethingnew"),
            note(f"Kontakt {secret}", public="true"),
            note(f"Kontakt {secret}", public=None),
            note(f"Tel. 5550199 {secret}"),
        ],
        "internal_html": secret,
        "contacts": [{"name": secret}],
    }
    handled = handle(RawMessage(topic="t", partition=0, offset=0, value=orjson.dumps(entry)), knowledge)
    assert isinstance(handled.outcome, Published)
    assert secret not in handled.outcome.articles[0].body.decode()


def test_notes_for_readers_come_in_the_order_of_their_weight(knowledge: Knowledge) -> None:
    """The embargo, the correction, then the rest; the closing line is the sign-off."""
    found = article(
        knowledge,
        ednotes=[
            note("Bilder folgen."),
            note("dpa ab xx cd", "closingline"),
            note("Es waren zwei Stunden.", "correctionshort"),
            note("Sperrfrist 19.00 Uhr.", "embargo"),
            note("Foto aktuell", "picture"),
            note("0645", "genrenote"),
        ],
    )
    assert found.ednote == "Sperrfrist 19.00 Uhr. Es waren zwei Stunden. Bilder folgen."
    assert found.sign_off == "dpa ab xx cd"


def test_categories_find_their_fields(knowledge: Knowledge) -> None:
    """Each kind in its place, every code with its scheme."""
    kinds = [
        *(("wire", "bdt", "dpasrv:bdt"), ("wire", "bid", "dpasrv:bid"), ("desk", "Politik", "dpacat:pl")),
        *(("dpasubject", "Verkehr", "medtop:20000337"), ("geosubject", "Libanon", "dpacountry:93")),
        *(("genre", "Meldung", "dpatextgenre:1"), ("keyword", "Inseln", None), ("locationcreated", "Kiel", None)),
        *(("provider", "dpa", "dnlprov:dpa"), ("person", "Eva Strand", None), ("urgency", "3", "urgency:3")),
    ]
    categories = [{"type": f"dnltype:{kind}", "name": name, "qcode": code} for kind, name, code in kinds]
    found = article(knowledge, categories=[*categories, None, {"type": 7}])
    assert {one.literal for one in found.subjects} == {
        *("dpasrv:bdt", "dpasrv:bid", "dpacat:pl", "medtop:20000337", "dpacountry:93"),
    }
    assert found.places == (Entity(name="Libanon", code="dpacountry:93", rel="geosubject"),)
    assert found.genres == (Subject(name="Meldung", literal="dpatextgenre:1"),)
    assert (found.keywords, found.located, found.section) == (("Inseln",), "Kiel", "Politik")
    assert found.transmission == {"service": "bdt bid", "category": "pl"}
    assert [one.code for one in found.info_sources] == ["dpa"]
    assert found.people == (Person(name="Eva Strand", rel="about"),)
    assert found.urgency == 3


def test_makers_are_people_with_names(knowledge: Knowledge) -> None:
    """Logins and agencies are none; whom the byline leaves out only contributed; a picture's maker took it."""
    names = ("quast.ole", "Ole Quast", "Europa Press", "Ida Holm")
    makers = [{"type": "dnltype:creator", "name": name, "qcode": None} for name in names]
    staff = [{"type": "dnltype:contributor", "name": "Per Dahl", "qcode": "dpa-ad:dahl.per"}]
    signed = article(knowledge, byline="Von Ole Quast, dpa", categories=[*makers, *staff])
    assert signed.people == (Person(name="Ole Quast"), Person(name="Ida Holm", rel="contributor"))
    picture = {"type": "image", "urn": ENTRY["urn"], "caption": "Fähre"}
    taken = article(knowledge, article_html=None, associations=[picture], categories=makers)
    assert taken.type is ItemType.PICTURE
    assert {one.rel for one in taken.people} == {"photographer"}


def test_dateline_headlines_and_links(knowledge: Knowledge) -> None:
    """The dateline that stands outside the text, the kicker with its role, links for readers, the id of the notice."""
    found = article(
        knowledge,
        dateline="Tel Aviv/Beirut (dpa) - ",
        kicker="Lage",
        linkbox_html='<a href="https://x.example/">Plan</a> <a href="mailto:a@x.example">Post</a>',
        autopublishnotice="© dpa-infocom, dpa:241022-930-267004/1",
    )
    assert found.dateline == Dateline(text="Tel Aviv/Beirut (dpa) -")
    assert [(one.value, one.role) for one in found.headlines] == [("Fähre zu spät", None), ("Lage", "kicker")]
    assert [(one.title, one.url) for one in found.related] == [("Plan", "https://x.example/")]
    assert [one.value for one in found.alt_ids] == ["241022-930-267004"]


def test_withdrawals_and_stubs(knowledge: Knowledge) -> None:
    """Canceled without a word is an article; usable without one is a partial item; a signal decides before both."""
    empty = {"headline": None, "article_html": None}
    killed = article(knowledge, **empty, pubstatus="canceled")
    assert (killed.pub_status, killed.status.signal) == (PubStatus.CANCELED, Signal.KILL)
    (left,) = read({**ENTRY, **empty, "type": "text"}, knowledge)
    assert isinstance(left, Left)
    assert left.reason is SkipReason.PARTIAL_ITEM
    assert article(knowledge, signal="sig:correction").status.signal is Signal.CORRECTION
