"""manage.py read_kpi_table FILE: the KPIs of an office's own table, one JSON object a line. No database is asked."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kpi.intake.reading import read_document
from kpi.intake.told import lines_of, object_of, period_of
from paper.guard import GuardError
from paper.reading import ReadError
from strategy.fiscal import fiscal_year_of


class Command(BaseCommand):
    """Goal path, name, baseline, target and figures by year of every KPI in a workbook, a CSV or a document."""

    help = "Excel・CSV・Word などのKPI一覧を読み、1行に1件のJSONで出力します（データベースは使いません）。"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="読み込むファイル（xlsx、csv、docx、md、html、txt）")
        parser.add_argument("--format", choices=["json"], default="json", help="出力の形式")
        parser.add_argument("--first-year", type=int, help="計画期間の最初の年度（西暦）")
        parser.add_argument("--last-year", type=int, help="計画期間の最後の年度（西暦）")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, print, and say on the error output what was left out. A file that cannot be read ends with a sentence."""
        path = Path(options["file"])
        first, last = options["first_year"], options["last_year"]
        if first is not None and last is not None and last < first:
            raise CommandError("--last-year は --first-year と同じか、後の年度にしてください。")
        try:
            data = path.read_bytes()
        except OSError as missing:
            raise CommandError(f"「{path}」を開けません。名前と場所を確かめてください。") from missing
        try:
            read = read_document(path.name, data, {})
        except (GuardError, ReadError) as refused:
            raise CommandError(str(refused)) from refused
        lines = lines_of(read.outline)
        this_year = fiscal_year_of(timezone.localdate())
        for line in lines:
            period, assumed = period_of(line, first, last, this_year)
            self.stdout.write(json.dumps(object_of(line, period=period, assumed=assumed), ensure_ascii=False))
        for flag in read.outline.flags:
            self.stderr.write(flag)
        if not lines:
            raise CommandError(
                "KPIの表が見つかりません。見出しの行に「指標名」「現状値」「目標値」などがあるかを確かめてください。"
            )
