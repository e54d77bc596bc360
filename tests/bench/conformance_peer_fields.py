"""Other systems' names for fields, and what of ours each is held against, or why it is not."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import conformance_text
from conformance_exempt import NO_COUNTERPART
from conformance_judges import JUDGES
from conformance_judging import TIMES, Finding, Judge, count, descriptions, headlines, instant, listed, places, within
from conformance_output import Seen, compact, identifiers, plain, strings
from conformance_parties import named, party


def _strings_of(*paths: str) -> Callable[[Seen], Iterable[str]]:
    return lambda seen: [text for path in paths for text in strings(seen.get(path))]


def _makers(seen: Seen) -> list[str]:
    return [*seen.people, *identifiers(seen), *strings(seen.get("associations"))]


def _either(seen: Seen, wanted: Any) -> Finding:
    """Parties, makers or identifiers."""
    others = list(map(compact, _makers(seen)))
    found = [
        any(compact(one) in text for text in others) or party(seen, one)[0] or named(seen, one)[0]
        for one in listed(wanted)
    ]
    return all(found), party(seen, wanted)[1]


def _presence(path: str) -> Judge:
    def judge(seen: Seen, wanted: Any) -> Finding:
        found = seen.get(path)
        return bool(wanted) and bool(found), found

    return judge


def _documents(seen: Seen, wanted: Any) -> Finding:
    """As many articles as items, or one with the others as its associations."""
    found = len(seen.documents) + sum(len(one.get("associations") or []) for one in seen.documents)
    return wanted in (len(seen.documents), found), found


def _files(seen: Seen, wanted: Any) -> Finding:
    """The other system's file is one of ours, of the item or of what belongs to it."""
    found = [*(seen.get("renditions") or []), *(seen.get("associations") or [])]
    return bool(wanted) and bool(found), found


def _part(unit: str) -> Judge:
    def judge(seen: Seen, wanted: Any) -> Finding:
        found = [str(seen.get(name) or "") for name in TIMES]
        numbers = [re.findall(r"\d+", text)[:6] for text in found if text]
        index = ("year", "month", "day", "hour", "minute", "second").index(unit)
        return any(int(one[index]) == wanted for one in numbers), found

    return judge


def _thesaurus(seen: Seen, wanted: Any) -> Finding:
    return JUDGES["subjects"](seen, [part for part in str(wanted).split(";") if part])


def whole_body(seen: Seen, wanted: Any) -> Finding:
    """The body from its first to its last words."""
    text = plain(wanted)
    right = conformance_text.begins(seen, text[:120]) and conformance_text.ends(seen, text[-100:])
    return right, f"{plain(seen.body)[:60]} … {plain(seen.body)[-60:]}"


# The other systems' names -> our
FIELDS: Final[Mapping[str, Judge]] = {
    **JUDGES,
    "@len": _documents,
    "abstract": within(lambda seen: [*descriptions(seen), *headlines(seen)]),
    "administrative": _either,
    "alt_text": within(_strings_of("associations", "descriptions")),
    "anpa_category": JUDGES["category"],
    "anpa_take_key": within(lambda seen: [*seen.wire("take"), *strings(seen.get("agencyfeed.status.label"))]),
    "archive_description": JUDGES["abstract"],
    "associations": _presence("associations"),
    "associations.featuremedia": within(_strings_of("associations")),
    "associations.featuremedia.alt_text": within(_strings_of("associations")),
    "associations.featuremedia.description_text": within(_strings_of("associations")),
    "associations.featuremedia.headline": within(_strings_of("associations")),
    "associations.featuremedia.type": within(_strings_of("associations")),
    "authors.0": named,
    "body_html": whole_body,
    "characteristics": within(lambda seen: seen.wire("words")),
    "copyright_line": JUDGES["copyright"],
    "copyrightholder": JUDGES["copyright_holder"],
    "copyrightnotice": JUDGES["copyright"],
    "creditline": JUDGES["credit"],
    "date_id": within(identifiers),
    "identifier..date_id": within(identifiers),
    "dateline.located.city": JUDGES["located"],
    "$dateline.located.city": JUDGES["located"],
    "dateline.text": JUDGES["dateline"],
    "definition_long": within(lambda seen: [*descriptions(seen), seen.body]),
    "description_text": JUDGES["abstract"],
    "efe_pais": JUDGES["subjects"],
    "extra": within(lambda seen: [*seen.codes, *strings(seen.get("located"))]),
    "extra.city": JUDGES["located"],
    "extra.ntb_media": within(_strings_of("associations")),
    "extra.ntb_pub_name": JUDGES["provider"],
    "firstcreated": instant("firstCreated", "contentCreated"),
    "firstpublished": instant(*TIMES),
    "ingest_provider_sequence": JUDGES["sequence"],
    "item_id": within(identifiers),
    "line_text": within(lambda seen: seen.outside),
    "name": JUDGES["headline"],
    "news_component..descriptive_metadata..location..city": JUDGES["located"],
    "news_component..descriptive_metadata..location..country_name": within(
        lambda seen: [*places(seen), *strings(seen.get("agencyfeed.dateline.region"))]
    ),
    "news_lines..byline": JUDGES["byline"],
    "newsml..news_items.@len": _documents,
    "original_source": _either,
    "place": within(places),
    "place.@len": count("places"),
    "$places.@len": count("places"),
    "provider_id": within(lambda seen: [*identifiers(seen), *seen.people]),
    "pubstatus": JUDGES["pub_status"],
    "renditions.@len": count("renditions"),
    "renditions.original": _files,
    "renditions.original.mimetype": within(_strings_of("renditions", "associations")),
    "$remote.residRef": within(_strings_of("renditions")),
    "$remote.sizeinbytes": within(_strings_of("renditions")),
    "$remote.mimetype": within(_strings_of("renditions")),
    "$remote.href": within(_strings_of("renditions")),
    "semantics.iptcDomains": within(_strings_of("subjects", "genres", "people", "organisations", "places")),
    "sentfrom": _either,
    "sign_off": within(lambda seen: [*strings(seen.get("agencyfeed.signOff")), *_makers(seen)]),
    "source": party,
    "sub_head_line": JUDGES["subhead"],
    "subject": JUDGES["subjects"],
    "$subjects": JUDGES["subjects"],
    "tesauro": _thesaurus,
    "type": JUDGES["item_type"],
    "usageterms": JUDGES["usage_terms"],
    "versioncreated": instant("versionCreated", "contentCreated"),
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
    **NO_COUNTERPART,
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
