"""Whom and what ninjs names: codes, media topics, people, sources and their roles."""

from ninjs_trees import WORDS, article

from worker.article import (
    Entity,
    InfoSource,
    Person,
    Subject,
)
from worker.knowledge.loading import Knowledge


def test_concepts_keep_scheme_and_code(knowledge: Knowledge) -> None:
    """IPTC's eight figures name their scheme; an address before a code makes a URI; codes with a scheme stay."""
    found = article(
        {
            **WORDS,
            "uri": "urn:x:1",
            "subject": [
                {"code": "04005004", "name": "oil"},
                {"code": "20000337", "scheme": "http://cv.iptc.org/newscodes/mediatopic/", "name": "transport"},
                {"code": "sea", "scheme": "topic", "name": "Sea"},
                {"code": "category:leisure", "name": "Leisure"},
                {"name": "Boats", "rel": "about"},
                None,
                7,
            ],
            "genre": [{"code": "Article", "name": "Article (news)"}],
            "service": [{"code": "f", "name": "Finance"}],
            "place": [{"code": "NSW", "name": "New South Wales"}],
            "organisation": [{"name": "Port of Lindesund", "rel": "mentions"}],
            "keywords": ["ferry", "ferry", "", None, "sea"],
        },
        knowledge,
    )
    assert [one.literal for one in found.subjects] == [
        *("subj:04005004", "medtop:20000337", "topic:sea", "category:leisure", None, "service:f"),
    ]
    assert found.subjects[1].uri == "http://cv.iptc.org/newscodes/mediatopic/20000337"
    assert {one.creator for one in found.subjects} == {"feed"}
    assert found.genres == (Subject(name="Article (news)", literal="genre:Article"),)
    assert found.places == (Entity(name="New South Wales", code="NSW"),)
    assert found.organisations == (Entity(name="Port of Lindesund", rel="mentions"),)
    assert found.keywords == ("ferry", "sea")
    assert found.transmission == {"category": "f"}


def test_a_media_topic_known_by_its_address_gets_its_code(knowledge: Knowledge) -> None:
    """Both are there for who maps them."""
    uri = "http://cv.iptc.org/newscodes/mediatopic/15000000"
    found = article({"uri": "urn:x:1", "headlines": [{"value": "H"}], "subjects": [{"uri": uri}]}, knowledge)
    assert found.subjects == (Subject(uri=uri, literal="medtop:15000000", creator="feed"),)


def test_makers_and_those_it_is_about(knowledge: Knowledge) -> None:
    """Authors of superdesk that the byline prints are not named twice; persons of the story are `about`."""
    found = article(
        {
            **WORDS,
            "guid": "1",
            "byline": "Ida M. Holm, Harbour University",
            "authors": [{"name": "Ida Holm", "role": "writer"}, {"name": "Per Dahl", "role": "editor"}, {"role": "x"}],
            "person": [{"name": "Eva Strand", "rel": "mentions", "scheme": "http://x.example/", "code": "7"}],
            "source": "AP",
        },
        knowledge,
    )
    assert found.byline == "Ida M. Holm, Harbour University"
    assert found.people == (
        Person(name="Per Dahl", rel="editor"),
        Person(name="Eva Strand", rel="about", uri="http://x.example/7"),
    )
    assert found.info_sources[0].code == "ap"


def test_sources_keep_their_roles(knowledge: Knowledge) -> None:
    """Agencies by their canonical names; the publisher is none of them."""
    found = article(
        {
            **WORDS,
            "uri": "urn:x:1",
            "infoSources": [
                {"name": "Reuters", "role": "credit"},
                {"name": "Harbour Police"},
                {"name": "Nordblatt", "role": "publisher"},
            ],
        },
        knowledge,
    )
    assert [(one.name, one.role) for one in found.info_sources] == [("Reuters", "credit"), ("Harbour Police", "source")]
    assert found.info_sources[1] == InfoSource(name="Harbour Police", role="source")
    assert found.publisher == "Nordblatt"
