"""The charter above has a new version: its texts side by side, and three answers."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from charters import rules
from charters.choices import RealignAnswer
from charters.forms.verbs import RealignForm
from charters.models import Charter, Realignment
from charters.models.drafting import TEXTS
from charters.views.verbs import verb_page
from portal.doors import personal_page, signed_in

COMPARED = tuple(name for name in TEXTS if name not in ("context", "risks", "review_rhythm"))


@personal_page
def realign(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    tasks = Realignment.objects.visible_to(person).select_related("charter__team", "before", "after")
    task: Realignment = get_object_or_404(tasks, pk=pk)
    rules.may_realign(person, task).or_refuse()
    form = RealignForm(request.POST or None, initial={"version": task.version})
    drafts: list[Charter | None] = []
    settled = task.answer != RealignAnswer.OPEN
    return verb_page(
        request, task.charter, form, lambda: drafts.append(task.settle(by=person, at=now, **form.values())),
        title=_("Does it still serve “%(parent)s”?") % {"parent": task.after},
        submit="" if settled else _("Answer"), said=_("Answered."),
        to=lambda: _next(task, drafts), fields="charters/edit/_realign.html", wide=True,
        task=task, settled=settled, texts=_side_by_side(task.before, task.after),
    )  # fmt: skip


def _next(task: Realignment, drafts: list[Charter | None]) -> str:
    """To the draft when there is something to adapt, else back to the charter."""
    if drafts[0] is not None and task.answer == RealignAnswer.ADAPT:
        return reverse("charters:write", args=[drafts[0].pk])
    return reverse("charters:charter", args=[task.charter_id])


def _side_by_side(before: Charter, after: Charter) -> list[tuple[str, str, str]]:
    """Label and both texts of whatever the two versions say differently, goals and objectives included."""
    named = {name: str(after._meta.get_field(name).verbose_name) for name in COMPARED}  # type: ignore[union-attr]
    rows = [(label, getattr(before, name), getattr(after, name)) for name, label in named.items()]
    rows += [(_("goals"), _lines(before.goals.all()), _lines(after.goals.all()))]
    rows += [(_("objectives"), _lines(before.objectives.all()), _lines(after.objectives.all()))]
    return [(label.partition(":")[0], old, new) for label, old, new in rows if old != new]


def _lines(parts: object) -> str:
    return "\n".join(str(one) for one in parts)  # type: ignore[attr-defined]
