"""Words of KPIs for templates: years, roles, kinds of figures, what was read."""

from django import template

from kpi.explaining import year_word
from kpi.models import MeasurementRevision, Target
from strategy.fiscal import format_fiscal_year

register = template.Library()
register.filter("year_word", year_word)


@register.filter
def long_year(year: int) -> str:
    """令和5年度（2023年度）."""
    return format_fiscal_year(year)


@register.filter
def brief_year(year: int) -> str:
    """令和5, for the heads of narrow columns."""
    return year_word(year).removesuffix("年度")


@register.filter
def counted(number: int) -> str:
    """1,234."""
    return f"{number:,}"


@register.filter
def role_word(role: str) -> str:
    """KGI, 数値目標, KPI, 補足指標: the long names without what they stand for."""
    label = str(Target.Role(role).label)
    return label[label.find("（") + 1 : -1] if "（" in label else label


@register.filter
def quality_word(quality: str) -> str:
    """速報, 確定, 訂正."""
    return str(MeasurementRevision.Quality(quality).label)
