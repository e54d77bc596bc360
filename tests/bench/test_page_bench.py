"""The measuring of pages: its figures are what they say, its commands run, a reader that hangs or dies costs a page."""

import gzip
import json
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import page_alignment
import page_confidence
import page_figures
import page_parties
import page_processes
import page_readers
import page_report
import pytest
from page_confidence import Judged
from page_parties import Party
from page_report import Case, Field

HERE = Path(__file__).parent
PAGES = Path(__file__).parents[1] / "golden" / "html"
STORY = "The council voted on Monday to close the old bridge.\nRepairs begin in May and last two years."


def judged(confidence: float | None, right: float, second: float = 1.0) -> Judged:
    """A page of which that share is right, read in 10 ms by us and in 30 ms by the second reader."""
    return Judged(confidence, (right, 1 - right, 0.0), 0.01, (second, 1 - second, 0.0), 0.03)


def test_deviations_are_the_same_at_each_run() -> None:
    """A bootstrap is seeded, near the deviation that is known of a share, and another seed gives another figure."""
    hits = [1.0] * 50 + [0.0] * 50

    def share(drawn: object) -> float:
        assert isinstance(drawn, list)
        return sum(hits[i] for i in drawn) / len(drawn)

    found = page_figures.bootstrap(100, share, 400)
    assert found == page_figures.bootstrap(100, share, 400)
    assert found != page_figures.bootstrap(100, share, 400, seed=8)
    assert found == pytest.approx(0.05, abs=0.01)


def test_a_percentile_is_a_value_that_was_measured() -> None:
    """The smallest value that so many do not exceed."""
    values = [float(i) for i in range(1, 101)]
    assert [page_figures.percentile(values, share) for share in (0.5, 0.99, 1.0)] == [50.0, 99.0, 100.0]
    assert page_figures.percentile([3.0], 0.01) == 3.0


@pytest.mark.shared
def test_f1_is_the_scorers(shared: Path) -> None:
    """The judge of the bootstrap gives what the scorer gives, empty pages included."""
    import page_sets  # noqa: PLC0415 - reads the shared scorer

    score = page_sets.scorer(shared)
    triples = [(0.8, 0.1, 0.1), (0.0, 0.0, 1.0), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0)]
    assert page_figures.f1_judge(triples)(range(4)) == pytest.approx(score.prf(triples)[0])


def test_bins_go_from_least_to_most_sure() -> None:
    """Ten parts of one size, each with the mean of what its pages are worth; pages without a confidence in none."""
    pages = [judged(i / 100, 1.0 if i >= 50 else 0.5) for i in range(100)] + [judged(None, 0.0)]
    parts = page_confidence.bins(pages)
    assert [part.pages for part in parts] == [10] * 10
    assert [part.good for part in parts] == [0.0] * 5 + [1.0] * 5
    assert parts[0].confidence == pytest.approx(0.045)
    assert page_confidence.bins([judged(None, 1.0)]) == []


def test_the_least_sure_go_to_the_second_reader() -> None:
    """Sending the bad tenth of the pages there makes all right, at the cost of both readers for those alone."""
    pages = [judged(0.9, 1.0) for _ in range(9)] + [judged(0.1, 0.2)]
    alone, tenth = page_confidence.cascade(pages, (0.0, 0.1))
    assert (alone.pages, tenth.pages) == (0, 1)
    assert alone.f1 < 1.0
    assert tenth.f1 == pytest.approx(1.0)
    assert alone.per_second == pytest.approx(100)
    assert tenth.per_second == pytest.approx(10 / 0.13)


def test_a_page_without_a_confidence_is_the_least_sure() -> None:
    """It goes to the second reader before one with a confidence of nought."""
    assert page_confidence.cascade([judged(0.0, 1.0), judged(None, 0.0)], (0.5,))[0].f1 == pytest.approx(1.0)


def test_a_reader_that_is_not_run_has_no_speed() -> None:
    """Predictions of a file took no time here, and no figure is made of that."""
    pages = [Judged(0.5, (1.0, 0.0, 0.0), 0.0, (1.0, 0.0, 0.0), 0.03)] * 10
    assert [step.per_second for step in page_confidence.cascade(pages, (0.0, 0.1))] == [None, None]
    assert any(line.split() == ["10%", "1", "1.0000", "-"] for line in page_confidence.table("a set", pages))


