"""NewsML 1.x: items, their identity, dates and status; one is not the other."""

from datetime import UTC, datetime

import pytest
from newsml1_xml import TEXT, identity, item, lines, read_all, read_one

from worker.article import Article, PubStatus, Signal
from worker.model import Left, Reason, SkipReason

ELSEWHERE = "<ContentItem Href='a.xml'><MediaType FormalName='Text'/></ContentItem>"  # its text in another file


@pytest.mark.parametrize(
    ("printed", "revision", "expected"),
    [
        ("urn:newsml:x.example:20240517:a:1", "1", "urn:newsml:x.example:20240517:a"),
        ("urn:newsml:x.example:20240517:a:1N", "1", "urn:newsml:x.example:20240517:a"),
        ("urn:newsml:x.example:20240517:a:DS9", "DS9", "urn:newsml:x.example:20240517:a"),
        ("urn:newsml:x.example:20240517:a", "1", "urn:newsml:x.example:20240517:a"),
        ("urn:newsml:x.example:20240517:11", "1", "urn:newsml:x.example:20240517:11"),
    ],
)
def test_identifier_without_revision(printed: str, revision: str, expected: str) -> None:
    """All versions of a story share one identifier, however the revision is written behind it."""
    article = read_one(identity=identity("a", revision, f"<PublicIdentifier>{printed}</PublicIdentifier>"))
    assert (article.uri, article.version) == (expected, revision)


def test_identifier_from_its_parts() -> None:
    """Without a public identifier it is built as the standard builds it."""
    assert read_one(identity=identity("b")).uri == "urn:newsml:x.example:20240517:b"


def test_every_item_is_its_own_article() -> None:
    """Two items, two articles; one that cannot be read loses its own place only."""
    bad = "<ContentItem><DataContent>" + "&lt;p>" * 200_001 + "</DataContent></ContentItem>"
    first = item(lines("A") + TEXT.format("One."), identity=identity("a"))
    second = item(lines("B") + bad, identity=identity("b"))
    third = item(lines("C") + TEXT.format("Three."), identity=identity("c"))
    found = read_all(f"<NewsML>{first}{second}{third}</NewsML>")
    assert [item.headline if isinstance(item, Article) else item.reason for item in found] == [
        "A",
        Reason.TOO_LARGE,
        "C",
    ]


def test_an_item_inside_a_component_is_not_its_text() -> None:
    """Items nest: the inner one is an article of its own."""
    inner = item(lines("Inner") + TEXT.format("In."), identity=identity("i"))
    found = read_all(f"<NewsML>{item(lines('Outer') + TEXT.format('Out.') + inner, identity=identity('o'))}</NewsML>")
    assert [(item.headline, [b.text for b in item.body]) for item in found if isinstance(item, Article)] == [
        ("Outer", ["Out."]),
        ("Inner", ["In."]),
    ]


@pytest.mark.parametrize(
    ("management", "status", "signal"),
    [
        ('<Status FormalName="Usable"/>', PubStatus.USABLE, Signal.NEW),
        ('<Status FormalName="CANCELED"/>', PubStatus.CANCELED, Signal.KILL),
        ('<Status FormalName="Withheld"/>', PubStatus.WITHHELD, Signal.NEW),
        ('<Status FormalName="Embargoed"/>', PubStatus.WITHHELD, Signal.NEW),
        ('<Status FormalName="OPEN"/>', PubStatus.USABLE, Signal.NEW),
        ('<NewsItemType FormalName="Alert"/>', PubStatus.USABLE, Signal.ALERT),
        (
            '<NewsItemType FormalName="News"/><Instruction FormalName="Correction"/>',
            PubStatus.USABLE,
            Signal.CORRECTION,
        ),
    ],
)
def test_status(management: str, status: PubStatus, signal: Signal) -> None:
    """What may be done with the item, and what it does to the story."""
    article = read_one(management=management)
    assert (article.pub_status, article.status.signal) == (status, signal)


def test_status_to_come() -> None:
    """An embargo ends when the status changes to usable; a status that ends is an expiry."""
    moment = "<DateAndTime>20240518T060000Z</DateAndTime>"
    change = f"<StatusWillChange><FutureStatus FormalName='{{}}'/>{moment}</StatusWillChange>"
    held = read_one(management="<Status FormalName='Embargoed'/>" + change.format("Usable"))
    assert (held.pub_status, held.embargoed_until) == (PubStatus.USABLE, datetime(2024, 5, 18, 6, tzinfo=UTC))
    ending = read_one(management="<Status FormalName='Usable'/>" + change.format("Canceled"))
    assert (ending.embargoed_until, ending.expires) == (None, datetime(2024, 5, 18, 6, tzinfo=UTC))


