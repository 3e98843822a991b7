"""Differences as HTML: marks on the right words, every character escaped, tags closed, marks of the text kept."""

from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from strategy.marking import OMITTED, SAME_WORDS, merged, merged_title, sides, title_sides
from strategy.sanitise import MAX_DEPTH
from tests.strategy.test_blockdiff import BODIES, FIRST, SECOND


def went(text: str, label: str = "旧：") -> str:
    return f'<del class="diff-old"><span class="visually-hidden">{label}</span>{text}</del>'


def came(text: str, label: str = "新：") -> str:
    return f'<ins class="diff-new"><span class="visually-hidden">{label}</span>{text}</ins>'


def test_side_by_side_each_side_has_its_own_marks():
    old, new = sides("<p>出生率を1.42にする</p><p>終わり</p>", "<p>出生率を1.60にする</p><p>終わり</p>")
    assert old == f"<p>出生率を{went('1.42')}にする</p><p>終わり</p>"
    assert new == f"<p>出生率を{came('1.60')}にする</p><p>終わり</p>"


def test_marks_say_whose_words_they_are():
    old, new = sides("<p>古い</p>", "<p>新しい</p>", old_label="相手の文だけ：", new_label="自分の文だけ：")
    assert (old, new) == (
        f"<p>{went('古', '相手の文だけ：')}い</p>",
        f"<p>{came('新し', '自分の文だけ：')}い</p>",
    )


def test_one_text_of_both():
    assert merged("<p>出生率を1.42にする</p>", "<p>出生率を1.60にする</p>") == (
        f"<p>出生率を{went('1.42', '削除：')}{came('1.60', '追加：')}にする</p>"
    )


def test_a_brief_one_leaves_out_what_stayed():
    old = f"<p>{FIRST}</p><p>一</p><p>出生率を1.42にする</p><p>{SECOND}</p>"
    new = old.replace("1.42", "1.60")
    assert merged(old, new, brief=True) == (
        f"{OMITTED}<p>出生率を{went('1.42', '削除：')}{came('1.60', '追加：')}にする</p>{OMITTED}"
    )


def test_a_brief_one_says_when_no_word_changed():
    assert merged("<p>同じ文</p>", "<p><strong>同じ</strong>文</p>", brief=True) == SAME_WORDS


def test_a_brief_one_keeps_a_table_together():
    table = (
        "<table><tbody><tr><td>出生率</td><td>{}</td></tr><tr><td>転入者</td><td>5</td></tr></tbody></table>"
    )
    shown = merged(table.format("1.42"), table.format("1.60"), brief=True)
    assert shown.count("<tr>") == 2
    assert shown.startswith('<div class="table-scroll"')
    assert OMITTED not in shown


def test_marks_links_and_readings_of_the_text_stay():
    link = '<a href="https://example.jp/" rel="noopener noreferrer nofollow">{}</a>'
    body = "<p><strong>太い文字</strong>と" + link + "</p>"
    old, _ = sides(body.format("古い案内"), body.format("新しい案内"))
    assert old == f"<p><strong>太い文字</strong>と{went(link.format('古'))}{link.format('い案内')}</p>"
    ruby = "<p><ruby>躊躇<rt>ちゅうちょ</rt></ruby>しない{}</p>"
    assert sides(ruby.format(""), ruby.format("人"))[1] == ruby.format(came("人"))


def test_a_reading_goes_with_the_word_it_was_cut_from():
    old, new = sides("<p><ruby>大阪府<rt>おおさかふ</rt></ruby></p>", "<p>大阪市</p>")
    assert (old, new) == (f"<p>大阪{went('府')}</p>", f"<p>大阪{came('市')}</p>")


def test_a_table_that_lost_its_first_row_stays_one_table_in_one_text():
    old = "<table><caption>表1</caption><tbody><tr><td>一つ目の行</td></tr><tr><td>二つ目の行です</td></tr></tbody></table>"
    new = "<table><caption>表2</caption><tbody><tr><td>二つ目の行です</td></tr></tbody></table>"
    shown = merged(old, new)
    assert (shown.count("<table>"), shown.count("<caption>")) == (1, 1)
    assert f"<caption>表{went('1', '削除：')}{came('2', '追加：')}</caption>" in shown
    assert f"<caption>表{came('2')}</caption>" in sides(old, new)[1]


def test_titles_are_plain_text():
    assert title_sides("A&B<b>", "A&B<i>") == (
        f"A&amp;B&lt;{went('b')}&gt;",
        f"A&amp;B&lt;{came('i')}&gt;",
    )
    assert merged_title("見出し", "見出し") == "見出し"
    assert title_sides("", "新") == ("", came("新"))


# --- nobody gets a tag in -----------------------------------------------------------------------------------

HOSTILE = (
    "<script>alert(1)</script>",
    '<p onclick="x()">文</p>',
    '<a href="javascript:alert(1)">押す</a>',
    "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    "<p></ins></del><img src=x onerror=alert(1)></p>",
    '<table><tr><td colspan="2&quot; onload=&quot;x">a</td></tr></table>',
    "<p>\ue000\ue001<del>消し</del></p>",
    "</p></div><style>*{display:none}</style>",
)


def test_nothing_typed_becomes_a_tag():
    for one in HOSTILE:
        for other in (*HOSTILE, "", f"<p>{FIRST}</p>"):
            for shown in (*sides(one, other), merged(one, other), merged(one, other, brief=True)):
                assert not {"script", "img", "style"} & tags(shown), (one, other)
                assert not {"onclick", "onerror", "onload"} & attributes(shown), (one, other)
                assert "javascript:" not in shown


def test_labels_and_titles_are_escaped():
    old, new = sides("<p>一</p>", "<p>二</p>", old_label='"><script>', new_label="<b>")
    assert "script" not in tags(old) | tags(new)
    assert "script" not in tags(merged_title("<script>", "<script>x"))


def test_a_body_too_deep_to_clean_is_shown_as_its_source():
    deep = "<p>" + "<em>" * (MAX_DEPTH + 5) + "深い"
    old, new = sides(deep, "<p>浅い</p>")
    assert "em" not in tags(old) | tags(new)
    assert unmarked(old) == deep


@settings(deadline=None, max_examples=60)
@given(BODIES, BODIES)
def test_every_tag_is_closed_and_both_texts_can_be_read(old_html, new_html):
    old, new = sides(old_html, new_html)
    both = merged(old_html, new_html)
    assert faults(old) + faults(new) + faults(both) == []
    assert unmarked(old) == unmarked(sides(old_html, old_html)[0])
    assert unmarked(new) == unmarked(sides(new_html, new_html)[0])


@given(st.text(max_size=30), st.text(max_size=30))
def test_titles_hold_no_tag_but_ours(old, new):
    for shown in (*title_sides(old, new), merged_title(old, new)):
        assert tags(shown) <= {"del", "ins", "span", "br"}
        assert faults(shown) == []


class _Reader(HTMLParser):
    """Tags and attributes of a piece of HTML, tags that are not closed, and its text without our labels."""

    def __init__(self, html: str):
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.faults: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in ("br", "hr"):
            self.open.append("label" if ("class", "visually-hidden") in attrs else tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() not in (tag, "label"):
            self.faults.append(tag)

    def handle_data(self, data):
        if "label" not in self.open:
            self.text += data


def tags(html: str) -> set[str]:
    return _Reader(html).tags


def attributes(html: str) -> set[str]:
    return _Reader(html).attributes


def unmarked(html: str) -> str:
    return _Reader(html).text


def faults(html: str) -> list[str]:
    reader = _Reader(html)
    return reader.faults + reader.open
