"""Moving the open opportunities of other versions to the version in use: preview, questions, progress."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from funnels import rules
from funnels.choices import FunnelState
from funnels.chronicle import changes_since
from funnels.forms.definitions import MigrationForm
from funnels.migrating import PIECE, Passage, asked_for, passages, start, work_off
from funnels.models import Funnel, FunnelMigration
from funnels.tasks import migrate_opportunities
from funnels.views.definitions import address_of, funnel_or_404
from portal.background import enqueue
from portal.doors import role_page, signed_in
from portal.views.page import page, toast
from portal.views.refusing import accepted, seen_version, status_of


@role_page()
def migrate(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    found = funnel_or_404(person, pk)
    rules.may_edit_funnel(person, found).or_refuse()
    running = found.migrations.filter(finished_at=None).first()
    if running:
        return redirect("funnels:migration", running.pk)
    ways = passages(found) if found.state == FunnelState.ACTIVE else []
    form = _form(request, found, ways)
    begun: list[FunnelMigration] = []

    def begin() -> None:
        begun.append(start(found, form.chosen(), by=person, at=now, version=form.cleaned_data["version"]))

    if accepted(form, begin):
        return _begun(request, begun[0])
    seen = seen_version(form)
    context = {
        "funnel": found,
        "ways": ways,
        "total": sum(way.count for way in ways),
        "form": form,
        "changes": changes_since(found, seen) if seen else [],
    }
    return page(request, "funnels/definitions/migrate.html", context, status=status_of(form))


def _form(request: HttpRequest, found: Funnel, ways: list[Passage]) -> MigrationForm:
    return MigrationForm(
        request.POST or None,
        asked=asked_for(ways),
        names={way.stage.code: way.stage.name for way in ways},
        suggested={way.stage.code: way.to for way in ways},
        initial={"version": found.version},
    )


def _begun(request: HttpRequest, migration: FunnelMigration) -> HttpResponse:
    """A handful is moved at once, many in the background."""
    if migration.total <= PIECE:
        work_off(migration.pk, at=timezone.now())
        toast(request, _("Moved %(count)d open opportunities to this version.") % {"count": migration.total})
        return redirect(address_of(migration.funnel))
    enqueue(migrate_opportunities, migration_id=str(migration.pk))
    return redirect("funnels:migration", migration.pk)


@role_page()
def migration(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far it is; the page asks again until all is done."""
    person = signed_in(request)
    rows = FunnelMigration.objects.visible_to(person).select_related("funnel__team", "started_by")
    found = get_object_or_404(rows, pk=pk)
    rules.may_edit_funnel(person, found.funnel).or_refuse()
    return page(
        request,
        "funnels/definitions/migration.html",
        {"migration": found},
        fragment="funnels/definitions/_migration.html",
    )