@pytest.mark.parametrize(
    ("clock", "hour"), [("20240517T100000+0900", 1), ("20240517T100000Z", 10), ("20240517T100000", 10), ("now", None)]
)
def test_zones(clock: str, hour: int | None) -> None:
    """Every spelling of a zone; none is UTC and says so; no date is none."""
    article = read_one(management=f"<FirstCreated>{clock}</FirstCreated>")
    moment = article.first_created
    assert (moment.astimezone(UTC).hour if moment else None) == hour
    assert ("firstCreated" in article.field_sources) == (clock == "20240517T100000")


def test_house_zone() -> None:
    """A clock without zone is the provider's."""
    provider = "<AdministrativeMetadata><Provider><Party FormalName='BELGA'/></Provider></AdministrativeMetadata>"
    article = read_one(provider + TEXT.format("x"), "<FirstCreated>20240717T100000</FirstCreated>")
    assert article.first_created == datetime(2024, 7, 17, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ("<NewsItem><Update/></NewsItem>", SkipReason.PARTIAL_ITEM),
        ("<NewsItem><TopicSet/></NewsItem>", SkipReason.CONCEPT_ITEM),
        ("<TopicSet/>", SkipReason.CONCEPT_ITEM),
        (
            "<NewsItem><NewsComponent><NewsItemRef NewsItem='urn:x'/></NewsComponent></NewsItem>",
            SkipReason.PACKAGE_ITEM,
        ),
        (
            "<NewsItem><NewsComponent><ContentItem Href='a.jpg'/></NewsComponent></NewsItem>",
            SkipReason.MEDIA_WITHOUT_TEXT,
        ),
        (f"<NewsItem><NewsComponent>{ELSEWHERE}</NewsComponent></NewsItem>", SkipReason.PARTIAL_ITEM),
        ("<NewsItem><NewsComponent/></NewsItem>", Reason.NO_ARTICLE),
        ("<NewsItem/>", Reason.NO_ARTICLE),
    ],
)
def test_items_that_become_no_article(item: str, reason: Reason | SkipReason) -> None:
    """Each is left with the reason it has."""
    assert [left.reason for left in read_all(f"<NewsML>{item}</NewsML>") if isinstance(left, Left)] == [reason]


def test_a_kill_without_text_is_a_withdrawal() -> None:
    """The identifier and the status are what a cancellation has to say."""
    killed = item("", "<Status FormalName='Canceled'/>", identity("k", "3"))
    (article,) = read_all(f"<NewsML>{killed}</NewsML>")
    assert isinstance(article, Article)
    assert (article.uri, article.version) == ("urn:newsml:x.example:20240517:k", "3")
    assert (article.pub_status, article.body) == (PubStatus.CANCELED, ())


def test_several_stories_have_identifiers_of_their_own() -> None:
    """Each story of a package has the item's identifier and its component's, twice the same name counts on."""
    stories = "".join(
        f"<NewsComponent Duid='{duid}'>{lines(head)}{TEXT.format(head)}</NewsComponent>"
        for duid, head in (("s1", "A"), ("s1", "B"), ("", "C"))
    )
    found = [
        item
        for item in read_all(f"<NewsML>{item(stories, identity=identity('p'))}</NewsML>")
        if isinstance(item, Article)
    ]
    base = "urn:newsml:x.example:20240517:p"
    assert [item.uri for item in found] == [f"{base}:s1", f"{base}:s1:2", f"{base}:part-3"]
    assert [[block.text for block in item.body] for item in found] == [["A"], ["B"], ["C"]]


def test_metadata_of_a_sibling_story_stays_there() -> None:
    """A story has the item's metadata and its own, none of its neighbour's."""
    subject = "<DescriptiveMetadata><SubjectCode><Subject FormalName='{}'/></SubjectCode></DescriptiveMetadata>"
    story = f"<NewsComponent>{{}}{subject}{{}}</NewsComponent>"
    both = story.format(lines("A"), "01000000", TEXT.format("a")) + story.format(
        lines("B"), "15000000", TEXT.format("b")
    )
    shared = "<DescriptiveMetadata><SubjectCode><Subject FormalName='11000000'/></SubjectCode></DescriptiveMetadata>"
    found = [item for item in read_all(f"<NewsML>{item(shared + both)}</NewsML>") if isinstance(item, Article)]
    assert [[subject.literal for subject in item.subjects] for item in found] == [
        ["subj:01000000", "subj:11000000"],
        ["subj:15000000", "subj:11000000"],
    ]
