"""What other Python libraries read in feed files, as documents of our output's shape: a line of JSON a file.

    PYTHON peer_readers.py LIBRARY FILE..

Runs where the library is installed, and imports nothing of ours.  A library is given what its own documentation does
not do by itself: the items inside a NewsML-G2 message, a text decoded as it is encoded.
"""

import contextlib
import importlib
import io
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

Json = dict[str, Any]
Reader = Callable[[bytes], list[Json]]
ROUNDS: Final = 20


def _newsmlg2() -> Reader:
    library: Any = importlib.import_module("NewsMLG2")

    def read(data: bytes) -> list[Json]:
        with contextlib.redirect_stdout(io.StringIO()):  # it prints warnings
            item = library.NewsMLG2Document(data).get_item()
            parts = [element for _, elements in _any_of(item) for element in elements]
            items = [library.NewsItem(xmlelement=one) for one in parts if str(one.tag).endswith("}newsItem")]
            return [_g2_document(one) for one in items or [item]]

    return read


def _any_of(item: Any) -> Iterator[tuple[str, list[Any]]]:
    """Elements that the library leaves as they are: the items of a message."""
    itemset = getattr(item, "_element_values", {}).get("itemset")
    yield "itemset", getattr(itemset, "_xs_any_content", []) or []


def _tree(value: Any) -> Any:
    """The library's object as plain values."""
    if isinstance(value, str | int) or value is None:
        return value
    if type(value).__name__ == "GenericArray":
        return [_tree(one) for one in value]
    found = dict(getattr(value, "_attribute_values", {}))
    found["text"] = getattr(value, "_text", None)
    inner = {name: _tree(one) for name, one in getattr(value, "_element_values", {}).items()}
    elements = getattr(value, "_xs_any_content", None) or []
    found["any"] = [" ".join("".join(one.itertext()).split()) for one in elements]
    return {name: one for name, one in {**found, **inner}.items() if one}


def _g2_document(item: Any) -> Json:
    tree = _tree(item)
    meta, content, rights = tree.get("itemmeta", {}), tree.get("contentmeta", {}), tree.get("rightsinfo", {})
    notice = (rights[0] if isinstance(rights, list) and rights else rights) or {}
    parties = (
        *_names(meta.get("provider")),
        *_texts(content.get("creditline")),
        *_names(content.get("infosource")),
    )
    listed = _listed(content.get("subject"))
    subjects = [{"literal": _code(one), "name": next(iter(_names(one)), None)} for one in listed]
    bodies = [part for one in tree.get("contentset", {}).get("inlinexml", []) for part in one.get("any", [])]
    return {
        "uri": tree.get("guid"),
        "version": tree.get("version"),
        "language": tree.get("xml_lang"),
        "type": _bare(_code(meta.get("itemclass"))),
        "firstCreated": _text(meta.get("firstcreated")),
        "versionCreated": _text(meta.get("versioncreated")),
        "contentCreated": _text(content.get("contentcreated")),
        "embargoedUntil": _text(meta.get("embargoed")),
        "pubStatus": _bare(_code(meta.get("pubstatus"))),
        "urgency": _text(content.get("urgency")),
        "headlines": [{"value": text} for text in _texts(content.get("headline"))],
        "slugline": next(iter(_texts(content.get("slugline"))), None),
        "by": next(iter(_texts(content.get("by"))), None),
        "people": [{"name": name} for name in _names(content.get("creator"))],
        "located": next(iter(_names(content.get("located"))), None),
        "infoSources": [{"name": name} for name in parties],
        "subjects": [*subjects, *({"name": word} for word in _texts(content.get("keyword")))],
        "genres": [{"literal": _code(one)} for one in _listed(content.get("genre"))],
        "descriptions": [{"value": text} for text in _texts(content.get("description"))],
        "edNote": " ".join(_texts(meta.get("ednote"))),
        "copyrightNotice": " ".join(_texts(notice.get("copyrightnotice"))),
        "copyrightHolder": next(iter(_names(notice.get("copyrightholder"))), None),
        "usageTerms": " ".join(_texts(notice.get("usageterms"))),
        "agencyfeed": {"dateline": {"text": next(iter(_texts(content.get("dateline"))), None)}},
        "bodies": _bodies(bodies),
    }


