"""What a planner does with a 新旧対照表: notes, rows put together and cut, its settings."""

import copy
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import AuditEvent
from publishing.comparison.keeping import hand_of, seen_of, settings_seen, written_on
from publishing.comparison.table import Cause
from publishing.comparisons import (
    cut_change,
    forget_note,
    issue_comparison,
    join_items,
    note_changes,
    place_changes,
    save_comparison,
)
from publishing.editions import start_next_edition
from publishing.models import ChangeCause, Comparison, ComparisonNote, NotedChange
from strategy.models import Edition
from strategy.stale import Stale
from tests import factories
from tests.snapshots import refused

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _pair(for_the_file) -> tuple[Edition, Edition]:
    old = factories.published(factories.plan(factories.government()))
    return old, start_next_edition(actor=None, edition=old, stage=Edition.Stage.PROPOSAL)


@pytest.fixture
def _own_pair(_pair, db) -> tuple[Edition, Edition]:
    return copy.deepcopy(_pair)


@pytest.fixture
def old(_own_pair) -> Edition:
    return _own_pair[0]


@pytest.fixture
def new(_own_pair) -> Edition:
    return _own_pair[1]


@pytest.fixture
def pair(old, new) -> dict[str, Edition]:
    return {"actor": None, "old": old, "new": new}


def notes(pair) -> list[tuple[tuple[str, ...], str]]:
    """Keys and reason of each note."""
    return [(note.keys, note.reason) for note in hand_of(pair["old"], pair["new"]).notes]


def seen(pair, *keys: str) -> str:
    return seen_of(written_on(hand_of(pair["old"], pair["new"]).notes, keys))


# --- which editions -----------------------------------------------------------------------------------------


def test_only_two_editions_of_one_plan(old, toyonaka):
    other = factories.published(factories.plan(toyonaka, "betsu-keikaku"))
    for pair, sentence in (
        ((old, other), "別の計画の版とは比べられません。同じ計画の版を二つ選んでください。"),
        ((old, old), "同じ版どうしは比べられません。別の版を選んでください。"),
    ):
        given = {"actor": None, "old": pair[0], "new": pair[1]}
        assert refused(note_changes, **given, keys=["title"]) == sentence
        assert refused(issue_comparison, **given, seen="") == sentence
        assert refused(join_items, **given, joins=[(uuid.uuid4(), uuid.uuid4())]) == sentence


def test_the_database_knows_it_too(old, new):
    with pytest.raises(IntegrityError), transaction.atomic():
        Comparison.objects.create(old=old, new=old)
    Comparison.objects.create(old=old, new=new)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comparison.objects.create(old=old, new=new)


# --- notes --------------------------------------------------------------------------------------------------


def test_a_note_covers_exactly_its_changes_and_says_what_was_written(pair, aoki):
    pair["actor"] = aoki
    note_changes(
        **pair,
        keys=["item:a", "item:b", "item:a"],
        place=" 第1章\x00 ",
        reason="一行め\r\n二行め\n",
        remark="備考",
        revision_stage="時点修正",
        causes=[
            Cause("意見", "第4回委員会の意見", "/toyonaka/"),
            Cause("VOTE", "表決", "https://example.jp/"),
        ],
    )
    (note,) = hand_of(pair["old"], pair["new"]).notes
    assert note.keys == ("item:a", "item:b")
    assert (note.place, note.reason, note.remark, note.revision_stage) == (
        "第1章",
        "一行め\n二行め",
        "備考",
        "時点修正",
    )
    assert note.causes == (
        Cause("意見", "第4回委員会の意見", "/toyonaka/"),
        Cause("表決", "表決", "https://example.jp/"),
    )
    event = AuditEvent.objects.get(verb="comparison.note")
    assert (event.actor, event.government, event.subject) == (
        aoki,
        pair["new"].plan.government,
        f"edition:{pair['new'].pk}",
    )
    assert event.detail == {
        "compared": "第1版",
        "against": 1,
        "count": 2,
        "placement": "表に載せる",
        "reason": "一行め\n二行め",
    }


