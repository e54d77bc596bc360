"""Both schemas of a published article as one check: IPTC's ninjs 3.1 and our extension of it."""

import functools
import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

NINJS = "ninjs-schema_3.1.json"
ARTICLE = "agencyfeed-article.schema.json"
# What ninjs refers to for the geometry of places: of RFC 7946 the points, which are all that we publish.
GEOJSON: dict[str, Any] = {
    "$id": "https://geojson.org/schema/GeoJSON.json",
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["type", "coordinates"],
    "additionalProperties": False,
    "properties": {
        "type": {"const": "Point"},
        "coordinates": {
            "type": "array",
            "prefixItems": [
                {"type": "number", "minimum": -180, "maximum": 180},
                {"type": "number", "minimum": -90, "maximum": 90},
            ],
            "minItems": 2,
            "maxItems": 2,
        },
    },
}


def schema(name: str) -> dict[str, Any]:
    """One of the schemas that are shipped in config/."""
    found = json.loads(files("worker.config").joinpath(name).read_text("utf-8"))
    assert isinstance(found, dict)
    return found


@functools.cache
def _validators() -> tuple[Draft202012Validator, Draft202012Validator]:
    """(official, ours): references are resolved from config/, formats are checked."""
    ninjs = schema(NINJS)
    registry: Registry[Any] = Registry().with_resources(
        (one["$id"].rstrip("#"), Resource.from_contents(one)) for one in (ninjs, GEOJSON)
    )
    return (
        Draft202012Validator(ninjs, registry=registry, format_checker=FormatChecker()),
        Draft202012Validator(schema(ARTICLE), registry=registry, format_checker=FormatChecker()),
    )


def problems(article: Mapping[str, Any]) -> list[str]:
    """What is wrong with an article: by the official schema without our property, and by ours with it."""
    official, ours = _validators()
    plain = {name: value for name, value in article.items() if name != "agencyfeed"}
    found = [("ninjs", error) for error in official.iter_errors(plain)]
    found += [("agencyfeed", error) for error in ours.iter_errors(article)]
    return [f"{by}: {error.json_path}: {error.message[:200]}" for by, error in found]
