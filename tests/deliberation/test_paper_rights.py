"""Who sees what a paper ballot says: before the closing only those who handle it."""

import pytest

from deliberation.paper_ballots import reject_paper
from deliberation.paper_rights import may_check, may_reject, may_see
from tests import factories
from tests.deliberation.voting import a_vote

pytestmark = pytest.mark.django_db


def test_only_the_two_who_handle_it_see_it_before_the_closing(toyonaka, aoki, endo):
    vote, third = a_vote(toyonaka), factories.person("第三", "PLANNER", toyonaka)
    entered = vote.enter(0, aoki)

    def rights(paper) -> list[tuple[bool, bool]]:
        return [(may_see(who, paper), may_check(who, paper)) for who in (aoki, endo, third)]

    assert rights(entered) == [(True, False), (False, True), (False, True)]
    assert may_reject(entered)
    taken = vote.paper(1, aoki, endo)
    assert rights(taken) == [(True, False), (True, False), (False, False)]
    assert not may_reject(taken)
    rejected = reject_paper(actor=endo, paper=vote.enter(2, aoki), why="写しが別の委員のものです")
    assert rights(rejected) == [(True, False), (False, False), (False, False)]
    reject_paper(actor=endo, paper=entered, why="読めません")
    vote.close()
    taken.refresh_from_db()
    assert rights(taken) == [(True, False)] * 3
