"""Why a grade was given, in plain words: what is aimed at, how far it got, by which rule."""

import pytest

from kpi.telling_why import why
from tests.kpi.told import ROWS


@pytest.mark.parametrize(("one", "long"), [(row[0], row[2]) for row in ROWS.values()], ids=ROWS)
def test_each_way_of_judging_is_explained(one, long):
    paragraphs = why(one)
    assert long in "".join(paragraphs)
    assert paragraphs[0].startswith("この指標は、数値が")
    assert paragraphs[-1].endswith(f"「{one.progress.status.word}」としました。")


def test_the_years_gone_are_told_as_the_scheme_counts_them():
    said = "".join(why(ROWS["climbing"][0]))
    assert "目標の年度までの5年のうち2年が過ぎ、めやすは40％です。めやすの1.17倍まで進んでいます。" in said
    assert "倍まで" not in "".join(why(ROWS["fallen"][0]))
