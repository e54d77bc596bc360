"""The schema of our own property: complete, self-consistent, closed, and built on the official one."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from article_schemas import ARTICLE, NINJS, problems, schema
from jsonschema import Draft202012Validator, FormatChecker

OURS = schema(ARTICLE)


def properties(tree: Mapping[str, Any], path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every property that the schema describes, at every depth."""
    for name, inner in tree.get("properties", {}).items():
        yield f"{path}.{name}", inner
        yield from properties(inner, f"{path}.{name}")
        yield from properties(inner.get("items", {}), f"{path}.{name}[]")


PROPERTIES = dict(properties(OURS["$defs"]["agencyfeed"], "agencyfeed"))


@pytest.mark.parametrize("name", [NINJS, ARTICLE])
def test_schemas_are_schemas(name: str) -> None:
    """Of JSON Schema draft 2020-12."""
    Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize("path", PROPERTIES)
def test_every_property_has_type_description_and_valid_examples(path: str) -> None:
    """A consumer reads the schema, not our code."""
    described = PROPERTIES[path]
    assert described["type"]
    assert described["description"].endswith(".")
    checker = Draft202012Validator(described, format_checker=FormatChecker())
    assert [error.message for example in described["examples"] for error in checker.iter_errors(example)] == []


ARTICLE_MIN: Mapping[str, Any] = {
    "uri": "https://site.example/a",
    "type": "text",
    "representationType": "full",
    "pubStatus": "usable",
    "standard": {"name": "ninjs", "version": "3.1"},
    "agencyfeed": OURS["$defs"]["agencyfeed"]["examples"][0],
}


@pytest.mark.parametrize(
    "change",
    [
        {"headline": "a ninjs 1 property"},
        {"uri": "no uri"},
        {"versionCreated": "17 May 2024"},
        {"bodies": [{"contentType": "text/plain"}]},
        {"agencyfeed": {**ARTICLE_MIN["agencyfeed"], "extra": 1}},
        {"agencyfeed": {**ARTICLE_MIN["agencyfeed"], "syndication": {"grade": "mostly"}}},
        {"agencyfeed": {**ARTICLE_MIN["agencyfeed"], "related": [{"title": "x", "url": "/relative"}]}},
    ],
)
def test_what_does_not_belong_is_refused(change: Mapping[str, Any]) -> None:
    """Both schemas are closed, and formats are checked."""
    assert problems(ARTICLE_MIN) == []
    assert problems({**ARTICLE_MIN, **change}) != []


@pytest.mark.shared
def test_the_official_schema_is_the_official_one(shared: Path) -> None:
    """Byte for byte, as its licence and its users expect."""
    official = (shared / "data" / "formats" / "vocab" / NINJS).read_bytes()
    shipped = (Path(__file__).parents[2] / "config" / NINJS).read_bytes()
    assert hashlib.sha256(shipped).hexdigest() == hashlib.sha256(official).hexdigest()
