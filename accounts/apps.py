from django.apps import AppConfig
from django.core import checks as django_checks
from django.db.models.signals import post_migrate, pre_migrate

from accounts import checks, guards


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "団体と利用者"
    guards = guards.GUARDS

    def ready(self):
        pre_migrate.connect(self.guards.drop_before_migrate, sender=self)
        post_migrate.connect(self.guards.install_after_migrate, sender=self)
        django_checks.register(checks.check_https, deploy=True)
        django_checks.register(checks.check_site_url, deploy=True)
        django_checks.register(checks.check_guards, django_checks.Tags.database)
        django_checks.register(checks.check_journal, django_checks.Tags.database)
        django_checks.register(checks.check_limits_table, django_checks.Tags.database)
