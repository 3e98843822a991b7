"""The sitemap: governments that published something, and their public editions."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from accounts.models import Government
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


SITEMAPS = {"governments": GovernmentSitemap, "catalogues": CatalogueSitemap, "editions": EditionSitemap}
