"""What other systems' tests assert about the files, held against our output: their names for fields, ours.

A fact that only the other product can have (its own tables, counts, made-up ids) is excluded with the reason.
"""

import functools
import html
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

import conformance_judges as judges
import conformance_text
from conformance_output import Seen, chosen, compact, identifiers, plain, strings

Json = dict[str, Any]
_EMPTY: Final = (None, "", [], {})
# $item.headline, 0.headline, $items.0.headline, subject.0.qcode, versioncreated.@isoformat
_PREFIX = re.compile(r"^(?:\$(?:item|items\.(?P<listed>\d+)|self)\.{1,2}|(?P<plain>\d+)\.)")
_SUFFIX = re.compile(r"\.@(?:isoformat|str|lstrip\(\))$")
_CODE = re.compile(r"^(subject|anpa_category)\.\d+(\.qcode)?$")
_PLACE = re.compile(r"^\$?places?\.\d+\.name$")


def _strings_of(*paths: str) -> Callable[[Seen], Iterable[str]]:
    return lambda seen: [text for path in paths for text in strings(seen.get(path))]


def _makers(seen: Seen) -> list[str]:
    return [*seen.people, *identifiers(seen), *strings(seen.get("associations"))]


def _either(seen: Seen, wanted: Any) -> judges.Finding:
    """Parties, makers or identifiers."""
    right, found = judges.party(seen, wanted)
    others = list(map(compact, _makers(seen)))
    goal = judges.listed(wanted)
    named = all(any(compact(one) in text for text in others) or judges.named(seen, one)[0] for one in goal)
    return right or named or all(judges.party(seen, one)[0] or judges.named(seen, one)[0] for one in goal), found


def _count(path: str) -> judges.Judge:
    def judge(seen: Seen, wanted: Any) -> judges.Finding:
        found = len(seen.get(path) or [])
        return found == wanted, found

    return judge


def _presence(path: str) -> judges.Judge:
    def judge(seen: Seen, wanted: Any) -> judges.Finding:
        found = seen.get(path)
        return bool(wanted) and bool(found), found

    return judge


def _documents(seen: Seen, wanted: Any) -> judges.Finding:
    """As many articles as items, or one with the others as its associations."""
    found = len(seen.documents) + sum(len(one.get("associations") or []) for one in seen.documents)
    return wanted in (len(seen.documents), found), found


def _files(seen: Seen, wanted: Any) -> judges.Finding:
    """The other system's file is one of ours, of the item or of what belongs to it."""
    found = [*(seen.get("renditions") or []), *(seen.get("associations") or [])]
    return bool(wanted) and bool(found), found


def _part(unit: str) -> judges.Judge:
    def judge(seen: Seen, wanted: Any) -> judges.Finding:
        found = [str(seen.get(name) or "") for name in judges.TIMES]
        numbers = [re.findall(r"\d+", text)[:6] for text in found if text]
        index = ("year", "month", "day", "hour", "minute", "second").index(unit)
        return any(int(one[index]) == wanted for one in numbers), found

    return judge


def _thesaurus(seen: Seen, wanted: Any) -> judges.Finding:
    return judges.JUDGES["subjects"](seen, [part for part in str(wanted).split(";") if part])


def _body(seen: Seen, wanted: Any) -> judges.Finding:
    text = plain(wanted)
    right = conformance_text.begins(seen, text[:120]) and conformance_text.ends(seen, text[-100:])
    return right, f"{plain(seen.body)[:60]} … {plain(seen.body)[-60:]}"


