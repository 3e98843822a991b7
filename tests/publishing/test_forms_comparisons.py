"""Forms of a 新旧対照表: what planners type, and what they are told."""

import copy

import pytest

from publishing.comparison.keeping import hand_of
from publishing.comparison.reading import read_table
from publishing.comparison.table import Cause, Table
from publishing.comparisons import cut_change, note_changes, save_comparison
from publishing.editions import freeze, start_next_edition
from publishing.forms.comparisons import CutForm, IssueForm, RowForm, RowsForm, SettingsForm
from publishing.models import IssuedComparison
from strategy.items import save_item
from strategy.models import Edition
from tests import factories

pytestmark = pytest.mark.django_db
GONE = "選んだ行は、いまの対照表にありません。文が変わったか、ほかの人が行を分けました。画面を開き直してください。"


@pytest.fixture(scope="module")
def _pair(for_the_file) -> dict[str, Edition]:
    """Two editions that differ in two measures, one of them with three paragraphs."""
    old = factories.published(factories.plan(factories.government()), measures=3)
    new = start_next_edition(actor=None, edition=old, stage=Edition.Stage.PROPOSAL)
    for title, body in (("見本の取組み1", "<p>一</p><p>二</p><p>三</p>"), ("見本の取組み2", "<p>文</p>")):
        item = new.items.get(title=title)
        save_item(actor=None, item=item, version=item.version, title=title, body=body)
    return {"old": old, "new": new}


@pytest.fixture
def pair(_pair, db) -> dict[str, Edition]:
    return copy.deepcopy(_pair)


def table_of(pair) -> Table:
    return read_table(pair["old"], pair["new"])


def keys(pair) -> list[str]:
    """The keys of the rows, in their order."""
    return [key for row in table_of(pair).rows for key in row.keys]


def sent(form, **changes) -> dict:
    """What the page sends when nothing but ``changes`` was typed."""
    data = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in data.items() if value is not None} | changes


def row_form(pair, chosen, data=None) -> RowForm:
    return RowForm(data, table=table_of(pair), keys=chosen, **pair)


def rows_form(pair, data=None) -> RowsForm:
    return RowsForm(data, table=table_of(pair), **pair)


def written(pair) -> dict[tuple[str, ...], tuple[str, str]]:
    return {note.keys: (note.placement, note.reason) for note in hand_of(**pair).notes}


# --- one row ------------------------------------------------------------------------------------------------


def test_a_row_is_written_and_shown_again(pair, aoki):
    first = keys(pair)[0]
    data = sent(
        row_form(pair, [first]),
        reason="国の動きを書き加えます。",
        cause1_kind="意見",
        cause1_words="第4回委員会の意見",
        cause1_url="/toyonaka/",
        cause3_words="その他のもと",
    )
    form = row_form(pair, [first], data)
    assert form.is_valid(), form.errors
    assert form.attempt(actor=aoki) is not None
    again = row_form(pair, [first])
    assert again["reason"].value() == "国の動きを書き加えます。"
    assert [tuple(field.value() for field in fields) for fields in again.causes][:3] == [
        ("意見", "第4回委員会の意見", "/toyonaka/"),
        ("その他", "その他のもと", ""),
        ("", "", ""),
    ]


def test_what_was_typed_stays_when_somebody_was_first(pair, aoki):
    first = keys(pair)[0]
    data = sent(row_form(pair, [first]), reason="後の人の趣旨")
    note_changes(actor=None, **pair, keys=[first], reason="先の人の趣旨")
    form = row_form(pair, [first], data)
    assert form.is_valid()
    assert form.attempt(actor=aoki) is None
    assert "趣旨「先の人の趣旨」" in form.non_field_errors()[0]
    assert form["reason"].value() == "後の人の趣旨"
    assert written(pair) == {(first,): ("TABLE", "先の人の趣旨")}
    once_more = row_form(pair, [first], sent(form))
    assert once_more.is_valid()
    assert once_more.attempt(actor=aoki) is not None
    assert written(pair) == {(first,): ("TABLE", "後の人の趣旨")}


