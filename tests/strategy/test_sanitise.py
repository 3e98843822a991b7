from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategy.sanitise import (
    ATTRIBUTES,
    EMBED,
    FIELD,
    IMAGE,
    LINK,
    LINK_REL,
    MAX_DEPTH,
    MAX_LENGTH,
    MAX_ROWS,
    OTHER,
    SCOPES,
    SCRIPT,
    STYLE,
    TAGS,
    SanitiseError,
    clean,
    is_safe_address,
)

VECTORS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=https://evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script>alert(1)",
    "</p><script/x>alert(1)</script>",
    "<script\n>alert(1)</script\n>",
    "<img src=x onerror=alert(1)>",
    "<img src=http://169.254.169.254/latest/meta-data>",
    "<IMG SRC=`javascript:alert(1)`>",
    '<img src="x` `<script>alert(1)</script>"` `>',
    '<image src=x onerror="alert(1)">',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><script>alert&#40;1)</script>",
    '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<svg><foreignObject><p onclick=alert(1)>x</p></foreignObject></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='javascript&colon;alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href='//evil.example'>x</a>",
    "<a href='/\\evil.example'>x</a>",
    "<a href='\\\\evil.example'>x</a>",
    "<a href='/\t/evil.example'>x</a>",
    "<a href='&#x2f;&#x2f;evil.example'>x</a>",
    "<a href='http://evil.example'>x</a>",
    "<a href='ftp://evil.example'>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<a href='bitcoin:1'>x</a>",
    "<a href='evil.html'>x</a>",
    "<a href='?next=//evil'>x</a>",
    "<a href='https://ok.example' onmouseover=alert(1) target=_blank ping=https://evil.example>x</a>",
    "<a href='https://ok.example' style='position:fixed;inset:0'>x</a>",
    "<a rel=attachment href='file:///etc/passwd'>x</a>",
    "<link rel=attachment href=file:///etc/passwd>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<style>@page{@top-center{content:'承認済'}} body{display:none}</style>",
    "<p style=\"background:url('javascript:alert(1)')\">x</p>",
    "<p class=hidden id=main data-x=1 hx-get=/x>x</p>",
    "<p onclick=alert(1)>x</p>",
    "<p/onclick=alert(1)>x</p>",
    '<p title="</p><script>alert(1)</script>">x</p>',
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<form action=javascript:alert(1)><input type=submit></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<input autofocus onfocus=alert(1)>",
    "<select onfocus=alert(1) autofocus><option>x</select>",
    "<textarea onfocus=alert(1) autofocus></textarea>",
    "<details open ontoggle=alert(1)>x</details>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<body onload=alert(1)>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<map><area href=javascript:alert(1)></map>",
    "<table background=javascript:alert(1)><tr><td background=x onclick=alert(1)>x</td></tr></table>",
    "<td colspan=99999999 rowspan=-1 scope='x onclick'>x</td>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<template><script>alert(1)</script></template>",
    "<xmp><script>alert(1)</script></xmp>",
    "<plaintext><script>alert(1)</script>",
    "<title><script>alert(1)</script></title>",
    "<!--><script>alert(1)</script>-->",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>",
    "<h1 onclick=alert(1)>x</h1>",
    "<div onclick=alert(1)><b onclick=alert(1)>x</b></div>",
    "<ruby onclick=alert(1)>柱<rt onclick=alert(1)>はしら</rt></ruby>",
    "<<script>alert(1)//<</script>",
    "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    "\x00<scr\x00ipt>alert(1)</scr\x00ipt>",
    "<custom-element onclick=alert(1)>x</custom-element>",
    "<dialog open>x</dialog>",
]


class Checker(HTMLParser):
    """Fails on any tag or attribute outside the list; written apart from the code it checks."""

    def handle_starttag(self, tag, attrs):
        assert tag in TAGS
        for name, value in attrs:
            if name == "rel":
                assert (tag, value) == ("a", LINK_REL)
                continue
            assert name in ATTRIBUTES.get(tag, ())
            if name == "href":
                assert is_safe_address(value)
            elif name == "scope":
                assert value in SCOPES
            else:
                assert 1 <= int(value) <= 100

    def handle_comment(self, data):
        raise AssertionError(data)

    handle_decl = unknown_decl = handle_pi = handle_comment


def check(html):
    checker = Checker()
    checker.feed(html)
    checker.close()


