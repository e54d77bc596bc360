"""Floors of what is read right in real feed files of every format: tests/floors.toml, whose figures only go up."""

import tomllib
from pathlib import Path

import conformance
import conformance_specimens
import pytest

from worker.knowledge.loading import Knowledge

FLOORS = tomllib.loads((Path(__file__).parents[1] / "floors.toml").read_text("utf-8"))["formats"]

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module", name="report")
def _report(shared: Path, knowledge: Knowledge) -> conformance.Report:
    return conformance.run(shared, knowledge)


@pytest.mark.parametrize("name", [name for name in FLOORS if name != "all"])
def test_no_fewer_facts_are_right_than_before(name: str, report: conformance.Report) -> None:
    """Of each format at least the floor's share of facts, of the given reading and of other systems' tests."""
    found = {"expected": report.share(format=name, peer=False), "peers": report.share(format=name, peer=True)}
    low = {kind: round(found[kind], 4) for kind, floor in FLOORS[name].items() if found[kind] < floor}
    wrong = [f"{fact.file}: {fact.key}" for fact in report.facts if fact.format == name and fact.failed]
    assert low == {}, wrong


def test_every_format_has_a_floor(report: conformance.Report) -> None:
    """A folder of files that no floor is written for would go unmeasured."""
    assert {file.format for file in report.files} == {name for name in FLOORS if name != "all"}


def test_every_file_is_read_as_its_format_and_none_breaks_the_worker(report: conformance.Report) -> None:
    """Detection is right for all, and no outcome is a bug of ours."""
    assert [file.file for file in report.files if file.unreasoned or not file.format_right] == []


def test_the_facts_of_all_formats_together(report: conformance.Report) -> None:
    """At least the floor's share of all facts; disputes and exclusions do not grow unseen."""
    counted = report.counts()
    assert report.share() >= FLOORS["all"]["right"], counted
    assert counted["disputed"] <= FLOORS["all"]["disputed_max"], counted
    assert counted["excluded"] <= FLOORS["all"]["excluded_max"], counted


def test_a_dispute_names_a_fact_that_exists(shared: Path) -> None:
    """Each entry of the list of disputed facts is about a file and a key of the index."""
    known = {
        (row["file"], key)
        for row in conformance.rows_of(shared)
        for key in (*row["expected"], *(fact["key"] for fact in row["peer_facts"]))
    }
    assert set(conformance.disputed()) <= known


def test_a_private_note_is_in_no_output(report: conformance.Report) -> None:
    """No word of the given notepads comes out."""
    assert [fact.file for fact in report.facts if fact.key == "notepad" and fact.verdict != "right"] == []


def test_no_kind_of_line_is_read_worse(shared: Path, knowledge: Knowledge) -> None:
    """All lines of every kind; of the status lines at least the floor's share, and no more unchecked than before."""
    kinds = {kind.name: kind for kind in conformance_specimens.kinds(shared, knowledge)}
    status = kinds.pop("status_line")
    assert {name: kind.wrong for name, kind in kinds.items() if kind.wrong or kind.unchecked} == {}
    checked = status.lines - status.unchecked
    assert (checked - len(status.wrong)) / checked >= FLOORS["all"]["status_line"], status.wrong
    assert status.unchecked <= FLOORS["all"]["unchecked_max"]
