"""Words for templates that show reference paths: figures with their unit, gaps."""

from collections.abc import Mapping
from typing import Any

from django import template

from publishing.document import Document
from publishing.kpi_cells import figure
from publishing.kpi_pages.tables import PathTable
from publishing.kpi_tables import gaps_of
from publishing.reference_paths import PathGap

register = template.Library()


@register.filter
def gaps(paths: PathTable, document: Document) -> tuple[PathGap, ...]:
    """The gap of each path to 社人研推計準拠."""
    return gaps_of(document, paths.targets)


@register.filter
def path_figure(point: Mapping[str, Any], unit: str) -> str:
    """402,190人, 13.3％."""
    return figure(dict(point), "％" if unit == "%" else unit)


@register.filter
def grouped(count: int) -> str:
    """402,190."""
    return f"{count:,}"