def test_two_rows_opened_together_become_one_with_every_word(pair, aoki):
    first, second = keys(pair)[:2]
    for key, reason in ((first, "一つめ"), (second, "二つめ")):
        note_changes(actor=None, **pair, keys=[key], reason=reason, causes=[Cause("意見", reason)])
    form = row_form(pair, [first, second], sent(row_form(pair, [first, second])))
    assert form.is_valid(), form.errors
    form.attempt(actor=aoki)
    (note,) = hand_of(**pair).notes
    assert (note.keys, note.reason) == ((first, second), "一つめ\n二つめ")
    assert note.causes == (Cause("意見", "一つめ"), Cause("意見", "二つめ"))


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"placement": "OMITTED"}, "reason", "載せない理由を書いてください。別表に、変更と並べて示します。"),
        ({"placement": "HIDDEN"}, "placement", None),
        ({"reason": "あ" * 2001}, "reason", None),
        ({"cause2_kind": "表決"}, "cause2_words", "変更のもとの内容を入れてください。"),
        ({"cause2_kind": "うわさ", "cause2_words": "一"}, "cause2_kind", None),
    ],
)
def test_what_is_wrong_in_a_row_is_told_at_its_field(pair, typed, field, sentence):
    chosen = keys(pair)[:1]
    form = row_form(pair, chosen, sent(row_form(pair, chosen), **typed))
    assert not form.is_valid()
    assert field in form.errors
    assert sentence is None or form.errors[field] == [sentence]


def test_what_the_verb_refuses_stands_above_the_form(pair, aoki):
    chosen = keys(pair)[:1]
    data = sent(row_form(pair, chosen), cause1_words="一", cause1_url="javascript:alert(1)")
    form = row_form(pair, chosen, data)
    assert form.is_valid()
    assert form.attempt(actor=aoki) is None
    assert form.non_field_errors() == [
        "変更のもとのアドレスは、「https://」か「/」で始まる形で入れてください。"
    ]


@pytest.mark.parametrize("chosen", [[], ["item:gone"]])
def test_a_row_that_is_gone(pair, chosen):
    form = row_form(pair, chosen, sent(row_form(pair, chosen), reason="趣旨"))
    assert form.is_gone
    assert not form.is_valid()
    assert form.non_field_errors() == [GONE]


# --- several rows -------------------------------------------------------------------------------------------


def acted(pair, aoki, chosen: list[str], act: str, **typed) -> RowsForm:
    form = rows_form(pair, sent(rows_form(pair), row=chosen, act=act, **typed))
    assert form.is_valid(), form.errors
    assert form.attempt(actor=aoki) is not None
    return form


def test_rows_are_put_together_with_one_reason_and_taken_apart(pair, aoki):
    first, second = keys(pair)[:2]
    note_changes(actor=None, **pair, keys=[first], reason="一つめ", remark="備考")
    acted(pair, aoki, [first, second], "MERGE", reason="まとめた趣旨")
    (note,) = hand_of(**pair).notes
    assert (note.keys, note.reason, note.remark) == ((first, second), "まとめた趣旨", "備考")
    assert [row.keys for row in table_of(pair).rows] == [(first, second)]
    acted(pair, aoki, [f"{first}\r\n{second}"], "APART")  # as browsers send a tick of two lines
    assert written(pair) == {}


def test_rows_that_are_put_together_without_a_word_keep_their_words(pair, aoki):
    first, second = keys(pair)[:2]
    note_changes(actor=None, **pair, keys=[first], reason="一つめ")
    acted(pair, aoki, [first, second], "MERGE")
    assert written(pair) == {(first, second): ("TABLE", "一つめ")}


def test_rows_are_left_out_gathered_and_taken_back(pair, aoki):
    first, second = keys(pair)[:2]
    acted(pair, aoki, [first, second], "OMITTED", reason="誤植")
    assert table_of(pair).rows == ()
    acted(pair, aoki, [second], "GATHERED", reason="字句の整理")
    assert written(pair) == {(first,): ("OMITTED", "誤植"), (second,): ("GATHERED", "字句の整理")}
    acted(pair, aoki, [first, second], "TABLE")
    assert {placement for placement, _ in written(pair).values()} == {"TABLE"}


