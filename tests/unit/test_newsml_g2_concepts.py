"""Who and what a NewsML-G2 item is about: people, parties, subjects, places and the dateline."""

import pytest
from newsml_g2_xml import article, item

from worker.knowledge.loading import Knowledge


@pytest.mark.parametrize(
    ("maker", "by", "rel"),
    [
        ("<creator><name>Ana Exemplo</name></creator>", "", "author"),
        ("<creator><name>Exemplo Ana</name></creator>", "<by>Ana Exemplo</by>", "contributor"),
        ("<creator><name>exemplo.ana</name></creator>", "", "contributor"),
        ('<creator role="crol:photographer"><name>Ana Exemplo</name></creator>', "<by>Bo</by>", "photographer"),
        ('<contributor role="cRole:lastEd" literal="Ana Exemplo"/>', "", "editor"),
        ("<contributor><name>Ana Exemplo</name></contributor>", "", "contributor"),
    ],
)
def test_people(maker: str, by: str, rel: str, knowledge: Knowledge) -> None:
    """A creator is the author unless somebody else signs, or it is an account of the agency's system."""
    (person,) = article(item("", maker + by), knowledge).people
    assert person.rel == rel


def test_parties(knowledge: Knowledge) -> None:
    """Agencies and firms among the makers are sources; a party is no source twice for the same thing."""
    meta = (
        '<creator literal="Reuters"/><creator><name>Exemplo Wool Board</name><organisationDetails/></creator>'
        '<infoSource role="cRole:origProv" literal="Reuters"/><creditline>Reuters</creditline>'
    )
    found = article(item('<provider literal="reuters.com"/>', meta), knowledge)
    assert [(one.name, one.role) for one in found.info_sources] == [
        ("Reuters", "provider"),
        ("Reuters", "credit"),
        ("Exemplo Wool Board", "author"),
    ]
    assert found.people == ()


def test_sender_provides_where_the_provider_is_a_code(knowledge: Knowledge) -> None:
    """The header names the agency, and so the zone of its clocks."""
    meta = '<provider literal="CL"/><versionCreated>2024-01-12 12:35:40</versionCreated>'
    found = article(f"<newsMessage><Header><sender>BusinessDesk</sender></Header>{item(meta)}</newsMessage>", knowledge)
    assert [one.name for one in found.info_sources] == ["BusinessDesk", "CL"]
    assert found.version_created is not None
    assert found.version_created.isoformat() == "2024-01-12T12:35:40+13:00"


def test_subjects(knowledge: Knowledge) -> None:
    """Codes stay alias:code, URIs of IPTC become so; an agency's subject brings IPTC's code of the same."""
    meta = (
        '<subject qcode="medtop:20000339"><name>ship</name></subject>'
        '<subject uri="http://cv.iptc.org/newscodes/subjectcode/15000000"/>'
        '<subject qcode="sttsubj:15031000" type="cpnat:abstract"><sameAs qcode="subj:15031000"/></subject>'
        '<subject type="cpnat:person" qcode="p:1"><name>Doug Beispiel</name></subject>'
        '<subject literal="ID0" type="cpnat:poi"><name>The pier</name></subject><subject type="Topic"><name/></subject>'
    )
    found = article(item("", meta), knowledge)
    assert [subject.literal for subject in found.subjects] == [
        *("medtop:20000339", "subj:15000000", "sttsubj:15031000", "subj:15031000"),
        *("p:1", None),
    ]
    assert found.subjects[0].uri == "http://cv.iptc.org/newscodes/mediatopic/20000339"
    assert [place.name for place in found.places] == ["The pier"]


@pytest.mark.parametrize(
    ("semantics", "found"),
    [
        ('{"iptcDomains":[{"value":"Harbour","frequency":47.87,"id":"04015000"}]}', [("subj:04015000", "Harbour", 48)]),
        ('{"iptcDomains":[{"id":"04015000","frequency":1e9}]}', [("subj:04015000", None, None)]),
        ('{"iptcDomains":[{"id":"4"},{"id":4},7,null]}', []),
        ('{"iptcDomains":{"id":"04015000"}}', []),
        ("[" * 5_000, []),
        ("Harbour", []),
    ],
)
def test_semantics(semantics: str, found: list[tuple[str, str | None, int | None]], knowledge: Knowledge) -> None:
    """Codes that the agency's machine found are subjects; its JSON is never a description, nor an error."""
    read_ = article(item("", f'<description role="semantics">{semantics}</description>'), knowledge)
    assert [(subject.literal, subject.name, subject.confidence) for subject in read_.subjects] == found
    assert read_.descriptions == ()


def test_names_in_several_languages(knowledge: Knowledge) -> None:
    """A name for readers in the item's language wins over codes and other languages."""
    meta = (
        '<subject qcode="a:1"><name role="nrol:mnemonic" xml:lang="en">shp</name><name xml:lang="de">Schiff</name>'
        '<name xml:lang="en-GB">ship</name></subject>'
    )
    assert article(item("", meta), knowledge).subjects[0].name == "ship"


def test_located(knowledge: Knowledge) -> None:
    """The place with the wider ones round it; a placeholder is no place."""
    meta = (
        '<located literal="No-Data-Available"><name>No-Data-Available</name></located>'
        '<located qcode="city:Porto"><broader qcode="cntry:PRT"><name>Portugal</name></broader></located>'
    )
    found = article(item("", meta), knowledge)
    assert found.located == "Porto"
    assert [(place.name, place.code) for place in found.places] == [("Porto", "city:Porto"), ("Portugal", "cntry:PRT")]


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("Porto", "Porto"),
        ("The ferry -", None),
        ("2014-07-16 15:53:10 GMT+00:00", None),
        ("2014-07-16T15:53:10Z", None),
        ("MARCH 04, 2013", "MARCH 04, 2013"),
    ],
)
def test_dateline(printed: str, kept: str | None, knowledge: Knowledge) -> None:
    """A dateline is kept unless the text begins with it, or a machine wrote a date there."""
    found = article(item("", f"<dateline>{printed}</dateline>"), knowledge).dateline
    assert (found.text if found else None) == kept
