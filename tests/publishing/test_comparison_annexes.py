"""Words that are defined and roles of the plan: what changed in the annexes."""

from publishing.comparison.annexes import role_changes, term_changes
from publishing.comparison.kinds import Kind
from tests.documents import document


def terms(**words: str):
    return document(terms=[{"word": word, "reading": "", "definition": text} for word, text in words.items()])


def test_words_that_came_went_or_changed_stand_in_the_order_of_the_new_list():
    found = list(term_changes(terms(あ="一", い="二", う="三"), terms(え="四", い="弐", う="三")))
    assert [(change.key, change.kinds) for change in found] == [
        ("term:え", (Kind.NEW,)), ("term:い", (Kind.REVISED,)), ("term:あ", (Kind.REMOVED,)),
    ]  # fmt: skip


def test_the_roles_are_one_change():
    role = {"number": "①", "label": "総合戦略", "legal_basis": "", "plan": None}
    old, new = document(roles=[role]), document(roles=[role | {"label": "推進計画"}])
    (change,) = role_changes(old, new)
    assert (change.key, change.count) == ("roles", 1)
    assert list(role_changes(old, old)) == []
