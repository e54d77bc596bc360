"""How a fact of each name is held against the output: by meaning, never by luck.

A judge gives (right, what the output has there); nothing there and not right means missing.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

import conformance_text
from conformance_judging import (
    TIMES,
    Finding,
    Judge,
    count,
    descriptions,
    each_in,
    equal,
    headlines,
    instant,
    listed,
    number,
    places,
    terms,
    wire,
    within,
)
from conformance_output import Seen, compact, identifiers, plain, strings
from conformance_parties import named, party, sources

_MEDIA: Final = {"photo": "picture", "image": "picture", "html": "text", "complexdata": "text"}
# He left. She came.
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_DIGIT = re.compile(r"\d")
# *9006< ^: a line's code on the wire
_CONTROL = re.compile(r"^\*\d+<\s*\^?|[<^]")


def _headline(seen: Seen, wanted: Any) -> Finding:
    found = headlines(seen)
    bare = {compact(one).rstrip("-+=<") for one in found}
    goal = compact(wanted).rstrip("-+=<")
    derived = "headline_derived" in (seen.get("agencyfeed.flags") or [])
    alike = derived and any(
        len(one) > 20 and (goal.startswith(one.rstrip("….")) or one.startswith(goal)) for one in bare
    )
    return goal in bare or alike, found


def _guid(seen: Seen, wanted: Any) -> Finding:
    found = identifiers(seen)
    return compact(str(wanted).strip("<>")) in map(compact, found), found[:4]


def _codes(seen: Seen, wanted: Any) -> Finding:
    """Every code is there, with its scheme or without; the finding names those that are not."""
    goal = [
        code.get("qcode") or code.get("code") or "" if isinstance(code, Mapping) else str(code)
        for code in listed(wanted)
    ]
    absent = [code for code in goal if not _has_code(seen, code)]
    return not absent, {"absent": absent, "of": len(goal)} if len(absent) < len(goal) else None


def _has_code(seen: Seen, code: str) -> bool:
    bare = code.casefold().strip().removeprefix("country_")
    return (
        bare in seen.codes or bare.split(":")[-1] in seen.codes or (":" in bare and bare.split(":", 1)[1] in seen.codes)
    )


def _signals(seen: Seen, wanted: Any) -> Finding:
    """Codes of IPTC's signals; an agency's own routing codes are judged where they are kept."""
    return _codes(seen, [code for code in listed(wanted) if str(code).startswith("sig:")])


def _subjects(seen: Seen, wanted: Any) -> Finding:
    """Every code, but urgency by its value, and a login of an editing system by its absence."""
    codes = listed(wanted)
    urgent = [code for code in codes if str(code).startswith("urgency:")]
    logins = [code for code in codes if str(code).startswith("dpa-ad:")]
    leaked = [code for code in logins if str(code).split(":")[-1].casefold() in seen.codes]
    right, got = _codes(seen, [code for code in codes if code not in urgent and code not in logins])
    asked = {str(code).split(":")[-1] for code in urgent}
    return right and not leaked and asked <= {str(seen.get("urgency"))}, got


def _language(seen: Seen, wanted: Any) -> Finding:
    found, goal = str(seen.get("language") or "").casefold(), str(wanted).replace("_", "-").casefold()
    return found == goal or ("-" not in goal and found.split("-")[0] == goal), found


def _pub_status(seen: Seen, wanted: Any) -> Finding:
    found = seen.get("pubStatus")
    goal = str(wanted).split(":")[-1].casefold().replace("open", "usable")
    if goal == "embargoed":
        return bool(seen.get("embargoedUntil")) or found == "withheld", [found, seen.get("embargoedUntil")]
    return goal == found, found


def _item_type(seen: Seen, wanted: Any) -> Finding:
    goal = str(wanted).split(":")[-1].casefold()
    return _MEDIA.get(goal, goal) == seen.get("type"), seen.get("type")


def _items(seen: Seen, wanted: Any) -> Finding:
    goal = len(wanted) if isinstance(wanted, list) else wanted
    found = len(seen.documents) + seen.left
    return found == goal, found


def _media(seen: Seen, wanted: Any) -> Finding:
    """Each kind of medium: the text as a body, others as the item's type, an association or a file."""
    worded = seen.body or seen.get("descriptions")
    found = {seen.get("type"), *seen.values("associations", "type"), *(["text"] if worded else [])}
    files = [*seen.values("renditions", "contentType"), *strings(seen.get("associations"))]
    found |= {kind for text in files for kind in [text.split("/")[0]] if kind in {"image", "video", "audio"}}
    found = {_MEDIA.get(kind, kind) for kind in found if kind}
    goal = {_MEDIA.get(kind.casefold(), kind.casefold()) for kind in listed(wanted)}
    return goal <= found, sorted(found)


