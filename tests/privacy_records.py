"""One record of every format with CANARY where an agency speaks to its customers alone, and what readers may have.

`CANARY` stands for a name or a number that nobody outside may see; `STORY` is a sentence that must come out.
"""

import json
from typing import Any, Final

from canary_words import AFTER, CANARY, END, ESCAPED, HTML, MORE, NOTE, STORY, TEXT
from privacy_wires import WIRE_RECORDS


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()


_PAGE: Final = f"""<!doctype html><html lang="en"><head><title>Ferry stays</title>
<meta property="article:published_time" content="2024-05-17T08:00:00+02:00"><!-- {CANARY} --></head><body><article>
<h1>Ferry stays in the harbour</h1><p>{STORY} {MORE}</p><div hidden>{CANARY}</div>
<p style="display:none">{CANARY}</p><p>The harbour master did not say when it would sail, nor why it stayed there.</p>
<p>(Not for publication) {CANARY}</p><p>{AFTER}</p></article></body></html>"""
_XHTML: Final = f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{HTML}</body></html>'
_G2: Final = f"""<?xml version="1.0"?>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:ferry" version="1">
<!-- {CANARY} --><itemMeta><versionCreated>2024-05-17T08:00:00Z</versionCreated>
<edNote role="dpaednoterole:notepad">{CANARY}</edNote><edNote role="x:private">{CANARY}</edNote>
<edNote role="x:contacts">{CANARY}</edNote><edNote>{NOTE}</edNote></itemMeta>
<contentMeta><headline>Ferry stays</headline><description>Ferry. {END}</description></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml">{_XHTML}</inlineXML></contentSet></newsItem>"""
_NEWSML1: Final = f"""<NewsML Version="1.2"><NewsItem><Identification><NewsIdentifier><ProviderId>x.example</ProviderId>
<DateId>20240517</DateId><NewsItemId>ferry</NewsItemId><RevisionId PreviousRevision="0" Update="N">1</RevisionId>
<PublicIdentifier>urn:newsml:x.example:20240517:ferry:1</PublicIdentifier></NewsIdentifier></Identification>
<NewsManagement><NewsItemType FormalName="News"/><FirstCreated>20240517T160000+0000</FirstCreated>
<Status FormalName="Usable"/><Instruction FormalName="{CANARY}"/></NewsManagement><NewsComponent>
<NewsLines><HeadLine>Ferry stays</HeadLine><NewsLine><NewsLineType FormalName="AdvisoryLine"/>
<NewsLineText>{CANARY}</NewsLineText></NewsLine><NewsLine><NewsLineType FormalName="ProductLine"/>
<NewsLineText>{NOTE}</NewsLineText></NewsLine></NewsLines>
<ContentItem><DataContent>{_XHTML}</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"""
_NITF: Final = f"""<nitf><head><docdata><doc-id id-string="ferry"/><ed-msg info="{NOTE}"/>
<ed-msg info="Not for publication: {CANARY}"/><!-- {CANARY} --></docdata></head><body><body.head><hedline>
<hl1>Ferry stays</hl1></hedline><note noteclass="editorsnote"><body.content><p>{CANARY}</p></body.content></note>
</body.head><body.content><p>{STORY}</p><p>{MORE}</p><note><body.content><p>{CANARY}</p></body.content></note>
<p>{END}</p><p>{AFTER}</p></body.content></body></nitf>"""
_NINJS1: Final = {
    "uri": "urn:x:ferry",
    "type": "text",
    "versioncreated": "2024-05-17T08:00:00Z",
    "headline": "Ferry stays",
    "description_text": f"A ferry. {END}",
    "body_html": HTML,
    "ednote": NOTE,
    "usageterms": f"Free. {END}",
}
_NINJS2: Final = {
    "standard": {"name": "ninjs", "version": "2.1"},
    "uri": "urn:x:ferry",
    "type": "text",
    "ednote": NOTE,
    "headlines": [{"value": "Ferry stays"}],
    "bodies": [{"contenttype": "text/html", "value": HTML}],
    "descriptions": [{"value": f"A ferry. {END}"}],
}
_NINJS3: Final = {
    "standard": {"name": "ninjs", "version": "3.1"},
    "uri": "urn:x:ferry",
    "type": "text",
    "edNote": NOTE,
    "headlines": [{"value": "Ferry stays"}],
    "bodies": [{"contentType": "text/plain", "value": TEXT}],
    "associations": [
        {
            "type": "picture",
            "uri": "urn:x:picture",
            "headlines": [{"value": "A ferry"}],
            "descriptions": [{"role": "caption", "value": f"The ferry. {END}"}],
        }
    ],
}
_BBC: Final = {
    "total": 1,
    "item": [
        {
            "id": 5678,
            "uri": "https://ldrs.example/5678",
            "type": "story",
            "contracts": [{"id": "628"}],
            "versioncreated": "2024-05-17T15:20:00",
            "headline": "Ferry stays",
            "body_html": HTML,
            "ednote": NOTE,
        }
    ],
}
_AP: Final = {
    "api_version": "2.1",
    "data": {
        "item": {
            "uri": "https://api.ap.example/f1",
            "altids": {"itemid": "f1"},
            "version": 1,
            "type": "text",
            "headline": "Ferry stays",
            "ednote": NOTE,
            "usageterms": [f"Free. {END}"],
            "body_html": HTML,
            "versioncreated": "2024-05-17T19:13:57Z",
            "description_summary": f"A ferry. {END}",
        }
    },
}
_WIRES: Final = {
    "format": "digitalwires@0.9.1",
    "type": "composite",
    "entry_id": "Z8jr",
    "urn": "urn:newsml:x.example:1:2",
    "version_created": "2024-05-17T12:05:52+02:00",
    "version": 2,
    "pubstatus": "usable",
    "language": "de",
    "headline": "Ferry stays",
    "article_html": f'<section class="main">{HTML}</section>',
    "notepad": {"public_html": f"<p>{CANARY}</p>", "nonpublic_html": f"<p>{CANARY}</p>"},
    "ednotes": [
        {"role": "dpaednoterole:editorialnote", "ednote": NOTE, "is_publishable": True},
        {"role": "dpaednoterole:contacts", "ednote": CANARY, "is_publishable": False},
        {"role": "dpaednoterole:dpacontacts", "ednote": CANARY, "is_publishable": True},
    ],
    "contacts": [{"name": CANARY}],
}
_WORDPRESS: Final = {
    "id": 1,
    "date_gmt": "2024-05-17T17:10:00",
    "status": "publish",
    "type": "post",
    "link": "https://x.example/1",
    "title": {"rendered": "Ferry stays"},
    "content": {"rendered": HTML},
    "guid": {"rendered": "https://x.example/1"},
    "excerpt": {"rendered": f"<p>A ferry. {END}</p>"},
}
_JSON_FEED: Final = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Post",
    "home_page_url": "https://x.example/",
    "items": [{"id": "https://x.example/1", "title": "Ferry stays", "content_html": HTML, "summary": f"Ferry. {END}"}],
}
_NEWS_API: Final = {
    "status": "ok",
    "totalResults": 1,
    "articles": [
        {
            "source": {"id": None, "name": "Post"},
            "title": "Ferry stays",
            "url": "https://x.example/1",
            "description": f"A ferry. {END}",
            "publishedAt": "2024-05-17T09:15:00Z",
            "content": TEXT,
        }
    ],
}
_RSS: Final = f"""<rss version="2.0"><channel><title>Post</title><managingEditor>{CANARY}@x.example</managingEditor>
<item><title>Ferry stays</title><link>https://x.example/1</link><author>{CANARY}@x.example (Ida Holm)</author>
<description>{ESCAPED}</description></item></channel></rss>"""
_ATOM: Final = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title><entry><id>urn:x:1</id>
<title>Ferry stays</title><updated>2024-05-17T08:00:00Z</updated><author><name>Ida Holm</name>
<email>{CANARY}@x.example</email></author><content type="html">{ESCAPED}</content></entry></feed>"""
_RITZAU: Final = f"""<RBNews><NewsID>0f8e6a52-1111-4d2b-9c3d-000000000042</NewsID>
<PublishDate>2024-05-16T10:02:18.397</PublishDate><headline>Ferry stays</headline><version>2</version>
<content>{ESCAPED}</content><byLine>Freja Dam</byLine><byLineEmail>{CANARY}@x.example</byLineEmail>
<byLinePhone>{CANARY}</byLinePhone><TilRedaktionen>&lt;p&gt;{NOTE}&lt;/p&gt;</TilRedaktionen></RBNews>"""
_AGENCY: Final = f"""<release id="98765" lang="en"><longurl>https://www.sttinfo.fi/tiedote/98765/x</longurl>
<body>{ESCAPED}</body><contactsAsText>{CANARY} 040</contactsAsText><publicationDate>16.05.2024 09:30</publicationDate>
<title>Ferry stays</title><contacts><contact id="5"><name>{CANARY}</name></contact></contacts>
<publisher id="14"><name>Satama Oy</name></publisher></release>"""

_PLAIN: Final = f"""Ferry stays in the harbour

By Ida Holm | Updated: May 17, 2024 09:15 IST

{TEXT}"""

RECORDS: Final = {
    "html": _PAGE.encode(),
    "text": _PLAIN.encode(),
    "newsml_g2": _G2.encode(),
    "newsml1": _NEWSML1.encode(),
    "nitf": _NITF.encode(),
    "ninjs1": _json(_NINJS1),
    "ninjs2": _json(_NINJS2),
    "ninjs3": _json(_NINJS3),
    "bbc_ninjs": _json(_BBC),
    "ap_media_json": _json(_AP),
    "digitalwires_json": _json(_WIRES),
    "wordpress_json": _json(_WORDPRESS),
    "json_feed": _json(_JSON_FEED),
    "news_api": _json(_NEWS_API),
    **WIRE_RECORDS,
    "rss": _RSS.encode(),
    "atom": _ATOM.encode(),
    "ritzau_xml": _RITZAU.encode(),
    "agency_xml": _AGENCY.encode(),
}