def test_the_corpus_is_large_enough():
    assert len(set(VECTORS)) >= 60


@pytest.mark.parametrize(
    "wrap", ["{}", "<p>前{}後</p>", "<table><tr><td>{}", "<ul><li>{}", "<a href=/x>{}</a>"]
)
@pytest.mark.parametrize("vector", VECTORS)
def test_no_attack_passes(vector, wrap):
    cleaned = clean(wrap.format(vector))
    check(cleaned.html)
    assert clean(cleaned.html).html == cleaned.html
    assert clean(cleaned.html).removed == ()


FRAGMENTS = st.sampled_from(
    [f"<{tag}>" for tag in sorted(TAGS)]
    + [f"</{tag}>" for tag in sorted(TAGS)]
    + VECTORS
    + [
        "<a href=#item-x>",
        "<a href=https://a.example/?a=1&b=2>",
        "<div>",
        "</div>",
        "<h1>",
        "</h1>",
        "<td colspan=2>",
    ]
    + [
        "本文",
        "a",
        " ",
        "\n",
        "&amp;",
        "&nbsp;",
        "&lt;",
        "\r\n",
        "<",
        ">",
        '"',
        "\ud800",
        "&#1;",
        "<form>",
        "</form>",
    ]
)


@settings(max_examples=500)
@given(st.lists(FRAGMENTS, max_size=14).map("".join))
def test_cleaning_twice_changes_nothing(html):
    cleaned = clean(html)
    check(cleaned.html)
    assert clean(cleaned.html) == type(cleaned)(cleaned.html, ())


@given(st.text())
def test_any_text_is_cleaned(text):
    cleaned = clean(text)
    check(cleaned.html)
    assert clean(cleaned.html).html == cleaned.html


@pytest.mark.parametrize(
    "kept",
    [
        "<p>一<br>二</p>",
        "<h3>見出し</h3><h4>小見出し</h4><hr>",
        "<ul><li>一<ol><li>二</li></ol></li></ul>",
        "<p><strong>太</strong><em>斜</em><u>下</u><s>消</s>H<sub>2</sub>O<sup>2</sup></p>",
        '<table><caption>表</caption><thead><tr><th scope="col" colspan="2">頭</th></tr></thead>'
        '<tbody><tr><td rowspan="2">一</td><td>二</td></tr></tbody></table>',
        "<p><ruby>柱<rt>はしら</rt></ruby></p>",
        "<p>①Ⅳ㈱～　全角ＡＢＣ</p>",
        "<p></p><p>前が空の段落</p>",
        "<p>{{ 7*7 }} 1 &lt; 2 &amp; 3</p>",
    ],
)
def test_what_a_plan_needs_stays_as_it_is(kept):
    assert clean(kept) == type(clean(""))(kept, ())


@pytest.mark.parametrize(
    "address",
    [
        "https://www.chisou.go.jp/?a=1&b=2",
        "HTTPS://www.chisou.go.jp/",
        "mailto:kikaku@toyonaka.example",
        "tel:0668582525",
        "#item-0b5c",
        "/toyonaka/",
    ],
)
def test_a_link_that_may_stay(address):
    assert is_safe_address(address)
    cleaned = clean(f'<p><a href="{address}">x</a></p>')
    assert f'href="{address.replace("&", "&amp;")}"' in cleaned.html
    assert cleaned.removed == ()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        " https://a.example",
        "http://a.example",
        "https",
        "javascript:alert(1)",
        "data:text/html,x",
        "evil.html",
        "?next=/",
    ],
)
def test_a_link_that_may_not_stay(address):
    assert not is_safe_address(address)
    assert "href" not in clean(f'<p><a href="{address}">x</a></p>').html


@pytest.mark.parametrize("span", ["0", "-1", "01", "101", "999", "1e1", "２"])
def test_a_span_outside_1_to_100_is_gone(span):
    html = f'<table><tbody><tr><td colspan="{span}" rowspan="100">x</td></tr></tbody></table>'
    assert clean(html).html == '<table><tbody><tr><td rowspan="100">x</td></tr></tbody></table>'


