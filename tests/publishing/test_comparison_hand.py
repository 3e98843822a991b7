"""The planner's hand on a 新旧対照表: reasons, rows put together and cut, the settings, the 確定, the style."""

import copy
import re

import pytest

from publishing.comparison.keeping import hand_of
from publishing.comparison.reading import read_table
from publishing.comparisons import note_changes
from publishing.editions import freeze
from tests import factories
from tests.publishing.compared import BASE, Editions, key_of, many_changes, text, ticks_of, two_editions


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


def test_replacements_in_several_places_are_suggested(desk, toyonaka):
    many_changes(toyonaka, 3)
    page = text(desk.get(f"{BASE}settings/"))
    assert "一行にまとめられそうな言いかえ" in page and "（3箇所）" in page


def test_a_reason_is_written_to_a_row(desk, editions):
    key = key_of(editions, "改正")
    page = text(desk.get(f"{BASE}row/", {"key": key}))
    assert "修正の趣旨" in page and "変わらない段落です。" in page  # all of the text, nothing left out
    answer = desk.post(
        f"{BASE}row/?key={key}&style=stacked",
        {"placement": "TABLE", "reason": "国の動きを書き加えます。", "cause1_kind": "意見",
         "cause1_words": "第4回委員会の意見1件", "cause1_url": "https://www.example.jp/4"},
    )  # fmt: skip
    assert answer["Location"] == f"{BASE}?style=stacked#r1"
    page = text(desk.get(answer["Location"]))
    assert "行を保存しました。" in page and "国の動きを書き加えます。" in page
    assert 'もとになった意見：</small><a href="https://www.example.jp/4">第4回委員会の意見1件</a>' in page


def test_what_is_left_out_says_why_in_the_annex(desk, editions):
    key = key_of(editions, "新設")
    refused = desk.post(f"{BASE}row/?key={key}", {"placement": "OMITTED"})
    assert refused.status_code == 422
    assert "載せない理由を書いてください。" in text(refused)
    desk.post(f"{BASE}row/?key={key}", {"placement": "OMITTED", "reason": "誤植の訂正です。"})
    page = text(desk.get(BASE))
    assert "別表　この表に載せていない変更" in page and "載せていない変更（1箇所）" in page
    assert "誤植の訂正です。" in page and "載せる行　1" in page


def test_ticked_rows_are_put_together_gathered_and_parted_again(desk, editions):
    ticks = ticks_of(desk.get(BASE))
    assert len(ticks) == 2
    answer = desk.post(f"{BASE}rows/?style=old-new", {"row": ticks, "act": "MERGE", "reason": "まとめます。"})
    assert answer["Location"] == f"{BASE}?style=old-new"
    page = desk.get(BASE)
    assert "載せる行　1" in text(page) and "まとめます。" in text(page)
    (tick,) = ticks_of(page)
    assert tick.split("\n") == ticks
    sent = tick.replace("\n", "\r\n")  # as a browser sends it
    desk.post(f"{BASE}rows/", {"row": [sent], "act": "APART"})
    assert "載せる行　2" in text(desk.get(BASE))
    desk.post(f"{BASE}rows/", {"row": ticks[1:], "act": "GATHERED", "reason": "字句の整理"})
    page = text(desk.get(BASE))
    assert "その他、字句の整理（1箇所）" in page
    assert '<a href="#annex">別表</a>に示します。' in page


