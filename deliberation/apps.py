from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

from deliberation import guards


class DeliberationConfig(AppConfig):
    name = "deliberation"
    verbose_name = "審議"
    guards = guards.GUARDS

    def ready(self):
        pre_migrate.connect(self.guards.drop_before_migrate, sender=self)
        post_migrate.connect(self.guards.install_after_migrate, sender=self)