def test_rows_get_the_same_reason_or_stage_and_stay_apart(pair, aoki):
    chosen = keys(pair)[:2]
    acted(pair, aoki, chosen, "EXPLAIN", reason="同じ趣旨")
    acted(pair, aoki, chosen, "STAGE", revision_stage="時点修正")
    assert [(note.reason, note.revision_stage) for note in hand_of(**pair).notes] == [
        ("同じ趣旨", "時点修正")
    ] * 2
    assert table_of(pair).revision_stages == {"時点修正": 2}


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"act": "MERGE", "row": []}, "row", "行を一つ以上選んでください。"),
        ({"act": "MERGE"}, "row", "一つにまとめる行を、二つ以上選んでください。"),
        ({"act": "", "reason": "趣旨"}, "act", "選んだ行をどうするかを選んでください。"),
        ({"act": "OMITTED"}, "reason", "載せない理由を書いてください。別表に、変更と並べて示します。"),
        ({"act": "EXPLAIN"}, "reason", "趣旨を書いてください。"),
        ({"act": "TABLE", "row": ["item:gone"]}, "row", GONE),
    ],
)
def test_what_is_wrong_with_several_rows(pair, typed, field, sentence):
    form = rows_form(pair, sent(rows_form(pair), **{"row": keys(pair)[:1]} | typed))
    assert not form.is_valid()
    assert form.errors[field] == [sentence]


def test_a_reason_for_what_stands_in_the_annex_is_a_reason_to_leave_it_there(pair, aoki):
    first, second = keys(pair)[:2]
    acted(pair, aoki, [first], "OMITTED", reason="誤植")
    form = rows_form(pair, sent(rows_form(pair), row=[first, second], act="EXPLAIN", reason="趣旨"))
    assert not form.is_valid()
    assert form.errors["act"] == ["別表の変更には、「対照表に載せない」を選んで理由を書いてください。"]
    acted(pair, aoki, [first], "GATHERED")  # it has a reason already
    assert written(pair) == {(first,): ("GATHERED", "誤植")}


def test_who_chooses_rows_that_somebody_changed_meanwhile_is_told(pair, aoki):
    first, second = keys(pair)[:2]
    data = sent(rows_form(pair), row=[first, second], act="APART")
    note_changes(actor=None, **pair, keys=[second], reason="先の人の趣旨")
    form = rows_form(pair, data)
    assert not form.is_valid()
    assert form.non_field_errors()[0].startswith("この画面を開いたあとで、ほかの人が行を変えました。")
    assert written(pair) == {(second,): ("TABLE", "先の人の趣旨")}
    again = rows_form(pair, sent(form))
    assert again.is_valid(), again.errors
    again.attempt(actor=aoki)
    assert written(pair) == {}


def test_a_page_with_the_form_asks_nothing_more_of_the_database(pair, django_assert_num_queries):
    table = table_of(pair)
    with django_assert_num_queries(0):
        assert RowsForm(table=table, **pair)["seen"].value()


# --- cuts ---------------------------------------------------------------------------------------------------


def cut_form(pair, key, data=None) -> CutForm:
    return CutForm(data, table=table_of(pair), key=key, **pair)


def test_a_change_is_cut_between_its_paragraphs(pair, aoki):
    first = keys(pair)[0]
    count = len(table_of(pair).rows[0].lines)
    assert [tick is not None for _, tick in cut_form(pair, first).paragraphs] == [True] * (count - 1) + [
        False
    ]
    form = cut_form(pair, first, {"lines": ["1", "2"]})
    assert form.is_valid(), form.errors
    form.attempt(actor=aoki)
    assert keys(pair)[:3] == [first, f"{first}/2", f"{first}/3"]
    part = cut_form(pair, f"{first}/2")  # opened at any of its parts
    assert (part.key, part["lines"].value(), len(part.text)) == (first, [1, 2], count)
    form = cut_form(pair, f"{first}/2", {"lines": []})
    assert form.is_valid()
    form.attempt(actor=aoki)
    assert f"{first}/2" not in keys(pair)


