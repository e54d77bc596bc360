"""NewsML-G2: what becomes of an item's properties, its content, and of what is none of ours."""

import pytest

from worker.article import Article, ItemType, PubStatus, Signal
from worker.formats.newsml_g2.parser import parse
from worker.knowledge.loading import Knowledge
from worker.model import Document, Left, Reason, Rejected, SkipReason

BODY = "<contentSet><inlineXML><html><body><p>The ferry reached the island.</p></body></html></inlineXML></contentSet>"


def item(
    meta: str = "", content_meta: str = "", content: str = BODY, tag: str = "newsItem", guid: str = "urn:x:1"
) -> str:
    """One item with an invented story."""
    return (
        f'<{tag} guid="{guid}" version="2" xml:lang="en"><itemMeta>{meta}</itemMeta>'
        f"<contentMeta>{content_meta}</contentMeta>{content}</{tag}>"
    )


def read(xml: str, knowledge: Knowledge) -> list[Article | Left]:
    """All that the parser gives for a document."""
    return list(parse(Document(data=xml.encode(), text=xml, format="newsml_g2"), knowledge))


def article(xml: str, knowledge: Knowledge) -> Article:
    """The one article of a document."""
    (found,) = read(xml, knowledge)
    assert isinstance(found, Article)
    return found


def left(xml: str, knowledge: Knowledge) -> Reason | SkipReason:
    """Why the one item of a document is left."""
    (found,) = read(xml, knowledge)
    assert isinstance(found, Left)
    return found.reason


@pytest.mark.parametrize(
    ("spelling", "kind"),
    [
        ('<itemClass qcode="ninat:text"/>', ItemType.TEXT),
        ('<itemClass qcode="icls:picture"/>', ItemType.PICTURE),
        ('<itemClass qcode="graphic"/>', ItemType.GRAPHIC),
        ('<itemClass literal="video"/>', ItemType.VIDEO),
        ('<itemClass uri="http://cv.iptc.org/newscodes/ninature/audio"/>', ItemType.AUDIO),
        ('<itemClass qcode="ninat:composite"/>', ItemType.COMPOSITE),
        ("", ItemType.TEXT),
        ('<itemClass qcode="ninat:unheardof"/>', ItemType.TEXT),
    ],
)
def test_item_class(spelling: str, kind: ItemType, knowledge: Knowledge) -> None:
    """Every spelling of a class gives the type of ninjs; text where there is none."""
    assert article(item(spelling, "<headline>Ferry</headline>"), knowledge).type is kind


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        (item(tag="planningItem"), SkipReason.PLANNING_ITEM),
        (item(tag="conceptItem"), SkipReason.CONCEPT_ITEM),
        (item(tag="knowledgeItem"), SkipReason.CONCEPT_ITEM),
        (item(tag="catalogItem"), SkipReason.CONCEPT_ITEM),
        (item(tag="packageItem", content="<groupSet/>"), SkipReason.PACKAGE_ITEM),
        (item('<itemClass qcode="ninat:composite"/>', "<headline>x</headline>", content=""), SkipReason.PACKAGE_ITEM),
        (item('<itemClass qcode="ninat:picture"/>', content="<contentSet/>"), SkipReason.MEDIA_WITHOUT_TEXT),
        (item(content=""), SkipReason.PARTIAL_ITEM),
        (
            item(content='<contentSet><remoteContent href="http://x.example/t.xml"/></contentSet>'),
            SkipReason.PARTIAL_ITEM,
        ),
        (item(content="<contentSet><inlineXML/></contentSet>"), Reason.NO_ARTICLE),
        (
            '<conceptItem guid="urn:x:1"><concept><type uri="http://cv.iptc.org/newscodes/cpnature/event"/></concept></conceptItem>',
            SkipReason.EVENT_ITEM,
        ),
        ("<conceptItem><concept><eventDetails/></concept></conceptItem>", SkipReason.EVENT_ITEM),
    ],
)
def test_left(xml: str, reason: Reason | SkipReason, knowledge: Knowledge) -> None:
    """What is no article says why."""
    assert left(xml, knowledge) is reason


def test_package_with_text_of_its_own(knowledge: Knowledge) -> None:
    """A package that holds text is a composite article."""
    found = article(item(tag="packageItem"), knowledge)
    assert (found.type, found.body[0].text) == (ItemType.COMPOSITE, "The ferry reached the island.")


