"""What is kept of a 新旧対照表 besides its rows: joined items, the 確定, the style of the government."""

import copy
import uuid
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEvent
from publishing.comparison import styles
from publishing.comparison.keeping import hand_of, style_for, style_seen
from publishing.comparison.reading import content_of, issued_table, read_table
from publishing.comparisons import (
    issue_comparison,
    join_items,
    note_changes,
    part_items,
    save_comparison_style,
)
from publishing.document import hash_of
from publishing.editions import freeze, publish, start_next_edition
from publishing.models import IssuedComparison, ItemJoin
from strategy.items import save_item
from strategy.models import Edition
from strategy.stale import Stale
from tests import factories
from tests.snapshots import refused

REASON = "国の動きを書き加えます。"
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _old(for_the_file) -> Edition:
    return factories.published(factories.plan(factories.government()))


@pytest.fixture
def old(_old, db) -> Edition:
    return copy.deepcopy(_old)


@pytest.fixture
def new(old) -> Edition:
    """The next edition, being written, with a measure renamed."""
    made = start_next_edition(actor=None, edition=old, stage=Edition.Stage.PROPOSAL)
    item = made.items.get(title="見本の取組み1")
    save_item(actor=None, item=item, version=item.version, title="改めた取組み", body="<p>新しい文</p>")
    return made


@pytest.fixture
def pair(old, new) -> dict[str, Edition]:
    return {"actor": None, "old": old, "new": new}


@pytest.fixture
def frozen(old, new) -> dict[str, Edition]:
    return {"actor": None, "old": old, "new": freeze(actor=None, edition=new)}


def shown(pair) -> str:
    """What the page of the confirmation sends back."""
    return hash_of(content_of(read_table(pair["old"], pair["new"])))


# --- joins --------------------------------------------------------------------------------------------------


def lineages(edition: Edition) -> list[uuid.UUID]:
    return list(edition.items.order_by("pk").values_list("lineage", flat=True))


@pytest.fixture
def strangers(toyonaka) -> dict[str, Edition]:
    """Two frozen editions of one plan that have no lineage in common."""
    plan = factories.plan(toyonaka)
    made = []
    for year in (2018, 2023):
        edition = factories.edition(plan, first_fiscal_year=year, last_fiscal_year=year + 4)
        factories.small_tree(edition)
        made.append(freeze(actor=None, edition=edition))
    return {"actor": None, "old": made[0], "new": made[1]}


# --- before anything stands there -----------------------------------------------------------------------------


def test_a_government_keeps_one_style(toyonaka, ogori):
    assert style_for(toyonaka) == styles.preset("new-old")
    own = replace(styles.preset("stacked"), new_label="改正後", old_label="改正前", context=None, note=" 注 ")
    save_comparison_style(actor=None, government=toyonaka, style=own)
    save_comparison_style(actor=None, government=toyonaka, style=replace(own, context=2))
    assert style_for(toyonaka) == replace(own, context=2, note="注")
    assert style_for(ogori) == styles.preset("new-old")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"columns": ("place", "colour")}, "列「colour」はありません。"),
        ({"order": "diagonal"}, "並べ方「diagonal」はありません。"),
        ({"context": 10}, "前後に残す段落は 0 から 9 までの数にしてください。"),
        ({"new_label": "旧"}, "新旧の見出しには、異なる言葉を入れてください。"),
        ({"note": "あ" * 301}, f"様式の言葉「{'あ' * 20}…」は長すぎます。300字までにしてください。"),
    ],
)
def test_a_style_that_cannot_be_used(toyonaka, changes, sentence):
    style = replace(styles.preset("new-old"), **changes)
    said = refused(save_comparison_style, actor=None, government=toyonaka, style=style)
    assert said.startswith(sentence)


def test_of_two_who_change_the_style_the_second_is_told(toyonaka):
    opened = style_seen(style_for(toyonaka))
    given = {"actor": None, "government": toyonaka, "seen": opened}
    save_comparison_style(**given, style=styles.preset("stacked"))
    with pytest.raises(Stale) as stale:
        save_comparison_style(**given, style=styles.preset("old-new"))
    assert "「旧↓新」をもとにした様式" in stale.value.sentence
    assert style_for(toyonaka) == styles.preset("stacked")


