"""Addresses: staff and sign-in first, then the public pages, whose first word is a government."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

admin.site.site_header = "Hashira 運用管理"
admin.site.site_title = "Hashira 運用管理"
admin.site.index_title = "団体と利用者"
admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("", include("publishing.urls")),
]
