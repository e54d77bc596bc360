"""Golden cases: a record that stands for a kind of record, and the whole of what must come of it.

`golden_records` says what a case's folder holds.  `pytest tests/golden --update-golden` writes what comes out now into
every `expected.json`: the diff is the review.
"""

import json
from typing import Any

import pytest
from article_schemas import problems
from golden_records import CASES, NAMES, record

from worker import pipeline
from worker.knowledge.loading import Knowledge
from worker.model import DeadLetter, Handled, Published, Skipped


def _shown(handled: Handled) -> dict[str, Any]:
    """The outcome as `expected.json` keeps it; version and rules of the worker are no matter of the case."""
    match handled.outcome:
        case Published(articles=articles, dropped=dropped):
            trees = [json.loads(article.body) for article in articles]
            for tree in trees:
                del tree["agencyfeed"]["worker"]
            facts = {"dropped": [list(pair) for pair in dropped]} if dropped else {}
            return {"outcome": "published", "format": handled.format, **facts, "articles": trees}
        case DeadLetter() as letter:
            return {"outcome": "dead_lettered", "reason": letter.reason, "stage": letter.stage, "detail": letter.detail}
        case Skipped(reason=reason):
            return {"outcome": "skipped", "reason": reason}


@pytest.mark.parametrize("name", NAMES)
def test_case(name: str, knowledge: Knowledge, request: pytest.FixtureRequest) -> None:
    """The outcome is the expected one to the last character, valid by both schemas, and the same bytes each time."""
    raw, hints = record(name)
    handled = pipeline.handle(raw, knowledge, hints)
    found = json.loads(json.dumps(_shown(handled)))
    path = CASES / name / "expected.json"
    if request.config.getoption("--update-golden"):
        path.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", "utf-8")
    if isinstance(handled.outcome, Published):
        assert [
            problems(json.loads(article.body))
            for article in handled.outcome.articles
            if problems(json.loads(article.body))
        ] == []
    assert found == json.loads(path.read_text("utf-8"))
    assert pipeline.handle(raw, knowledge, hints).outcome == handled.outcome
