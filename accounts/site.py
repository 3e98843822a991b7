"""The operators' pages: Django's admin, closed to everybody else, with only what we put into it."""

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.shortcuts import redirect


class OperatorSite(AdminSite):
    """Libraries register their tables with Django's own site, which is served nowhere; here stands what we chose."""

    site_header = site_title = "Hashira 運用管理"
    index_title = "団体と利用者"
    site_url = "/office/"

    def has_permission(self, request):
        return request.user.is_active and request.user.is_superuser

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")


site = OperatorSite(name="admin")
site.login = secure_admin_login(site.login)  # one door: the sign-in with limits, second step and record
