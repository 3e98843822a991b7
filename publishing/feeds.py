"""The feed of a government's published editions, years of review and calls for comments (Atom)."""

from itertools import chain

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from accounts.rules import government_or_404
from kpi.explaining import year_word
from kpi.models import ReviewYear
from kpi.review.years import address_word
from publishing.comments.reading import Notice, notices_of
from publishing.review.reading import reviews_with_public_plan
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
        return f"{government}が公表した計画の版、評価の結果、意見募集をお知らせします。"

    def items(self, government):
        editions = Edition.objects.public().filter(plan__government=government)
        editions = editions.select_related("plan__government").without_content()
        reviews = reviews_with_public_plan().filter(plan__government=government)
        newest = chain(
            editions.order_by("-published_at", "-id")[:NEWEST],
            reviews.order_by("-published_at", "-id")[:NEWEST],
            notices_of(government, NEWEST),
        )
        return sorted(newest, key=lambda one: one.published_at, reverse=True)[:NEWEST]

    def item_title(self, item):
        if isinstance(item, Notice):
            return item.title
        if isinstance(item, ReviewYear):
            name = year_word(item.fiscal_year)
            return f"{item.edition.title}　{name}の{'総括評価' if item.kind == 'TERM' else '効果検証'}"
        return f"{item.title}（{item.stage_name}）"

    def item_description(self, item):
        if isinstance(item, Notice):
            return item.description
        if isinstance(item, ReviewYear):
            return "評価の結果の訂正を公表しました。" if item.revision > 1 else "評価の結果を公表しました。"
        return f"{item.plan.get_kind_display()}の{item.stage_name}（第{item.number}版）を公表しました。"

    def item_link(self, item):
        if isinstance(item, Notice):
            name = "public_comment_result" if item.is_result else "public_comment"
            plan = item.comment.plan
            return reverse(name, args=[plan.government.slug, plan.slug, item.comment.number])
        place = [item.plan.government.slug, item.plan.slug]
        if isinstance(item, ReviewYear):
            return reverse("public_review_revision", args=[*place, address_word(item), item.revision])
        return reverse("edition", args=[*place, item.number])

    def item_pubdate(self, item):
        return item.published_at

    def item_updateddate(self, item):
        return item.published_at