@pytest.mark.parametrize(("key", "lines"), [("item:gone", []), (None, ["99"])])
def test_a_cut_where_there_is_no_paragraph(pair, key, lines):
    form = cut_form(pair, key or keys(pair)[0], {"lines": lines})
    assert not form.is_valid()
    assert GONE in [sentence for sentences in form.errors.values() for sentence in sentences]


def test_a_word_with_a_slash_is_no_part(pair):
    save_comparison(actor=None, **pair, paper_number="", points="", terms=[("一/2", "新")])
    cut_change(actor=None, **pair, key=keys(pair)[0], lines=[1])
    assert cut_form(pair, "term:一/2").key == "term:一/2"


# --- settings -----------------------------------------------------------------------------------------------


def settings_form(pair, data=None) -> SettingsForm:
    return SettingsForm(data, **pair)


@pytest.mark.parametrize(
    "typed", ["旧語→新語", " 旧語 ⇒ 新語 ", "旧語\t新語", "旧語->新語", "\r\n旧語→新語\r\n"]
)
def test_terms_are_read_as_people_write_them(pair, aoki, typed):
    form = settings_form(
        pair, sent(settings_form(pair), paper_number="資料4", points="一\r\n二", terms=typed)
    )
    assert form.is_valid(), form.errors
    form.attempt(actor=aoki)
    hand = hand_of(**pair)
    assert (hand.paper_number, hand.points, hand.terms) == ("資料4", ("一", "二"), (("旧語", "新語"),))
    assert settings_form(pair)["terms"].value() == "旧語→新語"


def test_a_line_that_is_no_pair_is_told_by_its_number(pair):
    typed = f"旧語→新語\n旧語だけ\n→新語\n{'あ' * 101}→新"
    form = settings_form(pair, sent(settings_form(pair), terms=typed))
    assert not form.is_valid()
    assert form.errors["terms"] == [
        "2行目：「旧の言葉→新の言葉」の形で書いてください。",
        "3行目：「旧の言葉→新の言葉」の形で書いてください。",
        "4行目：言葉は100字までです。",
    ]


def test_settings_that_somebody_else_saved_first(pair, aoki):
    data = sent(settings_form(pair), paper_number="資料2")
    save_comparison(actor=None, **pair, paper_number="資料1", points="", terms=())
    form = settings_form(pair, data)
    assert form.is_valid()
    assert form.attempt(actor=aoki) is None
    assert form["paper_number"].value() == "資料2"
    again = settings_form(pair, sent(form))
    assert again.is_valid()
    assert again.attempt(actor=aoki).paper_number == "資料2"


# --- 確定 ---------------------------------------------------------------------------------------------------


def test_what_was_shown_is_issued(pair, aoki):
    pair["new"] = freeze(actor=None, edition=pair["new"])
    form = IssueForm(sent(IssueForm(table=table_of(pair), **pair)), table=table_of(pair), **pair)
    assert form.is_valid()
    assert form.attempt(actor=aoki) == IssuedComparison.objects.get()


def test_what_was_not_shown_is_not_issued(pair, aoki):
    pair["new"] = freeze(actor=None, edition=pair["new"])
    data = sent(IssueForm(table=table_of(pair), **pair))
    note_changes(actor=None, **pair, keys=keys(pair)[:1], reason="あとから")
    form = IssueForm(data, table=table_of(pair), **pair)
    assert form.is_valid()
    assert form.attempt(actor=aoki) is None
    assert form.non_field_errors()[0].startswith("確認の画面を開いたあとで、対照表が変わりました。")
    empty = IssueForm({}, table=table_of(pair), **pair)
    assert empty.errors["seen"] == ["確認の画面を開き直してから、もう一度確定してください。"]
