"""The process that runs pypdf for `paper.merging`: counts the pages of PDFs, or binds them into one.

Standard input: eight digits (length of the job), the job as JSON, then the files one after another. Whatever a file
holds, no script, no form, no file within it and no link to another program comes into what is bound.
"""

import base64
import io
import json
import sys
from collections.abc import Iterator
from typing import Any

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    RectangleObject,
    TextStringObject,
    create_string_object,
)

MM = 72 / 25.4
CHUNK = 3 * 1024 * 1024
FOOT, HEAD, SIDE = 6 * MM, 14 * MM, 15 * MM  # where the stamps stand: from below, from above, from the right
SHOWN_ANNOTATIONS = (
    *("/Link", "/Widget", "/Text", "/FreeText", "/Highlight", "/Underline"),
    *("/Stamp", "/Ink", "/Line", "/Square", "/Circle"),
)
KEPT_ACTIONS = ("/GoTo", "/URI")

Job = dict[str, Any]


class Bad(Exception):
    """A file that cannot be bound; `reason` is a key of paper.merging.REASONS."""

    def __init__(self, reason: str):
        self.reason = reason
        super().__init__(reason)


def main() -> None:
    """Answer about the job on standard input."""
    given = sys.stdin.buffer
    job = json.loads(given.read(int(given.read(8))))
    try:
        lines = counted(job, given) if job["act"] == "count" else bound(job, given)
        for line in lines:
            sys.stdout.write(f"{json.dumps(line)}\n")
    except (MemoryError, RecursionError):
        sys.stdout.write('["stopped", "size"]\n')
    sys.stdout.write('"end"\n')


def counted(job: Job, given: Any) -> Iterator[list[Any]]:
    """For each file the number of its pages, or why it cannot be bound."""
    for size in job["sizes"]:
        data = given.read(size)
        try:
            yield ["pages", len(opened(data).pages)]
        except Bad as bad:
            yield ["bad", bad.reason]


def opened(data: bytes) -> PdfReader:
    """A file with its pages found. Raises Bad."""
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted:
            raise Bad("locked")
        if not len(reader.pages):
            raise Bad("empty")
    except (Bad, MemoryError, RecursionError):
        raise
    except Exception as error:  # the library raises whatever it stumbles over in a hostile file
        raise Bad("broken") from error
    return reader


def bound(job: Job, given: Any) -> Iterator[list[Any]]:
    """The bound file in pieces, or the number of the file that cannot be bound."""
    writer = PdfWriter()
    for number, part in enumerate(job["parts"]):
        data = given.read(part["size"])
        first = len(writer.pages)
        try:
            writer.append(opened(data), import_outline=False)
        except (MemoryError, RecursionError):
            raise
        except Exception as error:
            yield ["bad", number, error.reason if isinstance(error, Bad) else "broken"]
            return
        if len(writer.pages) - first != part["pages"]:
            yield ["bad", number, "broken"]
            return
        writer.add_outline_item(title=part["name"], page_number=first)
    stamps = PdfReader(io.BytesIO(given.read(job["stamps"])))
    stamp(writer, stamps, job)
    describe(writer, job)
    out = io.BytesIO()
    writer.write(out)
    content = out.getvalue()
    for start in range(0, len(content), CHUNK):
        yield ["data", base64.b64encode(content[start : start + CHUNK]).decode()]


def stamp(writer: PdfWriter, stamps: PdfReader, job: Job) -> None:
    """Numbers at the foot of all pages, the label at the top right of the first page of each part that has one."""
    place, total = 0, len(writer.pages)
    labels: dict[int, int] = {}
    stamped = total
    for part in job["parts"]:
        if part["label"]:
            labels[place] = stamped
            stamped += 1
        place += part["pages"]
    for number, page in enumerate(writer.pages):
        make_inert(page)
        forms = [(form_of(writer, stamps.pages[number]), "foot")]
        if number in labels:
            forms.append((form_of(writer, stamps.pages[labels[number]]), "head"))
        draw(writer, page, forms)


def form_of(writer: PdfWriter, page: PageObject) -> tuple[IndirectObject, float, float]:
    """A page as a drawing that can be put onto others, with its size in points."""
    form = DecodedStreamObject()
    contents = page.get_contents()
    form.set_data(contents.get_data() if contents is not None else b"")
    resources: Any = page.get("/Resources", DictionaryObject()).get_object()
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    form.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): RectangleObject((0, 0, width, height)),
            NameObject("/Resources"): resources.clone(writer),
        }
    )
    return writer._add_object(form.flate_encode()), width, height


