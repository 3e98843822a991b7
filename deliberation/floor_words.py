"""How a decision in the room is reckoned and said. Reading."""

from deliberation.bylaws import WORDS, from_data
from deliberation.floor import FloorCount, count_hands
from deliberation.models import FloorVote, Meeting, Member
from deliberation.seats import Seat

Manner = FloorVote.Manner
COUNTED = (Manner.HANDS, Manner.STANDING)


def reckoned(
    meeting: Meeting,
    seats: list[Seat],
    in_favour: int,
    against: int,
    abstained: int,
    chair_decides: bool | None,
) -> FloorCount:
    """The hands counted under the body's rules, of those who are noted as present. No query."""
    chair = next((seat for seat in seats if seat.member.office == Member.Office.CHAIR), None)
    return count_hands(
        len(seats),
        sum(seat.is_here for seat in seats),
        in_favour,
        against,
        abstained,
        from_data(meeting.body.bylaws),
        WORDS[meeting.body.kind],
        chair_is_present=chair is not None and chair.is_here,
        chair_decides=chair_decides,
    )


def word_of(vote: FloorVote, meeting: Meeting) -> str:
    """可決, 決定, 了承 … as this kind of body says it. No query."""
    words = WORDS[meeting.body.kind]
    return words.carried if vote.is_carried else words.rejected


def floor_sentence(vote: FloorVote, meeting: Meeting) -> str:
    """挙手により、賛成6人・反対3人・棄権1人で可決; 異議なしにより決定. No query."""
    word = word_of(vote, meeting)
    if vote.manner not in COUNTED:
        how = vote.get_manner_display()
        return f"{how}により{word}" if vote.is_carried and how != word else word
    counts = f"賛成{vote.in_favour}人・反対{vote.against}人" + (
        f"・棄権{vote.abstained}人" if vote.abstained else ""
    )
    chair = {
        None: "",
        True: "（可否同数のため会長が賛成と決定）",
        False: "（可否同数のため会長が反対と決定）",
    }
    return f"{vote.get_manner_display()}により、{counts}で{word}{chair[vote.chair_decides]}"
