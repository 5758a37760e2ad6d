from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoachingConfig(AppConfig):
    name = "coaching"

    def ready(self) -> None:
        from coaching import daycounts

        post_migrate.connect(daycounts.recount_after_migrate, sender=self)