def _item_kind(seen: Seen, wanted: Any) -> Finding:
    """NewsItemType: a plain News needs no word, any other is named somewhere."""
    if compact(wanted) == "news":
        return bool(seen.documents), [seen.get("type")]
    found = [str(value) for path in ("agencyfeed.status", "profile", "genres") for value in strings(seen.get(path))]
    return compact(wanted) in map(compact, found) or str(seen.get("type")) in compact(wanted), found


def _standard(seen: Seen, wanted: Any) -> Finding:
    found = seen.get("agencyfeed.source.format")
    return found == f"{wanted['name']}{str(wanted['version']).split('.')[0]}", found


def _paragraphs(seen: Seen, wanted: Any) -> Finding:
    found = len([line for line in seen.body.split("\n") if line.strip()])
    return abs(found - wanted) <= max(3, wanted * 0.3), found or None


def _begins(seen: Seen, wanted: Any) -> Finding:
    return conformance_text.begins(seen, wanted), plain(seen.body)[:100]


def _ends(seen: Seen, wanted: Any) -> Finding:
    return conformance_text.ends(seen, wanted), plain(seen.body)[-100:]


def _dateline(seen: Seen, wanted: Any) -> Finding:
    """Its words are in the dateline, the places or the sources; that they stand in the body is not enough."""
    found = [*strings(seen.get("agencyfeed.dateline")), *strings(seen.get("located")), *seen.values("places", "name")]
    have = {word for text in (*found, *seen.people) for word in conformance_text.words(text)}
    return bool(found) and all(word in have for word in conformance_text.words(str(wanted))), found


def _copyright(seen: Seen, wanted: Any) -> Finding:
    found = [*strings(seen.get("copyrightNotice")), *strings(seen.get("copyrightHolder"))]
    have = {word for text in found for word in conformance_text.words(text)}
    return bool(found) and all(word in have for word in conformance_text.words(str(wanted))), found


def _private(seen: Seen, wanted: Any) -> Finding:
    """A private text is right when nothing of it is in the output."""
    leaked = conformance_text.leaked(seen, listed(wanted))
    return not leaked, leaked or None


def _ednote(seen: Seen, wanted: Any) -> Finding:
    """Every note, but for sentences that give a number or an address to call: those stay with the desks."""
    sentences = [part for one in listed(wanted) for part in _SENTENCE.split(plain(one))]
    return within(lambda one: strings(one.get("edNote")))(
        seen, [part for part in sentences if "@" not in part and len(_DIGIT.findall(part)) < 7]
    )


def _summary(seen: Seen, wanted: Any) -> Finding:
    """A description, or the first lines of the body."""
    right, found = within(descriptions)(seen, wanted)
    return right or compact(seen.body).startswith(compact(wanted)), found


def _lines(seen: Seen, wanted: Any) -> Finding:
    lines = [_CONTROL.sub("", str(line)) for line in listed(wanted)]
    absent = [line for line in lines if not conformance_text.holds(seen, line) and not named(seen, line)[0]]
    return not absent, {"absent": absent} if len(absent) < len(listed(wanted)) else None


def _keyword(seen: Seen, wanted: Any) -> Finding:
    found = [*seen.wire("keyword"), *strings(seen.get("slugline"))]
    return any(compact(one).endswith(compact(wanted)) for one in found), found


def _prefix(seen: Seen, wanted: Any) -> Finding:
    found = [*seen.wire("keyword", "version"), *strings(seen.get("title"))]
    return any(compact(one).startswith(compact(wanted)) for one in found), found


