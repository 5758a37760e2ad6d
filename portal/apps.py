from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PortalConfig(AppConfig):
    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal import checks, dbrules  # noqa: F401

        post_migrate.connect(dbrules.install_after_migrate, sender=self)
