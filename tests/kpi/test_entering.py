"""The table of an edition for one year: printed order, states, judgements, the tray; constant queries."""

import datetime

import pytest

from accounts.models import Department
from kpi.entering import Sheet, parts, year_at_work
from kpi.models import Target
from kpi.schemes import grade_by_hand
from kpi.targets import relist_target
from strategy.alignments import align_item
from strategy.models import Edition, PlanItem
from tests.kpi import promises
from tests.kpi.office import staff

TODAY = datetime.date(2026, 6, 1)


def sheet_of(edition, person, year=2024, **more) -> Sheet:
    return Sheet(edition, person.memberships.get(), year, TODAY, **more)


@pytest.fixture
def printed(edition, made) -> dict[str, Target]:
    """Two KPIs of the chapter, one of a section below, and the first again under the heading."""
    align_item(actor=None, item=made["measure1"], to_item=made["pillar"])
    rows = {
        "second": promises.target(made["chapter"], "二番目"),
        "first": promises.target(made["chapter"], "一番目", index=0, audience="18～49歳"),
        "below": promises.target(made["section"], "節の指標", role="SUPPLEMENTARY", target_text=""),
    }
    relist_target(actor=None, target=rows["first"], item=made["heading"])
    promises.approved(rows["first"].indicator, 2023, "69.0%")
    promises.typed(rows["first"].indicator, 2024, "70.4%")
    promises.published(rows["second"].indicator, 2024, "64.0%")
    return rows


@pytest.mark.django_db
def test_rows_stand_as_printed_under_their_goals(edition, made, printed, aoki):
    sheet = sheet_of(edition, aoki)
    assert [
        (group.place.title, [pillar.title for pillar in group.pillars], [line.key for line in group.lines])
        for group in sheet.groups
    ] == [
        ("総合戦略の概要", [], [f"relisted-{printed['first'].relistings.get().pk}"]),
        (
            "子ども・若者が夢や希望をもてるまちづくり",
            ["子育て環境の充実"],
            [f"kpi-{printed[name].lineage}" for name in ("first", "second", "below")],
        ),
    ]
    assert [line.below for line in sheet.lines] == ["", "", "", "第1章－1"]
    assert sheet.lines[0].home == "第1章"
    assert (sheet.earlier_years, sheet.columns, list(sheet.years)) == ((2023,), 7, [2023, 2024, 2025, 2026])


@pytest.mark.django_db
def test_cells_show_the_newest_figures_and_are_judged_by_them(edition, printed, aoki):
    again, first, second, below = sheet_of(edition, aoki).lines
    assert [(line.state.word, line.figure and line.figure.text) for line in (again, first, second, below)] == [
        ("再掲", "70.4"), ("入力中", "70.4"), ("承認", "64.0"), ("未入力", None),
    ]  # fmt: skip
    assert [line.progress and line.progress.status.word for line in (again, first, second, below)] == [
        "順調", "順調", "基準値を下回る", None,
    ]  # fmt: skip
    assert [line.seen for line in (again, first, second, below)] == [1, 1, 3, 0]
    assert [figure and figure.text for figure in first.earlier] == ["69.0"]
    assert [line.may_enter for line in (again, first)] == [False, True]
    sheet = sheet_of(edition, aoki)
    assert (sheet.counts, sheet.relisted) == ([("承認", 1), ("入力中", 1), ("未入力", 1)], 1)
    assert sheet_of(edition, aoki, 2026).counts == [("まだ時期でない", 3)]
    assert sheet.lines_of([printed["first"].indicator_id]) == (sheet.lines[0], sheet.lines[1])


@pytest.mark.django_db
def test_a_returned_figure_says_why(edition, made, printed, aoki):
    promises.returned(printed["below"].indicator, 2024, "5")
    line = sheet_of(edition, aoki).lines[3]
    assert (line.state.word, line.state_note) == ("差戻し", "理由：出典の年度が違います。")