@pytest.mark.parametrize("xml", ["<newsMessage/>", "<newsMessage><itemSet/></newsMessage>", "<other/>"])
def test_no_item(xml: str, knowledge: Knowledge) -> None:
    """A document without any item is refused as a whole."""
    with pytest.raises(Rejected) as caught:
        read(xml, knowledge)
    assert caught.value.reason is Reason.NO_ARTICLE


def test_items_keep_their_own(knowledge: Knowledge) -> None:
    """Two items of one guid are two articles, one nested in the other's text lends it no word."""
    inner = item(content_meta="<headline>Inner</headline><urgency>1</urgency>")
    body = (
        f"<contentSet><inlineXML><html><body><p>Outer text {inner} goes on.</p></body></html></inlineXML></contentSet>"
    )
    first, second = read(f"<newsMessage><itemSet>{item(content=body)}</itemSet></newsMessage>", knowledge)
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert ([block.text for block in first.body], first.headlines, first.urgency) == (["Outer text"], (), None)
    assert (second.headline, second.urgency, second.uri) == ("Inner", 1, first.uri)


@pytest.mark.parametrize(
    ("meta", "status", "signal"),
    [
        ('<pubStatus qcode="stat:usable"/>', PubStatus.USABLE, Signal.NEW),
        ('<pubStatus qcode="stat:withheld"/>', PubStatus.WITHHELD, Signal.NEW),
        ('<pubStatus uri="http://cv.iptc.org/newscodes/pubstatusg2/canceled"/>', PubStatus.CANCELED, Signal.KILL),
        ("<pubStatus>cancelled</pubStatus>", PubStatus.CANCELED, Signal.KILL),
        ("<embargoed/>", PubStatus.WITHHELD, Signal.NEW),
        ("<embargoed>2024-05-18T06:00:00Z</embargoed>", PubStatus.USABLE, Signal.NEW),
        ("<embargoed>some day</embargoed>", PubStatus.WITHHELD, Signal.NEW),
        ('<signal qcode="sig:update"/>', PubStatus.USABLE, Signal.UPDATE),
        ('<signal qcode="sig:update"/><signal qcode="sig:correction"/>', PubStatus.USABLE, Signal.CORRECTION),
        ('<signal uri="http://cv.iptc.org/newscodes/signal/correction"/>', PubStatus.USABLE, Signal.CORRECTION),
        ('<signal qcode="edStat:U"/>', PubStatus.USABLE, Signal.UPDATE),
        ('<signal qcode="edStat:N"/>', PubStatus.USABLE, Signal.NEW),
        ('<signal qcode="sig:repeat"/>', PubStatus.USABLE, Signal.REPEAT),
        ('<signal qcode="sig:kill"/>', PubStatus.CANCELED, Signal.KILL),
        ('<role qcode="rol:alert"/>', PubStatus.USABLE, Signal.ALERT),
    ],
)
def test_status(meta: str, status: PubStatus, signal: Signal, knowledge: Knowledge) -> None:
    """What may be done with an item, and what it does to the story."""
    found = article(item(meta), knowledge)
    assert (found.pub_status, found.status.signal) == (status, signal)


def test_advisory_by_genre(knowledge: Knowledge) -> None:
    """A note to editors is one by its genre."""
    assert article(item("", '<genre qcode="dpatextgenre:27"/>'), knowledge).status.signal is Signal.ADVISORY


def test_withdrawal_without_words(knowledge: Knowledge) -> None:
    """A cancellation without headline and text is an article: the withdrawal."""
    found = article(item('<pubStatus qcode="stat:canceled"/>', content=""), knowledge)
    assert (found.pub_status, found.status.signal, found.body) == (PubStatus.CANCELED, Signal.KILL, ())


@pytest.mark.parametrize(
    ("note", "kept"),
    [
        ("<edNote>Adds quotes</edNote>", "Adds quotes"),
        ("<ednote>Adds quotes</ednote>", "Adds quotes"),
        ('<edNote role="ednoterole:picture">Picture follows</edNote>', "Picture follows"),
        ('<edNote role="dpaednoterole:correction">40, not 14</edNote>', "40, not 14"),
        ('<edNote role="dpaednoterole:contacts">Press office</edNote>', None),
        ('<edNote role="dpaednoterole:notepad"><section><p>Press office</p></section></edNote>', None),
        ('<edNote role="dpaednoterole:new">Press office</edNote>', None),
        ('<edNote role="sttnote:private">Call me</edNote>', None),
        ('<edNote role="x:internalNote">Call me</edNote>', None),
        ('<edNote pubconstraint="p:nonpublic">Call me</edNote>', None),
        ("<edNote>Call +49 30 5550 100</edNote>", None),
        ("<edNote>Call 030/5550 100</edNote>", None),
        ("<edNote>Write to desk@agency.example</edNote>", None),
        ("<edNote>Adds quotes\nNicht zur Veröffentlichung bestimmt\nCall Jo</edNote>", "Adds quotes"),
        (
            "<edNote>Results of 2024-05-17, 3:2 after 120 minutes</edNote>",
            "Results of 2024-05-17, 3:2 after 120 minutes",
        ),
    ],
)
def test_ednotes(note: str, kept: str | None, knowledge: Knowledge) -> None:
    """Only what is for all editors is kept, and no way to reach anybody."""
    assert article(item(note), knowledge).ednote == kept


