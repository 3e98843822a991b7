import datetime
import io

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from paper import merging
from paper.limited import Stopped
from paper.merging import MergeError, Part, count_pages, merge

NOW = datetime.datetime(2023, 1, 23, 9, tzinfo=datetime.UTC)


def pdf(pages=1, *, rotate=0, script=False, password=""):
    """A file as somebody else's program writes it."""
    writer = PdfWriter()
    for _ in range(pages):
        page = writer.add_blank_page(595, 842)
        if rotate:
            page.rotate(rotate)
    if script:
        action = DictionaryObject()
        action[NameObject("/S")], action[NameObject("/JS")] = (
            NameObject("/JavaScript"),
            TextStringObject("app.alert(1)"),
        )
        writer._root_object[NameObject("/OpenAction")] = action
        note = DictionaryObject()
        note[NameObject("/Subtype")], note[NameObject("/A")] = NameObject("/Link"), action
        film = DictionaryObject()
        film[NameObject("/Subtype")] = NameObject("/RichMedia")
        writer.add_annotation(0, note)
        writer.add_annotation(0, film)
        writer.add_attachment("virus.exe", b"MZ")
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def bound():
    """Five parts: two pages, a landscape scan, a locked file, one without label, rubbish."""
    parts = [
        Part("資料1", "人口ビジョン", pdf(2)),
        Part("資料2", "横の表", pdf(rotate=90)),
        Part("資料3", "鍵のかかった資料", pdf(password="x")),
        Part("", "開催通知", pdf(script=True)),
        Part("参考1", "壊れた資料", b"%PDF-1.7\nnonsense"),
    ]
    return merge(parts, title="資料一式", author="豊中市", created=NOW)


@pytest.mark.slow
def test_labels_stand_on_first_pages_and_numbers_on_all(bound, program, tmp_path):
    assert (bound.pages, bound.page_count) == ((2, 1, 1, 1, 1), 6)
    path = tmp_path / "bound.pdf"
    path.write_bytes(bound.content)
    pages = ["".join(page.split()) for page in program("pdftotext", "-layout", path, "-").split("\f")[:6]]
    assert [page[:5] for page in pages] == [
        "【資料1】",
        "－2－",
        "【資料2】",
        "【資料3】",
        "－5－",
        "【参考1】",
    ]
    assert [f"－{n}－" in page for n, page in enumerate(pages, start=1)] == [True] * 6
    words = program("pdftotext", "-f", "3", "-l", "3", "-bbox", path, "-")
    box = next(line for line in words.splitlines() if "資料2" in line)
    place = dict(pair.split("=") for pair in box.replace('"', "").split()[1:3])
    assert float(place["xMin"]) > 700  # at the right of the sheet as it is seen, which lies across


@pytest.mark.slow
def test_what_cannot_be_bound_is_stood_in_for_by_a_sheet_that_says_so(bound):
    assert [note.split("：")[0] for note in bound.notes] == ["資料3　鍵のかかった資料", "参考1　壊れた資料"]
    texts = [page.extract_text() for page in PdfReader(io.BytesIO(bound.content)).pages]
    assert ["暗号化" in text for text in texts] == [False, False, False, True, False, False]
    assert ["壊れているか" in text for text in texts] == [False, False, False, False, False, True]


@pytest.mark.slow
def test_bookmarks_name_the_parts_and_nothing_acts(bound):
    reader = PdfReader(io.BytesIO(bound.content))
    assert [(mark.title, reader.get_destination_page_number(mark)) for mark in reader.outline] == [
        ("資料1　人口ビジョン", 0),
        ("資料2　横の表", 2),
        ("資料3　鍵のかかった資料", 3),
        ("開催通知", 4),
        ("参考1　壊れた資料", 5),
    ]
    assert (reader.metadata.title, reader.trailer["/Root"]["/Lang"]) == ("資料一式", "ja")
    assert [
        name for name in (b"JavaScript", b"virus", b"RichMedia", b"OpenAction") if name in bound.content
    ] == []
    assert [note.get_object().get("/A") for note in reader.pages[4]["/Annots"]] == [None]


def test_too_much_is_refused_with_a_number(monkeypatch):
    monkeypatch.setattr(merging, "PAGES", 2)
    with pytest.raises(MergeError, match="全部で3ページ"):
        merge([Part("資料1", "案", pdf(3))], title="一式", author="豊中市")
    monkeypatch.setattr(merging, "BYTES", 10)
    with pytest.raises(MergeError) as refused:
        merge([Part("資料1", "案", pdf())], title="一式", author="豊中市")
    assert refused.value.reason == "bytes"
    with pytest.raises(MergeError, match="まとめる資料がありません"):
        merge([], title="一式", author="豊中市")


@pytest.mark.parametrize("reason", ["time", "size", "crash"])
def test_a_file_that_kills_the_reader_costs_a_sentence(monkeypatch, reason):
    def ask(*_, **__):
        raise Stopped(reason)

    monkeypatch.setattr(merging, "ask", ask)
    with pytest.raises(MergeError) as stopped:
        merge([Part("資料1", "案", b"%PDF")], title="一式", author="豊中市")
    assert str(stopped.value) == merging.SENTENCES[reason].format()


def test_pages_are_counted():
    assert (count_pages(pdf(3)), count_pages(b"nothing")) == (3, None)
