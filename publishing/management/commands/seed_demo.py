"""``manage.py seed_demo``: the demo's governments, people and plans, and how to sign in."""

from unicodedata import east_asian_width

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from accounts.audit import Refused
from publishing.demo import Account, load_demo

HEAD = Account("アドレス", "役割", "パスワード")
WARNING = "見本用の共通パスワードです。外部に公開する環境では使わないでください。"

NOT_READY = "データベースに書き込めません。先に manage.py migrate を実行し、接続先（DATABASE_URL）を確かめてください。"


class Command(BaseCommand):
    help = "見本の団体・利用者・計画を入れ、見本の利用者の一覧を表示します（くり返しても変わりません）。"

    def handle(self, **options):
        try:
            accounts = load_demo(actor=None)
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        except DatabaseError as error:
            raise CommandError(NOT_READY) from error
        for account in (HEAD, *accounts):
            self.stdout.write(f"{padded(account.login, 28)}{padded(account.role, 34)}{account.password}")
        self.stdout.write(f"\n{WARNING}")


def padded(text: str, width: int) -> str:
    """Text with blanks to a width in half-width columns; Japanese characters take two.

    >>> padded("青木", 6) == "青木  "
    True
    """
    taken = sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)
    return text + " " * max(width - taken, 1)
