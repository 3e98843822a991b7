import io
import json

from paper.reading_worker import Reading
from tests.paper.hostile import book, cell, merges, sheet, text


def test_lines_of_the_answer():
    """What `paper.reading` takes apart again: sheets, rows (number, hidden, then column, kind, text …), merged ranges."""
    first = sheet(
        f'<row r="2" hidden="1">{cell("A2", "5")}{text("人", "C2")}</row><row r="4" hidden="1"/><row r="5"/>',
        merges(["A2:C2", "A9:B9"]),
    )
    out = io.StringIO()
    Reading(io.BytesIO(book([first, sheet("")])), out).all()
    assert [json.loads(line) for line in out.getvalue().splitlines()] == [
        ["sheet", "Sheet1", "visible"],
        ["row", 2, True, 1, 1, "5", 3, 0, "人"],
        ["row", 4, True],
        ["merges", [[2, 1, 2, 3]]],
        ["sheet", "Sheet2", "visible"],
    ]
