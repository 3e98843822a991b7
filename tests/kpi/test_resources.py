"""Indicators from a file: by line and column what is wrong, all or nothing, one event."""

import pytest
from tablib import Dataset

from accounts.models import AuditEvent, Department
from kpi.models import Indicator, Survey
from kpi.resources import IndicatorResource
from tests.kpi import promises

pytestmark = pytest.mark.django_db
HEADERS = (
    "行 指標の符号 団体コード 指標名 単位 よい方向 成果・活動の別 担当課 副担当課 何を表すか 計算式 出典 調査 値の出る間隔 "
    "調査年度 値のわかる月 値のわかるまでの年数"
).split()
EASE = {
    "団体コード": "272035",
    "指標名": "子育てがしやすいまちだと思う市民の割合",
    "単位": "%",
    "よい方向": "上がるほどよい",
    "成果・活動の別": "成果（アウトカム）",
    "担当課": "こども未来部／こども政策課",
    "調査": "市民意識調査",
    "値の出る間隔": "隔年",
    "調査年度": "2021、2023",
    "値のわかる月": "１１",
}
BIRTHS = EASE | {"指標名": "出生数", "単位": "人", "調査": "", "値の出る間隔": "毎年", "調査年度": ""}


@pytest.fixture
def child(toyonaka):
    Survey.objects.create(government=toyonaka, name="市民意識調査")
    return Department.objects.create(government=toyonaka, division="こども未来部", name="こども政策課")


def take(*rows, user, **options):
    """The sentences about a file with these rows, after trying to take it in."""
    data = Dataset(headers=HEADERS)
    for number, row in enumerate(rows, start=2):
        data.append([str(number), *(row.get(name, "") for name in HEADERS[1:])])
    made = IndicatorResource()
    given = {"rollback_on_validation_errors": True} | options
    return made.faults(made.import_data(data, user=user, file_name="指標.xlsx", **given))


def test_indicators_come_in_with_one_event(operator, toyonaka, child):
    assert take(EASE, BIRTHS, user=operator) == []
    ease, births = Indicator.objects.order_by("pk")
    assert (ease.government, ease.department, ease.survey.name) == (toyonaka, child, "市民意識調査")
    assert (ease.frequency, ease.survey_years, ease.known_month, ease.lag_years) == (
        "BIENNIAL",
        [2021, 2023],
        11,
        1,
    )
    assert (births.name, births.better, births.survey) == ("出生数", "UP", None)
    event = AuditEvent.objects.get(verb="master.import")
    assert (event.actor, event.detail) == (operator, {"file": "指標.xlsx", "counts": {"new": 2}})
    assert [row.history_user for row in Indicator.history.all()] == [operator, operator]


def test_the_same_file_changes_nothing_and_a_changed_row_changes_its_own(operator, child):
    take(EASE, BIRTHS, user=operator)
    assert take(EASE, BIRTHS, user=operator) == []
    assert take(EASE, BIRTHS | {"よい方向": "DOWN"}, user=operator) == []
    counts = [e.detail["counts"] for e in AuditEvent.objects.filter(verb="master.import").order_by("pk")]
    assert counts == [{"new": 2}, {"skip": 2}, {"update": 1, "skip": 1}]
    assert [(row.better, row.version) for row in Indicator.objects.order_by("pk")] == [("UP", 1), ("DOWN", 2)]


@pytest.mark.parametrize(
    "change, sentence",
    [
        ({"団体コード": "402168"}, "の「団体コード」：団体コード「402168」の団体は登録されていません。"),
        ({"指標名": ""}, "の「指標名」：このフィールドは空ではいけません。"),
        (
            {"よい方向": "横ばい"},
            "の「よい方向」：「横ばい」は使えません。「上がるほどよい」「下がるほどよい」",
        ),
        ({"担当課": "こども課"}, "の「担当課」：課「こども課」がありません。"),
        ({"調査": "満足度調査"}, "の「調査」：調査「満足度調査」は登録されていません。"),
        ({"調査年度": "令和3"}, "の「調査年度」：「令和3」は年度として読めません。"),
        ({"値のわかる月": "13"}, "の「値のわかる月」：この値は 12 以下でなければなりません"),
        ({"値のわかる月": "冬"}, "の「値のわかる月」：「冬」は使えません。"),
        ({"指標の符号": "abc"}, "の「指標の符号」：指標の符号の書き方が違います。"),
    ],
)
def test_what_is_wrong_is_said_by_line_and_column_and_nothing_is_kept(operator, child, change, sentence):
    faults = take(BIRTHS, EASE | change, user=operator)
    assert [fault for fault in faults if not fault.startswith(f"3行目{sentence}")] == []
    assert len(faults) == 1
    assert not Indicator.objects.exists()
    assert not AuditEvent.objects.filter(verb="master.import").exists()


def test_a_key_of_another_government_is_refused(operator, child, ogori):
    theirs = promises.indicator(ogori, "出生数", "人")
    assert take(BIRTHS | {"指標の符号": str(theirs.key)}, user=operator) == [
        "2行目の「指標の符号」：ほかの団体の指標の符号です。新しい指標では空にしてください。"
    ]
    assert list(Indicator.objects.values_list("government", "version")) == [(ogori.pk, 1)]


def test_a_department_of_another_government_is_not_found(operator, child, ogori):
    Department.objects.create(government=ogori, name="企画課")
    faults = take(EASE | {"担当課": "企画課"}, user=operator)
    assert [fault.split("。")[0] for fault in faults] == ["2行目の「担当課」：課「企画課」がありません"]


def test_the_unit_stays_while_there_are_figures(operator, toyonaka, child):
    known = promises.indicator(toyonaka, "出生数", "人")
    promises.typed(known, text="3,000人")
    faults = take(BIRTHS | {"指標の符号": str(known.key), "単位": "千人"}, user=operator)
    assert faults == ["2行目の「単位」：実績値があるので、単位は変えられません。"]
    known.refresh_from_db()
    assert known.unit == "人"


def test_two_rows_of_one_name_and_two_indicators_of_one_name_are_told(operator, toyonaka, child):
    assert take(BIRTHS, BIRTHS, user=operator) == [
        "3行目：2行目と同じ「団体コード・指標名・単位」です。どちらかを消してください。"
    ]
    for _ in range(2):
        promises.indicator(toyonaka, "出生数", "人")
    assert take(BIRTHS, user=operator) == [
        "2行目：「出生数」という指標が二つ以上あります。書き出した表の「指標の符号」を入れてください。"
    ]


def test_what_leaves_can_come_back(operator, toyonaka, child):
    take(EASE, BIRTHS, user=operator)
    promises.indicator(toyonaka, "出生数", "人")  # of the same name: only the key tells them apart
    leaving = IndicatorResource().export()
    rows = [dict(zip(leaving.headers, row, strict=True)) for row in leaving]
    assert rows[0]["担当課"] == "こども未来部／こども政策課"
    assert take(*rows, user=operator) == []
    assert AuditEvent.objects.filter(verb="master.import").first().detail["counts"] == {"skip": 3}
