"""The feed of a government's published editions (Atom)."""

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from accounts.rules import government_or_404
from strategy.models import Edition

NEWEST = 30


class GovernmentFeed(Feed):
    """What a government published lately, newest first."""

    feed_type = Atom1Feed

    def get_object(self, request, government):
        return government_or_404(government)

    def title(self, government):
        return f"{government}の計画の公表"

    def link(self, government):
        return government.get_absolute_url()

    def subtitle(self, government):
        return f"{government}が公表した計画の版をお知らせします。"

    def items(self, government):
        newest = (
            Edition.objects.public().filter(plan__government=government).select_related("plan__government")
        )
        return newest.without_content().order_by("-published_at", "-id")[:NEWEST]

    def item_title(self, edition):
        return f"{edition.title}（{edition.stage_name}）"

    def item_description(self, edition):
        return (
            f"{edition.plan.get_kind_display()}の{edition.stage_name}（第{edition.number}版）を公表しました。"
        )

    def item_link(self, edition):
        return reverse("edition", args=[edition.plan.government.slug, edition.plan.slug, edition.number])

    def item_pubdate(self, edition):
        return edition.published_at

    def item_updateddate(self, edition):
        return edition.published_at