def test_each_change_stands_in_one_row(pair):
    note_changes(**pair, keys=["a", "b"], reason="AとB")
    note_changes(**pair, keys=["c"], reason="C")
    note_changes(**pair, keys=["b", "c"], reason="BとC")
    assert notes(pair) == [
        (("a",), "AとB"),
        (("b", "c"), "BとC"),
    ]  # A keeps its words, C's note lost its last
    assert ComparisonNote.objects.count() == 2
    note_changes(**pair, keys=["a", "b", "c"], reason="すべて")
    assert [(set(keys), reason) for keys, reason in notes(pair)] == [({"a", "b", "c"}, "すべて")]
    with pytest.raises(IntegrityError), transaction.atomic():
        NotedChange.objects.create(
            comparison=Comparison.objects.get(), note=ComparisonNote.objects.get(), key="a"
        )


def test_writing_again_replaces_what_stood_there(pair):
    first = note_changes(**pair, keys=["a"], reason="はじめ", causes=[Cause("意見", "一つめ")])
    second = note_changes(**pair, keys=["a"], reason="つぎ", causes=[Cause("効果検証", "二つめ")])
    assert (first.pk, second.reason) == (second.pk, "つぎ")
    assert [(cause.kind, cause.words) for cause in ChangeCause.objects.all()] == [("REVIEW", "二つめ")]


@pytest.mark.parametrize("placement", ["OMITTED", "GATHERED"])
@pytest.mark.parametrize("reason", ["", " \n"])
def test_what_is_left_out_has_a_reason(pair, placement, reason):
    sentence = "載せない理由を書いてください。別表に、変更と並べて示します。"
    assert refused(note_changes, **pair, keys=["a"], placement=placement, reason=reason) == sentence
    assert refused(place_changes, **pair, keys=["a"], placement=placement) == sentence
    with pytest.raises(IntegrityError), transaction.atomic():
        ComparisonNote.objects.create(
            comparison=Comparison.objects.create(old=pair["old"], new=pair["new"]), placement=placement
        )


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"keys": []}, "行を一つ以上選んでください。"),
        ({"keys": [f"item:{n}" for n in range(501)]}, "一度に変えられるのは500行までです（いまは501行）。"),
        ({"keys": ["a" * 201]}, "選んだ行を読み取れません。画面を開き直してください。"),
        ({"keys": ["a\n"]}, "選んだ行を読み取れません。画面を開き直してください。"),
        ({"causes": [Cause("意見", "一", "javascript:alert(1)")]},
         "変更のもとのアドレスは、「https://」か「/」で始まる形で入れてください。"),
        ({"causes": [Cause("意見", "一", "//evil.example")]},
         "変更のもとのアドレスは、「https://」か「/」で始まる形で入れてください。"),
        ({"causes": [Cause("うわさ", "一")]}, "変更のもとの種類「うわさ」はありません。"),
        ({"causes": [Cause("意見", "一")] * 7}, "変更のもとは、一つの行に6件までです（いまは7件）。"),
    ],
)  # fmt: skip
def test_what_cannot_be_written(pair, given, sentence):
    assert refused(note_changes, **pair, **({"keys": ["a"]} | given)) == sentence


@pytest.mark.parametrize(
    "given",
    [
        {"reason": "あ" * 2001},
        {"remark": "あ" * 1001},
        {"place": "あ" * 301},
        {"revision_stage": "あ" * 31},
        {"placement": "HIDDEN"},
        {"causes": [Cause("意見", "")]},
        {"causes": [Cause("意見", "あ" * 201)]},
    ],
    ids=str,
)
def test_what_is_too_long_or_unknown_is_refused_by_its_field(pair, given):
    with pytest.raises(ValidationError):
        note_changes(**pair, keys=["a"], **given)
    assert not ComparisonNote.objects.exists()


