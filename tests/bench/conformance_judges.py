"""How a fact of each name is held against the output: by meaning, never by luck.

A judge gives (right, what the output has there); nothing there and not right means missing.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import re
import conformance_text
import conformance_times
from conformance_output import Seen, compact, identifiers, plain, strings

Finding = tuple[bool, Any]
Judge = Callable[[Seen, Any], Finding]

TIMES: Final = ("firstCreated", "versionCreated", "contentCreated", "embargoedUntil", "expires")
_MEDIA: Final = {"photo": "picture", "image": "picture", "html": "text", "complexdata": "text"}
# *9006< ^: a line's code on the wire
_CONTROL = re.compile(r"^\*\d+<\s*\^?|[<^]")
# By A, B / C
_PARTS = re.compile(r"[,/|;]| and | und | et | y ")
_TITLES: Final = frozenset(
    "correspondent correspondents correspondente political staff writer writers editor reporter jan feb mar".split()
)
# What a byline prints beside names.
_BY_WORDS: Final = frozenset(
    "by von par por di af av van de from text foto photo and und et y e og och for to with in".split()
)


def listed(value: Any) -> list[Any]:
    """A fact's values, one by one; what is empty is no value."""
    if isinstance(value, list):
        return [inner for one in value for inner in listed(one)]
    return [value] if value not in (None, "", [], {}) else []


def equal(*paths: str) -> Judge:
    """One of the members is the value, white space apart."""

    def judge(seen: Seen, wanted: Any) -> Finding:
        found = [value for path in paths for value in strings(seen.get(path))]
        return plain(wanted) in [plain(value) for value in found], found

    return judge


def each_in(collect: Callable[[Seen], Iterable[str]]) -> Judge:
    """Every value is one of what is collected."""

    def judge(seen: Seen, wanted: Any) -> Finding:
        found = list(collect(seen))
        have = set(map(compact, found))
        return all(compact(one) in have for one in listed(wanted)), found

    return judge


def within(collect: Callable[[Seen], Iterable[str]]) -> Judge:
    """Every value stands, whole, in one of what is collected."""

    def judge(seen: Seen, wanted: Any) -> Finding:
        found = list(collect(seen))
        have = list(map(compact, found))
        return all(any(compact(one) in text for text in have) for one in listed(wanted)), found

    return judge


def instant(*paths: str) -> Judge:
    """One of the members is the time."""

    def judge(seen: Seen, wanted: Any) -> Finding:
        found = [value for path in paths for value in strings(seen.get(path))]
        return conformance_times.same(wanted, found), found

    return judge


def number(collect: Callable[[Seen], Iterable[Any]]) -> Judge:
    """One of what is collected is the number."""

    def judge(seen: Seen, wanted: Any) -> Finding:
        found = list(collect(seen))
        return str(wanted).strip().lstrip("0") in [str(value).strip().lstrip("0") for value in found], found

    return judge


def wire(*keys: str) -> Judge:
    """The transmission member is the value."""

    def judge(seen: Seen, wanted: Any) -> Finding:
        found = seen.wire(*keys)
        return compact(wanted) in map(compact, found), found

    return judge


def headlines(seen: Seen) -> list[str]:
    """Every headline, as it is and as it was printed with its status label or column tag."""
    found = seen.values("headlines", "value")
    marks = [seen.get("agencyfeed.status.label"), seen.get("agencyfeed.column")]
    return [*found, *(f"{mark} {one}" for mark in marks if mark for one in found)]


def _headline(seen: Seen, wanted: Any) -> Finding:
    found = headlines(seen)
    bare = {compact(one).rstrip("-+=<") for one in found}
    goal = compact(wanted).rstrip("-+=<")
    derived = "headline_derived" in (seen.get("agencyfeed.flags") or [])
    alike = derived and any(len(one) > 20 and goal.startswith(one.rstrip("….")) for one in bare)
    return goal in bare or alike, found


def _guid(seen: Seen, wanted: Any) -> Finding:
    found = identifiers(seen)
    return compact(wanted) in map(compact, found), found[:4]


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
    same = found == goal or (("-" not in goal or "-" not in found) and goal.split("-")[0] == found.split("-")[0])
    return same and not ("-" in goal and "-" not in found and goal != found and found == ""), found


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