# The other systems' names -> our judges.
FIELDS: Final[Mapping[str, judges.Judge]] = {
    **judges.JUDGES,
    "@len": _documents,
    "abstract": judges.within(lambda seen: [*judges._descriptions(seen), *judges.headlines(seen)]),
    "administrative": _either,
    "alt_text": judges.within(_strings_of("associations", "descriptions")),
    "anpa_category": judges.JUDGES["category"],
    "anpa_take_key": judges.within(lambda seen: [*seen.wire("take"), *strings(seen.get("agencyfeed.status.label"))]),
    "archive_description": judges.JUDGES["abstract"],
    "associations": _presence("associations"),
    "associations.featuremedia": judges.within(_strings_of("associations")),
    "associations.featuremedia.alt_text": judges.within(_strings_of("associations")),
    "associations.featuremedia.description_text": judges.within(_strings_of("associations")),
    "associations.featuremedia.headline": judges.within(_strings_of("associations")),
    "associations.featuremedia.type": judges.within(_strings_of("associations")),
    "authors.0": judges.named,
    "body_html": _body,
    "characteristics": judges.within(lambda seen: seen.wire("words")),
    "copyright_line": judges.JUDGES["copyright"],
    "copyrightholder": judges.JUDGES["copyright_holder"],
    "copyrightnotice": judges.JUDGES["copyright"],
    "creditline": judges.JUDGES["credit"],
    "date_id": judges.within(identifiers),
    "identifier..date_id": judges.within(identifiers),
    "dateline.located.city": judges.JUDGES["located"],
    "$dateline.located.city": judges.JUDGES["located"],
    "dateline.text": judges.JUDGES["dateline"],
    "definition_long": judges.within(lambda seen: [*judges._descriptions(seen), seen.body]),
    "description_text": judges.JUDGES["abstract"],
    "efe_pais": judges.JUDGES["subjects"],
    "extra": judges.within(lambda seen: [*seen.codes, *strings(seen.get("located"))]),
    "extra.city": judges.JUDGES["located"],
    "extra.ntb_media": judges.within(_strings_of("associations")),
    "extra.ntb_pub_name": judges.JUDGES["provider"],
    "firstcreated": judges.instant("firstCreated", "contentCreated"),
    "firstpublished": judges.instant(*judges.TIMES),
    "ingest_provider_sequence": judges.JUDGES["sequence"],
    "item_id": judges.within(identifiers),
    "line_text": judges.within(lambda seen: seen.outside),
    "name": judges.JUDGES["headline"],
    "news_component..descriptive_metadata..location..city": judges.JUDGES["located"],
    "news_component..descriptive_metadata..location..country_name": judges.within(
        lambda seen: [*judges._places(seen), *strings(seen.get("agencyfeed.dateline.region"))]
    ),
    "news_lines..byline": judges.JUDGES["byline"],
    "newsml..news_items.@len": _documents,
    "original_source": _either,
    "place": judges.within(judges._places),
    "place.@len": _count("places"),
    "$places.@len": _count("places"),
    "provider_id": judges.within(lambda seen: [*identifiers(seen), *seen.people]),
    "pubstatus": judges.JUDGES["pub_status"],
    "renditions.@len": _count("renditions"),
    "renditions.original": _files,
    "renditions.original.mimetype": judges.within(_strings_of("renditions", "associations")),
    "$remote.residRef": judges.within(_strings_of("renditions")),
    "$remote.sizeinbytes": judges.within(_strings_of("renditions")),
    "$remote.mimetype": judges.within(_strings_of("renditions")),
    "$remote.href": judges.within(_strings_of("renditions")),
    "semantics.iptcDomains": judges.within(_strings_of("subjects", "genres", "people", "organisations", "places")),
    "sentfrom": _either,
    "sign_off": judges.within(lambda seen: [*strings(seen.get("agencyfeed.signOff")), *_makers(seen)]),
    "source": judges.party,
    "sub_head_line": judges.JUDGES["subhead"],
    "subject": judges.JUDGES["subjects"],
    "$subjects": judges.JUDGES["subjects"],
    "tesauro": _thesaurus,
    "type": judges.JUDGES["item_type"],
    "usageterms": judges.JUDGES["usage_terms"],
    "versioncreated": judges.instant("versionCreated", "contentCreated"),
    **{f"date_label..{unit}": _part(unit) for unit in ("year", "month", "day", "hour", "minute", "second")},
}

# Their names for what can be there or not.
MEMBERS: Final[Mapping[str, tuple[str, ...]]] = {
    "abstract": ("descriptions",),
    "archive_description": ("descriptions",),
    "authors": ("people",),
    "byline": ("by", "people"),
    "description_text": ("descriptions",),
    "ednote": ("edNote",),
    "keywords": ("subjects",),
    "place": ("places",),
    "slugline": ("slugline",),
    "source": ("infoSources",),
    "urgency": ("urgency",),
    "subject.@len": ("subjects",),
}

