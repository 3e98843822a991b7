"""Governments and departments from a file: by line and column what is wrong, all or nothing, one event."""

import datetime

import pytest
from tablib import Dataset

from accounts.models import AuditEvent, Department, Government
from accounts.resources import DepartmentResource, GovernmentResource

pytestmark = pytest.mark.django_db
GOVERNMENTS = ["行", "団体コード", "アドレスの名前", "名称", "種類", "都道府県"]
DEPARTMENTS = ["行", "団体コード", "部", "課", "設置日", "廃止日"]
TOYONAKA = ["272035", "toyonaka", "豊中市", "市区町村", "大阪府"]
OGORI = ["402168", "ogori", "小郡市", "市区町村", "福岡県"]


def take(resource, headers, *rows, user, **options):
    """The sentences about this file, after trying to take it in."""
    data = Dataset(headers=headers)
    for number, row in enumerate(rows, start=2):
        data.append([str(number), *row])
    made = resource()
    result = made.import_data(
        data, user=user, file_name="台帳.xlsx", **({"rollback_on_validation_errors": True} | options)
    )
    return made.faults(result)


def test_governments_come_in_with_one_event(operator):
    assert take(GovernmentResource, GOVERNMENTS, TOYONAKA, OGORI, user=operator) == []
    assert list(Government.objects.values_list("code", "slug", "kind")) == [
        ("272035", "toyonaka", "MUNICIPALITY"),
        ("402168", "ogori", "MUNICIPALITY"),
    ]
    event = AuditEvent.objects.get(verb="master.import")
    assert (event.actor, event.detail) == (operator, {"file": "台帳.xlsx", "counts": {"new": 2}})
    assert [row.history_user for row in Government.history.all()] == [operator, operator]


def test_a_known_code_changes_and_what_is_the_same_stays(operator, toyonaka):
    changed = [*TOYONAKA[:2], "豊中市役所", *TOYONAKA[3:]]
    assert take(GovernmentResource, GOVERNMENTS, changed, OGORI, user=operator) == []
    assert take(GovernmentResource, GOVERNMENTS, changed, OGORI, user=operator) == []
    newest, first = AuditEvent.objects.filter(verb="master.import")
    assert first.detail["counts"] == {"new": 1, "update": 1}
    assert newest.detail["counts"] == {"skip": 2}


@pytest.mark.parametrize(
    "column, value, sentence",
    [
        (
            0,
            "272036",
            "の「団体コード」：団体コード「272036」の検査数字（6桁目）が合いません。正しくは5です。",
        ),
        (0, "豊中", "の「団体コード」：団体コードは半角数字6桁で入れてください（「豊中」は使えません）。"),
        (0, "", "の「団体コード」：このフィールドは空ではいけません。"),
        (1, "office", "の「アドレスの名前」：「office」はシステムが使う名前です。ほかの名前にしてください。"),
        (1, "Toyonaka", "の「アドレスの名前」：アドレスに使う名前は、英小文字で始め"),
        (1, "ogori", "の「アドレスの名前」：この名前はほかの団体が使っています。ほかの名前にしてください。"),
        (
            3,
            "市役所",
            "の「種類」：「市役所」は使えません。「国」「都道府県」「市区町村」「組合・広域連合」「その他」のどれか",
        ),
        (2, "あ" * 61, "の「名称」：この値は 60 文字以下でなければなりません"),
    ],
)
def test_what_is_wrong_is_said_by_line_and_column_and_nothing_is_kept(operator, column, value, sentence):
    wrong = [*TOYONAKA]
    wrong[column] = value
    faults = take(GovernmentResource, GOVERNMENTS, OGORI, wrong, user=operator)
    assert any(fault.startswith(f"3行目{sentence}") for fault in faults), faults
    assert not Government.objects.exists()
    assert not AuditEvent.objects.filter(verb="master.import").exists()


