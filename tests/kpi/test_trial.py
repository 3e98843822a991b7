"""Another scheme tried over what a government has."""

import datetime

import pytest

from kpi.grades import DEFAULT, NAGAYO
from kpi.trial import trial
from publishing.editions import freeze, start_next_edition
from tests.kpi import promises

TODAY = datetime.date(2026, 6, 1)


@pytest.mark.django_db
def test_the_newest_edition_is_judged_both_ways_with_approved_figures(
    edition, made, toyonaka, django_assert_num_queries
):
    for name, typed in (("達成した指標", "75%"), ("下がった指標", "60%")):
        promises.approved(promises.target(made["chapter"], name).indicator, 2025, typed)
    promises.typed(promises.target(made["chapter"], "入力中の指標").indicator, 2025, "75%")
    promises.target(made["chapter"], "補足", role="SUPPLEMENTARY", target_text="", baseline_text="")
    start_next_edition(actor=None, edition=freeze(actor=None, edition=edition), stage="PROPOSAL")
    with django_assert_num_queries(6):
        found = trial(toyonaka, NAGAYO, TODAY)
    assert [(row.target.name, row.old.word, row.new.word) for row in found.rows] == [
        ("達成した指標", "達成", "目標値超え"),
        ("下がった指標", "基準値を下回る", "基準値より下落"),
        ("入力中の指標", "判定不能", "評価不能"),
    ]
    assert (len(found.others), sum(count for _, count in found.old), [count for _, count in found.new]) == (
        3,
        3,
        [1, 0, 0, 1, 1],
    )
    assert trial(toyonaka, DEFAULT, TODAY).others == ()