def test_a_refusal_keeps_the_ticks(desk, editions):
    ticks = ticks_of(desk.get(BASE))
    answer = desk.post(f"{BASE}rows/", {"row": ticks[:1], "act": "OMITTED"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "載せない理由を書いてください。" in page
    assert re.findall(r'name="row" value="([^"]+)" checked', page) == ticks[:1]
    assert '<option value="OMITTED" selected>' in page
    nothing = desk.post(f"{BASE}rows/", {"act": "MERGE"})
    assert "行を一つ以上選んでください。" in text(nothing)


def test_ticks_are_chosen_on_the_table_that_was_seen(desk, editions):
    page = desk.get(BASE)
    seen = re.search(r'name="seen" value="(\w+)"', text(page))[1]
    data = {"row": ticks_of(page)[1:], "act": "EXPLAIN", "reason": "新たに行います。", "seen": seen}
    assert desk.post(f"{BASE}rows/", data).status_code == 302
    overtaken = desk.post(f"{BASE}rows/", data | {"reason": "別の趣旨"})
    assert overtaken.status_code == 422
    assert "別の趣旨" in text(overtaken) and "新たに行います。" in text(overtaken)
    again = re.search(r'name="seen" value="(\w+)"', text(overtaken))[1]
    assert desk.post(f"{BASE}rows/", data | {"reason": "別の趣旨", "seen": again}).status_code == 302


def test_who_comes_second_is_told(desk, editions):
    key = key_of(editions, "改正")
    seen = re.search(r'name="seen" value="(\w+)"', text(desk.get(f"{BASE}row/", {"key": key})))[1]
    note_changes(actor=None, old=editions[0], new=editions[1], keys=[key], reason="遠藤の趣旨")
    mine = {"placement": "TABLE", "reason": "青木の趣旨", "seen": seen}
    answer = desk.post(f"{BASE}row/?key={key}", mine)
    assert answer.status_code == 422
    assert "遠藤の趣旨" in text(answer) and "青木の趣旨" in text(answer)
    again = re.search(r'name="seen" value="(\w+)"', text(answer))[1]
    assert desk.post(f"{BASE}row/?key={key}", mine | {"seen": again}).status_code == 302


def test_a_row_is_cut_between_paragraphs_and_put_together_again(desk, editions):
    key = key_of(editions, "改正")
    page = text(desk.get(f"{BASE}cut/", {"key": key}))
    assert page.count("つ目の段落の後で分ける") == 2
    desk.post(f"{BASE}cut/?key={key}", {"lines": ["2"]})
    assert f"{key}/2" in [change.key for change in read_table(*editions).changes()]
    assert "checked" in text(desk.get(f"{BASE}cut/", {"key": f"{key}/2"}))
    desk.post(f"{BASE}cut/?key={key}", {})
    assert f"{key}/2" not in [change.key for change in read_table(*editions).changes()]


@pytest.mark.parametrize("address", ["row/?key=item:x", "row/", "cut/", "cut/?key=item:x"])
def test_a_row_that_is_no_more_leads_back_with_a_sentence(desk, editions, address):
    answer = desk.get(BASE + address, follow=True)
    assert answer.redirect_chain == [(BASE, 302)]
    assert "この行は、いまの対照表にありません。" in text(answer)


def test_words_written_to_a_row_that_is_no_more_stay_on_the_screen(desk, editions):
    answer = desk.post(f"{BASE}row/?key=item:x", {"placement": "TABLE", "reason": "残る言葉"})
    assert answer.status_code == 422
    assert "残る言葉" in text(answer)


def test_number_points_and_terms(desk, editions):
    answer = desk.post(
        f"{BASE}settings/",
        {"paper_number": "資料4", "points": "計画名称の変更\nデジタルの記載", "terms": "",
         "suggested": ["第2期→第3期"]},
    )  # fmt: skip
    assert answer["Location"].startswith(BASE)
    page = text(desk.get(BASE))
    assert "行政素案 → 案（資料4）</h1>" in page and "<li>デジタルの記載</li>" in page
    assert hand_of(*editions).terms == (("第2期", "第3期"),)
    assert "第2期→第3期</textarea>" in text(desk.get(f"{BASE}settings/"))
    wrong = desk.post(f"{BASE}settings/", {"terms": "第2期"})
    assert wrong.status_code == 422 and "1行目：" in text(wrong)


def test_a_table_is_issued_when_both_editions_stand(desk, editions):
    assert "作成中の版があるので、確定できません" in text(desk.get(f"{BASE}issue/"))
    freeze(actor=None, edition=editions[1])
    page = text(desk.get(f"{BASE}issue/"))
    assert "趣旨を書いていない行（2）" in page and "趣旨のない行があるまま確定する" in page
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    assert desk.post(f"{BASE}issue/", {"seen": seen})["Location"].startswith(BASE)
    assert "確定（第1回）" in text(desk.get(BASE))
    desk.post(f"{BASE}row/?key={key_of(editions, '新設')}", {"placement": "TABLE", "reason": "あとから"})
    page = text(desk.get(BASE))
    assert "確定のあとで変わりました" in page and "確定しなおす…" in page
    stale = desk.post(f"{BASE}issue/", {"seen": seen})
    assert stale.status_code == 422
    assert "確認の画面を開いたあとで、対照表が変わりました。" in text(stale)
    now = re.search(r'name="seen" value="(\w+)"', text(stale))[1]
    assert now != seen
    assert desk.post(f"{BASE}issue/", {"seen": now}).status_code == 302


def test_the_style_of_a_government_is_begun_from_a_preset(desk, editions):
    address = "/office/toyonaka/comparison-style/"
    page = text(desk.get(address, {"start": "revised-current"}))
    assert 'value="改正案"' in page and 'value="現行"' in page
    data = {"key": "revised-current", "order": "new_old", "new_label": "改訂案", "old_label": "現行",
            "columns": ["place", "page"], "context": "1", "says_absent": "on", "note": "下線の部分は変更箇所です。"}  # fmt: skip
    assert desk.post(address, data)["Location"] == address
    page = text(desk.get(BASE))
    assert "改訂案（案）" in page and "変わらない段落です。" in page
    wrong = desk.post(address, data | {"old_label": "改訂案"})
    assert wrong.status_code == 422
    assert "新の見出しと異なる言葉にしてください。" in text(wrong)
