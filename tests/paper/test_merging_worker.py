import io
import json

import pytest
from pypdf import PdfReader, PdfWriter

from paper.merging_worker import Bad, bound, counted, make_inert, matrix, opened


def blank(rotate=0, box=(0, 0, 595, 842)):
    writer = PdfWriter()
    page = writer.add_blank_page(box[2] - box[0], box[3] - box[1])
    if rotate:
        page.rotate(rotate)
    page.mediabox.lower_left, page.mediabox.upper_right = box[:2], box[2:]
    page.cropbox.lower_left, page.cropbox.upper_right = box[:2], box[2:]
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def placed(page, where, point=(0, 0), size=(60, 20)):
    """Where a point of the stamp comes to lie, in the coordinates of the page."""
    a, b, c, d, e, f = (float(value) for value in matrix(page, *size, where).split())
    return round(a * point[0] + c * point[1] + e), round(b * point[0] + d * point[1] + f)


@pytest.mark.parametrize(
    ("rotate", "head", "foot"),
    [
        (0, (595 - 43 - 60, 842 - 40), (268, 17)),
        (90, (40, 842 - 43 - 60), (595 - 17, 391)),
        (180, (43 + 60, 40), (328, 842 - 17)),
        (270, (595 - 40, 43 + 60), (17, 451)),
    ],
)
def test_stamps_stand_where_they_are_seen(rotate, head, foot):
    page = PdfReader(io.BytesIO(blank(rotate))).pages[0]
    assert [placed(page, where) for where in ("head", "foot")] == [
        pytest.approx(head, abs=1),
        pytest.approx(foot, abs=1),
    ]


def test_a_box_that_does_not_begin_at_the_corner_moves_the_stamps():
    page = PdfReader(io.BytesIO(blank(box=(100, 50, 695, 892)))).pages[0]
    assert placed(page, "foot") == (368, 67)


def test_files_are_counted_one_by_one():
    files = [blank(), b"%PDF-1.4 broken", b""]
    job = {"sizes": [len(file) for file in files]}
    assert list(counted(job, io.BytesIO(b"".join(files)))) == [
        ["pages", 1],
        ["bad", "broken"],
        ["bad", "broken"],
    ]
    with pytest.raises(Bad, match="broken"):
        opened(b"\x00" * 100)


def test_a_file_that_counts_differently_when_it_is_bound_is_named():
    job = {"parts": [{"label": "", "name": "案", "size": len(blank()), "pages": 2}], "stamps": 0}
    assert list(bound(json.loads(json.dumps(job)), io.BytesIO(blank()))) == [["bad", 0, "broken"]]


def test_a_page_without_anything_is_inert():
    page = PdfReader(io.BytesIO(blank())).pages[0]
    make_inert(page)
    assert "/Annots" not in page