@pytest.mark.parametrize(
    ("html", "removed"),
    [
        ("<p>x</p><script>1</script><SCRIPT>2</SCRIPT>", (SCRIPT,)),
        ("<p onclick=x>x</p>", (SCRIPT,)),
        ("<a href='java&#10;script:x'>x</a>", (SCRIPT,)),
        ("<p style='color:red' class=MsoNormal>x</p><style>p{}</style>", (STYLE,)),
        ("<font color=red>x</font>", (STYLE,)),
        ("<img src=x.png>", (IMAGE,)),
        ("<a href=http://a.example>x</a>", (LINK,)),
        ("<a href=//a.example>x</a>", (LINK,)),
        ("<iframe src=https://a.example></iframe>", (EMBED,)),
        ("<form><input></form>", (FIELD,)),
        ("<dialog>x</dialog>", (OTHER,)),
        ("<img src=x onerror=1 style=y><script></script>", (SCRIPT, STYLE, IMAGE)),
        ("<p><span>x</span><o:p></o:p></p>", ()),
        ("<div><h1>x</h1></div>", ()),
        ("<p>style=1 onclick=2 &lt;script&gt;</p>", ()),
    ],
)
def test_what_was_removed_is_told_once(html, removed):
    assert clean(html).removed == removed


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<h1>一</h1><H2>二</H2>", "<h3>一</h3><h3>二</h3>"),
        ("<h5>五</h5><h6>六</h6>", "<h4>五</h4><h4>六</h4>"),
        ("<b>太</b><i>斜</i><del>消</del><ins>加</ins>", "<strong>太</strong><em>斜</em><s>消</s><u>加</u>"),
        ("<div>一</div><div>二</div>", "<p>一</p><p>二</p>"),
        ("<div><p>一</p><p>二</p></div>", "<p>一</p><p>二</p>"),
        ("<bold>x</bold>", "x"),
        ("<ruby>柱<rp>（</rp><rt>はしら</rt><rp>）</rp></ruby>", "<ruby>柱<rt>はしら</rt></ruby>"),
    ],
)
def test_old_tags_keep_their_meaning(html, cleaned):
    assert clean(html).html == cleaned


@pytest.mark.parametrize(
    "broken", ["一\x00二", "一\x0b二", "一&#1;二", "一\ud800二", "一\ufffe二", "一&#xffff;二", "一\x7f二"]
)
def test_characters_that_no_word_file_may_hold_are_gone(broken):
    assert clean(f"<p>{broken}</p>").html == "<p>一二</p>"


def test_line_ends_are_one_kind():
    assert clean("<p>一\r\n二\r三</p>").html == "<p>一\n二\n三</p>"


def test_a_body_may_be_as_deep_as_the_limit_and_no_deeper():
    def nested(n):
        return "<sup>" * n + "x" + "</sup>" * n

    assert clean(nested(MAX_DEPTH)).html == nested(MAX_DEPTH)
    with pytest.raises(SanitiseError, match="入れ子が深すぎます（上限60段）"):
        clean(nested(MAX_DEPTH + 1))


def test_depth_counts_what_stays():
    assert clean("<span>" * 5000 + "x").html == "x"


def test_a_table_may_be_as_long_as_the_limit_and_no_longer():
    def table(n):
        return f"<table><tbody>{'<tr><td>x</td></tr>' * n}</tbody></table>"

    assert clean(table(MAX_ROWS)).html == table(MAX_ROWS)
    assert clean(table(MAX_ROWS) + table(MAX_ROWS)).removed == ()
    with pytest.raises(SanitiseError, match="一つの表は2,000行まで"):
        clean(table(MAX_ROWS + 1))


def test_rows_of_a_table_around_another_are_counted_on():
    inner = "<table><tbody><tr><td>x</td></tr></tbody></table>"
    rows = "<tr><td>x</td></tr>"
    with pytest.raises(SanitiseError, match="行まで"):
        clean(f"<table><tbody>{rows * 1000}<tr><td>{inner}</td></tr>{rows * 1000}</tbody></table>")


def test_a_body_that_is_too_long_is_refused_unread():
    with pytest.raises(SanitiseError, match="長すぎます（上限1,000,000文字）"):
        clean("a" * (MAX_LENGTH + 1))


@pytest.mark.parametrize(
    "hostile",
    [
        "<" * 200_000,
        "<a " * 60_000,
        "<a x" + " " * 200_000,
        "<a " + "x" * 200_000,
        "<p a='" * 30_000,
        "<!--" * 50_000,
    ],
)
def test_hostile_length_costs_little(hostile):
    check(clean(hostile).html)