def test_items_of_two_frozen_editions_are_joined_and_parted(strangers):
    olds, news = lineages(strangers["old"]), lineages(strangers["new"])
    pairs = [(olds[0], news[0]), (olds[1], news[1])]
    join_items(**strangers, joins=pairs)
    join_items(**strangers, joins=[pairs[1], (olds[2], news[1])])  # what is joined stays joined once
    expected = [*pairs, (olds[2], news[1])]
    assert hand_of(strangers["old"], strangers["new"]).joins == tuple((str(a), str(b)) for a, b in expected)
    part_items(**strangers, joins=[pairs[0], (olds[5], news[5])])
    assert ItemJoin.objects.count() == 2


def test_joins_that_cannot_be(strangers):
    olds, news = lineages(strangers["old"]), lineages(strangers["new"])
    for joins, sentence in (
        ([], "つなぐ項目を一組以上選んでください。"),
        ([(uuid.uuid4(), news[0])],
         "第1版にない項目は選べません。何も保存していません。画面を開き直してください。"),
        ([(olds[0], news[0]), (olds[0], olds[1])],
         "第2版にない項目は選べません。何も保存していません。画面を開き直してください。"),
        ([(olds[0], olds[0])], "どちらの版でも同じ項目です。つなぐ必要はありません。"),
    ):  # fmt: skip
        assert refused(join_items, **strangers, joins=joins) == sentence


def test_a_working_edition_names_its_predecessors_itself(pair):
    joins = [(lineages(pair["old"])[0], lineages(pair["new"])[1])]
    assert refused(join_items, **pair, joins=joins) == (
        "作成中の版では、その版の項目に前の版の項目を決めます。項目のつながりの画面で選んでください。"
    )


# --- 確定 ---------------------------------------------------------------------------------------------------


def test_an_issued_table_never_changes_and_is_numbered(frozen, aoki):
    frozen["actor"] = aoki
    assert issued_table(frozen["old"], frozen["new"]) is None
    key = read_table(frozen["old"], frozen["new"]).rows[0].keys[0]
    note_changes(**frozen, keys=[key], reason=REASON)
    first = issue_comparison(**frozen, seen=shown(frozen))
    assert first.content_hash == hash_of(bytes(first.content)) == shown(frozen)
    note_changes(**frozen, keys=[key], reason="あとで直した趣旨")
    assert issued_table(frozen["old"], frozen["new"]).rows[0].reason == REASON
    second = issue_comparison(**frozen, seen=shown(frozen))
    assert (first.number, second.number) == (1, 2)
    assert bytes(IssuedComparison.objects.get(number=1).content) == bytes(first.content)
    table = issued_table(frozen["old"], frozen["new"])
    assert (table.rows[0].reason, table.issue.number) == ("あとで直した趣旨", 2)
    event = AuditEvent.objects.filter(verb="comparison.issue").earliest("pk")
    assert event.detail == {"compared": "第1版", "against": 1, "issue": 1, "content_hash": first.content_hash}


def test_what_the_person_did_not_see_is_not_issued(frozen):
    opened = shown(frozen)
    key = read_table(frozen["old"], frozen["new"]).rows[0].keys[0]
    note_changes(**frozen, keys=[key], reason=REASON)
    assert refused(issue_comparison, **frozen, seen=opened) == (
        "確認の画面を開いたあとで、対照表が変わりました。まだ確定していません。"
        "変わったところと、趣旨のない行をもう一度確かめてください。"
    )


def test_the_same_table_is_not_issued_twice(frozen):
    issue_comparison(**frozen, seen=shown(frozen))
    assert refused(issue_comparison, **frozen, seen=shown(frozen)) == (
        "この対照表は、第1回の確定から変わっていません。確定しなおす必要はありません。"
    )


def test_only_frozen_editions_are_issued(pair):
    assert refused(issue_comparison, **pair, seen=shown(pair)) == (
        "確定できるのは、凍結した版どうしの対照表だけです。先に第2版を凍結してください。"
    )


def test_what_was_issued_survives_its_editions_life(frozen):
    issue = issue_comparison(**frozen, seen=shown(frozen))
    publish(actor=None, edition=frozen["new"])
    assert issued_table(frozen["old"], frozen["new"]) is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        issue.comparison.delete()


# --- the style ----------------------------------------------------------------------------------------------
