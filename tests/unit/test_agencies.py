"""Agencies by name: whole, joint, and mentioned in a line."""

import pytest

from worker.article import InfoSource
from worker.knowledge.agencies import Agency, with_sources
from worker.knowledge.loading import load

AGENCIES = load().agencies


def _codes(found: tuple[Agency, ...]) -> list[str]:
    return [agency.code for agency in found]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("IANS", "ians"),
        ("ians", "ians"),
        ("Agence France-Presse", "afp"),
        ("A.F.P.", "afp"),
        ("أ ف ب", "afp"),
        ("dpa", "dpa"),
        ("The Associated Press", "ap"),
        ("AP", "ap"),
        ("ap", None),  # a word of other languages
        ("UNI", "uni"),
        ("Uni", None),
        ("新华社", "xinhua"),
        ("Kyodo", "kyodo"),
        ("Harbour News", None),
        ("", None),
        ("x" * 200, None),
    ],
)
def test_a_name_is_an_agencys_or_not(text: str, code: str | None) -> None:
    """In any spelling, but where a short name is a word too."""
    found = AGENCIES.named(text)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("credit", "names"),
    [
        ("IANS/DPA", ("IANS", "DPA")),
        ("ats afp", ("ats", "afp")),
        ("tca/dpa", ("tca", "dpa")),
        ("AFP, Reuters", ("AFP", "Reuters")),
        ("dpa/lni", ("dpa", "lni")),
        ("TT-Reuters", ("TT", "Reuters")),
        ("TTXVN 17/5", ("TTXVN",)),
        ("AP & Reuters", ("AP", "Reuters")),
        ("Acute Flaccid", ()),
        ("x" * 100, ()),
    ],
)
def test_a_joint_credit_is_parted(credit: str, names: tuple[str, ...]) -> None:
    """As printed, also the parts that no table knows; nothing where none is known."""
    assert AGENCIES.credited(credit) == names


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("With inputs from PTI and the Press Trust of India", ["pti"]),
        ("The Australian Associated Press (AAP) and Reuters", ["aap", "reuters"]),
        ("Cision PR Newswire India", ["prnewswire"]),
        ("据新华社报道", ["xinhua"]),
        ("a uni and a map of the world", []),
    ],
)
def test_agencies_are_found_in_a_line(line: str, codes: list[str]) -> None:
    """Each once, longer names before the shorter ones in them."""
    assert _codes(AGENCIES.mentioned(line)) == codes


def test_the_first_agency_provides_and_the_others_are_credited() -> None:
    """One entry an agency, whatever order they come in; what is there stays."""
    ians, dpa = (AGENCIES.named(name) for name in ("IANS", "DPA"))
    assert ians is not None
    assert dpa is not None
    house = InfoSource(name="Daily Harbour", role="publisher")
    sources = with_sources((house,), [ians, dpa, ians], first="provider")
    assert [(source.name, source.role) for source in sources] == [
        ("Daily Harbour", "publisher"),
        ("IANS", "provider"),
        ("DPA", "credit"),
    ]
    assert with_sources(sources, [dpa], first="provider") == sources
    assert [source.role for source in with_sources((), [dpa], first="credit")] == ["credit"]
