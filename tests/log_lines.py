"""Log lines against the schema that is shipped: what a worker writes to stderr is nothing else."""

import functools
import json

from article_schemas import schema
from jsonschema import Draft202012Validator, FormatChecker

SCHEMA = schema("agencyfeed-log.schema.json")


@functools.cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(SCHEMA, format_checker=FormatChecker())


def problems(line: str) -> list[str]:
    """What is wrong with a line, in words that hold the line's beginning."""
    try:
        found = json.loads(line)
    except ValueError:
        return [f"no JSON: {line[:200]}"]
    return [f"{error.json_path}: {error.message[:200]}: {line[:200]}" for error in _validator().iter_errors(found)]
