from django.apps import AppConfig
from django.core import checks as django_checks
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.module_loading import autodiscover_modules

from publishing import checks, guards


class PublishingConfig(AppConfig):
    name = "publishing"
    verbose_name = "公表"
    guards = guards.GUARDS

    def ready(self):
        autodiscover_modules(
            "demo"
        )  # verbs that no page calls: the record of what was done shows their labels
        django_checks.register(checks.check_font)
        django_checks.register(checks.check_licence)
        pre_migrate.connect(self.guards.drop_before_migrate, sender=self)
        post_migrate.connect(self.guards.install_after_migrate, sender=self)
