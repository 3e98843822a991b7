"""Words of KPIs in templates."""

from kpi.models import Target
from kpi.templatetags.kpi_words import brief_year, counted, long_year, quality_word, role_word


def test_words_are_those_of_the_office():
    assert (brief_year(2025), brief_year(2019), long_year(2025)) == (
        "令和7",
        "令和元",
        "令和7年度（2025年度）",
    )
    assert [role_word(role) for role in Target.Role] == ["KGI", "数値目標", "KPI", "補足指標"]
    assert (quality_word("PROVISIONAL"), counted(12345)) == ("速報", "12,345")
