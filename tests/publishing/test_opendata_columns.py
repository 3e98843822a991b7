"""Columns of open data: how every table begins, and that 項目定義書 tells all of them."""

import re

import pytest

from publishing.opendata.columns import DECIMAL, DEFINITION, INTEGER, TABLES, definition_rows


@pytest.mark.parametrize("name", TABLES)
def test_every_table_begins_as_the_standard_dataset_does_and_names_no_column_twice(name):
    names = [column.name for column in TABLES[name]]
    assert names[:4] == ["全国地方公共団体コード", "ID", "地方公共団体名", "計画名"]
    assert len(set(names)) == len(names)
    for column in TABLES[name]:
        assert column.meaning and not column.meaning.endswith("。"), column.name
        if column.form in (INTEGER, DECIMAL):
            assert re.fullmatch(r"\d+(\.\d+)?", column.example), column.name


def test_the_columns_of_kpis_stand_in_the_order_that_was_asked_for():
    names = [column.name for column in TABLES["KPIの一覧"]]
    assert names[3:11] == ["計画名", "基本目標", "指標名", "対象", "単位", "年度", "値", "値の種類"]


def test_the_definition_tells_every_column_of_every_table():
    rows = definition_rows()
    assert len(rows) == sum(map(len, TABLES.values()))
    assert {len(row) for row in rows} == {len(DEFINITION)}
    assert rows[0] == [
        "KPIの一覧",
        1,
        "全国地方公共団体コード",
        "公表した団体の全国地方公共団体コード（検査数字を含む6桁）",
        "文字列",
        "◎",
        "272035",
    ]
    assert definition_rows("用語の定義") == rows[-len(TABLES["用語の定義"]) :]