def _length(seen: Seen, wanted: Any) -> Finding:
    found = len(seen.body)
    return abs(found - wanted) <= wanted * 0.1, found or None


def _begins(seen: Seen, wanted: Any) -> Finding:
    return conformance_text.begins(seen, wanted), plain(seen.body)[:100]


def _ends(seen: Seen, wanted: Any) -> Finding:
    return conformance_text.ends(seen, wanted), plain(seen.body)[-100:]


def named(seen: Seen, wanted: Any) -> Finding:
    """Every name of the makers' line is in the output: people and agencies as makers, other parties anywhere."""
    found = [*seen.people, *strings(seen.get("agencyfeed.signOff")), *seen.values("associations", "by")]
    parts = [part.strip() for one in listed(wanted) for part in _PARTS.split(plain(one)) if part.strip()]
    have = {word for text in found for word in conformance_text.words(text)} | _BY_WORDS
    have |= {word for text in _places(seen) for word in conformance_text.words(text)}
    return bool(found) and all(_makes(seen, part, have, first=part is parts[0]) for part in parts), found


def _makes(seen: Seen, part: str, have: set[str], *, first: bool) -> bool:
    words = [word for word in conformance_text.words(part) if word not in have and not word.isdigit()]
    if not words or seen.has_agency(part) or seen.has_agency(part.casefold().removeprefix("by ")):
        return True
    if " ".join(words) in _TITLES or all(word in _TITLES for word in words):
        return True
    return not first and compact(part) in compact(" ".join([*seen.everything]))


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
    have = compact(" ".join(seen.everything))
    leaked = [text for one in listed(wanted) for text in _secrets(str(one)) if compact(text) in have]
    return not leaked, leaked or None


def _secrets(text: str) -> list[str]:
    """Runs of six words, and every word with an @ or with many digits."""
    parts = plain(text).split()
    runs = [" ".join(parts[start : start + 6]) for start in range(0, max(len(parts) - 5, 0), 3)]
    return [*runs, *(word for word in parts if "@" in word and len(word) > 3)]


def _places(seen: Seen) -> list[str]:
    return [
        *strings(seen.get("located")),
        *seen.values("places", "name"),
        *(seen.get("agencyfeed.dateline.places") or []),
    ]


def _descriptions(seen: Seen) -> list[str]:
    return [*seen.values("descriptions", "value"), *strings(seen.get("associations"))]


def _summary(seen: Seen, wanted: Any) -> Finding:
    """A description, or the first lines of the body."""
    right, found = within(_descriptions)(seen, wanted)
    return right or compact(seen.body).startswith(compact(wanted)), found


def _lines(seen: Seen, wanted: Any) -> Finding:
    lines = [_CONTROL.sub("", str(line)) for line in listed(wanted)]
    absent = [line for line in lines if not conformance_text.holds(seen, line) and not named(seen, line)[0]]
    return not absent, {"absent": absent} if len(absent) < len(listed(wanted)) else None


def _words_sent(seen: Seen) -> list[Any]:
    return seen.wire("words")


def _associations(seen: Seen, wanted: Any) -> Finding:
    found = len(seen.get("associations") or [])
    return found == wanted, found or None


def _keyword(seen: Seen, wanted: Any) -> Finding:
    found = [*seen.wire("keyword"), *strings(seen.get("slugline"))]
    return any(compact(one).endswith(compact(wanted)) for one in found), found


def _prefix(seen: Seen, wanted: Any) -> Finding:
    found = [*seen.wire("keyword", "version"), *strings(seen.get("title"))]
    return any(compact(one).startswith(compact(wanted)) for one in found), found


def _terms(seen: Seen) -> list[str]:
    return [*seen.values("subjects", "name", "literal"), *seen.values("genres", "name"), *strings(seen.get("slugline"))]


def _makers(seen: Seen) -> list[str]:
    return [
        *seen.people,
        *seen.values("associations", "by"),
        *strings(seen.get("copyrightHolder")),
        *_party_codes(seen),
    ]


