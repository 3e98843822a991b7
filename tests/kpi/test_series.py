"""Reading figures: readers see what was published, the office what was approved, cells what was typed last."""

from decimal import Decimal

import pytest

from accounts.models import Department
from kpi.figures import Round
from kpi.indicators import add_reference, mark_break
from kpi.series import Shown, series_of
from kpi.surveys import save_round, survey_named
from tests.kpi import promises


def read(indicator, shown):
    found = series_of(indicator.government, [str(indicator.key)], shown=shown)
    return found[str(indicator.key)]


def figures(indicator, shown) -> list[tuple[int, str, int, bool]]:
    return [(one.fiscal_year, one.text, one.n, one.is_public) for one in read(indicator, shown).figures]


@pytest.mark.django_db
def test_who_sees_which_revision(toyonaka):
    indicator = promises.indicator(toyonaka)
    for n, make in enumerate(promises.IN_EACH_STATE.values()):
        make(indicator, 2020 + n)
    promises.typed(indicator, 2024, "71.0", seen=3, why="集計の誤り")  # behind what was published
    corrected = promises.submitted(indicator, 2023, "69.0", seen=3, why="集計の誤り")
    assert figures(indicator, Shown.PUBLIC) == [(2024, "70.4", 3, True)]
    assert figures(indicator, Shown.APPROVED) == [(2023, "70.4", 3, False), (2024, "70.4", 3, True)]
    assert figures(indicator, Shown.NEWEST) == [
        (2020, "70.4", 1, False), (2021, "70.4", 2, False), (2022, "70.4", 3, False), (2023, "69.0", 5, False),
        (2024, "71.0", 4, False),
    ]  # fmt: skip
    newest = read(indicator, Shown.NEWEST)
    assert [one.state for one in newest.figures] == ["DRAFT", "SUBMITTED", "RETURNED", "SUBMITTED", "DRAFT"]
    figure = newest.of_year(2023)
    assert (figure.revision, figure.measurement, figure.quality) == (
        corrected.pk, corrected.measurement_id, "CORRECTED",
    )  # fmt: skip


@pytest.mark.django_db
def test_what_was_emptied_is_no_figure(toyonaka):
    indicator = promises.indicator(toyonaka)
    promises.typed(indicator, 2023)
    promises.typed(indicator, 2023, "", seen=1)
    assert figures(indicator, Shown.NEWEST) == []


@pytest.mark.django_db
def test_all_that_pages_need_of_an_indicator(toyonaka):
    section = Department.objects.create(government=toyonaka, division="都市活力部", name="産業振興課")
    survey = survey_named(toyonaka, "市民意識調査")
    indicator = promises.indicator(
        toyonaka, "就業率", department=section, survey=survey, survey_years=[2020, 2025], known_month=11, lag_years=2,
        frequency="FIVE_YEARLY", source="国勢調査", definition="15歳以上の就業者の割合", formula="就業者÷人口",
    )  # fmt: skip
    save_round(
        actor=None,
        government=toyonaka,
        survey="市民意識調査",
        fiscal_year=2025,
        held="10月",
        sent=10,
        valid=4,
    )
    save_round(actor=None, government=toyonaka, survey="市民意識調査", fiscal_year=2020)
    mark_break(actor=None, indicator=indicator, fiscal_year=2025, note="範囲の変更")
    average = add_reference(actor=None, indicator=indicator, name="全国平均", source="総務省")
    for year, text in ((2025, "79.0"), (2020, "78.5")):
        promises.published(indicator, year, text, series=average)
    promises.published(indicator, 2020, "72.0", numerator="36", denominator="50")
    found = read(indicator, Shown.APPROVED)
    assert (found.name, found.unit, found.department, found.deputy, found.survey) == (
        "就業率", "%", "都市活力部　産業振興課", "", "市民意識調査",
    )  # fmt: skip
    assert (found.survey_years, found.known_month, found.lag_years, found.frequency) == (
        (2020, 2025), 11, 2, "FIVE_YEARLY",
    )  # fmt: skip
    assert (found.source, found.definition, found.formula) == (
        "国勢調査",
        "15歳以上の就業者の割合",
        "就業者÷人口",
    )
    assert found.breaks == ((2025, "範囲の変更"),)
    assert found.rounds == (Round(2020, "", None, None), Round(2025, "10月", 10, 4))
    (reference,) = found.references
    assert (reference.name, reference.source) == ("全国平均", "総務省")
    assert [(one.fiscal_year, one.text) for one in reference.figures] == [(2020, "78.5"), (2025, "79.0")]
    (figure,) = found.figures
    assert (figure.value, figure.numerator, figure.denominator, figure.period_kind) == (
        Decimal(72), 36, 50, "FISCAL_YEAR",
    )  # fmt: skip