def _reasoned(seen: Seen, wanted: Any) -> Finding:
    return bool(wanted) and not seen.unreasoned, seen.outcome


JUDGES: Final[Mapping[str, Judge]] = {
    "abstract": within(descriptions),
    "associations_n": count("associations"),
    "author": named,
    "authors": named,
    "body_chars": lambda seen, wanted: (abs(len(seen.body) - wanted) <= wanted * 0.1, len(seen.body)),
    "body_end": _ends,
    "body_start": _begins,
    "byline": named,
    "caption": within(descriptions),
    "category": wire("category"),
    "channel_title": within(lambda seen: [*sources(seen), *seen.outside]),
    "content_created": instant("contentCreated", "firstCreated"),
    "copyright": _copyright,
    "copyright_holder": within(lambda seen: [*strings(seen.get("copyrightHolder")), *sources(seen)]),
    "creator": named,
    "credit": party,
    "date": instant(*TIMES),
    "date_expire": instant("expires"),
    "date_issue": instant("firstCreated", "versionCreated", "contentCreated"),
    "date_published": instant("firstCreated", "versionCreated", "contentCreated"),
    "date_release": instant(*TIMES),
    "dateline": _dateline,
    "dateline_location": within(places),
    "dek": within(descriptions),
    "ednote": _ednote,
    "ednote_html": _ednote,
    "embargoed": instant("embargoedUntil"),
    "first13": _begins,
    "first_created": instant("firstCreated"),
    "footer": wire("footer"),
    "footer_datetime": instant("versionCreated", "firstCreated"),
    "format": wire("format"),
    "from": lambda seen, wanted: named(seen, str(wanted).split("<", maxsplit=1)[0]),
    "genre": _codes,
    "guid": _guid,
    "header_lines": _lines,
    "headline": _headline,
    "headline_extended": _headline,
    "headlines_all": each_in(headlines),
    "info_source": party,
    "item_kinds": _items,
    "item_type": _item_type,
    "items_n": _items,
    "keyword": _keyword,
    "keywords": each_in(terms),
    "kicker": within(lambda seen: [*headlines(seen), *terms(seen), *strings(seen.get("title"))]),
    "language": _language,
    "lead_image_url": within(lambda seen: strings(seen.get("associations"))),
    "located": within(places),
    "media_types": _media,
    "name_label": equal("slugline", "title", "agencyfeed.transmission"),
    "news_item_type": _item_kind,
    "notepad": _private,
    "paragraphs_n": _paragraphs,
    "paragraphs_rough": _paragraphs,
    "photographer": named,
    "priority": number(lambda seen: [*seen.wire("priority"), seen.get("urgency") or ""]),
    "profile": equal("profile"),
    "provider": party,
    "pub_status": _pub_status,
    "published": instant("firstCreated", "versionCreated", "contentCreated"),
    "published_local_copenhagen": instant("firstCreated", "versionCreated", "contentCreated"),
    "root": _reasoned,
    "selector": wire("selector"),
    "sequence": number(lambda seen: seen.wire("sequence")),
    "service": wire("service"),
    "signals": _signals,
    "slugline": equal("slugline"),
    "source": party,
    "standard": _standard,
    "subhead": _headline,
    "subjects": _subjects,
    "summary": _summary,
    "tail": _lines,
    "take_key": wire("take"),
    "title": equal("title", "headlines"),
    "topics": each_in(terms),
    "updated": instant("versionCreated", "agencyfeed.transmission.date"),
    "uri": _guid,
    "url": within(lambda seen: [*identifiers(seen), *seen.outside]),
    "urgency": number(lambda seen: [seen.get("urgency") or ""]),
    "usage_terms": within(lambda seen: strings(seen.get("usageTerms"))),
    "version": number(lambda seen: [seen.get("version") or ""]),
    "version_created": instant("versionCreated"),
    "version_prefix": _prefix,
    "wire_date": wire("date"),
    "word_count": number(lambda seen: seen.wire("words")),
    "wordcount_attr": number(lambda seen: seen.wire("words")),
}