def test_whoever_comes_second_is_told_and_nothing_is_lost(pair):
    nothing = seen(pair, "a")
    note_changes(**pair, keys=["a"], reason="先の人の趣旨", seen=nothing)
    with pytest.raises(Stale) as stale:
        note_changes(**pair, keys=["a"], reason="後の人の趣旨", seen=nothing)
    assert stale.value.sentence == (
        "ほかの人が先にこの行を変えました（いまの内容：表に載せる、趣旨「先の人の趣旨」）。"
        "書いた文は残っています。よければ、もう一度保存すると上書きします。"
    )
    assert notes(pair) == [(("a",), "先の人の趣旨")]
    for verb, given in ((forget_note, {}), (place_changes, {"reason": "後の人"})):
        with pytest.raises(Stale):
            verb(**pair, keys=["a"], seen=nothing, **given)
    note_changes(**pair, keys=["a"], reason="後の人の趣旨", seen=stale.value.seen)
    assert notes(pair) == [(("a",), "後の人の趣旨")]
    note_changes(**pair, keys=["b"], reason="ほかの行", seen=nothing)  # of another row nobody wrote anything


def test_a_row_that_was_put_together_meanwhile_is_not_torn_apart(pair):
    note_changes(**pair, keys=["a"], reason="一つめ")
    opened = seen(pair, "a")
    note_changes(**pair, keys=["a", "b"], reason="まとめた")
    with pytest.raises(Stale):
        note_changes(**pair, keys=["a"], reason="一つめを直す", seen=opened)


def test_forgetting_lets_the_rows_stand_apart_again(pair):
    note_changes(**pair, keys=["a", "b", "c"], reason="まとめた", causes=[Cause("意見", "一")])
    forget_note(**pair, keys=["a", "unknown"])
    assert notes(pair) == [(("b", "c"), "まとめた")]
    forget_note(**pair, keys=["b", "c"])
    assert not ComparisonNote.objects.exists()
    assert not ChangeCause.objects.exists()


# --- several rows -------------------------------------------------------------------------------------------


def test_several_rows_get_the_same_and_keep_the_rest(pair):
    note_changes(**pair, keys=["a", "b"], reason="AとB", remark="備考", causes=[Cause("意見", "一")])
    note_changes(**pair, keys=["c"], reason="C", place="第3章")
    place_changes(**pair, keys=["b", "c", "d"], placement="GATHERED", reason="字句の整理")
    found = {note.keys: note for note in hand_of(pair["old"], pair["new"]).notes}
    assert {keys: (note.placement, note.reason) for keys, note in found.items()} == {
        ("a",): ("TABLE", "AとB"),
        ("b",): ("GATHERED", "字句の整理"),
        ("c",): ("GATHERED", "字句の整理"),
        ("d",): ("GATHERED", "字句の整理"),
    }
    assert (found["b",].remark, found["b",].causes, found["c",].place) == (
        "備考",
        (Cause("意見", "一"),),
        "第3章",
    )
    assert found["a",].causes == (Cause("意見", "一"),)
    place_changes(**pair, keys=["a", "b"], revision_stage="時点修正")
    stages = {note.keys: note.revision_stage for note in hand_of(pair["old"], pair["new"]).notes}
    assert stages == {("a",): "時点修正", ("b",): "時点修正", ("c",): "", ("d",): ""}
    event = AuditEvent.objects.filter(verb="comparison.place").earliest("pk")
    assert event.detail == {
        "compared": "第1版",
        "against": 1,
        "count": 3,
        "placement": "字句の整理にまとめる",
        "reason": "字句の整理",
    }


def test_rows_that_have_reasons_may_be_left_out_with_them(pair):
    note_changes(**pair, keys=["a"], reason="誤植")
    place_changes(**pair, keys=["a"], placement="OMITTED")
    assert notes(pair) == [(("a",), "誤植")]
    assert refused(place_changes, **pair, keys=["a"]) == "選んだ行をどうするかを選んでください。"


