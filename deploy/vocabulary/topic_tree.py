"""Writes config/topic_tree.tsv: where each media topic hangs, and its names in the languages of IPTC's release.

    python deploy/vocabulary/topic_tree.py --topics medtop.json > config/topic_tree.tsv

The input is a list of concepts: code, parent (None at the top), retired (None in use), name by language.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

HEADER = """\
# IPTC Media Topics: (c) IPTC, International Press Telecommunications Council, https://iptc.org,
# CC BY 4.0, http://creativecommons.org/licenses/by/4.0/.  Topics in use, of the release of {released}; shortened to
# names by deploy/vocabulary/topic_tree.py.  The topic above is empty for the 17 at the top.
"""
# the language as BCP 47 has it -> as the release names it
LANGUAGES = {
    "en": "en-GB", "ar": "ar", "da": "dk", "de": "de", "es": "es", "fr": "fr", "nb": "no-NB", "nn": "no-NN",
    "pt": "pt-PT", "pt-BR": "pt-BR", "sv": "se", "zh": "zh-Hans",
}  # fmt: skip

Concept = Mapping[str, Any]


def rows(concepts: Iterable[Concept]) -> Iterator[tuple[str, ...]]:
    """The names of the columns, then one row a topic in use, in order of codes."""
    yield ("code", "above", *LANGUAGES)
    for concept in sorted(concepts, key=lambda one: str(one["code"])):
        if not concept["retired"]:
            names = (" ".join(concept["name"].get(key, "").split()) for key in LANGUAGES.values())
            yield (concept["code"], concept["parent"] or "", *names)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="writes config/topic_tree.tsv to the standard output")
    parser.add_argument("--topics", type=Path, required=True, help="the release, its date in the name")
    given = parser.parse_args()
    sys.stdout.write(HEADER.format(released=given.topics.stem.partition("-")[2]))
    for row in rows(json.loads(given.topics.read_text("utf-8"))):
        sys.stdout.write("\t".join(row).rstrip() + "\n")


if __name__ == "__main__":
    main()
