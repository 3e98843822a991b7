"""`manage.py tick`: everything whose moment has come, from a timer each minute; safe to run at any time."""

from django.core.cache import cache
from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.outbox import deliver_due
from deliberation.closing import close_due
from deliberation.consulting.reminding import remind_consultations_due
from deliberation.reminding import remind_due as remind_members_due
from deliberation.voiding import void_changed
from kpi.review.reminders import remind_due
from publishing.comments.prints import print_comments_due
from publishing.editions import publish_due
from publishing.population.prints import print_visions_due
from publishing.prints import print_due
from publishing.review.prints import print_reviews_due

LOCK = "tick"
LOCK_SECONDS = 15 * 60  # longer than any tick; a crashed one is forgotten after this


class Command(BaseCommand):
    help = "公表予約、印刷、メールの送信など、時刻の来たものを行います（毎分呼び出してください）。"

    def handle(self, **options):
        if not cache.add(LOCK, True, LOCK_SECONDS):
            self.stdout.write("別の tick が動いています。何もしませんでした。")
            return
        try:
            published = publish_due()
            void_changed(timezone.now())  # before a vote is closed on a text that is no longer the one
            close_due(timezone.now())
            remind_due()  # puts mail down, which leaves at once
            remind_consultations_due()
            remind_members_due()
            sent = deliver_due()
            # last: it may take minutes, the others wait for nobody
            printed = print_due() + print_reviews_due() + print_comments_due() + print_visions_due()
        finally:
            cache.delete(LOCK)
        self.stdout.write(f"公表 {published}件、印刷 {printed}件、送信 {sent}件")
