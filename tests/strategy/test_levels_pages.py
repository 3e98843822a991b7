"""The pages of levels: the list, one level, sets to begin with."""

import pytest

from publishing.editions import freeze
from strategy.models import Edition, Level
from strategy.plans import create_edition
from strategy.presets import PRESETS
from tests import factories
from tests.snapshots import everything_stored
from tests.strategy.desk import FROZEN, at, said, text

SECTION = {
    "name": "施策",
    "kind": "DIRECTION",
    "numbering": "paren",
    "under": ["chapter"],
    "depth": 2,
    "has_text": "on",
}


@pytest.fixture
def empty(toyonaka) -> Edition:
    fields = {"title": "別の計画", "first_fiscal_year": 2023, "last_fiscal_year": 2027}
    return create_edition(actor=None, plan=factories.plan(toyonaka, "betsu-keikaku"), **fields)


@pytest.mark.django_db
def test_levels_are_listed_with_where_they_may_stand_and_how_many_items_they_have(desk, edition, made):
    page = desk.get(at("levels", edition))
    assert [(row.name, row.places, row.uses) for row in page.context["levels"]] == [
        ("見出し", "いちばん上", 1),
        ("章", "いちばん上、「見出し」の下", 1),
        ("取組みの柱", "「見出し」の下", 1),
        ("節", "「章」の下", 1),
        ("方向性", "「節」の下", 1),
        ("主な取組み例", "「節」の下", 0),
        ("主な取組み", "「方向性」の下", 2),
    ]
    assert at("level_delete", edition, "initiative") in text(page)
    assert at("level_delete", edition, "measure") not in text(page)


@pytest.mark.django_db
def test_a_level_is_added_and_changed(desk, edition, made):
    new = desk.get(at("level_add", edition)).context["form"]
    assert [key for key, _ in new.fields["under"].choices][:3] == ["top", "heading", "chapter"]
    answer = desk.post(at("level_add", edition), SECTION | {"name": "重点", "under": ["top", "chapter"]})
    assert (answer.url, said(answer)) == (at("levels", edition), ["階層「重点」を足しました。"])
    level = Level.objects.get(edition=edition, name="重点")
    assert (level.key, level.under, level.has_text, level.numbering) == (
        "level1",
        ["", "chapter"],
        True,
        "paren",
    )
    page = desk.get(at("level", edition, "level1"))
    assert page.context["form"]["under"].value() == ["top", "chapter"]
    answer = desk.post(at("level", edition, "level1"), SECTION | {"kind": "GOAL", "has_text": ""})
    assert said(answer)[-1] == "階層「施策」を保存しました。"
    level.refresh_from_db()
    assert (level.name, level.under, level.kind, level.has_text) == ("施策", ["chapter"], "GOAL", False)


@pytest.mark.django_db
def test_items_follow_a_kind_that_was_changed_on_the_page(desk, edition, made):
    sent = SECTION | {"name": "取組み", "kind": "INITIATIVE", "under": ["direction"], "depth": 4}
    desk.post(at("level", edition, "measure"), sent)
    assert {item.kind for item in edition.items.filter(level__key="measure")} == {"INITIATIVE"}


@pytest.mark.django_db
def test_bad_levels_keep_what_was_typed(desk, edition, made):
    before = everything_stored()
    cases = (
        ({"name": ""}, "名前を入れてください。"),
        ({"name": "あ" * 41}, "40"),
        ({"under": []}, "置ける場所を一つ以上選んでください。"),
        ({"under": ["elsewhere"]}, "elsewhere"),
        (
            {"under": ["top"]},
            "「妊娠・出産・子育て支援の充実」が「章」の下にあるので、「章」の下をはずせません。",
        ),
        ({"depth": 0}, "1"),
        ({"numbering": "hieroglyphs"}, "hieroglyphs"),
    )
    for change, sentence in cases:
        answer = desk.post(at("level", edition, "section"), SECTION | change)
        assert (change, answer.status_code, sentence in text(answer)) == (change, 422, True)
    stored = everything_stored()
    assert {name: rows for name, rows in stored.items() if name.startswith("strategy")} == {
        name: rows for name, rows in before.items() if name.startswith("strategy")
    }
    assert desk.get(at("level", edition, "nowhere")).status_code == 404


@pytest.mark.django_db
def test_a_level_is_deleted_unless_it_is_used(desk, edition, made):
    answer = desk.post(at("level_delete", edition, "initiative"))
    assert (answer.url, said(answer)) == (at("levels", edition), ["階層「主な取組み例」を削除しました。"])
    assert said(desk.post(at("level_delete", edition, "measure")))[-1].startswith(
        "「主な取組み」は「見本の取組み1」など"
    )
    assert desk.post(at("level_delete", edition, "initiative")).status_code == 404


@pytest.mark.django_db
def test_an_edition_without_levels_begins_with_a_set(desk, edition, empty):
    page = desk.get(at("levels", empty))
    assert all(preset.label in text(page) for preset in PRESETS.values())
    assert desk.post(at("levels_preset", empty), {}).status_code == 422
    answer = desk.post(at("levels_preset", empty), {"preset": "chapters"})
    assert answer.url == at("levels", empty)
    assert empty.levels.count() == 8
    again = desk.post(at("levels_preset", empty), {"preset": "chapters"})
    assert (again.status_code, empty.levels.count()) == (422, 8)


@pytest.mark.django_db
def test_levels_of_a_frozen_edition_are_not_changed(desk, edition, made, aoki):
    freeze(actor=aoki, edition=edition)
    before = everything_stored()
    for name, arguments, data in (
        ("level_add", [], SECTION),
        ("level", ["section"], SECTION),
        ("levels_preset", [], {"preset": "guide"}),
    ):
        answer = desk.post(at(name, edition, *arguments), data)
        assert (name, answer.status_code) == (name, 422)
        assert name == "levels_preset" or FROZEN in text(answer)
    assert said(desk.post(at("level_delete", edition, "initiative")))[-1] == FROZEN
    stored = everything_stored()
    assert [name for name in stored if stored[name] != before[name] and name.startswith("strategy")] == []


@pytest.mark.django_db
def test_a_department_may_not_change_levels(client, edition, baba):
    client.force_login(baba)
    assert client.get(at("level", edition, "section")).status_code == 403
    for name, arguments in (("level", ["section"]), ("level_delete", ["section"]), ("levels_preset", [])):
        assert client.post(at(name, edition, *arguments), SECTION).status_code == 403
    assert edition.levels.count() == 7
