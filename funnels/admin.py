"""The funnel's part of the administration site: definitions, to be read. They change by verbs on the funnel's pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from funnels.models import Funnel, Stage
from portal.admin import site


class ReadOnly:
    """Configuration is looked up here; nothing is added, changed or deleted."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class StageInline(ReadOnly, admin.TabularInline):
    model = Stage
    fields = ["position", "name", "kind", "purpose", "expected_days"]
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Stage]:
        return Stage.objects.everything(reason="configuration in the administration site")


@admin.register(Funnel, site=site)
class FunnelAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["name", "team", "revision", "state", "enforcement"]
    list_select_related = ["team"]
    inlines = [StageInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Funnel]:
        return Funnel.objects.everything(reason="configuration in the administration site").order_by(
            "name", "-revision"
        )
