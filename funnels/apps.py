from django.apps import AppConfig


class FunnelsConfig(AppConfig):
    name = "funnels"

    def ready(self) -> None:
        from funnels import admin  # noqa: F401
