"""The operators' pages. Every change goes through a verb of ``accounts.master``, so it leaves its event."""

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, ReadOnlyPasswordHashField
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponseRedirect
from import_export.admin import ImportExportMixin
from import_export.forms import ExportForm

from accounts.audit import LABELS
from accounts.formats import FORMATS, FileError
from accounts.master import change_person, delete_row, note_export, note_password, save_row
from accounts.models import AuditEvent, Department, Government, Membership, Outbox, User
from accounts.people import invite_person
from accounts.resources import DepartmentResource, GovernmentResource
from accounts.site import site
from paper.guard import GuardError


def changes_of(form: forms.ModelForm) -> dict[str, str]:
    """The new values of a form by field, as words for the record."""

    def word(value) -> str:
        return (
            "、".join(map(str, value))
            if isinstance(value, QuerySet)
            else str(value if value is not None else "")
        )

    return {name: word(form.cleaned_data.get(name)) for name in form.changed_data}


class Recorded(admin.ModelAdmin):
    """Saves and deletes through verbs."""

    def save_model(self, request, obj, form, change):
        save_row(actor=request.user, row=obj, changes=changes_of(form))

    def delete_model(self, request, obj):
        delete_row(actor=request.user, row=obj)

    def delete_queryset(self, request, queryset):
        for row in queryset:
            delete_row(actor=request.user, row=row)


class Undeletable(admin.ModelAdmin):
    """Others point at these rows for good: they are corrected or ended, not deleted."""

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnly(Undeletable):
    """To look at, never to change."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class Exchanged(ImportExportMixin, Recorded):
    """Comes in and leaves as Excel or CSV."""

    export_form_class = ExportForm
    import_template_name = "admin/accounts/import.html"
    export_template_name = "admin/accounts/export.html"

    def get_import_formats(self):
        return FORMATS

    def get_export_formats(self):
        return FORMATS

    def get_import_data_kwargs(self, **kwargs):
        return {"rollback_on_validation_errors": True}

    def import_action(self, request, **kwargs):
        response = super().import_action(request, **kwargs)
        if result := response.context_data.get("result"):
            response.context_data["faults"] = self.resource_classes[0]().faults(result)
        return response

    def add_data_read_fail_error_to_form(self, form, e):
        known = isinstance(e, FileError | GuardError)
        form.add_error(
            "import_file", str(e) if known else "ファイルを読めませんでした。形式の選び方を確かめてください。"
        )

    def process_result(self, result, request):
        if faults := self.resource_classes[0]().faults(result):
            messages.error(request, "取り込めませんでした。何も変わっていません。" + " ".join(faults[:5]))
            return HttpResponseRedirect("../import/")
        return super().process_result(result, request)

    def add_success_message(self, result, request):
        new, changed, same = (result.totals[kind] for kind in ("new", "update", "skip"))
        messages.success(request, f"取り込みました（新しい{new}件、変わった{changed}件、同じ{same}件）。")

    def get_export_data(self, file_format, request, queryset, **kwargs):
        data = super().get_export_data(file_format, request, queryset, **kwargs)
        note_export(
            actor=request.user, model=self.model, kind=file_format.get_extension(), rows=queryset.count()
        )
        return data


@admin.register(Government, site=site)
class GovernmentAdmin(Exchanged, Undeletable):
    resource_classes = [GovernmentResource]
    list_display = ["code", "name", "kind", "prefecture", "slug"]
    list_filter = ["kind", "prefecture"]
    search_fields = ["code", "name", "slug"]
    fields = ["code", "slug", "name", "kind", "prefecture"]


@admin.register(Department, site=site)
class DepartmentAdmin(Exchanged):
    resource_classes = [DepartmentResource]
    list_display = ["government", "division", "name", "first_day", "last_day"]
    list_display_links = ["name"]
    list_filter = ["government"]
    list_select_related = ["government"]
    search_fields = ["name", "division", "government__name"]
    fields = ["government", "division", "name", "first_day", "last_day", "successors"]


class OfOneGovernment:
    """A department belongs to the government chosen beside it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        department = self.fields["department"]
        department.queryset = Department.objects.select_related("government")
        department.label_from_instance = lambda row: f"{row.government}　{row}"

    def clean(self):
        cleaned = super().clean()
        government, department = self.cleaned_data.get("government"), self.cleaned_data.get("department")
        if department and government and department.government_id != government.pk:
            self.add_error(
                "department", f"{department.government}の課です。{government}の課を選んでください。"
            )
        return cleaned


class LowerCaseAddress:
    """Addresses are kept in lower case, so that they sign in however they are typed."""

    def clean_email(self):
        return (self.cleaned_data["email"] or "").lower() or None


class PersonForm(LowerCaseAddress, forms.ModelForm):
    password = ReadOnlyPasswordHashField(
        label="パスワード", help_text="暗号にして保存しているため、見ることはできません。"
    )

    class Meta:
        model = User
        fields = ["name", "login_name", "email", "mailbox", "is_active", "is_superuser", "password"]

    def clean(self):
        cleaned = super().clean()
        stays = self.cleaned_data.get("is_superuser") and self.cleaned_data.get("is_active")
        others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=self.instance.pk)
        if self.instance.is_superuser and not stays and not others.exists():
            raise forms.ValidationError(
                "ほかに運用管理をする人がいません。先に別の人を「スーパーユーザー権限」にしてください。"
            )
        return cleaned


