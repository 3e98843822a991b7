"""Grades: every scheme a government ever had is kept, and people grade beside the computed grade, with a reason."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEvent
from accounts.saving import Overtaken
from kpi.grades import DEFAULT, TAMA, to_data
from kpi.models import GradeScheme, Publication, Target
from kpi.rules import manual_grades_of, scheme_of
from kpi.schemes import grade_by_hand, publish_grade, save_scheme
from publishing.editions import freeze, start_next_edition
from tests.kpi import promises
from tests.snapshots import everything_stored, refused


@pytest.fixture
def target(made) -> Target:
    return promises.target(made["chapter"], "就業率")


@pytest.mark.django_db
def test_the_newest_scheme_holds_and_the_older_ones_stay(toyonaka, ogori, aoki):
    first = save_scheme(actor=aoki, government=toyonaka, content=to_data(TAMA))
    own = to_data(DEFAULT) | {"key": "own", "name": "当市の区分"}
    second = save_scheme(actor=aoki, government=toyonaka, content=own)
    assert [(row.number, row.by) for row in GradeScheme.objects.all()] == [(1, aoki), (2, aoki)]
    assert (first.content, scheme_of(toyonaka).scheme.name, scheme_of(toyonaka).number) == (
        to_data(TAMA), "当市の区分", 2,
    )  # fmt: skip
    assert (scheme_of(ogori).scheme, scheme_of(ogori).number) == (DEFAULT, 0)
    before = everything_stored()
    assert save_scheme(actor=aoki, government=toyonaka, content=own) == second
    assert everything_stored() == before


@pytest.mark.django_db
def test_a_scheme_by_which_nothing_could_be_graded_is_refused_with_every_fault(toyonaka, aoki):
    content = to_data(DEFAULT) | {"key": "大文字", "name": ""}
    before = everything_stored()
    with pytest.raises(ValidationError) as caught:
        save_scheme(actor=aoki, government=toyonaka, content=content)
    assert caught.value.messages == [
        "設定の記号は、半角の英小文字・数字・ハイフンで40字までにしてください。",
        "設定の名前を60字までで入れてください。",
    ]
    assert everything_stored() == before


@pytest.mark.django_db
def test_a_grade_by_hand_is_kept_changed_and_taken_back(target, aoki, baba):
    grade = {"target": target, "fiscal_year": 2024}
    first = grade_by_hand(actor=aoki, **grade, grade="late", reason=" 工事の中断 ")
    assert (first.n, first.sign, first.word, first.tone, first.reason, first.scheme) == (
        1, "×", "遅れ", "late", "工事の中断", None,
    )  # fmt: skip
    before = everything_stored()
    grade_by_hand(actor=baba, **grade, grade="late", reason="工事の中断")
    assert everything_stored() == before
    save_scheme(actor=aoki, government=target.edition.plan.government, content=to_data(TAMA))
    second = grade_by_hand(actor=baba, **grade, grade="mostly", reason="工事の再開")
    assert (second.n, second.word, second.scheme.number) == (2, "概ね進んでいる", 1)
    taken = grade_by_hand(actor=aoki, **grade, grade="", reason="値が出たため")
    assert (taken.n, taken.grade, taken.word) == (3, "", "")
    assert [row.n for row in target.manual_grades.all()] == [1, 2, 3]
    event = AuditEvent.objects.filter(verb="grade.set").earliest("pk")
    assert event.detail == {
        "lineage": str(target.lineage), "fiscal_year": 2024, "name": "遅れ", "reason": "工事の中断",
    }  # fmt: skip


@pytest.mark.django_db
def test_grades_that_are_refused(target, aoki):
    grade = {"actor": aoki, "target": target, "fiscal_year": 2024, "grade": "late", "reason": "工事の中断"}
    assert refused(grade_by_hand, **(grade | {"reason": " "})) == (
        "手で判定を付けるときは、理由を書いてください。"
    )
    assert refused(grade_by_hand, **(grade | {"grade": "steady"})) == (
        "この区分は、いまの判定の区分にありません。画面を開き直して、選び直してください。"
    )
    assert refused(grade_by_hand, **(grade | {"grade": ""})) == "取り消す判定がありません。"
    for year in (2022, 2028):
        assert refused(grade_by_hand, **(grade | {"fiscal_year": year})) == (
            "計画期間（令和5年度（2023年度）～令和9年度（2027年度））の外の年度には、判定を付けられません。"
        )


@pytest.mark.django_db
def test_only_the_newest_grade_is_made_public(target, aoki, baba):
    grade = {"target": target, "fiscal_year": 2024}
    first = grade_by_hand(actor=aoki, **grade, grade="late", reason="工事の中断")
    second = grade_by_hand(actor=baba, **grade, grade="on-track", reason="工事の再開")
    before = everything_stored()
    with pytest.raises(Overtaken) as caught:
        publish_grade(actor=aoki, manual_grade=first)
    assert caught.value.current == second
    assert everything_stored() == before
    published = publish_grade(actor=aoki, manual_grade=second)
    assert (published.manual_grade, published.revision, published.by) == (second, None, aoki)
    assert refused(publish_grade, actor=aoki, manual_grade=second) == "この判定はすでに公表されています。"
    assert Publication.objects.count() == 1


@pytest.mark.django_db
def test_a_frozen_target_is_graded_and_its_follower_may_take_the_grade_back(target, aoki):
    frozen = freeze(actor=None, edition=target.edition)
    grade_by_hand(actor=aoki, target=target, fiscal_year=2024, grade="late", reason="工事の中断")
    following = start_next_edition(actor=None, edition=frozen, stage="PROPOSAL")
    copy = following.targets.get()
    assert manual_grades_of(following, 2024, public=False)[str(copy.lineage)].word == "遅れ"
    grade_by_hand(actor=aoki, target=copy, fiscal_year=2024, grade="", reason="値が出たため")
    assert manual_grades_of(following, 2024, public=False) == {}
    assert manual_grades_of(frozen, 2024, public=False)[str(copy.lineage)].word == "遅れ"
