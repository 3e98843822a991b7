"""The inside of an Office file (xlsx, docx) for the workers: its parts, where they lead, their XML without surprises.

Nothing but the standard library is used here: the process that reads has no other.
"""

import posixpath
import zipfile
from collections.abc import Callable
from typing import IO, Any
from xml.parsers import expat

CHUNK = 64 * 1024

Start = Callable[[str, dict[str, str]], Any]
End = Callable[[str], Any]


class Refused(Exception):
    """The file cannot be read; `reason` is a key of paper.reading.SENTENCES."""

    def __init__(self, reason: str):
        self.reason = reason
        super().__init__(reason)


def local(name: str) -> str:
    """The name of an element without its namespace: programs choose their own prefixes, and Excel has two dialects.

    >>> local("http://schemas.openxmlformats.org/spreadsheetml/2006/main}row"), local("row")
    ('row', 'row')
    """
    return name[name.rfind("}") + 1 :]


def parser(*, namespaces: bool = True) -> Any:
    """A parser that knows no entity: a DOCTYPE, wherever the guard did not see it, ends the reading.

    Without `namespaces` names come as they are written, "x:row", a third faster.
    """
    made = expat.ParserCreate(namespace_separator="}") if namespaces else expat.ParserCreate()
    made.buffer_text = True
    made.buffer_size = CHUNK
    made.StartDoctypeDeclHandler = _refuse
    made.EntityDeclHandler = _refuse
    return made


def _refuse(*_: Any) -> None:
    raise Refused("doctype")


def feed(made: Any, stream: IO[bytes], wanted: Callable[[], bool] = lambda: True) -> None:
    """The whole stream, piece by piece, as long as the reader wants more."""
    while wanted() and (piece := stream.read(CHUNK)):
        made.Parse(piece, False)
    if wanted():
        made.Parse(b"", True)


def walk(archive: zipfile.ZipFile, part: str, start: Start, end: End | None = None) -> None:
    """Each element of a part by its local name, with its attributes; nothing where the part is missing."""
    try:
        stream = archive.open(part)
    except KeyError:
        return
    made = parser()
    made.StartElementHandler = lambda name, attributes: start(local(name), attributes)
    if end is not None:
        made.EndElementHandler = lambda name: end(local(name))
    with stream:
        feed(made, stream)


def main_part(archive: zipfile.ZipFile, kind: str, usual: str) -> str:
    """The part whose content type ends with `kind`, as [Content_Types].xml names it; the usual one where it does not."""
    found: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "Override" and attributes.get("ContentType", "").endswith(kind):
            found.append(attributes.get("PartName", "").lstrip("/"))

    walk(archive, "[Content_Types].xml", start)
    return found[0] if found and found[0] in archive.NameToInfo else usual


def relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Where a part leads inside the file: by id, the last word of the relation's type and the part."""
    folder, name = posixpath.split(part)
    leads: dict[str, tuple[str, str]] = {}

    def start(element: str, attributes: dict[str, str]) -> None:
        if element == "Relationship" and attributes.get("TargetMode", "Internal") == "Internal":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            kind = attributes.get("Type", "").rpartition("/")[2]
            leads[attributes.get("Id", "")] = kind, posixpath.normpath(path)

    walk(archive, posixpath.join(folder, "_rels", f"{name}.rels"), start)
    return leads
