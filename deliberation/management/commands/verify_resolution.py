"""`manage.py verify_resolution FILE`: checks an exported ledger of a written vote. Needs the file and no database."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from deliberation.ledger import lines_of, receipts_in, verify


class Command(BaseCommand):
    help = "書面表決の記録のファイルを、データベースを使わずに検証します。"
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("file", help="公表のページか結果の画面から保存したファイル（ledger.json）")
        parser.add_argument("--head", default="", help="結果の報告やメールにある、末尾の照合値")
        parser.add_argument(
            "--receipt",
            action="append",
            default=[],
            metavar="番号:符号",
            help="受付番号と確認の符号（例：7:3f9a61c082de4b17）。何度でも書けます",
        )

    def handle(self, *, file: str, head: str, receipt: list[str], **options):
        try:
            data, receipts = Path(file).read_bytes(), receipts_in(receipt)
        except OSError as error:
            raise CommandError(f"ファイルを読めません：{file}") from error
        except ValueError as error:
            raise CommandError("控えは「7:3f9a61c082de4b17」のように書いてください。") from error
        found = verify(data, head=head, receipts=receipts)
        for line in lines_of(found):
            self.stdout.write(line)
        if not found.ok:
            raise CommandError("検証に通りませんでした。")
