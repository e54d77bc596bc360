"""Writes config/media_topics.tsv from the public IPTC vocabularies.

    python deploy/vocabulary/media_topics.py --topics cptall-x-all.json --subject-codes subject_codes.json \
        --in-use medtop.json --dpa-subjects subject.xml > config/media_topics.tsv

`--topics`: IPTC Media Topics as JSON-LD (http://cv.iptc.org/newscodes/mediatopic/?lang=x-all&format=jsonld);
`--in-use`: the newer release of which topic_tree.py writes the topics in use, with the parents of those retired since;
`--subject-codes`: the older IPTC subject codes, an object of code and English name; `--dpa-subjects` (optional): dpa's
subjects as a NewsML-G2 knowledge item, of which only numbers are used: which media topic dpa says a number is, or is
part of.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET  # the operator's own file, no feed

HEADER = """\
# IPTC Media Topics and subject codes: (c) IPTC, International Press Telecommunications Council, https://iptc.org,
# CC BY 4.0, http://creativecommons.org/licenses/by/4.0/.  Shortened to English names and to mappings by
# deploy/vocabulary/media_topics.py; releases of the vocabulary: {released}, and {in_use} for what is in use.
# dpa's numbers: http://g2.dpa.com/cv/subject/.
# topic    id, name, the topic in use that stands in its place since it was retired, else the nearest above it
# subject  older subject code, name, the topic that matches it exactly, else closely
# dpa      number of a dpa subject, (no name), the topic that it is or belongs to
"""
SUBJECT_CODE = "http://cv.iptc.org/newscodes/subjectcode/"
# Of dpa's subjects those that say how a text is made: reviews of the press, which are about anything.
GENRES = frozenset({"dpasubject:376", "dpasubject:433", "dpasubject:642"})
G2 = "{http://iptc.org/std/nar/2006-10-01/}"

# Use medtop:20000168 emergency response instead   merged into concept medtop:20000139   Use corruption (20000093)
CODE = re.compile(r"(?:\buse\b|merged into).{0,60}?(20[0-9]{6})", re.IGNORECASE)
# Retired. Use Media Topic dog racing+ sports facet dogracingtype
NAMED = re.compile(r"Use Media Topic\s*([a-z ]+?)\s*\+", re.IGNORECASE)

Concept = Mapping[str, Any]


def code_of(concept: Concept) -> str:
    """The 8 digits."""
    return str(concept["qcode"]).rpartition(":")[2]


def english(concept: Concept, field: str) -> str:
    """A text of the concept in English, or ""."""
    return str(concept.get(field, {}).get("en-GB", "")).strip()


def replacement(concept: Concept, by_name: Mapping[str, str]) -> str:
    """The topic that the notes of a retired one name in its place, or ""."""
    if "retired" not in concept:
        return ""
    notes = f"{english(concept, 'note')} {english(concept, 'changeNote')}"
    codes = [code for code in CODE.findall(notes) if code != code_of(concept)]
    names = [by_name[name] for name in NAMED.findall(notes) if name in by_name]
    return next(iter([*codes, *names]), "")


def heirs(concepts: Iterable[Concept]) -> Mapping[str, str]:
    """By each topic retired in the newer release the nearest above it that is in use."""
    above = {str(one["code"]): one["parent"] for one in concepts}
    retired = {str(one["code"]) for one in concepts if one["retired"]}
    found = {}
    for code in retired:
        heir = above[code]
        while heir in retired:
            heir = above[heir]
        found[code] = str(heir)
    return found


def topic_rows(concepts: Iterable[Concept], newer: Iterable[Concept]) -> Iterator[tuple[str, str, str, str]]:
    """One row a topic of either release, in order of ids."""
    by_name = {english(concept, "prefLabel"): code_of(concept) for concept in concepts if "retired" not in concept}
    since = heirs(newer)
    rows: dict[str, tuple[str, str]] = {}
    for one in newer:
        rows[str(one["code"])] = str(one["name"].get("en-GB", "")).strip(), since.get(str(one["code"]), "")
    for concept in concepts:
        heir = replacement(concept, by_name) or since.get(code_of(concept), "")
        rows[code_of(concept)] = english(concept, "prefLabel"), since.get(heir, heir)
    for code in sorted(rows):
        yield "topic", code, *rows[code]


def matches(concepts: Iterable[Concept]) -> Mapping[str, str]:
    """Subject code to topic: exact before close, living before retired, then the lowest id.

    The 17 topics at the top are those of the subject codes (note of the vocabulary), match or no match.
    """
    ranked: dict[str, list[tuple[bool, bool, str]]] = {}
    for concept in concepts:
        for kind in ("exactMatch", "closeMatch"):
            for uri in concept.get(kind, ()):
                if uri.startswith(SUBJECT_CODE):
                    rank = (kind != "exactMatch", "retired" in concept, code_of(concept))
                    ranked.setdefault(uri[len(SUBJECT_CODE) :], []).append(rank)
    top = {code_of(concept): code_of(concept) for concept in concepts if "broader" not in concept}
    return top | {code: min(found)[2] for code, found in ranked.items()}


def subject_rows(names: Mapping[str, str], matching: Mapping[str, str]) -> Iterator[tuple[str, str, str, str]]:
    """One row a code, the names without their "-DEPRECATED"."""
    for code in sorted({*names, *matching}):
        yield "subject", code, names.get(code, "").removesuffix("-DEPRECATED"), matching.get(code, "")


def dpa_rows(path: Path) -> Iterator[tuple[str, str, str, str]]:
    """The numbers that name a topic, or that are part of what does."""
    links: dict[str, list[str]] = {}
    for concept in ET.parse(path).iter(f"{G2}concept"):  # noqa: S314 - the operator's own file
        code = concept.find(f"{G2}conceptId")
        if code is not None:
            found = [*concept.findall(f"{G2}sameAs"), *concept.findall(f"{G2}broader")]
            links[code.get("qcode", "")] = [link.get("qcode", "") for link in found]
    for number in sorted(links.keys() - GENRES, key=lambda name: int(name.rpartition(":")[2])):
        topic = _topic_of(number, links, depth=4)
        if topic:
            yield "dpa", number.rpartition(":")[2], "", topic


def _topic_of(code: str, links: Mapping[str, list[str]], depth: int) -> str:
    """The nearest topic along the links, or ""."""
    targets = links.get(code, [])
    direct = [target.rpartition(":")[2] for target in targets if target.startswith("medtop:")]
    if direct or not depth:
        return direct[0] if direct else ""
    return next(filter(None, (_topic_of(target, links, depth - 1) for target in targets)), "")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="writes config/media_topics.tsv to the standard output")
    parser.add_argument("--topics", type=Path, required=True)
    parser.add_argument("--in-use", type=Path, required=True)
    parser.add_argument("--subject-codes", type=Path, required=True)
    parser.add_argument("--dpa-subjects", type=Path)
    given = parser.parse_args()
    scheme = json.loads(given.topics.read_text("utf-8"))
    names = json.loads(given.subject_codes.read_text("utf-8"))
    concepts, newer = scheme["conceptSet"], json.loads(given.in_use.read_text("utf-8"))
    sys.stdout.write(HEADER.format(released=scheme["dateReleased"][:10], in_use=given.in_use.stem.partition("-")[2]))
    dpa = dpa_rows(given.dpa_subjects) if given.dpa_subjects else ()
    for rows in (topic_rows(concepts, newer), subject_rows(names, matches(concepts)), dpa):
        sys.stdout.writelines("\t".join(row).rstrip() + "\n" for row in rows)


if __name__ == "__main__":
    main()