@pytest.mark.parametrize("place", range(5))
def test_a_bad_row_anywhere_keeps_all_out(operator, place):
    rows = [[f"{n}", *OGORI[1:]] for n in ("011002", "012025", "012033", "012041", "012050")]
    for number, row in enumerate(rows):
        row[1] = f"town{number}"
    rows[place][1] = "admin"
    faults = take(GovernmentResource, GOVERNMENTS, *rows, user=operator)
    assert [fault[: fault.index("目") + 1] for fault in faults] == [f"{place + 2}行目"]
    assert not Government.objects.exists()


def test_the_zero_that_excel_dropped_comes_back(operator):
    sapporo = ["11002", "sapporo", "札幌市", "市区町村", "北海道"]
    assert take(GovernmentResource, GOVERNMENTS, sapporo, user=operator) == []
    assert Government.objects.get().code == "011002"


def test_a_row_given_twice_is_told(operator):
    faults = take(GovernmentResource, GOVERNMENTS, TOYONAKA, TOYONAKA, user=operator)
    assert faults == ["3行目：2行目と同じ「団体コード」です。どちらかを消してください。"]
    assert not Government.objects.exists()


def test_columns_that_are_missing_or_not_known_are_named(operator):
    assert take(GovernmentResource, GOVERNMENTS[:-2], TOYONAKA[:-2], user=operator) == [
        "「種類」「都道府県」の列がありません。1行目の列の名前を確かめてください。"
    ]
    assert take(GovernmentResource, [*GOVERNMENTS, "備考"], [*TOYONAKA, "x"], user=operator) == [
        "「備考」という列は使いません。列を消すか、名前を直してください。"
    ]
    assert not Government.objects.exists()


def test_looking_first_keeps_nothing(operator):
    assert take(GovernmentResource, GOVERNMENTS, TOYONAKA, user=operator, dry_run=True) == []
    assert not Government.objects.exists()
    assert not AuditEvent.objects.filter(verb="master.import").exists()


def test_departments_come_in_and_get_their_last_day(operator, toyonaka):
    row = ["272035", "こども部", "こども事業課", "2023/4/1", ""]
    assert take(DepartmentResource, DEPARTMENTS, row, user=operator) == []
    ended = [*row[:-1], "2026-03-31"]
    assert take(DepartmentResource, DEPARTMENTS, ended, user=operator) == []
    department = Department.objects.get()
    assert (department.government, str(department)) == (toyonaka, "こども部　こども事業課")
    assert (department.first_day, department.last_day) == (
        datetime.date(2023, 4, 1),
        datetime.date(2026, 3, 31),
    )


@pytest.mark.parametrize(
    "row, sentence",
    [
        (
            ["402168", "", "課", "", ""],
            "2行目の「団体コード」：団体コード「402168」の団体は登録されていません。",
        ),
        (["272035", "", "", "", ""], "2行目の「課」：このフィールドは空ではいけません。"),
        (["272035", "", "課", "令和5年", ""], "2行目の「設置日」：「令和5年」は日付として読めません。"),
        (["272035", "", "課", "2023-02-30", ""], "2行目の「設置日」：「2023-02-30」は日付として読めません。"),
        (["272035", "", "課", "2023-04-01", "2022-03-31"], "2行目：廃止日が設置日より前です。"),
    ],
)
def test_departments_in_error_are_told_by_line_and_column(operator, toyonaka, row, sentence):
    faults = take(DepartmentResource, DEPARTMENTS, row, user=operator)
    assert any(fault.startswith(sentence) for fault in faults), faults
    assert not Department.objects.exists()


def test_what_leaves_can_come_back(operator, toyonaka, ogori):
    Department.objects.create(government=toyonaka, division="こども部", name="こども事業課")
    for resource in (GovernmentResource, DepartmentResource):
        leaving = resource().export()
        rows = [list(row) for row in leaving]
        assert take(resource, ["行", *leaving.headers], *rows, user=operator) == []
    assert [e.detail["counts"] for e in AuditEvent.objects.filter(verb="master.import")] == [
        {"skip": 1},
        {"skip": 2},
    ]
    assert GovernmentResource().export().dict[0]["種類"] == "市区町村"
