"""Who has an item open right now."""

import datetime

from django.conf import settings
from django.db import models

from strategy.models.items import PlanItem


class PresenceQuerySet(models.QuerySet):
    def others(self, *, item: PlanItem, than, now: datetime.datetime):
        """People besides ``than`` who had this item open within the last minute, with their names."""
        return (
            self.filter(item=item, seen_at__gt=now - Presence.LASTS)
            .exclude(user=than)
            .select_related("user")
            .order_by("user__name", "user_id")
        )


class Presence(models.Model):
    """在席: that a person has an item open; forgotten after a minute. No part of the plan, so no event and no history."""

    LASTS = datetime.timedelta(seconds=60)

    item = models.ForeignKey(PlanItem, models.CASCADE, related_name="presences", verbose_name="項目")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="presences", verbose_name="利用者"
    )
    seen_at = models.DateTimeField("最後に見た日時")

    objects = PresenceQuerySet.as_manager()
    government_path = "item__edition__plan__government"

    class Meta:
        verbose_name = verbose_name_plural = "在席"
        ordering = ["item_id", "user_id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "user"], name="one_presence_of_a_person_per_item")
        ]

    def __str__(self):
        return f"{self.user}：{self.item}"
