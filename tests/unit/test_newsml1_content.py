"""NewsML 1.x: components and roles; what is the text, what goes beside it, and what never gets out."""

import pytest
from newsml1_xml import CONTENT, TEXT, identity, lines, read_all, read_one
from pattern_timing import Pattern, grows_faster_than_its_text

from worker.article import Article, Dateline, Flag, ItemType
from worker.formats.newsml1 import content, credit
from worker.model import Left


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("<p>One <b>two</b> three.</p><p>Four.</p>", ["One two three.", "Four."]),
        ("<html><head><title>T</title></head><body><p>One.</p></body></html>", ["One."]),
        ("<![CDATA[<P>One.</P><P></P><P>Two &amp; three.</P>]]>", ["One.", "Two & three."]),
        ("&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;", ["One.", "Two."]),
        ("One.\nTwo.\n\n***\n\nThree.", ["One.", "Two.", "Three."]),
        ("***One:&#13;&lt;NewsComponentRef idref='x'/&gt;&#13;***Two.\nNewsComponentRef", ["One:", "Two."]),
        (
            "A line that a wire has broken at its width of signs\ngoes on in the next one.\n\nThe end.",
            ["A line that a wire has broken at its width of signs goes on in the next one.", "The end."],
        ),
    ],
)
def test_content_in_every_dress(data: str, expected: list[str]) -> None:
    """NITF, XHTML, CDATA, escaped HTML and plain text all end as paragraphs."""
    article = read_one(f"<ContentItem><DataContent>{data}</DataContent></ContentItem>")
    assert [block.text for block in article.body] == expected


def test_one_of_several_formats() -> None:
    """The same text as plain text and as NITF is one text, the better of both."""
    plain = "<NewsComponent><ContentItem><DataContent>One. Two.</DataContent></ContentItem></NewsComponent>"
    article = read_one(lines("H") + plain + f"<NewsComponent>{TEXT.format('One. <em>Two.</em>')}</NewsComponent>")
    assert [(block.text, block.html) for block in article.body] == [("One. Two.", "One. <em>Two.</em>")]


def test_equivalents_are_one() -> None:
    """Components that are called equivalent are alternatives; others go on where the first ends."""
    pair = f"<NewsComponent>{TEXT.format('One.')}</NewsComponent><NewsComponent>{TEXT.format('Two.')}</NewsComponent>"
    assert [block.text for block in read_one(pair).body] == ["One.", "Two."]
    (alike,) = read_all(
        f"<NewsML><NewsItem><NewsComponent EquivalentsList='yes'>{pair}</NewsComponent></NewsItem></NewsML>"
    )
    assert isinstance(alike, Article)
    assert [block.text for block in alike.body] == ["One."]


def test_captions_are_never_text() -> None:
    """A picture's caption goes with the picture, with or without a headline over it."""
    picture = (
        "<NewsComponent Duid='p1'><NewsComponent><Role FormalName='Caption'/>{}</NewsComponent>"
        "<NewsComponent><Role FormalName='Preview'/><ContentItem Href='a.jpg'/></NewsComponent></NewsComponent>"
    ).format(TEXT.format("A boat."))
    article = read_one(
        lines("H") + f"<NewsComponent>{TEXT.format('Story.')}</NewsComponent>" + picture, "", identity("a")
    )
    assert [block.text for block in article.body] == ["Story."]
    (media,) = article.associations
    assert (media.caption, media.uri) == ("A boat.", "urn:newsml:x.example:20240517:a:p1")
    assert [(rendition.name, rendition.href) for rendition in media.renditions] == [("Preview", "a.jpg")]


@pytest.mark.parametrize("role", ["Contact", "StyleSheet", "Advisory", "Note", "TweetText", "Private", "Editor Note"])
def test_roles_that_stay_inside(role: str) -> None:
    """Press contacts, styles and notes are in no field."""
    hidden = f"<NewsComponent><Role FormalName='{role}'/>{TEXT.format('SECRET 030 1234')}</NewsComponent>"
    article = read_one(
        lines("H") + hidden + f"<NewsComponent><Role FormalName='Main'/>{TEXT.format('Story.')}</NewsComponent>"
    )
    assert [block.text for block in article.body] == ["Story."]
    assert "SECRET" not in repr(article)


@pytest.mark.parametrize("kind", ["AdvisoryLine", "Note", "", "Contact"])
def test_lines_to_editors_stay_inside(kind: str) -> None:
    """Of the news lines without a name of their own the product line alone is public."""
    line = "<NewsLine><NewsLineType FormalName='{}'/><NewsLineText>{}</NewsLineText></NewsLine>"
    told = line.format(kind, "SECRET") + line.format("ProductLine", "(Photo)")
    article = read_one(lines("H", told) + TEXT.format("Story."))
    assert article.ednote == "(Photo)"
    assert "SECRET" not in repr(article)


def test_notes_inside_the_text_stay_inside() -> None:
    """NITF's notes have paragraphs and headlines like the story's."""
    note = "One.</p><note><body.content><hl1>SECRET</hl1><p>SECRET</p></body.content></note><p>Two."
    article = read_one(TEXT.format(note))
    assert [block.text for block in article.body] == ["One.", "Two."]
    assert "SECRET" not in repr(article)