def test_private_words_are_nowhere(knowledge: Knowledge) -> None:
    """Notepads, contacts and parts that are not public are in no field at all."""
    hidden = "Jo Secret +49 30 5550 999"
    meta = (
        f'<edNote role="dpaednoterole:notepad"><section class="notepad"><p>{hidden}</p></section></edNote>'
        f'<edNote role="dpaednoterole:dpacontacts">{hidden}</edNote><edNote role="desk:phone">{hidden}</edNote>'
    )
    maker = (
        f"<creator><name>Ana Exemplo</name><personDetails><contactInfo><phone>{hidden}</phone></contactInfo>"
        "</personDetails></creator>"
    )
    content = (
        "<contentSet><inlineXML><html><body><p>Story.</p>"
        f'<section class="np-nonpublic"><p>{hidden}</p></section><aside><p>{hidden}</p></aside></body></html>'
        "</inlineXML>"
        f'<inlineData contenttype="text/plain" rendition="r:nonpublic">{hidden}</inlineData></contentSet>'
    )
    assert "Secret" not in repr(read(item(meta, maker, content), knowledge))
    only = f'<contentSet><inlineData rendition="r:nonpublic">{hidden}</inlineData></contentSet>'
    assert "Secret" not in repr(read(item(meta, maker + "<headline>Ferry</headline>", only), knowledge))


def test_headlines(knowledge: Knowledge) -> None:
    """Roles and ranks are kept, the one without either is the main one."""
    meta = (
        '<headline role="hld:subHeadline">Faster</headline><headline rank="1">Ferry arrives</headline>'
        '<headline rank="3">Islands</headline><headline>None</headline>'
    )
    found = article(item("", meta), knowledge)
    assert found.headline == "Ferry arrives"
    assert [(one.value, one.role) for one in found.headlines] == [
        ("Faster", "subheadline"),
        ("Ferry arrives", None),
        ("Islands", "rank 3"),
    ]


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


def test_dates_of_an_archive(knowledge: Knowledge) -> None:
    """An item without dates of its own has those of its content, and says so."""
    meta = (
        "<contentCreated>2013-02-16T17:36:20Z</contentCreated><contentModified>2013-02-22T18:36:20Z</contentModified>"
    )
    found = article(item("<versionCreated/><firstCreated/>", meta), knowledge)
    assert found.first_created is not None
    assert found.version_created is not None
    assert (found.first_created.day, found.version_created.day) == (16, 22)
    assert found.field_sources["versionCreated"] == "contentModified"