def _pynewsml() -> Reader:
    library: Any = importlib.import_module("pynewsml.newsml")

    def read(data: bytes) -> list[Json]:
        try:
            found = library.NewsML.from_xml(data.decode("utf-8"), encoding="utf-8")
        except UnicodeDecodeError:
            found = library.NewsML.from_xml(data.decode("iso-8859-1"))
        return [_newsml_document(item) for item in found.news_items]

    return read


def _newsml_document(item: Any) -> Json:
    lines, metadata = item.news_lines, item.news_component.descriptive_metadata
    return {
        "uri": item.identifier.public_identifier,
        "version": item.identifier.revision_id.value,
        "language": metadata.language,
        "versionCreated": item.date_label.isoformat() if item.date_label else None,
        "headlines": [{"value": text} for text in (lines.headline, lines.subheadline) if text],
        "by": lines.byline,
        "located": metadata.location.city,
        "infoSources": [{"name": text} for text in (lines.creditline, item.identifier.provider_id) if text],
        "subjects": [
            *({"literal": code.formal_name} for code in metadata.subject_codes),
            *({"name": word} for word in lines.keywords or ()),
        ],
        "genres": [{"literal": metadata.genre}],
        "copyrightNotice": lines.copyrightline,
        "agencyfeed": {"dateline": {"text": lines.dateline}},
        "bodies": _bodies([one.data_content for one in item.content if one.data_content]),
    }


def _feedparser() -> Reader:
    library: Any = importlib.import_module("feedparser")

    def read(data: bytes) -> list[Json]:
        return [_feed_document(entry) for entry in library.parse(data).entries]

    return read


def _feed_document(entry: Any) -> Json:
    texts = [one.get("value") for one in entry.get("content", [])] or [entry.get("summary")]
    return {
        "uri": entry.get("id"),
        "altIds": [{"value": entry.get("link")}],
        "firstCreated": _instant(entry.get("published_parsed")),
        "versionCreated": _instant(entry.get("updated_parsed")),
        "language": (entry.get("title_detail") or {}).get("language"),
        "headlines": [{"value": entry.get("title")}],
        "by": entry.get("author"),
        "subjects": [{"name": tag.get("term")} for tag in entry.get("tags", [])],
        "descriptions": [{"value": entry.get("summary")}],
        "bodies": _bodies([text for text in texts if text]),
    }


def _instant(parsed: Any) -> str | None:
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S', parsed)}+00:00" if parsed else None


def _bodies(texts: Iterable[str]) -> list[Json]:
    return [{"contentType": "text/plain", "value": text} for text in texts][:1]


def _listed(value: Any) -> list[Any]:
    if isinstance(value, list):
        return [one for one in value if isinstance(one, Mapping)]
    return [value] if isinstance(value, Mapping) else []


def _code(value: Any) -> str | None:
    one: Json = next(iter(_listed(value)), {})
    return one.get("qcode") or one.get("uri") or one.get("literal")


def _bare(code: str | None) -> str | None:
    return code.split(":")[-1] if code else None


def _text(value: Any) -> str | None:
    return next(iter(_texts(value)), None)


def _texts(value: Any) -> list[str]:
    return [one["text"] for one in _listed(value) if one.get("text")]


def _names(value: Any) -> list[str]:
    """Names of parties and places, else their codes."""
    found: list[str] = []
    for one in _listed(value):
        names = _texts(one.get("name"))
        found += names or [code for code in (one.get("literal"), one.get("qcode"), one.get("text")) if code]
    return found


READERS: Final[Mapping[str, Callable[[], Reader]]] = {
    "newsmlg2": _newsmlg2,
    "pynewsml": _pynewsml,
    "feedparser": _feedparser,
}


def main(name: str, files: Iterable[str]) -> None:
    """A line a file: its documents or the name of what was raised, and seconds of one reading."""
    read = READERS[name]()
    for file in files:
        data = Path(file).read_bytes()
        documents: list[Json] | None
        try:
            documents, error = read(data), None
            since = time.process_time()
            for _ in range(ROUNDS):
                read(data)
            seconds = (time.process_time() - since) / ROUNDS
        except Exception as exc:  # noqa: BLE001 - whatever it raises, it did not read the file
            documents, error, seconds = None, type(exc).__name__, 0.0
        sys.stdout.write(json.dumps({"file": file, "documents": documents, "error": error, "seconds": seconds}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
