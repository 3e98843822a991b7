"""Loading KPIs from files: what is written, what is refused, and that it does not cost a query per row."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.audit import LABELS, Refused
from accounts.models import AuditEvent, Department
from kpi.loading import indicator_key, load_figures, load_indicators, load_targets, target_lineage
from kpi.models import Indicator, Measurement, MeasurementRevision, Publication, Target
from kpi.series import Shown, series_of
from kpi.storing import baseline_from, target_from
from publishing.editions import freeze
from strategy.loading import load_content
from tests import factories

pytestmark = pytest.mark.django_db

LEVELS = [{"key": "goal", "depth": 1, "name": "基本目標", "kind": "GOAL", "numbering": "goal", "under": [""]}]
CONTENT = {
    "note": "見本値",
    "surveys": [{"name": "市民意識調査", "rounds": [{"fiscal_year": 2023, "sent": 5000, "valid": 2000}]}],
    "indicators": [
        {
            "key": "A",
            "name": "住みやすいと思う人の割合",
            "unit": "%",
            "department": "市民部/市民課",
            "survey": "市民意識調査",
            "source": "市民意識調査（見本）",
            "breaks": [{"fiscal_year": 2024, "note": "尋ね方を変えました"}],
            "values": [
                {"fiscal_year": 2023, "value": "61.0", "quality": "PROVISIONAL"},
                {"fiscal_year": 2023, "value": "61.2", "note": "確定値"},
                {"fiscal_year": 2024, "value": "62.0", "public": False},
                {"fiscal_year": 2025, "value": "63.5", "state": "DRAFT"},
            ],
            "references": [
                {
                    "name": "全国平均",
                    "source": "国の調査",
                    "values": [
                        {
                            "fiscal_year": 2020,
                            "value": "58.4",
                            "period_kind": "DAY",
                            "starts_on": "2020-10-01",
                        }
                    ],
                }
            ],
        },
        {"key": "B", "name": "待機児童数", "unit": "人", "better": "DOWN"},
    ],
}
ROWS = {
    "g1": [
        {
            "key": "A",
            "name": "住みやすいと思う人の割合",
            "audience": "18～49歳",
            "unit": "%",
            "is_survey": True,
            "baseline_text": "60.0%（令和3年度）",
            "target_text": "65.0%",
            "rationale": "前の計画と同じ伸びとしました。",
        },
        {"key": "S1", "indicator": "B", "role": "SUPPLEMENTARY", "name": "待機児童数", "serves": ["g2"]},
    ],
    "g2": [
        {"again": "A"},
        {
            "key": "B",
            "name": "待機児童数",
            "unit": "人",
            "baseline_text": "12人",
            "baseline_read": "12人（令和4年度）",
            "target_text": "0人",
        },
    ],
}


@pytest.fixture
def edition(toyonaka):
    made = factories.edition(factories.plan(toyonaka), first_fiscal_year=2023, last_fiscal_year=2027)
    made.levels.all().delete()
    goals = [{"key": f"g{n}", "level": "goal", "title": f"目標{n}"} for n in (1, 2)]
    load_content(
        actor=None,
        edition=made,
        content={"levels": LEVELS, "items": goals},
        resolve={}.__getitem__,
        departments={},
        plans={},
    )
    return made


@pytest.fixture
def departments(toyonaka):
    return {"市民部/市民課": Department.objects.create(government=toyonaka, division="市民部", name="市民課")}


@pytest.fixture
def indicators(toyonaka, departments):
    return load_indicators(actor=None, government=toyonaka, content=CONTENT, departments=departments)


def given(content=CONTENT, **fields):
    """The file with other fields of its first indicator."""
    return {**content, "indicators": [{**content["indicators"][0], **fields}, *content["indicators"][1:]]}


def queries(act) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        act()
    return len(caught)


# --- indicators ---------------------------------------------------------------------------------------------


def test_indicators_stand_with_all_that_explains_them(toyonaka, indicators, departments):
    first, second = indicators["A"], indicators["B"]
    assert (first.key, first.government) == (indicator_key("toyonaka", "A"), toyonaka)
    assert (first.department, first.survey.name) == (departments["市民部/市民課"], "市民意識調査")
    assert [(one.fiscal_year, one.note) for one in first.breaks.all()] == [(2024, "尋ね方を変えました")]
    assert [(one.name, one.source) for one in first.references.all()] == [("全国平均", "国の調査")]
    assert [(one.fiscal_year, one.sent, one.valid) for one in first.survey.rounds.all()] == [
        (2023, 5000, 2000)
    ]
    assert (second.better, second.department, second.effect) == ("DOWN", None, "OUTCOME")


def test_a_second_file_with_the_same_indicators_changes_nothing(toyonaka, indicators, departments):
    Indicator.objects.filter(pk=indicators["A"].pk).update(name="直した名前")
    again = load_indicators(actor=None, government=toyonaka, content=CONTENT, departments=departments)
    assert {key: one.pk for key, one in again.items()} == {key: one.pk for key, one in indicators.items()}
    assert again["A"].name == "直した名前"
    assert [again["A"].breaks.count(), again["A"].references.count(), Indicator.objects.count()] == [1, 1, 2]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"department": "市民部/ない課"}, "担当課「市民部/ない課」がありません。先に登録してください。"),
        ({"deputy": "ない課"}, "担当課「ない課」がありません。先に登録してください。"),
    ],
)
def test_an_unknown_department_is_refused(toyonaka, departments, fields, sentence):
    with pytest.raises(Refused) as refusal:
        load_indicators(actor=None, government=toyonaka, content=given(**fields), departments=departments)
    assert refusal.value.sentence == sentence
    assert not Indicator.objects.exists()


def test_what_no_form_would_take_is_refused(toyonaka, departments):
    for wrong in ({"better": "SIDEWAYS"}, {"known_month": 13}, {"name": ""}):
        with pytest.raises(ValidationError):
            load_indicators(actor=None, government=toyonaka, content=given(**wrong), departments=departments)


# --- targets ------------------------------------------------------------------------------------------------


def test_targets_stand_as_printed_and_as_data(edition, indicators):
    load_targets(actor=None, edition=edition, rows=ROWS, indicators=indicators)
    first, extra, second = edition.targets.order_by("item__position", "position")
    assert first.lineage == target_lineage("toyonaka", "digital-strategy", "A")
    assert (first.baseline_text, first.target_text) == ("60.0%（令和3年度）", "65.0%")
    assert (first.kind, first.baseline_kind) == ("at_least", "value_at_date")
    assert target_from(first.spec).value == Decimal("65.0")
    assert first.rationale_for == "65.0%"
    assert (extra.role, extra.indicator, extra.kind) == ("SUPPLEMENTARY", indicators["B"], "qualitative")
    assert [one.item.title for one in extra.served.all()] == ["目標2"]
    (again,) = edition.relisted_targets.all()
    assert (again.target, again.item, again.position < second.position) == (first, second.item, True)
    assert not second.rationale_for


def test_what_is_read_otherwise_than_printed_counts_as_read_by_hand(edition, indicators):
    load_targets(actor=None, edition=edition, rows=ROWS, indicators=indicators)
    first, second = (
        edition.targets.get(name=name, role="KPI") for name in (ROWS["g1"][0]["name"], "待機児童数")
    )
    baseline = baseline_from(second.baseline)
    assert (second.is_hand_read, second.baseline_text, baseline.printed) == (True, "12人", "12人")
    assert (baseline.kind, baseline.at.year) == ("value_at_date", 2022)
    assert second.kind == "at_most"  # with the direction of its indicator
    assert not first.is_hand_read


def test_targets_of_a_second_load_stand_behind_the_first(edition, indicators):
    load_targets(
        actor=None, edition=edition, rows={"g2": [{"again": "A"}], "g1": ROWS["g1"]}, indicators=indicators
    )
    load_targets(actor=None, edition=edition, rows={"g2": ROWS["g2"][1:]}, indicators=indicators)
    (again,) = edition.relisted_targets.all()
    behind = edition.targets.get(item=again.item)
    assert (behind.name, again.position, behind.position) == ("待機児童数", 10, 20)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ({"g9": ROWS["g1"]}, "項目「g9」がこの版にありません。見本のファイルを確かめてください。"),
        ({"g1": [{"again": "A"}]}, "目標値「A」がこの版にありません。見本のファイルを確かめてください。"),
        (
            {"g1": [{**ROWS["g1"][0], "key": "C"}]},
            "指標「C」がありません。見本のファイルを確かめてください。",
        ),
        (
            {"g1": [{**ROWS["g1"][0], "serves": ["g9"]}]},
            "項目「g9」がこの版にありません。見本のファイルを確かめてください。",
        ),
    ],
)
def test_a_row_that_points_at_nothing_is_refused_and_nothing_stays(edition, indicators, rows, sentence):
    with pytest.raises(Refused) as refusal:
        load_targets(actor=None, edition=edition, rows=rows, indicators=indicators)
    assert refusal.value.sentence == sentence
    assert not edition.targets.exists()


def test_a_frozen_edition_takes_no_targets(edition, indicators):
    freeze(actor=None, edition=edition)
    with pytest.raises(Refused, match="凍結"):
        load_targets(actor=None, edition=edition, rows=ROWS, indicators=indicators)


def test_a_target_without_a_name_or_with_an_unknown_role_is_refused(edition, indicators):
    for wrong in ({"name": ""}, {"role": "GOAL"}):
        with pytest.raises(ValidationError):
            rows = {"g1": [{**ROWS["g1"][0], **wrong}]}
            load_targets(actor=None, edition=edition, rows=rows, indicators=indicators)
    assert not Target.objects.exists()


# --- figures ------------------------------------------------------------------------------------------------


def test_figures_stand_with_their_revisions_and_what_is_public(toyonaka, indicators, aoki):
    assert load_figures(actor=aoki, government=toyonaka, content=CONTENT, indicators=indicators) == 5
    rows = MeasurementRevision.objects.order_by("measurement__fiscal_year", "n").values_list(
        "measurement__fiscal_year", "n", "value", "places", "quality", "state", "note", "publication"
    )
    assert [(*row[:-1], row[-1] is not None) for row in rows] == [
        (2020, 1, Decimal("58.4"), 1, "FINAL", "APPROVED", "見本値", True),
        (2023, 1, Decimal("61.0"), 1, "PROVISIONAL", "APPROVED", "見本値", True),
        (2023, 2, Decimal("61.2"), 1, "FINAL", "APPROVED", "確定値", True),
        (2024, 1, Decimal("62.0"), 1, "FINAL", "APPROVED", "見本値", False),
        (2025, 1, Decimal("63.5"), 1, "FINAL", "DRAFT", "見本値", False),
    ]
    assert set(Publication.objects.values_list("by", flat=True)) == {aoki.pk}
    key = str(indicators["A"].key)
    shown = {
        shown: [figure.text for figure in series_of(toyonaka, [key], shown=shown)[key].figures]
        for shown in Shown
    }
    assert shown == {
        Shown.PUBLIC: ["61.2"],
        Shown.APPROVED: ["61.2", "62.0"],
        Shown.NEWEST: ["61.2", "62.0", "63.5"],
    }


def test_a_figure_of_a_day_and_one_of_a_share(toyonaka, indicators):
    values = [{"fiscal_year": 2023, "value": "40.0", "numerator": "1,200", "denominator": "3,000"}]
    load_figures(actor=None, government=toyonaka, content=given(values=values), indicators=indicators)
    compared = Measurement.objects.get(series__name="全国平均")
    day = datetime.date(2020, 10, 1)
    assert (compared.period_kind, compared.starts_on, compared.ends_on) == ("DAY", day, day)
    share = MeasurementRevision.objects.get(measurement__series=None)
    assert (share.numerator, share.denominator) == (1200, 3000)
    assert (share.measurement.starts_on, share.measurement.ends_on) == (
        datetime.date(2023, 4, 1),
        datetime.date(2024, 3, 31),
    )


def test_indicators_with_figures_keep_them(toyonaka, indicators):
    for expected in (5, 0):
        loaded = load_figures(actor=None, government=toyonaka, content=CONTENT, indicators=indicators)
        assert loaded == expected
    assert MeasurementRevision.objects.count() == 5


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"value": "6１.2."}, "「住みやすいと思う人の割合」の値「6１.2.」：小数点が二つあります。"),
        ({"value": "61.2人"}, "「住みやすいと思う人の割合」の値「61.2人」：単位「人」は"),
        ({"value": "61", "denominator": "多数"}, "分母："),
    ],
)
def test_a_figure_that_staff_could_not_enter_is_refused(toyonaka, indicators, row, sentence):
    content = given(values=[{"fiscal_year": 2023, **row}])
    with pytest.raises(Refused) as refusal:
        load_figures(actor=None, government=toyonaka, content=content, indicators=indicators)
    assert refusal.value.sentence.startswith(sentence)
    assert not Measurement.objects.exists()


# --- all together -------------------------------------------------------------------------------------------


def test_each_load_is_one_event(toyonaka, edition, indicators, aoki):
    load_targets(actor=aoki, edition=edition, rows=ROWS, indicators=indicators)
    load_figures(actor=aoki, government=toyonaka, content=CONTENT, indicators=indicators)
    names = ["indicator.load", "target.load", "measurement.load"]
    events = AuditEvent.objects.filter(verb__in=names).order_by("pk")
    assert [(event.verb, event.detail) for event in events] == [
        ("indicator.load", {"count": 2}),
        ("target.load", {"count": 3}),
        ("measurement.load", {"count": 5}),
    ]
    assert [LABELS[name] for name in names] == ["指標の読込み", "目標値の読込み", "実績値の読込み"]


def test_five_times_the_rows_cost_no_more_queries(toyonaka, edition, departments):
    def load(group: int, count: int) -> list[int]:
        keys = [f"{group}-{n}" for n in range(count)]
        content = {**CONTENT, "indicators": [{**CONTENT["indicators"][0], "key": key} for key in keys]}
        rows = {
            "g1": [{**ROWS["g1"][0], "key": key, "serves": ["g2"]} for key in keys],
            "g2": [{"again": key} for key in keys],
        }
        known = {}
        every = {"actor": None}
        return [
            queries(
                lambda: known.update(
                    load_indicators(**every, government=toyonaka, content=content, departments=departments)
                )
            ),
            queries(lambda: load_targets(**every, edition=edition, rows=rows, indicators=known)),
            queries(lambda: load_figures(**every, government=toyonaka, content=content, indicators=known)),
        ]

    load(0, 1)  # the survey is there from now on
    assert load(1, 2) == load(2, 10)
