"""Django's migrate, for a database whose guards are missing or of an older version: it is what brings them."""

from django.core.management.commands import migrate


class Command(migrate.Command):
    """All system checks but those that look into the database, which this command is about to put right."""

    def check(self, *args, databases=None, **options):
        return super().check(*args, databases=None, **options)