def test_a_language_is_chosen() -> None:
    """A package of translations gives the one in its own language."""
    story = "<NewsComponent>{}<DescriptiveMetadata><Language FormalName='{}'/></DescriptiveMetadata>{}</NewsComponent>"
    choice = "<BasisForChoice>./NewsComponent/DescriptiveMetadata/Language</BasisForChoice>"
    own = "<DescriptiveMetadata><Language FormalName='fr'/></DescriptiveMetadata>"
    both = story.format(lines("Hi"), "en", TEXT.format("Hi.")) + story.format(
        lines("Salut"), "fr", TEXT.format("Salut.")
    )
    assert read_one(choice + own + both).headline == "Salut"


def test_an_audio_bulletin_is_its_words_and_its_file() -> None:
    """A component whose role is a medium is of that type, with the text beside the file."""
    parts = (
        f"<NewsComponent><Role FormalName='Audio'/>{lines('News at six')}"
        f"<NewsComponent><Role FormalName='Body'/>{TEXT.format('The news.')}</NewsComponent>"
        "<NewsComponent><Role FormalName='Sound'/><ContentItem Href='six.mp3'><Format FormalName='mp3'/></ContentItem>"
        "</NewsComponent></NewsComponent>"
    )
    article = read_one(parts)
    assert article.type is ItemType.AUDIO
    assert [block.text for block in article.body] == ["The news."]
    assert [(file.href, file.content_type) for file in article.renditions] == [("six.mp3", "audio/mpeg")]


def test_dateline_of_the_text_is_left_to_the_text() -> None:
    """Handed on unless the text begins with it, or it is a machine's date."""
    line = "<DateLine>ROME, May 3 (X) -</DateLine>"
    assert read_one(lines("H", line) + TEXT.format("Rain.")).dateline == Dateline(text="ROME, May 3 (X) -")
    assert read_one(lines("H", line) + TEXT.format("ROME, May 3 (X) - Rain.")).dateline is None
    assert read_one(lines("H", "<DateLine>20240503</DateLine>") + TEXT.format("Rain.")).dateline is None


def test_topics_name_subjects() -> None:
    """The document's own topics name its codes, in its language."""
    topic = (
        "<TopicSet><Topic><FormalName>06000000</FormalName>"
        "<Description xml:lang='en' Variant='Name'>technology</Description>"
        "<Description xml:lang='pt' Variant='Name'>Tecnologia</Description></Topic></TopicSet>"
    )
    code = (
        "<DescriptiveMetadata><Language FormalName='PT'/><SubjectCode><Subject FormalName='06000000'/></SubjectCode>"
        "</DescriptiveMetadata>"
    )
    assert [(subject.literal, subject.name) for subject in read_one(topic + code + TEXT.format("x")).subjects] == [
        ("subj:06000000", "Tecnologia")
    ]


def test_keywords_of_every_kind() -> None:
    """Properties, catchwords, lines in the story's language, and the key list inside the text; a thesaurus is codes."""
    known = lines("H", "<KeywordLine xml:lang='en'>boats</KeywordLine><KeywordLine xml:lang='fr'>bateaux</KeywordLine>")
    described = (
        "<DescriptiveMetadata><Language FormalName='fr'/><Property FormalName='Keyword' Value=' mer '/>"
        "<Property FormalName='Tesauro' Value='ECO:PESCA;CYT:MAR'/></DescriptiveMetadata>"
    )
    nitf = (
        "<nitf><head><docdata><key-list><keyword key='pêche'/></key-list></docdata></head><body><body.content><p>x</p>"
    )
    article = read_one(known + described + CONTENT.format(f"{nitf}</body.content></body></nitf>"))
    assert article.keywords == ("mer", "bateaux", "pêche")
    assert [(subject.literal, subject.name) for subject in article.subjects] == [
        ("tesauro:ECO:PESCA", "PESCA"),
        ("tesauro:CYT:MAR", "MAR"),
    ]


def test_a_release_is_flagged() -> None:
    """Paid copy is not the agency's reporting."""
    genre = "<DescriptiveMetadata><Genre FormalName='Release'/></DescriptiveMetadata>"
    assert read_one(genre + TEXT.format("x")).flags == (Flag.PRESS_RELEASE,)


def test_deep_nesting_is_bounded() -> None:
    """Components without end are looked into only so far; nothing breaks."""
    deep = "<NewsComponent>" * 120 + TEXT.format("x") + "</NewsComponent>" * 120
    assert [type(item) for item in read_all(f"<NewsML><NewsItem>{deep}</NewsItem></NewsML>")] == [Left]


@pytest.mark.parametrize("pattern", [content._HTML, content._REFERENCE, credit.INITIALS])
def test_patterns_are_linear(pattern: Pattern) -> None:
    """100 kB of the worst."""
    pieces = ("<", "<p", "<NewsComponentRef", "<NewsComponentRef ", "</", "a/", "a-", "a", " ")
    assert grows_faster_than_its_text(pattern, pieces, 100_000) is None
