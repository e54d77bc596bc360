"""What bench_core measures on: four messages of 3 KB with one story, and many different texts.

The messages are NITF, NewsML-G2, ninjs 3 and IPTC 7901.
"""

import random
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import orjson

from worker.article import Article, Block, Headline

STORIES: Final = Path(__file__).parents[2] / "deploy" / "topic_model" / "stories.toml"
TEXT, PARAGRAPH = 1_000, 250  # characters
ORDERS: Final = 8  # in which the stories' lines are joined to texts

HEADLINE: Final = "Harbour town votes to keep its last ferry"
LEAD: Final = (
    "ESBJERG, May 17 (dpa) - Residents of the small harbour quarter voted on Friday to keep their ferry, which has "
    "crossed the sound 14 times a day since 1958 and loses more money every winter."
)
_SENTENCES: Final = (
    "About 2,300 people took part, the town's clerk Lone Thygesen said, more than in any council election.",
    'The owner, a cooperative of fishermen and teachers, had asked for 4.1 million kroner to repair the "Svanen".',
    "Without it the drive round the fjord takes 50 minutes; the crossing takes nine.",
    "A bridge has been drawn, costed and shelved three times since 1987.",
    "Young families moved to the far side because houses there were cheap, and now their children row to school.",
    "The vote binds nobody, but the mayor promised to put the money into next year's budget.",
    "Opponents say that the same sum would run two electric buses until 2040.",
)


def _varied(text: str, number: int) -> str:
    """The paragraph with every fourth word another: stories repeat few of their pairs of words."""
    words = text.split(" ")
    return " ".join(f"{word[:4]}{number}{word[4:]}" if at % 4 == 1 else word for at, word in enumerate(words))


PARAGRAPHS: Final = (
    LEAD,
    *(_varied(" ".join(_SENTENCES[(at + step) % 7] for step in range(3)), at) for at in range(9)),
)

_NITF: Final = """<?xml version="1.0" encoding="UTF-8"?>
<nitf><head><title>{headline}</title><docdata management-status="usable"><doc-id id-string="bench-1"/>
<urgency ed-urg="4"/><date.issue norm="20240517T125000Z"/><du-key key="ferry" version="1"/>
<doc.copyright holder="Bench" year="2024"/></docdata>
<tobject><tobject.subject tobject.subject.refnum="04015000"/><tobject.subject tobject.subject.refnum="11006000"/>
</tobject></head><body><body.head><hedline><hl1>{headline}</hl1></hedline>
<byline>By <person>Karla Brandt</person></byline><distributor>dpa</distributor></body.head>
<body.content>{paragraphs}</body.content><body.end/></body></nitf>"""

_G2: Final = """<?xml version="1.0" encoding="UTF-8"?>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:bench.example:20240517:1" version="1"
 standard="NewsML-G2" standardversion="2.29" xml:lang="en"><rightsInfo><copyrightHolder literal="Bench"/></rightsInfo>
<itemMeta><itemClass qcode="ninat:text"/><provider qcode="nprov:dpa"><name>dpa</name></provider>
<versionCreated>2024-05-17T12:50:00Z</versionCreated><firstCreated>2024-05-17T12:50:00Z</firstCreated>
<pubStatus qcode="stat:usable"/></itemMeta><contentMeta><urgency>4</urgency><by>Karla Brandt</by>
<creditline>dpa</creditline><located qcode="city:esbjerg"><name>Esbjerg</name></located>
<subject qcode="subj:04015000"/><subject qcode="medtop:20000332"/><subject qcode="dpasubject:487"/>
<genre qcode="genre:Current"/><slugline>ferry</slugline><headline>{headline}</headline></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body>
{paragraphs}</body></html></inlineXML></contentSet></newsItem>"""

_NINJS: Final = {
    "standard": {"name": "ninjs", "version": "3.1"},
    "uri": "urn:newsml:bench.example:20240517:1",
    "type": "text",
    "version": "1",
    "firstCreated": "2024-05-17T12:50:00Z",
    "versionCreated": "2024-05-17T12:50:00Z",
    "pubStatus": "usable",
    "urgency": 4,
    "language": "en",
    "headlines": [{"value": HEADLINE}],
    "by": "Karla Brandt",
    "located": "Esbjerg",
    "infoSources": [{"name": "dpa", "role": "provider"}],
    "subjects": [
        {"name": "transport", "uri": "http://cv.iptc.org/newscodes/mediatopic/20000337", "literal": "medtop:20000337"},
        {"name": "local authority", "literal": "subj:11006000"},
    ],
    "bodies": [{"role": "main", "contentType": "text/plain", "value": "\n".join(PARAGRAPHS)}],
}


def _elements() -> str:
    return "\n".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def _wire() -> str:
    text = "\n".join(f"   {paragraph}" for paragraph in PARAGRAPHS)
    head = f"\x01eca0312 4 wi 512 dpa 0042\r\n\r\n\x02Ferry/\r\n{HEADLINE} =\r\n\r\n"
    return f"{head}{text} dpa kb lt\r\n\x03171250 GMT May 24\r\n\x04"


def messages() -> Mapping[str, bytes]:
    """The payloads by the format that reads them."""
    filled = {"headline": HEADLINE, "paragraphs": _elements()}
    return {
        "nitf": _NITF.format(**filled).encode(),
        "newsml_g2": _G2.format(**filled).encode(),
        "ninjs3": orjson.dumps(_NINJS),
        "iptc7901": _wire().encode(),
    }


def documents() -> Iterator[Article]:
    """English texts of which no two are the same, of the lines by which the topic model knows its topics."""
    lines = [line for topic in tomllib.loads(STORIES.read_text("utf-8")).values() for line in topic["en"].splitlines()]
    for order in range(ORDERS):
        random.Random(order).shuffle(lines)  # noqa: S311 - a repeatable order, no secret
        text = " ".join(lines)
        for at in range(0, len(text) - TEXT, TEXT):
            yield _document(text[at : at + TEXT])


def _document(text: str) -> Article:
    return Article(
        format="nitf",
        language="en",
        headlines=(Headline(value=text[:60]),),
        body=tuple(Block(text=text[at : at + PARAGRAPH]) for at in range(0, TEXT, PARAGRAPH)),
    )
