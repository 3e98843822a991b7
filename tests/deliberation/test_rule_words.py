"""The rules of a body in words."""

from dataclasses import replace
from fractions import Fraction

from deliberation.bylaws import DEFAULT, Tie
from deliberation.rule_words import rule_words


def test_each_rule_is_said_with_its_text():
    rules = replace(
        DEFAULT,
        tie=Tie.REJECTED,
        paper_days=3,
        quorum=None,
        texts={"tie": "可否同数のときは、否決とする（見本）。"},
    )
    found = {one.name: one for one in rule_words(rules)}
    assert (found["tie"].words, found["tie"].text) == ("否決とする", "可否同数のときは、否決とする（見本）。")
    assert found["quorum"].words == "定めない"
    assert found["arrival"].words == "必着（届いた日）。間に合った紙は、締切のあと3日まで入れる"


def test_a_body_that_counts_nothing_has_a_quorum_and_no_objection():
    rules = replace(DEFAULT, quorum=Fraction(2, 3), quorum_is_over=False)
    assert [(one.label, one.words) for one in rule_words(rules, counts=False)] == [
        ("定足数", "在任の委員の3分の2以上"),
        ("決め方", "「異議なし」で決め、票は数えない"),
    ]
