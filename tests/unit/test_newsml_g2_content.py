"""The content of a NewsML-G2 item: text, files and links."""

import pytest
from newsml_g2_xml import article, item

from worker.knowledge.loading import Knowledge


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
