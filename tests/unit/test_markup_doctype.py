"""DOCTYPEs of XML: never read, refused where they define entities."""

import pytest

from worker.markup.xml import line_of, read_xml
from worker.model import Document, Limits, Reason, Rejected


def _document(prolog: str, body: str = "<NewsML>words</NewsML>") -> Document:
    text = prolog + body
    return Document(data=text.encode(), text=text, format="newsml1")


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE NewsML SYSTEM "x.dtd">',
        '<!DOCTYPE NewsML PUBLIC "urn:x" "x.dtd" [\n <!ENTITY % nitf SYSTEM "../nitf-3-0.dtd">\n %nitf;\n]>\n',
        '<!DOCTYPE NewsML PUBLIC "urn:x" "x.dtd" [<!-- N --><!ENTITY % n PUBLIC "-//IPTC//DTD" "n.dtd"> %n; ] >',
        "<!DOCTYPE NewsML []>",
    ],
)
def test_declarations_that_only_draw_in_files_are_passed_over(prolog: str) -> None:
    """NewsML 1 documents name NITF's DTD in an internal subset; no file is opened for it."""
    tree = read_xml(_document(prolog), Limits())
    assert (line_of(tree.root), tree.recovered) == ("words", False)


@pytest.mark.parametrize(
    "subset",
    [
        '<!ENTITY a "aaaa">',
        '<!ENTITY secret SYSTEM "file:///etc/passwd">',
        "<!ENTITY % all \"<!ENTITY a SYSTEM 'x'>\"> %all;",
        '<!ENTITY % n SYSTEM "n.dtd"> %n; <!ENTITY b "x">',
        "<!ENTITY % n SYSTEM",
    ],
)
def test_definitions_are_refused(subset: str) -> None:
    """Entities of a stranger are a reason to refuse the document."""
    with pytest.raises(Rejected) as caught:
        read_xml(_document(f"<!DOCTYPE NewsML [{subset}]>", "<NewsML>&a;</NewsML>"), Limits())
    assert caught.value.reason is Reason.PARSE_ERROR