def test_lines_face_each_other_and_differences_are_marked() -> None:
    """A line too many stands alone and is off, a line that is not found too; the rest is paired without a mark."""
    extra = "Subscribe to our newsletter for more of the same stories."
    missing = "Nobody who lives beside the river was asked, residents complain."
    first, last = STORY.splitlines()
    pairs = page_alignment.aligned(f"{first}\n{missing}\n{last}", f"{first}\n{extra}\n{last}")
    shown = [tuple(line and "".join(piece.text for piece in line.pieces) for line in pair) for pair in pairs]
    assert sorted(shown, key=str) == sorted([(first, first), (None, extra), (missing, None), (last, last)], key=str)
    off = {shown[i] for i, pair in enumerate(pairs) if any(line and line.off for line in pair)}
    assert off == {(None, extra), (missing, None)}


def test_a_repeated_line_is_extra_once() -> None:
    """The second of two equal lines is not in a text that has one."""
    first, last = STORY.splitlines()
    pairs = page_alignment.aligned(STORY, f"{first}\n{first}\n{last}")
    assert [right.off for _, right in pairs if right] == [False, True, False]


def test_short_lines_face_each_other() -> None:
    """A line of one word is paired though its shingles run into lines that differ."""
    pairs = page_alignment.aligned(
        "各地の震度は次のとおり。\n宮崎県：高鍋町", "各地の震度は次のとおり。\n熊本県：阿蘇市"
    )
    left, right = pairs[0]
    assert left is not None
    assert right is not None
    assert left.pieces[0].text == right.pieces[0].text


def test_words_in_a_line_are_marked() -> None:
    """Only the words that the other text lacks."""
    ((left, right),) = page_alignment.aligned(
        "The council voted on Monday to close it.", "The council voted on Monday to close it. Read more now"
    )
    assert left is not None
    assert right is not None
    assert left.share == 1.0
    assert [piece.text for piece in right.pieces if not piece.found] == ["Read more now"]


@pytest.mark.parametrize("lines", [0, 3000])
def test_long_pages_are_aligned(lines: int) -> None:
    """Every line of both sides is there, in its order, however many are alike."""
    wanted = "\n".join(f"Line {i} of the same old story told again." for i in range(lines))
    found = "\n".join(f"Line {i // 2} of the same old story told again." for i in range(lines))
    pairs = page_alignment.aligned(wanted, found)
    for side, text in ((0, wanted), (1, found)):
        whole = ["".join(piece.text for piece in line.pieces) for pair in pairs if (line := pair[side])]
        assert whole == text.splitlines()


def test_nothing_of_a_page_is_markup_in_the_report() -> None:
    """Texts, names and addresses of a page are escaped wherever they stand; only web addresses are links."""
    evil = "<script>alert('x')</script>\"&"
    cases = [
        Case(evil, "javascript:alert(1)", 0.5, 0.5, 0.5, evil, evil, f"{evil} more", [Field(evil, evil, evil, False)]),
        Case("b", f"https://bench.example/{evil}", 0.5, 0.5, 0.5, "", STORY, STORY, []),
    ]
    page = "".join(page_report.report(evil, cases))
    assert "<script" not in page
    assert 'href="javascript' not in page
    assert 'href="https://bench.example/&lt;script' in page
    assert "<mark>" in page


def test_lines_alike_are_folded() -> None:
    """Ten lines without a difference are one row that unfolds."""
    text = "\n".join(f"Line {i} of a story that both of them tell in full." for i in range(10))
    page = "".join(page_report.rows(page_alignment.aligned(text, text)))
    assert "10 lines alike" in page
    assert "<mark>" not in page


READER = """
import os, sys, time
sys.path.insert(0, {here!r})
import page_protocol

def read(page, url):
    print("noise of a library")
    if page == "hang":
        time.sleep(60)
    if page == "die":
        os._exit(3)
    if page == "raise":
        raise ValueError
    if page == "connect":
        import socket
        socket.create_connection(("127.0.0.1", 9))
    return {{"body": page, "url": url}}

page_protocol.serve(lambda: read)
"""


def test_a_reader_that_hangs_or_dies_costs_a_page(tmp_path: Path) -> None:
    """Each such page fails with its reason, the pages after it are read; the network is not reached."""
    script = tmp_path / "reader.py"
    script.write_text(textwrap.dedent(READER).format(here=str(HERE)))
    with page_processes.ReaderProcess([sys.executable, str(script)], 1.0) as reader:
        asked = ("one", "hang", "two", "die", "raise", "connect", "three")
        answers = [reader.read(page, None) for page in asked]
    assert [answer.error for answer in answers] == [
        None, "no answer in time", None, "its process died", "ValueError", "OSError", None,
    ]  # fmt: skip
    assert [answer.found.get("body") for answer in answers if not answer.error] == ["one", "two", "three"]


