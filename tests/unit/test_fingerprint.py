"""Fingerprints: equal for one story in two settings, near after an edit, far for strangers."""

import hashlib
import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.newsroom.fingerprint import distance, fingerprint, simhash
from worker.syndicated import Fingerprint

STORY = (
    "The harbour of Lindesund will be dredged from June, the port authority said on Monday. Ferries keep their"
    " timetable, but freighters of more than nine metres draught have to wait outside the breakwater until a "
    "second channel is marked. Fishermen had asked for a delay because the herring season starts in the same "
    "week. The town council voted for the plan by a narrow margin, after the mayor promised to pay for lost "
    "catches. Dredging will cost forty million crowns and take two summers; a first contract went to a company"
    " from the south coast that has worked on the lock before."
)


def printed(text: str) -> Fingerprint:
    """The fingerprint of a text that has one."""
    found = fingerprint(text)
    assert found is not None
    return found


def test_typesetting_makes_no_difference() -> None:
    """Quotes, dashes, case, paragraphs and non-breaking spaces differ between publishers."""
    other = (
        STORY.replace(" ", "\u00a0", 5)
        .replace(". ", ".\n\n")
        .replace("town council", "TOWN COUNCIL")
        .replace(";", " –")
    )
    assert printed(STORY) == printed(other)


@pytest.mark.parametrize("seed", range(20))
def test_a_changed_word_moves_few_bits(seed: int) -> None:
    """The text is another, the story the same."""
    words = STORY.split()
    words[random.Random(seed).randrange(len(words))] = "otherwise"  # noqa: S311 - a repeatable place, no secret
    edited = printed(" ".join(words))
    assert edited.sha256 != printed(STORY).sha256
    assert distance(edited.simhash, printed(STORY).simhash) <= 10


def test_strangers_differ_in_about_half_of_the_bits() -> None:
    """Another story of the same length and subject."""
    other = (
        "A school in Norrvik closed on Tuesday after water came through its roof for the third time this year. "
        "Pupils are taught in the church hall and in a sports club until the autumn. Parents had warned of the "
        "damage in a letter to the council, which put the repair off twice because no firm made an offer. The head"
        " teacher thanked the neighbours who carried books and instruments out of the rain, and said that nobody "
        "was hurt."
    )
    assert distance(printed(STORY).simhash, printed(other).simhash) >= 20


def test_scripts_without_spaces_are_compared_by_character() -> None:
    """One changed character of forty is near, another sentence far."""
    text = "港の工事は六月に始まると市が月曜日に発表した。住民は説明会を求めている。漁業者は延期を望んでいた。"
    near, far = (
        text.replace("六月", "七月"),
        "学校の屋根から水が漏れ、生徒たちは秋まで教会で授業を受けることになった。保護者は以前から警告していた。",
    )
    assert distance(printed(text).simhash, printed(near).simhash) <= 12
    assert distance(printed(text).simhash, printed(far).simhash) >= 18


def test_no_words_no_fingerprint() -> None:
    """Two empty bodies are not the same story."""
    assert fingerprint(" — … ") is None


def test_the_hashes_are_pinned() -> None:
    """They are compared across versions and machines: a change here breaks every consumer's index."""
    found = printed("Harbour works start in June.")
    assert found.sha256 == hashlib.sha256(b"harbour works start in june").hexdigest()
    assert found.simhash == "08003808e8818594"


@given(st.lists(st.text(min_size=1, max_size=5), min_size=1, max_size=40))
def test_simhash_is_the_majority_of_each_bit(tokens: list[str]) -> None:
    """The columns give what the textbook's loop gives over each pair of words once."""
    sums = [zlib.crc32(token.encode()) for token in tokens]
    pairs = {
        sum(
            one * factor
            for one, factor in zip(sums[at : at + 2], (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F), strict=False)
        )
        for at in range(max(1, len(tokens) - 1))
    }
    votes = [0] * 64
    for value in map(_split_mix, pairs):
        for bit in range(64):
            votes[bit] += 1 if value >> bit & 1 else -1
    assert simhash([token.encode() for token in tokens]) == sum(1 << bit for bit in range(64) if votes[bit] > 0)


def _split_mix(value: int) -> int:
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        value %= 1 << 64
        value = (value ^ value >> shift) * factor
    value %= 1 << 64
    return value ^ value >> 31
