"""What a body's members cover: SAS-5 finds the missing 金."""

from deliberation.coverage import SECTORS, Seat, coverage
from deliberation.models import Member

ALL = [Seat(key, is_digital_expert=key == "ACADEMIA", is_chair=key == "OFFICIAL") for key in SECTORS]


def test_the_sectors_are_those_of_the_model():
    assert list(SECTORS.items()) == Member.Sector.choices


def test_a_body_without_finance_is_told_so():
    found = coverage([seat for seat in ALL if seat.sector != "FINANCE"])
    assert found.missing == ("金",)
    assert found.warnings == ("「金」の委員がいません（産官学金労言士・住民のうち）。",)
    assert dict(found.sectors)["金"] == 0


def test_a_body_that_has_everybody_is_not_warned():
    assert coverage(ALL).warnings == ()


def test_a_digital_expert_and_a_chair_are_asked_for():
    found = coverage([Seat(key) for key in SECTORS])
    assert found.warnings == (
        "会長がいません。会長が決める事項（可否同数、軽微な修正の確認）が進められません。",
        "デジタルに詳しい委員がいません。手引き（2-2）は、デジタルに詳しい機関・人の参画を求めています。",
    )


def test_a_body_of_the_office_is_asked_for_a_chair_only():
    assert coverage([Seat(is_chair=True)], is_internal=True).warnings == ()
    assert coverage([], is_internal=True).warnings == ("在任の委員がいません。",)
    assert coverage([Seat("INDUSTRY", True, True, True, True), Seat()]).warnings[-1] == (
        "分野の決まっていない委員が1人います。"
    )
