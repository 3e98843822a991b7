"""An office's own document, whatever it was written with, read into sheets, the tables in them, and an outline."""

from collections.abc import Mapping
from dataclasses import dataclass

from kpi.intake.documents import drawn
from kpi.intake.found import Found
from kpi.intake.markup import LONGEST, from_html, from_markdown, from_text
from kpi.intake.outline import Outline
from kpi.intake.tables import find_tables, outline_of
from paper.flow import Flow
from paper.grids import Grid
from paper.reading import ReadError, decoded, read_csv, read_workbook
from paper.word_reading import read_word
from strategy.sanitise import SanitiseError

KINDS = {
    "workbook": "Excelブック",
    "csv": "CSV",
    "word": "Word文書",
    "markdown": "Markdown",
    "html": "Webページ",
    "text": "文章",
}
_ENDINGS = {
    "xlsx": "workbook", "csv": "csv", "tsv": "csv", "docx": "word", "md": "markdown", "markdown": "markdown",
    "html": "html", "htm": "html", "txt": "text", "": "text",
}  # fmt: skip
_OLD = {
    "xls": "Excelで「Excelブック（*.xlsx）」",
    "xlsm": "Excelで「Excelブック（*.xlsx）」",
    "doc": "Wordで「Word文書（*.docx）」",
    "docm": "Wordで「Word文書（*.docx）」",
    "ods": "「Excelブック（*.xlsx）」",
    "odt": "「Word文書（*.docx）」",
    "pdf": "文字をコピーして貼り付けるか、元のWordやExcel",
}


@dataclass(frozen=True)
class ReadDocument:
    """A document that was read: its ``kind`` (a key of KINDS), its tables as sheets, which of them hold KPIs or measures,
    and the outline that follows if everything is read as guessed.
    """

    kind: str
    grids: tuple[Grid, ...]
    tables: tuple[Found, ...]
    outline: Outline


def read_document(name: str, data: bytes, habits: Mapping[str, str]) -> ReadDocument:
    """Read a file by what its name ends in; `habits` is what headings meant last time (heading → field).

    Workbooks and Word documents are read in a process of their own. Raises paper.guard.GuardError and
    paper.reading.ReadError with a Japanese sentence.
    """
    ending = name.rpartition(".")[2].casefold() if "." in name else ""
    kind = _ENDINGS.get(ending)
    if kind is None:
        advice = f"{_OLD[ending]}として保存し直して、" if ending in _OLD and ending != "pdf" else ""
        if ending == "pdf":
            advice = (
                "PDFの文字をコピーして「文章を貼り付ける」に入れるか、元のWordやExcelのファイルを選んで、"
            )
        raise ReadError(
            f"「{name}」は読み込めない種類のファイルです。{advice}もう一度お試しください"
            "（読めるのは xlsx、csv、docx、md、html、txt です）。"
        )
    if kind in ("workbook", "csv"):
        grids = read_workbook(data, name=name) if kind == "workbook" else (read_csv(data, name=name),)
        return _of_grids(kind, grids, habits)
    if kind == "word":
        flow, cut = read_word(data, name=name)
    else:
        flow, cut = _flow_of_text(kind, name, data), ""
    try:
        found = drawn(flow, habits, cut=cut)
    except SanitiseError as error:
        raise ReadError(f"「{name}」を読み込めません。{error}") from error
    return ReadDocument(kind, found.grids, found.tables, found.outline)


def _of_grids(kind: str, grids: tuple[Grid, ...], habits: Mapping[str, str]) -> ReadDocument:
    """Every table of the sheets that somebody can see; hidden ones are offered but not read."""
    tables = tuple(
        found for place, grid in enumerate(grids) for found in find_tables(grid, habits, sheet=place)
    )
    outlines = [
        outline_of(grids[found.sheet], found) for found in tables if grids[found.sheet].state == "visible"
    ]
    flags = [flag for outline in outlines for flag in outline.flags]
    flags += [f"シート「{grid.name}」は隠されています。" for grid in grids if grid.state != "visible"]
    outline = Outline(
        tuple(node for outline in outlines for node in outline.nodes),
        tuple(kpi for outline in outlines for kpi in outline.kpis),
        tuple(dict.fromkeys(flags)),
    )
    return ReadDocument(kind, grids, tables, outline)


def _flow_of_text(kind: str, name: str, data: bytes) -> Flow:
    text = decoded(data[: LONGEST * 4])
    called = f"「{name}」" if name else "このファイル"
    if len(data) > LONGEST * 4 or (text is not None and len(text) > LONGEST):
        raise ReadError(
            f"{called}は長すぎます（{LONGEST:,}字まで）。章ごとに分けて、もう一度選んでください。"
        )
    if text is None:
        raise ReadError(
            f"{called}の文字コードがUTF-8でもシフトJISでもないため、読み込めません。UTF-8で保存し直してください。"
        )
    if not text.strip():
        raise ReadError(f"{called}には何も書かれていません。ファイルを確かめて、もう一度選んでください。")
    return {"markdown": from_markdown, "html": from_html, "text": from_text}[kind](text)
