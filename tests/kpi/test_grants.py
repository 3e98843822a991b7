"""Projects with a grant (様式2): money, own indicators as increments, and who saw which version."""

from decimal import Decimal

import pytest

from accounts.audit import Refused
from accounts.saving import Overtaken
from kpi.models import GrantReview
from kpi.review.grant_figures import GrantIndicator, Increment, indicators_from, to_data
from kpi.review.grants import add_grant, delete_grant, save_grant
from tests.kpi.rounds import a_round

pytestmark = pytest.mark.django_db
VISITS = GrantIndicator(
    "来訪者", "人", "1000", "令和8年3月", (Increment(2023, "50", "42.5"), Increment(2024, "50", ""))
)


@pytest.fixture
def year(toyonaka):
    return a_round(toyonaka)


def add(year, **fields) -> GrantReview:
    given = {"item": year.made["measure1"], "project": "移住支援", "grant_name": "デジ田交付金"}
    return add_grant(actor=None, review=year.open(), **given | fields)


def test_a_project_is_kept_with_its_increments(year, aoki):
    made = add(year, amount=Decimal(12_345_678), effect="FAIRLY", indicators=[VISITS])
    made.refresh_from_db()
    (kept,) = indicators_from(made.indicators)
    assert kept == VISITS
    assert (kept.planned, kept.actual, kept.reached, kept.aimed) == (
        Decimal(100), Decimal("42.5"), Decimal("1042.5"), Decimal(1100),
    )  # fmt: skip
    saved = save_grant(actor=aoki, grant=made, seen=1, future="STOP", future_reason="目標に届いた。")
    assert (saved.future, saved.amount, saved.version) == ("STOP", Decimal(12_345_678), 2)
    assert [row.history_user for row in saved.history.all()] == [aoki, None]
    with pytest.raises(Overtaken):
        save_grant(actor=aoki, grant=made, seen=1, future="END")
    assert save_grant(actor=aoki, grant=made, seen=2, indicators=[VISITS]).version == 2  # nothing changed


def test_years_of_which_nothing_is_said_are_left_out():
    (row,) = to_data([GrantIndicator("来訪者", increments=(Increment(2023), Increment(2024, "5")))])
    assert row["increments"] == [{"fiscal_year": 2024, "planned": "5", "actual": ""}]
    assert indicators_from([{"name": "来訪者"}])[0].actual is None


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"amount": Decimal("0.5")}, "実績額は、小数のない数"),
        ({"indicators": [VISITS] * 6}, "5つまで"),
        ({"indicators": [GrantIndicator("")]}, "1行目に名前がありません"),
        ({"indicators": [GrantIndicator("来訪者", start="たくさん")]}, "事業開始前の値を数で"),
        ({"indicators": [GrantIndicator("来訪者", start="1E+99")]}, "事業開始前の値を数で"),
        ({"indicators": [GrantIndicator("来訪者", increments=(Increment(2024), Increment(2024)))]}, "二度"),
        ({"indicators": [GrantIndicator("来訪者", increments=(Increment(24, "1"),))]}, "西暦で"),
    ],
)
def test_what_cannot_be_is_refused(year, fields, sentence):
    with pytest.raises(Refused, match=sentence):
        add(year, **fields)
    assert GrantReview.objects.count() == 0


def test_a_project_stands_under_an_item_of_the_edition(year, toyonaka):
    other = a_round(toyonaka, slug="other-plan")
    with pytest.raises(Refused, match="版のものではありません"):
        add(year, item=other.made["measure1"])


def test_deleting_keeps_the_history_and_spares_what_was_changed(year, aoki):
    made = add(year)
    save_grant(actor=None, grant=made, seen=1, amount=Decimal(5))
    with pytest.raises(Overtaken):
        delete_grant(actor=aoki, grant=made, seen=1)
    delete_grant(actor=aoki, grant=made, seen=2)
    assert GrantReview.objects.count() == 0
    assert [(row.history_type, row.history_user) for row in GrantReview.history.all()] == [
        ("-", aoki), ("~", None), ("+", None),
    ]  # fmt: skip
    with pytest.raises(Refused, match="すでに消しました"):
        save_grant(actor=aoki, grant=made, seen=2, amount=None)
