"""Files of master data: read with care, told in sentences, inert when they leave."""

import io

import pytest
from openpyxl import Workbook as Book
from openpyxl import load_workbook
from tablib import Dataset

from accounts.formats import CSV, FileError, Workbook, as_text, without_apostrophe
from paper.guard import GuardError

LIVE = ["=1+1", "==1+1", "+1", "-1", "@SUM(1)", "\t=1", "|cmd", "＝1+1", '=HYPERLINK("http://x")']


def workbook(*rows) -> bytes:
    book, stream = Book(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("kind", [Workbook, CSV])
def test_what_leaves_is_inert_and_comes_back_the_same(kind):
    leaving = Dataset(headers=["名称", "課"])
    for text in LIVE:
        leaving.append([text, "課"])
    data = kind().export_data(leaving)
    if kind is Workbook:
        cells = [cell for row in load_workbook(io.BytesIO(data)).active.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} == {"s"}
    else:
        lines = data.decode("utf-8-sig").splitlines()[1:]
        assert not [line for line in lines if line.lstrip('"')[0] in "=+-@|＝\t"]
    back = kind().create_dataset(data)
    assert back["名称"] == [text.strip() for text in LIVE]


def test_lines_are_numbered_as_in_the_file_and_blank_ones_left_out():
    rows = Workbook().create_dataset(workbook(["課", "部"], ["一課", None], [None, None], ["二課", "部"]))
    assert rows.headers == ["行", "課", "部"]
    assert list(rows) == [("2", "一課", ""), ("4", "二課", "部")]
    text = "課,部\r\n一課\r\n,\r\n二課,部,余り\r\n".encode("cp932")
    assert list(CSV().create_dataset(text)) == [("2", "一課", ""), ("4", "二課", "部")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_csv_in_the_usual_encodings(encoding):
    assert CSV().create_dataset("名称\n豊中市\n".encode(encoding))["名称"] == ["豊中市"]


@pytest.mark.parametrize(
    "kind, data, sentence",
    [
        (CSV, b"\x81", "文字コードがわかりません"),
        (CSV, "名称\n".encode(), "データの行がありません"),
        (CSV, "名称,名称\na,b\n".encode(), "同じ名前の列が二つあります"),
        (CSV, b"", "データの行がありません"),
        (CSV, ("名称\n" + "a\n" * 20_001).encode(), "行が多すぎます"),
        (Workbook, b"PK\x03\x04", "壊れているため"),
        (Workbook, b"<html>", "Excelブック（.xlsx）ではありません"),
        (Workbook, workbook(), "データの行がありません"),
    ],
)
def test_an_unreadable_file_is_refused_with_a_sentence(kind, data, sentence):
    with pytest.raises((FileError, GuardError), match=sentence):
        kind().create_dataset(data)


def test_a_cell_far_away_costs_nothing():
    book, stream = Book(), io.BytesIO()
    book.active["A1"], book.active["A2"], book.active["XFD2"] = "名称", "豊中市", "x"
    book.save(stream)
    assert list(Workbook().create_dataset(stream.getvalue())) == [("2", "豊中市")]


def test_cells_become_what_a_person_sees():
    assert [as_text(value) for value in (11002, 1.5, " 豊中市 ", True)] == ["11002", "1.5", "豊中市", "True"]
    assert without_apostrophe("'－22") == "－22"
    assert without_apostrophe("普通") == "普通"


def test_the_names_the_page_guesses_the_kind_by():
    assert [(kind().get_title(), kind().get_extension()) for kind in (Workbook, CSV)] == [
        ("xlsx", "xlsx"),
        ("csv", "csv"),
    ]
