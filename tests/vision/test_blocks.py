"""The blocks of an arranged vision."""

from vision.blocks import Book, Cell, Column, Group, Paragraphs, Part, Table


def table(key: str = "x", *, columns: int = 2, rows: int = 1) -> Table:
    row = (Cell("a"),) * columns
    half = rows // 2
    groups = (Group("上", (row,) * half), Group("下", (row,) * (rows - half)))
    return Table(key, key, (Column("a"),) * columns, groups)


def test_a_table_with_many_columns_or_rows_is_set_small():
    dense = [table(columns=columns, rows=rows).is_dense for columns, rows in ((7, 17), (8, 1), (2, 18))]
    assert dense == [False, True, True]
    assert len(list(table(rows=5).rows)) == 5


def test_a_book_finds_its_tables_in_order():
    parts = (Part("a", "A", (Paragraphs(("text",)), table("one"))), Part("b", "B", (table("two"),)))
    book = Book("題", "", "", "町", "", (), parts)
    assert [one.key for one in book.tables()] == ["one", "two"]
    assert (book.table("two"), book.table("three")) == (parts[1].blocks[0], None)