@pytest.mark.django_db
def test_a_grade_given_by_hand_stands_beside_the_computed_one(edition, printed, aoki):
    grade_by_hand(actor=aoki, target=printed["second"], fiscal_year=2024, grade="late", reason="災害のため")
    line = sheet_of(edition, aoki).lines[2]
    assert (line.progress.status.word, line.manual.word) == ("基準値を下回る", "遅れ")
    assert sheet_of(edition, aoki, 2023).lines[2].manual is None


@pytest.mark.django_db
def test_the_tray_holds_what_waits_of_the_rows_that_are_shown(edition, made, printed, aoki):
    tray = sheet_of(edition, aoki).tray
    assert {waiting.flag.code for waiting in tray.minor} == {"source_missing", "rationale_missing"}
    assert [waiting.target for waiting in tray.open] == []
    promises.target(
        made["section"], "ポイント", baseline_text="令和5年度より通年実施", target_text="35,000ポイント"
    )
    sheet = sheet_of(edition, aoki)
    assert [(w.target.name, w.flag.code, w.button, w.part) for w in sheet.tray.open] == [
        ("ポイント", "period_open", "期間を選ぶ", "#period")
    ]
    assert [line.target.name for line in sheet.lines if line.is_flagged] == ["ポイント"]


@pytest.mark.django_db
def test_rows_of_an_item_or_of_ones_own_department_alone(edition, made, printed, toyonaka):
    own = Department.objects.create(government=toyonaka, name="こども政策課")
    printed["second"].indicator.department = own
    printed["second"].indicator.save()
    baba = staff("馬場", "DEPARTMENT", toyonaka, own)
    endo = staff("円藤", "VIEWER", toyonaka)
    assert [line.target.name for line in sheet_of(edition, baba, own=True).lines] == ["二番目"]
    assert sheet_of(edition, endo, own=True).lines == ()
    assert [line.target.name for line in sheet_of(edition, baba, only=made["section"].lineage).lines] == [
        "節の指標"
    ]
    assert [line.may_enter for line in sheet_of(edition, baba).lines] == [False, False, True, False]
    # An indicator without a department is its who answers for the item, or for the nearest above.
    PlanItem.objects.filter(pk=made["chapter"].pk).update(department=own)
    assert [line.may_enter for line in sheet_of(edition, baba).lines] == [False, True, True, True]
    other = Department.objects.create(government=toyonaka, name="産業課")
    PlanItem.objects.filter(pk=made["section"].pk).update(department=other)
    assert [line.may_enter for line in sheet_of(edition, baba).lines] == [False, True, True, False]


@pytest.mark.django_db
def test_the_number_of_queries_does_not_depend_on_the_number_of_rows(
    edition, made, printed, aoki, django_assert_num_queries
):
    membership = aoki.memberships.select_related("government").get()

    def read(count: int) -> None:
        with django_assert_num_queries(count):
            sheet = Sheet(edition, membership, 2024, TODAY)
            assert (len(sheet.groups), bool(sheet.tray.minor)) == (2, True)

    read(11)
    for n in range(10):
        promises.published(promises.target(made["section"], f"指標{n}").indicator)
    read(11)


def test_the_year_at_work_is_the_newest_that_is_over():
    edition = Edition(first_fiscal_year=2023, last_fiscal_year=2027)
    days = ((2022, 6, 1), (2023, 6, 1), (2026, 3, 31), (2026, 4, 1), (2040, 1, 1))
    worked = [year_at_work(edition, datetime.date(*day)) for day in days]
    assert worked == [2023, 2023, 2024, 2025, 2027]


def test_a_print_is_parted_from_what_stands_in_brackets_behind_it():
    assert parts("13,237事業所（令和3年度速報値）") == ("13,237事業所", "（令和3年度速報値）")
    assert parts("（令和5年度～令和9年度の平均値）") == ("（令和5年度～令和9年度の平均値）", "")
    assert parts("維持") == ("維持", "")