def _party_codes(seen: Seen) -> list[str]:
    """Parties by their code alone, without its scheme."""
    return [text.split(":")[-1] for text in seen.values("infoSources", "literal", "uri")]


def party(seen: Seen, wanted: Any) -> Finding:
    """Every party is among the sources, as printed or as the agency that the name is one of."""
    found = _sources(seen)
    have = list(map(compact, found))
    goal = [str(one).strip() for one in listed(wanted)]
    return all(_is_party(seen, one, have) for one in goal), found


def _is_party(seen: Seen, name: str, have: list[str]) -> bool:
    bare = name.split(":")[-1].strip(" –—-")
    return any(compact(one) in text for one in (name, bare) if one for text in have) or seen.has_agency(bare)


def _sources(seen: Seen) -> list[str]:
    nested = [text for entry in seen.get("associations") or [] for text in strings(entry.get("infoSources"))]
    printed = list(strings(seen.get("agencyfeed.printed.infoSources")))
    return [*seen.values("infoSources", "name", "literal", "uri"), *_party_codes(seen), *nested, *printed]


def _address(seen: Seen, wanted: Any) -> Finding:
    name = str(wanted).split("<")[0]
    return named(seen, name)


def _reasoned(seen: Seen, wanted: Any) -> Finding:
    return bool(wanted) and not seen.unreasoned, seen.outcome


JUDGES: Final[Mapping[str, Judge]] = {
    "abstract": within(_descriptions),
    "associations_n": _associations,
    "author": named,
    "authors": named,
    "body_chars": _length,
    "body_end": _ends,
    "body_start": _begins,
    "byline": named,
    "caption": within(_descriptions),
    "category": wire("category"),
    "channel_title": within(lambda seen: [*_sources(seen), *seen.outside]),
    "content_created": instant("contentCreated", "firstCreated"),
    "copyright": _copyright,
    "copyright_holder": within(lambda seen: [*strings(seen.get("copyrightHolder")), *_sources(seen)]),
    "creator": named,
    "credit": party,
    "date": instant(*TIMES),
    "date_expire": instant("expires"),
    "date_issue": instant("firstCreated", "versionCreated", "contentCreated"),
    "date_published": instant("firstCreated", "versionCreated", "contentCreated"),
    "date_release": instant(*TIMES),
    "dateline": _dateline,
    "dateline_location": within(_places),
    "dek": within(_descriptions),
    "ednote": within(lambda seen: strings(seen.get("edNote"))),
    "ednote_html": within(lambda seen: strings(seen.get("edNote"))),
    "embargoed": instant("embargoedUntil"),
    "first13": _begins,
    "first_created": instant("firstCreated"),
    "footer": wire("footer"),
    "footer_datetime": instant("versionCreated", "firstCreated"),
    "format": wire("format"),
    "from": _address,
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
    "keywords": each_in(_terms),
    "kicker": within(lambda seen: [*headlines(seen), *_terms(seen), *strings(seen.get("title"))]),
    "language": _language,
    "lead_image_url": within(lambda seen: strings(seen.get("associations"))),
    "located": within(_places),
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
    "topics": each_in(_terms),
    "updated": instant("versionCreated", "agencyfeed.transmission.date"),
    "uri": _guid,
    "url": within(lambda seen: [*identifiers(seen), *seen.outside]),
    "urgency": number(lambda seen: [seen.get("urgency") or ""]),
    "usage_terms": within(lambda seen: strings(seen.get("usageTerms"))),
    "version": number(lambda seen: [seen.get("version") or ""]),
    "version_created": instant("versionCreated"),
    "version_prefix": _prefix,
    "wire_date": wire("date"),
    "word_count": number(_words_sent),
    "wordcount_attr": number(_words_sent),
}

# Facts without a counterpart, and why.
NO_COUNTERPART: Final[Mapping[str, str]] = {
    "free_access": "the test suite's own guess of a pay wall",
    "fundus_version": "the version of the other library's parser",
    "content_modified": "ninjs 3.1 has contentCreated and versionCreated, no contentModified",
    "articleBody_sha1": "a hash of the other library's exact characters",
    "dateline.get(0).parent.tagName": "a selector of the other library's test",
    "page_meta": "metadata of the page as found, not a reading of the article",
}