@pytest.mark.django_db
def test_readers_learn_no_more_than_was_published(toyonaka):
    """A round whose figure is not public yet, and a change of definition that lies ahead, are told with the figure."""
    survey = survey_named(toyonaka, "市民意識調査")
    indicator = promises.indicator(toyonaka, survey=survey)
    for year in (2023, 2024):
        save_round(actor=None, government=toyonaka, survey="市民意識調査", fiscal_year=year)
        mark_break(actor=None, indicator=indicator, fiscal_year=year, note="範囲の変更")
    promises.published(indicator, 2023)
    promises.approved(indicator, 2024)
    public, office = read(indicator, Shown.PUBLIC), read(indicator, Shown.APPROVED)
    assert [[one.fiscal_year for one in found.rounds] for found in (public, office)] == [[2023], [2023, 2024]]
    assert [[year for year, _ in found.breaks] for found in (public, office)] == [[2023], [2023, 2024]]


@pytest.mark.django_db
def test_nobody_reads_the_indicators_of_another_government(toyonaka, ogori):
    indicator = promises.indicator(ogori)
    assert series_of(toyonaka, [str(indicator.key)], shown=Shown.PUBLIC) == {}


@pytest.mark.django_db
def test_queries_do_not_grow_with_indicators_and_years(toyonaka, django_assert_num_queries):
    survey = survey_named(toyonaka, "市民意識調査")
    keys = []
    for size in (1, 4):
        while len(keys) < size:
            indicator = promises.indicator(toyonaka, f"指標{len(keys)}", survey=survey)
            average = add_reference(actor=None, indicator=indicator, name="全国平均")
            for year in range(2020, 2020 + size):
                promises.published(indicator, year)
                promises.typed(indicator, year, series=average)
            keys.append(str(indicator.key))
        for shown in Shown:
            with django_assert_num_queries(4):
                assert len(series_of(toyonaka, keys, shown=shown)) == size


@pytest.mark.django_db
def test_brief_is_the_same_with_less(toyonaka, django_assert_num_queries):
    """What tables show and what judges them; names of references, dates and sources are left out."""
    own = promises.indicator(toyonaka, known_month=7)
    nation = add_reference(actor=None, indicator=own, name="全国平均")
    promises.published(own, 2023, "69.0%")
    promises.published(own, 2024, "70.40%")
    promises.typed(own, 2025, "71%")
    promises.published(own, 2024, "65%", series=nation)
    key = str(own.key)
    for shown in Shown:
        with django_assert_num_queries(2):
            brief = series_of(toyonaka, {key}, shown=shown, brief=True)[key]
        full = series_of(toyonaka, {key}, shown=shown)[key]
        for (
            name
        ) in "id key name unit better effect frequency survey_years known_month lag_years department".split():
            assert getattr(brief, name) == getattr(full, name), name
        pairs = [*zip(brief.figures, full.figures, strict=True)]
        pairs += zip(brief.references[0].figures, full.references[0].figures, strict=True)
        assert len(pairs) == 3 + (shown is Shown.NEWEST)
        for one, other in pairs:
            for (
                name
            ) in "fiscal_year value text quality state stage denominator is_public remark is_partial".split():
                assert getattr(one, name) == getattr(other, name), name
            assert str(one.value) == str(other.value)  # with as many places as were typed
            assert (one.publication is None) is (other.published_at is None)
