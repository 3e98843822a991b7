import io
import zipfile

from paper.word_worker import Styles, read
from tests.paper.words import BOLD_HEADING, document, line


def test_lines_of_the_answer():
    table = f"<w:tbl><w:tr><w:tc>{line('a')}</w:tc><w:tc>{line('')}</w:tc></w:tr></w:tbl>"
    assert list(read(io.BytesIO(document(line("本文") + table + line("  "))))) == [
        ["p", "本文", 0, "", False],
        ["table", [(1, 1, "a")], []],
    ]


def test_levels_of_styles():
    made = document("", styles=BOLD_HEADING + '<w:style w:styleId="h"><w:name w:val="heading 12"/></w:style>')
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        styles = Styles(archive, "word/styles.xml")
    assert [styles.level(name) for name in ("a1", "h", "", "x")] == [2, 9, 0, 0]
