from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

from strategy import guards


class StrategyConfig(AppConfig):
    name = "strategy"
    verbose_name = "計画"
    guards = guards.GUARDS

    def ready(self):
        pre_migrate.connect(self.guards.drop_before_migrate, sender=self)
        post_migrate.connect(self.guards.install_after_migrate, sender=self)