class InvitationForm(OfOneGovernment, LowerCaseAddress, forms.ModelForm):
    """A new person with a first role; the verb of invitations makes both."""

    government = forms.ModelChoiceField(Government.objects.all(), label="団体")
    role = forms.ChoiceField(label="役割", choices=[("", "選んでください"), *Membership.Role.choices])
    department = forms.ModelChoiceField(Department.objects.all(), label="所管課", required=False)
    contractor = forms.BooleanField(label="委託事業者", required=False)
    last_day = forms.DateField(label="終了日", required=False, help_text="委託事業者には必ず入れてください。")

    class Meta:
        model = User
        fields = ["name", "login_name", "email", "mailbox"]

    def clean(self):
        cleaned = super().clean()
        given = {
            name: self.cleaned_data.get(name) for name in ("role", "department", "contractor", "last_day")
        }
        try:
            Membership(**given).clean()
        except forms.ValidationError as faults:
            self.add_error(None, faults)
        return cleaned


@admin.register(User, site=site)
class PersonAdmin(Recorded, UserAdmin, Undeletable):
    form, add_form, change_password_form = PersonForm, InvitationForm, AdminPasswordChangeForm
    add_form_template = None
    list_display = ["name", "login_name", "email", "mailbox", "is_active", "is_superuser"]
    list_filter = ["is_active", "is_superuser"]
    search_fields = ["name", "login_name", "email", "mailbox"]
    ordering = ["name", "id"]
    filter_horizontal = []
    readonly_fields = ["joined_at", "last_login"]
    actions = ["take_away_devices"]
    fieldsets = [
        (None, {"fields": ["name", "login_name", "email", "mailbox", "password"]}),
        ("使える範囲", {"fields": ["is_active", "is_superuser"]}),
        ("日時", {"fields": ["joined_at", "last_login"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["name", "login_name", "email", "mailbox"]}),
        ("はじめの所属", {"fields": ["government", "role", "department", "contractor", "last_day"]}),
    ]

    def save_model(self, request, obj, form, change):
        if change:
            change_person(actor=request.user, person=obj, changes=changes_of(form))
            return
        given = form.cleaned_data
        person = invite_person(actor=request.user, **{name: given[name] for name in form.fields})
        obj.pk, obj._state.adding = person.pk, False

    def user_change_password(self, request, id, form_url=""):
        with transaction.atomic():
            response = super().user_change_password(request, id, form_url)
            if response.status_code == 302:
                note_password(actor=request.user, person=self.get_object(request, id))
        return response

    @admin.action(description="認証アプリ・パスキー・予備コードを外す（機器をなくした人）")
    def take_away_devices(self, request, queryset):
        devices = Authenticator.objects.filter(user__in=queryset).select_related("user")
        for device in devices:
            delete_row(actor=request.user, row=device, called=f"{device.user}：{device.type}")
        messages.success(request, f"{queryset.count()}人の認証アプリ・パスキー・予備コードを外しました。")


class MembershipForm(OfOneGovernment, forms.ModelForm):
    class Meta:
        model = Membership
        fields = ["user", "government", "role", "department", "first_day", "last_day", "contractor"]


@admin.register(Membership, site=site)
class MembershipAdmin(Recorded, Undeletable):
    form = MembershipForm
    list_display = ["user", "government", "role", "department", "first_day", "last_day", "contractor"]
    list_filter = ["government", "role", "contractor"]
    list_select_related = ["user", "government", "department"]
    search_fields = ["user__name", "user__login_name", "user__email"]


class ActFilter(admin.SimpleListFilter):
    """Acts by the words shown, not by the names stored."""

    title, parameter_name = "操作", "verb"

    def lookups(self, request, model_admin):
        return sorted(LABELS.items())

    def queryset(self, request, queryset):
        return queryset.filter(verb=self.value()) if self.value() else queryset


@admin.register(AuditEvent, site=site)
class AuditEventAdmin(ReadOnly):
    list_display = ["at", "actor", "government", "act", "subject_name", "subject"]
    list_filter = [ActFilter, "government"]
    list_select_related = ["actor", "government"]
    search_fields = ["subject", "subject_name", "actor__name"]
    date_hierarchy = "at"
    fields = ["at", "actor", "government", "act", "verb", "subject_name", "subject", "detail"]

    @admin.display(description="操作", ordering="verb")
    def act(self, event):
        return LABELS.get(event.verb, event.verb)


@admin.register(Outbox, site=site)
class OutboxAdmin(ReadOnly):
    list_display = ["created_at", "to", "subject", "send_after", "sent_at", "attempts"]
    list_filter = ["government"]
    search_fields = ["to", "subject"]
    fields = ["to", "subject", "body", "created_at", "send_after", "sent_at", "attempts", "last_error"]
