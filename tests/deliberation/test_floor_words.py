import pytest

from deliberation.bylaws import Bylaws, to_data
from deliberation.floor_words import floor_sentence, reckoned
from deliberation.models import Body, FloorVote, Meeting, Member
from deliberation.seats import Seat

MEETING = Meeting(body=Body(kind=Body.Kind.STATUTORY, bylaws=to_data(Bylaws(chair_votes=False))))


def voted(manner, is_carried, *hands):
    """A decision; hands are those in favour, against and abstaining."""
    counts = dict(zip(("in_favour", "against", "abstained"), hands, strict=False))
    return FloorVote(manner=manner, is_carried=is_carried, **counts)


@pytest.mark.parametrize(
    ("vote", "sentence"),
    [
        (voted("HANDS", True, 6, 3, 0), "挙手により、賛成6人・反対3人で可決"),
        (voted("STANDING", False, 1, 3, 2), "起立により、賛成1人・反対3人・棄権2人で否決"),
        (voted("NO_OBJECTION", True), "異議なしにより可決"),
        (voted("CONSENT", False), "否決"),
    ],
)
def test_a_decision_in_words(vote, sentence):
    assert floor_sentence(vote, MEETING) == sentence


def test_a_chair_who_only_breaks_ties_is_present_but_no_voter():
    seats = [Seat(Member(office=office), "PRESENT", "") for office in ("CHAIR", "ORDINARY", "ORDINARY")]
    seats.append(Seat(Member(office="ORDINARY"), "ABSENT", ""))
    found = reckoned(MEETING, seats, 1, 1, 0, True)
    assert (found.present, found.voters, found.quorum, found.is_carried) == (3, 2, 3, True)
