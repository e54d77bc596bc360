"""Stage `subjects`: the feed's codes are kept, completed and followed by what they mean."""

from hypothesis import given
from hypothesis import strategies as st

from worker.article import Article, Subject
from worker.classify.subjects import MAPPED_MAX, subjects
from worker.knowledge.loading import load

TABLES = load()
MEDIA_TOPIC = "http://cv.iptc.org/newscodes/mediatopic/"
GENRE = "http://cv.iptc.org/newscodes/genre/"


def _subjects(*given: Subject) -> tuple[Subject, ...]:
    return subjects(Article(format="nitf", subjects=given), TABLES).subjects


def _genres(*given: Subject) -> tuple[Subject, ...]:
    return subjects(Article(format="nitf", genres=given), TABLES).genres


def _mapped(code: str, name: str) -> Subject:
    return Subject(name=name, uri=MEDIA_TOPIC + code, rel="about", literal=f"medtop:{code}", creator="mapped")


def test_a_subject_code_is_kept_and_its_topic_added() -> None:
    """The feed's own words stay as they are."""
    given = Subject(name="Landwirtschaft", literal="subj:04001000", creator="feed")
    assert _subjects(given) == (given, _mapped("20000210", "agriculture"))


def test_a_bare_code_gets_its_scheme_and_name() -> None:
    """Both trees, told by the first figure."""
    found = _subjects(Subject(literal="04001000"), Subject(literal="20000065"))
    assert [(one.literal, one.name, one.uri) for one in found[:2]] == [
        ("subj:04001000", "agriculture", None),
        ("medtop:20000065", "civil unrest", MEDIA_TOPIC + "20000065"),
    ]


def test_a_topic_is_completed_in_its_place() -> None:
    """Name, address and literal, whichever the feed left out; what it gave stays."""
    by_uri, named = (
        Subject(uri=MEDIA_TOPIC + "20000002"),
        Subject(literal="medtop:20000065", name="Unruhen", rel="main"),
    )
    assert _subjects(by_uri, named) == (
        Subject(uri=MEDIA_TOPIC + "20000002", literal="medtop:20000002", name="arts and entertainment"),
        Subject(uri=MEDIA_TOPIC + "20000065", literal="medtop:20000065", name="Unruhen", rel="main"),
    )


def test_a_retired_topic_is_followed_by_the_one_in_its_place() -> None:
    """The feed's own is kept."""
    found = _subjects(Subject(literal="medtop:20000160"))
    assert [one.literal for one in found] == ["medtop:20000160", "medtop:20000139"]


def test_a_topic_that_the_feed_gives_is_not_mapped_again() -> None:
    """One topic, one entry, whatever the order."""
    own, coded = Subject(literal="medtop:20000210"), Subject(literal="subj:04001000")
    for order in ((own, coded), (coded, own)):
        assert [one.literal for one in _subjects(*order)] == [one.literal for one in order]


def test_codes_that_come_twice_stay_once_with_the_name_that_one_of_them_has() -> None:
    """In the place of the first."""
    found = _subjects(
        Subject(literal="x:1"), Subject(name="plain"), Subject(literal="x:1", name="one"), Subject(name="plain")
    )
    assert found == (Subject(literal="x:1", name="one"), Subject(name="plain"))


def test_an_unknown_topic_is_kept_without_a_name() -> None:
    """The vocabulary grows; the address holds."""
    assert _subjects(Subject(literal="medtop:20009999")) == (
        Subject(literal="medtop:20009999", uri=MEDIA_TOPIC + "20009999"),
    )


def test_no_more_than_fifty_are_mapped() -> None:
    """A feed that sends every code of the list keeps them all, and gets fifty topics."""
    found = _subjects(*(Subject(literal=f"subj:{code}") for code in TABLES.topics.subjects))
    assert sum(one.creator == "mapped" for one in found) == MAPPED_MAX
    assert len(found) == len(TABLES.topics.subjects) + MAPPED_MAX


def test_genres_of_iptc_are_completed_and_others_followed_by_what_they_mean() -> None:
    """By code, by name, by another list; unknown words are left alone."""
    dpa, own = Subject(literal="dpatextgenre:13", name="Interview"), Subject(literal="genre:Release", creator="feed")
    assert _genres(Subject(literal="genre:Current"), Subject(name="feature"), dpa, own, Subject(name="Pääjuttu")) == (
        Subject(literal="genre:Current", name="Current Events", uri=GENRE + "Current"),
        Subject(literal="genre:Feature", name="feature", uri=GENRE + "Feature"),
        dpa,
        own,
        Subject(name="Pääjuttu"),
        Subject(literal="genre:Interview", name="Interview", uri=GENRE + "Interview", creator="mapped"),
        Subject(literal="genre:Press_Release", name="Press Release", uri=GENRE + "Press_Release", creator="mapped"),
    )


def test_an_article_without_either_is_the_same_article() -> None:
    """Nothing to do, nothing done."""
    article = Article(format="text")
    assert subjects(article, TABLES) is article


CODES = (
    st.sampled_from(["subj:04001000", "medtop:20000160", "dpacat:sp", "x", "", ":", "subj:", "04001000"]) | st.text()
)
SUBJECTS = st.builds(
    Subject,
    name=st.none() | st.text(),
    literal=st.none() | CODES,
    uri=st.none()
    | st.text()
    | st.sampled_from([MEDIA_TOPIC, MEDIA_TOPIC + "20000002", "http://cv.iptc.org/newscodes/"]),
)


@given(st.lists(SUBJECTS, max_size=8), st.lists(SUBJECTS, max_size=4))
def test_whatever_a_feed_sends_its_names_and_codes_come_through(given: list[Subject], genres: list[Subject]) -> None:
    """Total, order kept, done once is done."""
    article = Article(format="nitf", subjects=tuple(given), genres=tuple(genres))
    found = subjects(article, TABLES)
    assert subjects(found, TABLES) == found
    assert {one.uri for one in given if one.uri} <= {one.uri for one in found.subjects}