@pytest.mark.parametrize("absurd", ["", "0", "10", "-1", "high", "3.5", "٣"])
def test_absurd_urgency(absurd: str, knowledge: Knowledge) -> None:
    """An urgency outside 1 to 9 is none."""
    assert article(item("", f"<urgency>{absurd}</urgency>"), knowledge).urgency is None


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


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        ("<inlineXML><html><head><title/></head><body><p>A <b>b</b> c</p></body></html></inlineXML>", ["A b c"]),
        ("<inlineXML><body><header><h1>No</h1></header><p>One</p></body></inlineXML>", ["One"]),
        ("<inlineXML><p>One</p><p>Two</p></inlineXML>", ["One", "Two"]),
        ("<inlineXML><body><p>One</p>51 77 CRO01 1113 APE48</body></inlineXML>", ["One"]),
        ("<inlineXML><body><p>One</p>3 14 22 31 45 49</body></inlineXML>", ["One", "3 14 22 31 45 49"]),
        ("<inlineXML><body>Line one\nruns on\n\nTwo</body></inlineXML>", ["Line one runs on", "Two"]),
        ("<inlineXML><body><p>One\n    two\nruns on</p></body></inlineXML>", ["One", "two runs on"]),
        ("<inlineXML><body><p>One\n    laid out\n    in XML</p></body></inlineXML>", ["One laid out in XML"]),
        ("<inlineXML><body><p>3&lt;dash&gt;–&lt;/dash&gt;4 o&amp;#39;clock</p></body></inlineXML>", ["3–4 o'clock"]),
        ("<inlineXML><body><p>a &lt; b &amp;unknown; AT&amp;T</p></body></inlineXML>", ["a < b &unknown; AT&T"]),
        ("<inlineData>One\nruns on\n\nTwo</inlineData>", ["One runs on", "Two"]),
        ("<inlineData contenttype='text/html'>&lt;p>One&lt;/p>&lt;p>Two&lt;/p></inlineData>", ["One", "Two"]),
        ("<inlineData>&lt;p>One&lt;/p></inlineData>", ["One"]),
        ("<inlineData>Team     1\nOther    2</inlineData>", ["Team 1\nOther 2"]),
        ("<inlineData>Plain</inlineData><inlineXML><p>Structured</p></inlineXML>", ["Structured"]),
        ("<inlineXML xml:lang='de'><p>Zwei</p></inlineXML><inlineXML xml:lang='en'><p>Two</p></inlineXML>", ["Two"]),
        ("<inlineXML/><inlineData>Plain</inlineData>", ["Plain"]),
        ("<inlineData rendition='x:headline'>H</inlineData><inlineData rendition='x:text'>T</inlineData>", ["T"]),
    ],
)  # fmt: skip
def test_content(content: str, texts: list[str], knowledge: Knowledge) -> None:
    """One of several forms of the text, as paragraphs; what is beside it is none."""
    found = article(item("", "<headline>x</headline>", f"<contentSet>{content}</contentSet>"), knowledge)
    assert [block.text for block in found.body] == texts


@pytest.mark.parametrize(
    "content",
    [
        '<inlineData contenttype="application/pdf">JVBERi0=</inlineData>',
        '<inlineData contenttype="text/plain" encoding="enc:base64">aGVsbG8=</inlineData>',
        '<inlineData rendition="dpa7901rendition:public">## Internet</inlineData>',
    ],
)
def test_no_content(content: str, knowledge: Knowledge) -> None:
    """Data and parts that are no body give none."""
    found = article(item("", "<headline>x</headline>", f"<contentSet>{content}</contentSet>"), knowledge)
    assert found.body == ()


def test_renditions(knowledge: Knowledge) -> None:
    """Files with their sizes; an absurd size is none."""
    content = (
        '<contentSet><remoteContent rendition="rnd:web" href="https://x.example/a.mp4" contenttype="video/mp4"'
        ' width="640" height="x" size="-1" duration="00:01:30"/><remoteContent residref="tag:x" duration="41"/>'
        "<remoteContent/></contentSet>"
    )
    found = article(item('<itemClass qcode="icls:video"/>', "<headline>Ferry</headline>", content), knowledge)
    first, second = found.renditions
    assert (first.name, first.width, first.height, first.size, first.duration) == ("web", 640, None, None, 90.0)
    assert (second.href, second.duration) == ("tag:x", 41.0)


def test_links(knowledge: Knowledge) -> None:
    """Linked media are associations with an identifier, pages are related, versions are neither."""
    meta = (
        '<link rel="featuremedia" residref="ferry.jpg"><title>The ferry</title></link>'
        '<link rel="irel:seeAlso" href="https://x.example/more"><title>More</title></link>'
        '<link rel="irel:previousVersion" residref="urn:x:0"/>'
    )
    found = article(item(meta), knowledge)
    assert [(one.uri, one.caption) for one in found.associations] == [("urn:x:1#ferry.jpg", "The ferry")]
    assert [(one.title, one.url) for one in found.related] == [("More", "https://x.example/more")]


def test_transmission(knowledge: Knowledge) -> None:
    """The message's header goes beside the story, its priority is not the news's."""
    content = BODY.replace("<inlineXML>", '<inlineXML wordcount="5">')
    header = "<header><priority>1</priority><sent>2024-05-17T10:00:00Z</sent></header>"
    sent = item("", '<subject qcode="a1312cat:s"/>', content)
    found = article(f"<newsMessage>{header}{sent}</newsMessage>", knowledge)
    assert found.urgency is None
    assert found.transmission == {"priority": "1", "date": "2024-05-17T10:00:00Z", "words": "5", "category": "s"}
