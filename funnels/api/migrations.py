"""How far the open opportunities of earlier versions have come: for those who keep the funnel.

The counts are those of every team that the funnel serves, so nobody else is told them.
"""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404

from funnels.models import Funnel, FunnelMigration
from funnels.rules import may_edit_funnel
from portal.api.resource import Listed
from portal.api.shapes import Shape
from portal.doors import PERSONAL


class MigrationShape(Shape):
    class Meta:
        model = FunnelMigration
        fields = ["id", "started_at", "finished_at", "total", "done"]


class Migrations(Listed):
    """The newest first."""

    door = PERSONAL
    shape = MigrationShape
    versioned = False

    def rows(self) -> QuerySet[FunnelMigration]:
        served = Funnel.objects.visible_to(self.person).select_related("team")
        funnel = served.filter(pk=self.kwargs["funnel"]).first()
        if funnel is None:
            raise Http404
        may_edit_funnel(self.person, funnel).or_refuse()
        found: QuerySet[FunnelMigration] = funnel.migrations.all()
        return found
