"""The files of open data, form by form, from what is public."""

import hashlib
import json
from typing import Any

from django.core.cache import caches

from config import VERSION
from kpi.figures import Series
from publishing.document import Document
from publishing.opendata import columns, tables
from publishing.opendata.kpis import Kpi, KpiTable
from publishing.opendata.shapes import indicator_shape, judgement_shape, measurement_shapes, target_shape
from strategy.models import Edition

SCHEMA = 1  # of these JSON files; grows when something is taken away or means something else


def kpi_file(edition: Edition, table: KpiTable, form: str) -> bytes:
    """Every target of an edition with its years, as csv, xlsx or json."""
    if form == "csv":
        return tables.as_csv(columns.KPI, tables.kpi_rows(table))
    if form == "xlsx":
        return _kept_workbook(edition, list(tables.kpi_rows(table)))
    scheme = table.scheme
    return _json(
        _head(edition)
        | {
            "scheme": {
                "key": scheme.scheme.key,
                "number": scheme.number,
                "name": scheme.scheme.name,
                "grades": [
                    {"key": one.key, "sign": one.sign, "word": one.word, "tone": one.tone.value}
                    for one in scheme.scheme.grades
                ],
            },
            "targets": [_kpi(kpi, table) for kpi in table.kpis],
        }
    )


def _kept_workbook(edition: Edition, rows: list[list[tables.Cell]]) -> bytes:
    """The workbook of these rows, which takes a second for 600 of them: kept under what is in it."""
    seed = repr((VERSION, edition.title, edition.published_at, rows))
    key, kept = f"kpi-{hashlib.sha256(seed.encode()).hexdigest()}", caches["files"]
    if (content := kept.get(key)) is None:
        content = tables.as_workbook("KPIの一覧", rows, title=edition.title, created=edition.published_at)
        kept.set(key, content)
    return content


def _kpi(kpi: Kpi, table: KpiTable) -> dict[str, Any]:
    return target_shape(kpi.target, kpi.item, kpi.goal) | {
        "measurements": measurement_shapes(kpi.series),
        "judgements": [
            judgement_shape(kpi, year, table.scheme) for year in kpi.years if year.progress is not None
        ],
    }


def values_file(edition: Edition, series: Series, form: str) -> bytes:
    """The published figures of an indicator, as csv or json."""
    government = edition.plan.government
    if form == "csv":
        source = tables.Source(government.code, government.name, edition.title)
        return tables.as_csv(columns.VALUES, tables.value_rows(series, source))
    return _json(
        _head(edition) | {"indicator": indicator_shape(series), "measurements": measurement_shapes(series)}
    )


def terms_file(edition: Edition, document: Document, form: str) -> bytes:
    """The 用語の定義 of an edition, as csv or json."""
    if form == "csv":
        return tables.as_csv(columns.TERMS, tables.term_rows(document))
    return _json(_head(edition) | {"terms": document.terms})


def definition_file() -> bytes:
    """データ項目定義書 of all tables, as csv."""
    return tables.as_csv(columns.DEFINITION, columns.definition_rows())


def _head(edition: Edition) -> dict[str, Any]:
    government = edition.plan.government
    return {
        "schema": SCHEMA,
        "government": {"code": government.code, "slug": government.slug, "name": government.name},
        "plan": {
            "slug": edition.plan.slug,
            "title": edition.title,
            "edition": edition.number,
            "first_fiscal_year": edition.first_fiscal_year,
            "last_fiscal_year": edition.last_fiscal_year,
        },
    }


def _json(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