EXCLUDED: Final[Mapping[str, str]] = {
    **judges.NO_COUNTERPART,
    "associated_with": "the parser's own dump of an element that announces other deliveries",
    "authors.@len": "a count of the other system's own objects",
    "calendars": "the other system's own calendar names",
    "comment": "a comment on the version of the feed's schema",
    "content.@len": "a count of the other library's own objects",
    "descriptive_guid": "an XML element's own id",
    "duid": "an XML element's own id",
    "format": "the other system's name for its own editor's format",
    "group": "the references of a package, which is rightly no article",
    "groups": "the references of a package, which is rightly no article",
    "line_type": "the name of the element whose text is compared",
    "mimetype": "the input's own media type, which the output's text no longer has",
    "output": "another system's output format",
    "ref": "the references of a package, which is rightly no article",
    "role": "the role of an XML element among its siblings",
    "semantics": "the name of the other system's own object",
    "subject.@len": "the other system adds parents of its own tables",
    "$subjects.@len": "the other system adds parents of its own tables",
}
# Values that are the same in another form: times, words of a closed list.
_CONVERTED: Final = frozenset(
    {"firstcreated", "versioncreated", "firstpublished", "embargoed", "type", "pubstatus", "language", "date"}
    | {"renditions.original", "associations", "associations.featuremedia.type", "date_published"}
)
# The other system's own settings in the form of subjects, and members of its objects.
_SETTINGS: Final = frozenset({"essential", "equivalents_list", "priority", "services-products", "sources"})
_HOUSE: Final = frozenset(
    {("extra", "how_present"), ("characteristics", "size_bytes"), ("characteristics", "format_version")}
    | {("authors.0", "role"), ("authors.0", "avatar_url"), ("authors.0", "biography")}
    | {("extra.ntb_media", "id"), ("extra.ntb_media", "mime_type"), ("extra.ntb_media", "description_text")}
)
_WIRES: Final = frozenset({"anpa1312", "iptc7901", "zczc"})
# Formats whose associations are items of their own elsewhere.
_NESTED: Final = frozenset({"ninjs1", "bbc_ninjs"})


def verdict(fact: Json, row: Json, seen: Seen, source: str) -> tuple[str, Any]:
    """right, wrong, missing or excluded, with what the output has or why it is not compared."""
    key, position = _known(fact["key"])
    reason = _excluded(key, fact["value"], row["format"])
    if reason:
        return "excluded", reason
    if not seen.documents:
        return "missing", seen.outcome
    if fact["op"] == "not_contains" or fact["value"] in _EMPTY or (key in MEMBERS and fact["value"] == 0) or (fact["op"] == "contains" and key in {"", "?"}):
        return _absence(key, fact, seen)
    value = _given(fact["value"], _compact_source(source), key)
    if fact["key"] == "subject.@len" or (key == "word_count" and str(fact["value"]) not in source):
        value = None
    if value in _EMPTY:
        return "excluded", "nothing of it stands in the file: it comes from the other system's tables"
    findings = [_judged(key, fact["op"], value, view) for view in _views(seen, row["format"], position)]
    right = any(finding[0] for finding in findings)
    got = next((finding[1] for finding in findings if finding[1] not in _EMPTY), None)
    return ("right" if right else "wrong" if got else "missing"), got


@functools.lru_cache(maxsize=4)
def _compact_source(source: str) -> str:
    """The file's text, once and twice unescaped, without markup and white space, and with it."""
    return "\0".join((compact(source), compact(html.unescape(plain(source))), "".join(source.split()).casefold()))


def _known(key: str) -> tuple[str, int | None]:
    """The field's own name, and the position of the item in the other system's list."""
    found = _PREFIX.match(key)
    position = int(found["listed"] or found["plain"]) if found and (found["listed"] or found["plain"]) else None
    name = _SUFFIX.sub("", key[found.end() :] if found else key)
    if re.fullmatch(r"\$item|\d+", name):
        return "", int(name) if name.isdigit() else None
    if match := _CODE.match(name):
        return match[1], position
    return ("place" if _PLACE.match(name) else name), position


