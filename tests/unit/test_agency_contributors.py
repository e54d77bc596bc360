"""An agency's own contributors are its sign-off; a publisher's remark on its sources is a notice."""

from worker.knowledge.loading import Knowledge
from worker.newsroom.endings import notice_in
from worker.newsroom.signoffs import read


def test_a_line_that_names_people_is_a_sign_off(knowledge: Knowledge) -> None:
    """The story stays the agency's whole copy, and its helper is known."""
    line = "Associated Press writer Ida Holm in Oslo contributed to this report."
    found = read(line, knowledge)
    assert notice_in(line, knowledge) is None
    assert found is not None
    assert [person.name for person in found.people] == ["Ida Holm"]


def test_a_line_that_names_the_agency_alone_is_a_notice(knowledge: Knowledge) -> None:
    """The publisher wrote the story, with an agency's help."""
    assert notice_in("The Associated Press contributed to this report.", knowledge) is not None
