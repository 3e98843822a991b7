"""The operators' page of indicators: to look at, and as a file. By hand they are changed in the office."""

from django.contrib import admin

from accounts.admin import Exchanged, ReadOnly
from accounts.site import site
from kpi.models import Indicator
from kpi.resources import IndicatorResource


@admin.register(Indicator, site=site)
class IndicatorAdmin(Exchanged, ReadOnly):
    resource_classes = [IndicatorResource]
    list_display = ["government", "name", "unit", "better", "department"]
    list_display_links = ["name"]
    list_filter = ["government", "better", "frequency"]
    list_select_related = ["government", "department"]
    search_fields = ["name", "government__name"]
    fields = (
        "key government name unit better effect department deputy definition formula source survey frequency "
        "survey_years known_month lag_years sector_plan sector_name sector_target"
    ).split()
    readonly_fields = ["key"]

    def get_export_queryset(self, request):
        """Whole rows with what their cells name."""
        return (
            super()
            .get_export_queryset(request)
            .select_related("government", "department", "deputy", "survey")
        )
