"""An opinion is split without losing a word, and put together again."""

import pytest

from accounts.audit import Refused
from deliberation.forms.submissions import SplitForm
from deliberation.models import SubmittedOpinion
from deliberation.splitting import split_opinion, unite_opinion
from deliberation.submissions import Said
from tests.deliberation import calls

TEXT = "一つめ。\n\n二つめ。"


@pytest.fixture
def comment(toyonaka):
    return calls.a_call(calls.a_draft(toyonaka))


@pytest.fixture
def part(comment):
    return calls.sent(comment, TEXT).parts.get()


def texts(comment) -> list[str]:
    return [row.text for row in calls.parts(comment)]


def test_what_was_sent_stays_and_the_pieces_are_answered(comment, part):
    made = split_opinion(actor=None, part=part, pieces=[Said("一つめ。"), Said("二つめ。")])
    assert texts(comment) == ["一つめ。", "二つめ。"]
    assert SubmittedOpinion.objects.get(pk=part.pk).text == TEXT
    split_opinion(actor=None, part=made[0], pieces=[Said("一つ"), Said("め。")])
    assert texts(comment) == ["二つめ。", "一つ", "め。"]
    with pytest.raises(Refused):
        unite_opinion(actor=None, part=part)  # a piece of it is split itself
    unite_opinion(actor=None, part=made[0])
    unite_opinion(actor=None, part=part)
    assert texts(comment) == [TEXT]


@pytest.mark.parametrize(
    "pieces",
    [
        ["一つめ。"],
        ["一つめ。", "二つめ！"],
        ["二つめ。", "一つめ。"],
        ["一つめ。", "二つめ。", "三つめ。"],
        [TEXT, "　"],
    ],
)
def test_no_word_is_lost_added_or_changed(comment, part, pieces):
    with pytest.raises(Refused):
        split_opinion(actor=None, part=part, pieces=[Said(piece) for piece in pieces])
    assert texts(comment) == [TEXT]


def test_what_is_in_a_summary_is_not_split_nor_united(comment, part):
    calls.summed(comment, [part], "まとめ")
    with pytest.raises(Refused):
        split_opinion(actor=None, part=part, pieces=[Said("一つめ。"), Said("二つめ。")])
    other = calls.sent(comment, "三つめ。四つめ。").parts.get()
    pieces = split_opinion(actor=None, part=other, pieces=[Said("三つめ。"), Said("四つめ。")])
    calls.summed(comment, pieces[:1], "三つめのまとめ")
    with pytest.raises(Refused):
        unite_opinion(actor=None, part=other)


def test_lines_of_hyphens_cut(part):
    form = SplitForm({"text": "一つめ。\r\n－－－－\r\n\r\n二つめ。\r\n----\r\n"}, part=part)
    assert form.is_valid()
    assert form.pieces == ["一つめ。", "二つめ。"]


def test_a_planner_splits_and_unites_on_the_page(client, comment, part, aoki, neighbour):
    place = f"/office/toyonaka/digital-strategy/comments/1/parts/{part.pk}"
    client.force_login(neighbour)
    assert client.post(f"{place}/unite/").status_code == 404
    client.force_login(aoki)
    answer = client.post(f"{place}/split/", {"text": "一つめ。\n----\n別の文。"})
    assert answer.status_code == 422
    assert "言葉を変えたり消したりせずに" in answer.content.decode() and "別の文。" in answer.content.decode()
    assert client.post(f"{place}/split/", {"text": "一つめ。\n----\n二つめ。"}).status_code == 302
    assert len(texts(comment)) == 2
    assert client.post(f"{place}/unite/").status_code == 302
    assert texts(comment) == [TEXT]