@pytest.mark.parametrize("command", [["/nowhere/python"], [sys.executable, "-c", "raise SystemExit(1)"]])
def test_a_reader_that_does_not_start_is_absent(command: list[str]) -> None:
    """Without its interpreter, or with one that ends at once."""
    with pytest.raises(page_processes.Absent), page_processes.ReaderProcess(command, 1.0):
        pass


@pytest.fixture
def own_pages(shared: Path, tmp_path: Path) -> Path:
    """Two pages of our own as a shared folder, with the scorer of the real one."""
    folder = tmp_path / "data" / "extraction"
    (folder / "fundus" / "pages").mkdir(parents=True)
    shutil.copy(shared / "data" / "extraction" / "score.py", folder)
    truths = []
    for name in ("agency", "dpa_de"):
        (folder / "fundus" / "pages" / f"{name}.html.gz").write_bytes(
            gzip.compress((PAGES / f"{name}.html").read_bytes())
        )
        article = json.loads((PAGES / f"{name}.expected.json").read_text("utf-8"))
        body = "\n".join(block["text"] for block in article["body"])
        truths.append({"id": name, "body": body, "title": article["headlines"][0]["value"]})
    (folder / "fundus" / "truth.jsonl").write_text("".join(f"{json.dumps(truth)}\n" for truth in truths))
    return tmp_path


def run(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command of this folder."""
    return subprocess.run(
        [sys.executable, str(HERE / name), *arguments], capture_output=True, text=True, check=False, timeout=240
    )


def test_without_names_the_readers_are_those_of_this_environment() -> None:
    """Nothing is built and nothing is looked for that was not asked for."""
    found = list(page_parties.parties(None, None))
    assert [one.name for one in found if isinstance(one, Party)] == list(page_readers.READERS)
    assert len(found) == len(page_readers.READERS)


def test_a_reader_asked_for_by_name_is_there_or_says_why_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another library's needs --peers, the crate needs no more than cargo."""
    monkeypatch.setenv("PATH", "")
    goose, crate = page_parties.parties(["goose3", page_parties.CRATE], None)
    assert goose == "goose3 is not there: --peers PYTHON names an environment with page_peers.txt"
    assert crate == "rs-trafilatura is not there: no cargo in PATH"
    ours, goose, crate = page_parties.parties(["agencyfeed", "goose3", page_parties.CRATE], "python")
    assert isinstance(ours, Party)
    assert isinstance(goose, Party)
    assert goose.command[0] == "python"


@pytest.mark.shared
def test_the_table_is_printed(own_pages: Path) -> None:
    """Each reader of this environment has a line, and ours reads our golden pages."""
    ran = run("extraction_quality.py", "--shared", str(own_pages), "--set", "fundus", "--boot", "20", "--confidence")
    assert ran.returncode == 0, ran.stderr
    lines = [line.split() for line in ran.stdout.splitlines() if line.startswith("fundus ")]
    rows = {line[1]: line for line in lines}
    assert {"agencyfeed", "trafilatura", "trafilatura-fast", "trafilatura-precision"} <= set(rows)
    pages, failed, f1 = next(line for line in lines if line[1] == "agencyfeed" and line[2] != "warm")[2:5]
    assert (pages, failed) == ("2", "0")
    assert float(f1) > 0.9
    assert any(line[1] == "paths:" for line in lines)


@pytest.mark.shared
def test_a_picture_without_matplotlib_says_what_is_missing(own_pages: Path, tmp_path: Path) -> None:
    """The message names the list of packages."""
    target = tmp_path / "out.png"
    ran = run("extraction_quality.py", "--shared", str(own_pages), "--set", "fundus", "--reader", "trafilatura-fast",
              "--boot", "2", "--picture", str(target))  # fmt: skip
    assert target.exists() or "page_peers.txt" in ran.stderr


@pytest.mark.shared
def test_the_report_is_written(own_pages: Path, tmp_path: Path) -> None:
    """A page of HTML with both pages in it, to a file and to standard output."""
    target = tmp_path / "report.html"
    ran = run("extraction_errors.py", "--shared", str(own_pages), "--set", "fundus", "--worst", "5", "-o", str(target))
    assert ran.returncode == 0, ran.stderr
    page = target.read_text("utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert 'id="agency"' in page
    assert 'id="dpa_de"' in page
    shown = run("extraction_errors.py", "--shared", str(own_pages), "--set", "fundus", "--worst", "1")
    assert shown.stdout.startswith("<!DOCTYPE html>")
