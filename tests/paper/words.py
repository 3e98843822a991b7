"""Word documents written part by part, for what python-docx does not write."""

from tests.paper.hostile import LEADS, PACKAGE, packed

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BOLD_HEADING = '<w:style w:styleId="a1"><w:name w:val="見出し 2"/></w:style>'


def document(
    body: str,
    *,
    styles: str = "",
    numbering: str = "",
    extra: dict[str, str | bytes] | None = None,
    main: str = MAIN,
) -> bytes:
    """A .docx with this body, these styles and this numbering."""
    leads = "".join(
        f'<Relationship Id="{name}" Type="{LEADS}/{name}" Target="{name}.xml"/>'
        for name in ("styles", "numbering")
    )
    return packed(
        {
            "[Content_Types].xml": f'<Types><Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
            "word/document.xml": f'<w:document xmlns:w="{SPACE}" xmlns:mc="urn:mc"><w:body>{body}</w:body></w:document>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}">{leads}</Relationships>',
            "word/styles.xml": f'<w:styles xmlns:w="{SPACE}">{styles}</w:styles>',
            "word/numbering.xml": f'<w:numbering xmlns:w="{SPACE}">{numbering}</w:numbering>',
            **(extra or {}),
        }
    )


def line(text: str, properties: str = "") -> str:
    """A paragraph."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def listed(number: int, place: int = 0) -> str:
    """The properties of a paragraph in a list."""
    return f'<w:numPr><w:ilvl w:val="{place}"/><w:numId w:val="{number}"/></w:numPr>'


def numbering(*levels: tuple[str, str]) -> str:
    """One list, number 1, whose levels have these formats and texts."""
    inner = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for place, (form, text) in enumerate(levels)
    )
    return f'<w:abstractNum w:abstractNumId="7">{inner}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
