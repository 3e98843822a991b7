"""``manage.py export_plan``: an edition of a plan as PDF, Word or JSON, for operators."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from accounts.codes import fault_of_code
from accounts.middleware import is_migrated
from accounts.models import Government
from paper.pdf import PdfError
from publishing.document import Document
from publishing.printing import draft_pdf
from publishing.prints import print_edition
from publishing.word import docx
from strategy.models import Edition, Plan
from strategy.sanitise import SanitiseError

FORMATS = ("pdf", "docx", "json")
NOT_MIGRATED = (
    "データベースの準備ができていません。manage.py migrate を実行してから、もう一度書き出してください。"
)
NO_DATABASE = "データベースにつながりません。DATABASE_URL が正しいこと、データベースが動いていることを確かめてください。"


class Command(BaseCommand):
    help = "計画の版を PDF・Word・JSON で書き出します（版を指定しなければ現行の版、なければ最新の版）。"

    def add_arguments(self, parser):
        parser.add_argument("code", metavar="GOV_CODE", help="団体コード（6桁）")
        parser.add_argument("slug", metavar="PLAN_SLUG", help="計画のアドレスの名前")
        parser.add_argument("--edition", metavar="N", help="版番号")
        parser.add_argument("--format", required=True, help="pdf・docx・json のどれか")
        parser.add_argument("--output", required=True, metavar="FILE", help="書き出し先（- は標準出力）")

    def handle(self, *, code: str, slug: str, edition: str | None, format: str, output: str, **options):
        if format not in FORMATS:
            raise CommandError(
                f"形式「{format}」では書き出せません。{'、'.join(FORMATS)} のどれかを指定してください。"
            )
        require_database()
        found = edition_of(plan_of(government_of(code), slug), edition)
        try:
            content = content_of(found, format)
        except (PdfError, SanitiseError) as error:
            raise CommandError(str(error)) from error
        write(content, output)
        if output != "-":
            self.stdout.write(f"{found.title}（第{found.number}版）を {output} に書き出しました。")


def require_database() -> None:
    """Raise CommandError unless every migration is applied."""
    try:
        migrated = is_migrated()
    except DatabaseError as error:
        raise CommandError(NO_DATABASE) from error
    if not migrated:
        raise CommandError(NOT_MIGRATED)


def government_of(code: str) -> Government:
    """The government of a code; CommandError says which check digit was expected."""
    if fault := fault_of_code(code):
        raise CommandError(fault)
    government = Government.objects.filter(code=code).first()
    if government is None:
        raise CommandError(f"団体コード「{code}」の団体は登録されていません。管理画面で登録してください。")
    return government


def plan_of(government: Government, slug: str) -> Plan:
    """A plan of this government; CommandError lists those there are."""
    plan = Plan.objects.filter(government=government, slug=slug).select_related("government").first()
    if plan is None:
        slugs = "、".join(
            Plan.objects.filter(government=government).order_by("slug").values_list("slug", flat=True)
        )
        rest = f"あるのは {slugs} です。" if slugs else "この団体の計画はまだありません。"
        raise CommandError(f"{government.name}に計画「{slug}」はありません。{rest}")
    return plan


def edition_of(plan: Plan, number: str | None) -> Edition:
    """The edition of this number; without one that in force today, else the newest at any stage."""
    editions = plan.editions.select_related("plan__government").order_by("-number")
    numbers = [str(known) for known in plan.editions.order_by("number").values_list("number", flat=True)]
    if not numbers:
        raise CommandError(f"計画「{plan.slug}」には、まだ版がありません。")
    if number is None:
        in_force = editions.in_force(timezone.localdate()).first()
        return in_force or editions[0]
    if number not in numbers:
        raise CommandError(
            f"計画「{plan.slug}」に第{number}版はありません。あるのは第 {'、'.join(numbers)} 版です。"
        )
    return editions.get(number=int(number))


def content_of(edition: Edition, format: str) -> bytes:
    """The file. A frozen edition gives its stored bytes as JSON, and the PDF that is kept with it."""
    document = Document.of(edition)
    if format == "json":
        return bytes(edition.content) if edition.is_frozen else document.canonical
    if format == "docx":
        return docx(document)
    if not edition.is_frozen:
        return draft_pdf(document).content
    with print_edition(edition).file.open() as file:
        return file.read()


def write(content: bytes, output: str) -> None:
    """To the file, or to standard output for "-"; CommandError where that cannot be."""
    if output == "-":
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        Path(output).write_bytes(content)
    except OSError as error:
        raise CommandError(
            f"「{output}」に書き込めません。フォルダーがあること、書き込む権限があることを確かめてください。"
        ) from error