def _excluded(key: str, value: Any, format_: str) -> str | None:
    root = key.lstrip("$").split(".")[0]
    if key == "anpa_category" and format_ not in _WIRES:
        return "the other system's own category for the channel"
    if key == "associations" or (key in MEMBERS and value in (0, *_EMPTY)):
        return None
    reason = EXCLUDED.get(key) or (EXCLUDED.get(root) if key not in FIELDS else None)
    if reason or key in FIELDS or key in {"", "?"}:
        return reason
    return f"no field of ours is called for: {key}" if value in _EMPTY else None


def _given(value: Any, source: str, key: str) -> Any:
    """The value without what the file does not contain; `source` is the file's text without white space."""
    if isinstance(value, Mapping):
        if "qcode" in value:
            return value if value.get("scheme") not in _SETTINGS and _stands(value, source) else None
        names = [name for name in value if (key, name) not in _HOUSE]
        return [text for name in names for text in strings(value[name]) if compact(text) in source]
    if isinstance(value, list):
        return [kept for one in value if (kept := _given(one, source, key)) not in _EMPTY]
    if isinstance(value, str) and key not in _CONVERTED:
        start = compact(value)[:40] if key == "body_html" else compact(value)
        return value if start in source else None
    return value


def _stands(value: Mapping[str, Any], source: str) -> bool:
    code = str(value["qcode"]).removeprefix("country_")
    return compact(code) in source


def _views(seen: Seen, format_: str, position: int | None) -> list[Seen]:
    """The documents that a fact may be about."""
    if format_ in _NESTED and position is not None:
        nested = tuple(one for document in seen.documents for one in document.get("associations") or ())
        everything = (*seen.documents, *nested)
        return [replace(seen, documents=everything, index=index) for index in range(len(everything))]
    return [seen.at(position) if position is not None and len(seen.documents) > 1 else seen]


def _judged(key: str, operator: str, value: Any, seen: Seen) -> judges.Finding:
    if key == "body_html":
        return _body_judged(operator, str(value), seen)
    if operator == "regex":
        value = str(value).rstrip("$")
    codes = key in {"subject", "$subjects"}
    if codes and isinstance(value, str):
        return judges.within(lambda one: judges._terms(one))(seen, value)
    if isinstance(value, Mapping) and not codes and key != "genre":
        value = list(strings(value))
    judge = FIELDS.get(key)
    return judge(seen, value) if judge else (False, f"no judge for {key}")


def _body_judged(operator: str, value: str, seen: Seen) -> judges.Finding:
    if operator == "==":
        return _body(seen, value)
    if operator in {"startswith", "regex"} and "<a " not in value:
        return conformance_text.begins(seen, plain(value)[:120]), plain(seen.body)[:100]
    if "<a " in value:
        return compact_markup(value) in compact_markup(seen.markup), seen.markup[:100]
    return conformance_text.holds(seen, value), plain(seen.body)[:100]


def compact_markup(text: str) -> str:
    """Markup without white space."""
    return "".join(text.split())


def _absence(key: str, fact: Json, seen: Seen) -> tuple[str, Any]:
    """The other system says that something is not there (or, with `contains`, that it is)."""
    if key == "body_html":
        found: Any = str(fact["value"]) in seen.body or str(fact["value"]) in seen.markup
        return ("wrong" if found else "right"), found
    name = str(fact["value"]) if key in {"", "?"} else key
    paths = MEMBERS.get(name)
    if paths is None:
        return "excluded", f"no member of ours is called for: {name}"
    found = [seen.get(path) for path in paths if seen.get(path)]
    if name == "keywords":
        found = [one for one in seen.get("subjects") or [] if one.get("rel") == "keyword"]
    if fact["op"] == "contains":
        return ("right" if found else "missing"), found
    return ("wrong" if found else "right"), found


__all__ = ["FIELDS", "chosen", "verdict"]
