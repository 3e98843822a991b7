"""The sitemap: governments that published something, their public editions and years of review."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from accounts.models import Government
from kpi.review.years import address_word
from publishing.comments.reading import announced
from publishing.meetings.published import published_meetings
from publishing.population.reading import public_visions
from publishing.review.reading import reviews_with_public_plan
from strategy.models import Edition


class GovernmentSitemap(Sitemap):
    """Pages of governments."""

    def items(self):
        return Government.objects.filter(plans__editions__in=Edition.objects.public()).distinct()


class CatalogueSitemap(GovernmentSitemap):
    """Catalogues of open data."""

    def location(self, government):
        return reverse("catalogue", args=[government.slug])


class EditionSitemap(Sitemap):
    """Pages of public editions."""

    def items(self):
        return Edition.objects.public().select_related("plan__government").without_content().order_by("id")

    def location(self, edition):
        return reverse("edition", args=[edition.plan.government.slug, edition.plan.slug, edition.number])

    def lastmod(self, edition):
        return edition.published_at


class ReviewSitemap(Sitemap):
    """Pages of published years of review; of a corrected one the newest."""

    def items(self):
        return reviews_with_public_plan().filter(corrected_by__published_at=None).order_by("id")

    def location(self, review):
        return reverse(
            "public_review", args=[review.plan.government.slug, review.plan.slug, address_word(review)]
        )

    def lastmod(self, review):
        return review.published_at


class MeetingSitemap(Sitemap):
    """Pages of meetings whose result was published."""

    def items(self):
        return published_meetings().select_related("plan__government").order_by("id")

    def location(self, meeting):
        return reverse("public_meeting", args=[meeting.plan.government.slug, meeting.plan.slug, meeting.pk])

    def lastmod(self, meeting):
        return meeting.result_published_at


class CommentSitemap(Sitemap):
    """Pages of announced calls for comments."""

    def items(self):
        return announced().order_by("id")

    def location(self, comment):
        return reverse(
            "public_comment", args=[comment.plan.government.slug, comment.plan.slug, comment.number]
        )

    def lastmod(self, comment):
        return comment.result_published_at or comment.announced_at


class PopulationSitemap(Sitemap):
    """Pages of public population visions."""

    def items(self):
        return list(public_visions())

    def location(self, vision):
        return reverse("public_population_edition", args=[vision.government.slug, vision.number])

    def lastmod(self, vision):
        return vision.published_at


SITEMAPS = {
    "governments": GovernmentSitemap,
    "catalogues": CatalogueSitemap,
    "editions": EditionSitemap,
    "reviews": ReviewSitemap,
    "meetings": MeetingSitemap,
    "comments": CommentSitemap,
    "visions": PopulationSitemap,
}
