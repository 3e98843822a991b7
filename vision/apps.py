from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

from vision import guards


class VisionConfig(AppConfig):
    name = "vision"
    verbose_name = "人口ビジョン・地域ビジョン"
    guards = guards.GUARDS

    def ready(self):
        pre_migrate.connect(self.guards.drop_before_migrate, sender=self)
        post_migrate.connect(self.guards.install_after_migrate, sender=self)