def draw(
    writer: PdfWriter, page: PageObject, forms: list[tuple[tuple[IndirectObject, float, float], str]]
) -> None:
    """Put drawings onto a page without touching what stands on it: before and behind it a stream of ours."""
    resources = page.get("/Resources", DictionaryObject()).get_object()
    resources = DictionaryObject(resources)  # pages may share one
    drawings = DictionaryObject(resources.get("/XObject", DictionaryObject()).get_object())
    commands = []
    for n, ((reference, width, height), where) in enumerate(forms):
        name = f"/HashiraStamp{n}"
        drawings[NameObject(name)] = reference
        commands.append(f"q {matrix(page, width, height, where)} cm {name} Do Q")
    resources[NameObject("/XObject")] = drawings
    page[NameObject("/Resources")] = resources
    page[NameObject("/Contents")] = ArrayObject(
        [
            stream(writer, b"q\n"),
            *streams_of(page),
            stream(writer, ("\nQ\n" + "\n".join(commands) + "\n").encode()),
        ]
    )


def streams_of(page: PageObject) -> list[Any]:
    """References to the streams of a page's own contents."""
    if "/Contents" not in page:
        return []
    raw = page.raw_get("/Contents")
    found = raw.get_object() if isinstance(raw, IndirectObject) else raw
    return list(found) if isinstance(found, ArrayObject) else [raw]


def stream(writer: PdfWriter, data: bytes) -> IndirectObject:
    """A stream of its own."""
    made = DecodedStreamObject()
    made.set_data(data)
    return writer._add_object(made)


def matrix(page: PageObject, width: float, height: float, where: str) -> str:
    """Where a drawing goes on the page as it is seen: `/Rotate` turns the sheet clockwise after everything was drawn."""
    box = page.cropbox
    left, below, across, high = float(box.left), float(box.bottom), float(box.width), float(box.height)
    turned = int(page.get("/Rotate", 0)) % 360
    seen_across, seen_high = (high, across) if turned in (90, 270) else (across, high)
    u = (seen_across - width) / 2 if where == "foot" else seen_across - SIDE - width
    v = FOOT if where == "foot" else seen_high - HEAD
    found = {
        90: (0, 1, -1, 0, left + across - v, below + u),
        180: (-1, 0, 0, -1, left + across - u, below + high - v),
        270: (0, -1, 1, 0, left + v, below + high - u),
    }.get(turned, (1, 0, 0, 1, left + u, below + v))
    return " ".join(f"{value:.3f}" for value in found)


def make_inert(page: PageObject) -> None:
    """Take away what would act: scripts, forms, files, films; links within the file and to addresses stay."""
    for name in ("/AA", "/StructParents", "/Metadata", "/PieceInfo"):
        page.pop(NameObject(name), None)
    kept = ArrayObject()
    for reference in page.get("/Annots", ArrayObject()).get_object() or ():
        note = reference.get_object()
        if not isinstance(note, DictionaryObject):
            continue
        if note.get("/Subtype") not in SHOWN_ANNOTATIONS:
            note.clear()  # else it would still lie in the file, though nothing leads to it
            continue
        for name in ("/AA", "/FS", "/Parent", "/StructParent"):
            note.pop(NameObject(name), None)
        action = note.get("/A")
        action = action.get_object() if action is not None else None
        if isinstance(action, DictionaryObject):
            action.pop(NameObject("/Next"), None)
            if action.get("/S") not in KEPT_ACTIONS:
                note.pop(NameObject("/A"), None)
        kept.append(reference)
    page.pop(NameObject("/Annots"), None)
    if kept:
        page[NameObject("/Annots")] = kept


def describe(writer: PdfWriter, job: Job) -> None:
    """Title, language and bookmarks; nothing that acts when the file is opened."""
    root = writer._root_object
    for name in ("/OpenAction", "/AA", "/AcroForm", "/Metadata", "/Perms", "/Collection"):
        root.pop(NameObject(name), None)
    names = root.get("/Names")
    if names is not None:
        for name in ("/JavaScript", "/EmbeddedFiles", "/Renditions"):
            names.get_object().pop(NameObject(name), None)
    root[NameObject("/Lang")] = create_string_object("ja")
    root[NameObject("/PageMode")] = NameObject("/UseOutlines")
    preferences = DictionaryObject()
    preferences[NameObject("/DisplayDocTitle")] = BooleanObject(True)
    root[NameObject("/ViewerPreferences")] = preferences
    facts = {"/Title": job["title"], "/Author": job["author"], "/Producer": "Hashira"}
    if job["created"]:
        facts |= {"/CreationDate": job["created"], "/ModDate": job["created"]}
    writer.metadata = {key: TextStringObject(value) for key, value in facts.items()}