# --- cuts ---------------------------------------------------------------------------------------------------


def cuts(pair) -> dict[str, tuple[int, ...]]:
    return dict(hand_of(pair["old"], pair["new"]).cuts)


def test_a_change_is_cut_and_joined_again(pair):
    cut_change(**pair, key="item:a", lines=[2, 5])
    cut_change(**pair, key="title", lines=[1])
    assert cuts(pair) == {"item:a": (2, 5), "title": (1,)}
    cut_change(**pair, key="item:a", lines=[3])
    assert cuts(pair) == {"item:a": (3,), "title": (1,)}
    cut_change(**pair, key="item:a", lines=[])
    assert cuts(pair) == {"title": (1,)}


@pytest.mark.parametrize("lines", [[0], [-1], [2, 1], [1, 1], [40_000]])
def test_cuts_stand_after_lines_from_the_top_down(pair, lines):
    assert refused(cut_change, **pair, key="item:a", lines=lines) == (
        "切れ目は、上から順に、一つの段落の後に一度だけ入れられます。画面を開き直してください。"
    )


def test_a_change_is_not_cut_without_end(pair):
    assert refused(cut_change, **pair, key="item:a", lines=list(range(1, 102))) == (
        "一つの変更に入れられる切れ目は100までです（いまは101）。"
    )


# --- settings -----------------------------------------------------------------------------------------------


def test_number_points_and_terms(pair):
    save_comparison(
        **pair,
        paper_number=" 資料4 ",
        points="名称の変更\r\n\r\n 指標の追加 ",
        terms=[(" 第3期総合戦略", "デジタル総合戦略 ")],
    )
    hand = hand_of(pair["old"], pair["new"])
    assert (hand.paper_number, hand.points) == ("資料4", ("名称の変更", "指標の追加"))
    assert hand.terms == (("第3期総合戦略", "デジタル総合戦略"),)
    event = AuditEvent.objects.get(verb="comparison.save")
    assert event.detail["terms"] == ["「第3期総合戦略」→「デジタル総合戦略」"]


SETTINGS = {"paper_number": "", "points": "", "terms": ()}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"points": "\n".join(["あ"] * 31)}, "見直しのポイントは30までです（いまは31）。"),
        ({"points": "あ" * 301}, f"見直しのポイントは、一つ300字までです（「{'あ' * 20}…」は301字）。"),
        ({"terms": [("旧", " ")]}, "全体の名称変更には、旧の言葉と新の言葉を両方入れてください。"),
        ({"terms": [("旧", "旧")]}, "「旧」は、新旧が同じ言葉です。"),
        ({"terms": [("旧", "新"), ("旧", "別")]}, "「旧」が二度あります。一つにしてください。"),
        ({"terms": [("旧", "新" * 101)]},
         "全体の名称変更の言葉は100字までです。長い文は、行の趣旨に書いてください。"),
        ({"terms": [(f"旧{n}", "新") for n in range(51)]}, "全体の名称変更は50組までです（いまは51組）。"),
    ],
)  # fmt: skip
def test_settings_that_cannot_be_kept(pair, given, sentence):
    assert refused(save_comparison, **pair, **(SETTINGS | given)) == sentence


def test_of_two_who_save_the_settings_the_second_is_told(pair):
    nothing = settings_seen(None)
    save_comparison(**pair, **SETTINGS | {"paper_number": "資料1"}, seen=nothing)
    with pytest.raises(Stale) as stale:
        save_comparison(**pair, **SETTINGS | {"paper_number": "資料2"}, seen=nothing)
    assert "資料番号「資料1」" in stale.value.sentence
    save_comparison(**pair, **SETTINGS | {"paper_number": "資料2"}, seen=stale.value.seen)
    assert hand_of(pair["old"], pair["new"]).paper_number == "資料2"
