"""``manage.py compare_editions``: the 新旧対照表 of two editions of a plan as a file, for operators."""

from django.core.management.base import BaseCommand, CommandError

from paper.pdf import PdfError
from publishing.comparison.files import KINDS, comparison_file, page_file
from publishing.comparison.keeping import style_for
from publishing.comparison.reading import ComparisonError, read_table
from publishing.comparison.styles import Style, StyleError, preset
from publishing.comparison.table import Table
from publishing.management.commands.export_plan import (
    edition_of,
    government_of,
    plan_of,
    require_database,
    write,
)
from strategy.models import Plan
from strategy.sanitise import SanitiseError

FORMATS = ("json", "html", *(kind for kind in KINDS if kind != "json"))


class Command(BaseCommand):
    help = "計画の二つの版の新旧対照表を、JSON・HTML・PDF・Word・Excel で書き出します。"

    def add_arguments(self, parser):
        parser.add_argument("code", metavar="GOV", help="団体コード（6桁）")
        parser.add_argument("slug", metavar="PLAN", help="計画のアドレスの名前")
        parser.add_argument("old", metavar="OLD", help="旧の版番号")
        parser.add_argument("new", metavar="NEW", help="新の版番号")
        parser.add_argument("--format", required=True, help="json・html・pdf・docx・xlsx のどれか")
        parser.add_argument(
            "--style", metavar="PRESET", help="様式（指定しなければ団体の様式、正誤訂正の版なら正誤表）"
        )
        parser.add_argument("--output", required=True, metavar="FILE", help="書き出し先（- は標準出力）")

    def handle(self, *, code: str, slug: str, old: str, new: str, format: str, output: str, **options):
        if format not in FORMATS:
            raise CommandError(
                f"形式「{format}」では書き出せません。{'、'.join(FORMATS)} のどれかを指定してください。"
            )
        require_database()
        plan = plan_of(government_of(code), slug)
        try:
            table = read_table(edition_of(plan, old), edition_of(plan, new))
            content = content_of(table, format, style_of(plan, table, options["style"]))
        except (ComparisonError, StyleError, PdfError, SanitiseError) as error:
            raise CommandError(str(error)) from error
        write(content, output)
        if output != "-":
            name = f"{table.title}（第{table.old.number}版 → 第{table.new.number}版）"
            self.stdout.write(f"{name}を {output} に書き出しました。")


def style_of(plan: Plan, table: Table, key: str | None) -> Style:
    """The preset of this key; without one the errata of a correction, else the style of the government."""
    if key is not None:
        return preset(key)
    return preset("errata") if table.new.correction else style_for(plan.government)


def content_of(table: Table, format: str, style: Style) -> bytes:
    """The file, as the office sees the table."""
    return page_file(table, style) if format == "html" else comparison_file(table, format, style)
