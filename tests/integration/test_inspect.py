"""`agencyfeed inspect` as a user runs it."""

import json
from pathlib import Path

from run_command import done, run

SAMPLE = Path(__file__).parents[1] / "sample" / "sample.jsonl"


def test_the_sample_at_a_glance() -> None:
    """Whole, with its partitions, and formats as child processes tell them; from standard input too."""
    (said,) = map(json.loads, done("inspect", SAMPLE, "--json").stdout.splitlines())
    assert (said["whole"], said["records"], said["tombstones"]) == (True, 44, 1)
    assert [part["records"] for part in said["partitions"]] == [16, 14, 14]
    assert sum(said["formats"].values()) == 44
    assert said["formats"]["html"] > 20
    piped = done("inspect", "-", "--no-formats", stdin=SAMPLE.read_bytes()).stdout
    assert piped.startswith(b"-: 44 records, whole")


def test_damage_is_told_for_each_file(tmp_path: Path) -> None:
    """66, with what could be read of the one that is cut off; the others are told all the same."""
    cut, none = tmp_path / "cut.jsonl", tmp_path / "none.txt"
    lines = SAMPLE.read_bytes().splitlines(keepends=True)
    cut.write_bytes(b"".join(lines[:11]))
    none.write_bytes(b"hello\n")
    finished = run("inspect", "--no-formats", cut, none, tmp_path / "missing", SAMPLE)
    assert finished.returncode == 66
    said = finished.stdout.decode().splitlines()
    heads = [line for line in said if not line.startswith(" ")]
    assert "10 records, line 12 should follow: no end line after 10 records, the recording is cut off" in heads[0]
    assert "line 1 is not JSON" in heads[1]
    assert "No such file" in heads[2]
    assert "44 records, whole" in heads[3]
