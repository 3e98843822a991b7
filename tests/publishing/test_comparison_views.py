"""The office's pages of a 新旧対照表: who sees them, what they show, what they refuse, and what they cost."""

import copy
import io
import json
import re

import pytest
from PIL import Image

from paper.images import prepare
from publishing.comparison import styles
from publishing.comparison.data import to_data
from publishing.comparison.reading import content_of, read_table
from publishing.comparisons import issue_comparison, note_changes, save_comparison_style
from publishing.document import canonical_bytes, hash_of
from publishing.editions import freeze, publish, start_correction, start_next_edition
from strategy.figures import add_figure
from strategy.models import Edition
from tests import factories
from tests.publishing.compared import BASE, PLAN, Editions, key_of, many_changes, text, two_editions, write


@pytest.fixture(scope="module")
def _editions(for_the_file) -> Editions:
    return two_editions(factories.government())


@pytest.fixture
def editions(_editions, db) -> Editions:
    return copy.deepcopy(_editions)


@pytest.fixture
def desk(client, aoki):
    client.force_login(aoki)
    return client


# --- before anything stands there -----------------------------------------------------------------------------


def test_the_first_edition_of_a_plan_has_nothing_beside_it(desk, toyonaka):
    factories.edition(factories.plan(toyonaka))
    page = text(desk.get(f"{PLAN}1/comparison/"))
    assert "この計画の版はまだ一つなので、比べる相手がありません。" in page


@pytest.mark.parametrize("changes", [10, 60])
def test_the_page_costs_twelve_queries_at_any_size(desk, toyonaka, changes, django_assert_max_num_queries):
    old, new = many_changes(toyonaka, changes)
    for change in list(read_table(old, new).changes())[:5]:
        note_changes(actor=None, old=old, new=new, keys=[change.key], reason="趣旨")
    issue_comparison(actor=None, old=old, new=new, seen=hash_of(content_of(read_table(old, new))))
    desk.get("/office/")  # the session is renewed once in a while
    with django_assert_max_num_queries(12):
        page = text(desk.get(BASE))
    assert page.count("この行を直す") == changes


def test_the_names_of_the_pair_tell_it_apart(desk, toyonaka):
    plan = factories.plan(toyonaka)
    old = factories.published(plan, term=2)
    new = start_next_edition(
        actor=None, edition=old, stage=Edition.Stage.ADOPTED, term=3, effective_from="2028-04-01"
    )
    assert f"第2期 成案 → 第{new.term}期 成案" in text(desk.get(BASE))


# --- what the page shows ------------------------------------------------------------------------------------


def test_both_editions_stand_side_by_side_with_what_differs_marked(desk, editions):
    page = text(desk.get(BASE))
    assert "<h1>新旧対照表　行政素案 → 案</h1>" in page
    assert '<del class="diff-old"><span class="visually-hidden">旧：</span>第2期</del>' in page
    assert '<ins class="diff-new"><span class="visually-hidden">新：</span>新しい</ins>' in page
    assert "（新設）" in page and "（略）" in page
    assert page.index("新（案）") < page.index("旧（行政素案）")
    assert "変わらない段落です。" not in page


@pytest.mark.parametrize(
    ("key", "heads"),
    [
        ("new-old", ["新（案）", "旧（行政素案）"]),
        ("old-new", ["旧（行政素案）", "新（案）"]),
        ("revised-current", ["改正案（案）", "現行（行政素案）"]),
        ("stacked", ["修正の趣旨と新旧対照表"]),
        ("errata", ["誤（行政素案）", "正（案）"]),
    ],
)
def test_every_style_has_its_columns_and_says_them_aloud(desk, editions, key, heads):
    style = styles.preset(key)
    page = text(desk.get(BASE, {"style": key}))
    shown = re.findall(r'role="columnheader"[^>]*>(.*?)</th>', page)
    wanted = [*(styles.COLUMNS[name] for name in style.before), *heads]
    assert shown == ["選ぶ", *wanted, *(styles.COLUMNS[name] for name in style.behind)]
    assert f'<span class="visually-hidden">{style.old_label}：</span>' in page
    assert f'<a class="button" href="?style={key}" aria-current="true">' in page


def test_the_government_sees_its_own_style_first(desk, editions, toyonaka):
    save_comparison_style(actor=None, government=toyonaka, style=styles.preset("stacked"))
    assert "修正の趣旨と新旧対照表" in text(desk.get(BASE))
    assert "修正の趣旨と新旧対照表" not in text(desk.get(BASE, {"style": "new-old"}))


def test_counts_states_and_hints_stand_beside_the_table(desk, editions):
    note_changes(
        actor=None, old=editions[0], new=editions[1], keys=[key_of(editions, "新設")], reason="新たに行います。",
        revision_stage="時点修正",
    )  # fmt: skip
    page = text(desk.get(BASE))
    assert "載せる行　2" in page and "時点修正　1行" in page
    assert '趣旨を書いていない行　1<br><span class="links"><a href="#r1">No 1</a>' in page
    assert "確定していません" in page and "新たに行います。" in page
    assert "確定する…" not in page  # the newer edition may still change


def test_a_figure_is_shown_on_both_sides(desk, editions):
    new = editions[1]
    out = io.BytesIO()
    Image.new("RGB", (60, 40)).save(out, "PNG")
    item = new.items.get(title="見本の取組み1")
    picture = prepare(out.getvalue())
    figure = add_figure(actor=None, item=item, picture=picture, caption="概念図", alt="見本の図です。")
    address = f"{PLAN}2/figures/{figure.sha256}"
    assert f'<img src="{address}" alt="見本の図です。" width="60" height="40">' in text(desk.get(BASE))
    image = desk.get(address)
    assert b"".join(image.streaming_content).startswith(b"\x89PNG")
    assert "sandbox" in image["Content-Security-Policy"]
    assert desk.get(f"{PLAN}1/figures/{figure.sha256}").status_code == 404


def test_readers_of_the_office_see_the_table_and_no_hand(client, editions, baba):
    client.force_login(baba)
    page = text(client.get(BASE))
    assert "令和" in page
    for word in ("この行を直す", "選んだ行", "確定する…", "資料番号・ポイントを直す", 'type="checkbox"'):
        assert word not in page
    for name in ("row", "cut", "settings", "issue", "joins"):
        assert client.get(f"{BASE}{name}/").status_code == 403
    assert client.post(f"{BASE}rows/").status_code == 403


def test_a_correction_is_shown_as_errata(desk, editions):
    old = publish(actor=None, edition=freeze(actor=None, edition=editions[1]))
    new = start_correction(actor=None, edition=old, title="第3期（正誤訂正）")
    write(new.items.get(title="見本の取組み1"), body="<p>妊産婦の健康診断を行います。</p>")
    page = text(desk.get(f"{PLAN}3/comparison/2/"))
    assert "<h1>正誤表　" in page and "誤" in page
    assert '<ins class="diff-new"><span class="visually-hidden">正：</span>' in page


def test_newer_and_older_may_change_places(desk, editions):
    page = text(desk.get(f"{PLAN}1/comparison/2/"))
    assert "<h1>新旧対照表　案 → 行政素案</h1>" in page
    assert "（削る）" in page


# --- ways there ---------------------------------------------------------------------------------------------


def test_one_click_leads_to_the_edition_before_or_to_those_chosen(desk, editions):
    assert desk.get(f"{PLAN}2/comparison/")["Location"] == BASE
    chosen = desk.get(f"{PLAN}2/comparison/", {"old": "2", "new": "1"})
    assert chosen["Location"] == f"{PLAN}1/comparison/2/"
    assert desk.get(f"{PLAN}2/comparison/", {"old": "９９", "new": "x"})["Location"] == BASE


@pytest.mark.parametrize("address", ["2/", "1/comparison/1/", ""])
def test_pages_of_the_plan_lead_to_the_comparison(desk, editions, address):
    page = text(desk.get(PLAN + address))
    assert f"{PLAN}2/comparison/" in page or f"{PLAN}1/comparison/" in page


@pytest.mark.parametrize(
    "address", ["2/comparison/9/", "9/comparison/1/", f"2/comparison/{10**20}/", f"{10**20}/comparison/1/"]
)
def test_unknown_editions_are_not_found(desk, editions, address):
    assert desk.get(PLAN + address).status_code == 404


# --- bad input ----------------------------------------------------------------------------------------------


def test_an_edition_beside_itself_is_a_sentence(desk, editions):
    answer = desk.get(f"{PLAN}2/comparison/2/")
    assert answer.status_code == 400
    assert "同じ版どうしは比べられません。別の版を選んでください。" in text(answer)
    assert "ほかの版と比べる" in text(answer)
    assert desk.get(f"{PLAN}2/comparison/2/comparison.json").status_code == 400
    for name in ("row", "cut", "settings", "issue"):
        assert desk.get(f"{PLAN}2/comparison/2/{name}/").status_code == 404
    assert desk.post(f"{PLAN}2/comparison/2/rows/").status_code == 400


@pytest.mark.parametrize("address", ["", "comparison.docx", "comparison.json", "comparison.pdf"])
def test_an_unknown_style_is_a_sentence_and_no_half_made_table(desk, editions, address):
    answer = desk.get(BASE + address, {"style": "x<b>"})
    assert answer.status_code == 400
    assert "様式「x&lt;b&gt;」はありません。あるのは new-old（新｜旧）、" in text(answer)
    assert "<table" not in text(answer)


# --- files and cost -----------------------------------------------------------------------------------------


def test_the_table_is_taken_home_as_word_excel_and_data(desk, editions):
    data = json.loads(desk.get(f"{BASE}comparison.json").content)
    assert canonical_bytes(data) == canonical_bytes(to_data(read_table(*editions)))
    for kind in ("docx", "xlsx"):
        answer = desk.get(f"{BASE}comparison.{kind}", {"style": "stacked"})
        assert answer.content.startswith(b"PK")
        assert answer["Content-Disposition"] == f'attachment; filename="toyonaka-digital-strategy-1-2.{kind}"'
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_the_pdf_opens(desk, editions):
    answer = desk.get(f"{BASE}comparison.pdf")
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Disposition"].startswith("inline")
