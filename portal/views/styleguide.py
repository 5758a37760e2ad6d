"""Every component in every state, in debug only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from portal.assets import ICONS
from portal.doors import personal_page, signed_in
from portal.forms import PortalForm
from portal.views.page import page, toast


class Sample(PortalForm):
    name = forms.CharField(label="Single sales objective", help_text="One outcome, one sentence.")
    amount = forms.DecimalField(label="Amount", required=False)
    day = forms.DateField(label="Expected close", widget=forms.DateInput)
    kind = forms.ChoiceField(label="Kind", choices=[("new", "New customer"), ("renewal", "Renewal")])
    role = forms.ChoiceField(
        label="Role",
        widget=forms.RadioSelect,
        choices=[("e", "Economic"), ("u", "User"), ("t", "Technical"), ("c", "Coach")],
    )
    words = forms.CharField(label="In the customer's words", widget=forms.Textarea, required=False)
    agreed = forms.BooleanField(label="Move it at once", required=False)
    proof = forms.FileField(label="File", required=False)


class Recording(PortalForm):
    who = forms.ChoiceField(
        label="Who committed", choices=[("ka", "Karin Aune · economic buyer"), ("tr", "Tom Reyes · user buyer")]
    )
    said = forms.CharField(label="What did the customer say or send?", widget=forms.Textarea)


@dataclass(frozen=True)
class Step:
    label: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class Entry:
    icon: str
    tone: str
    title: str
    detail: str
    at: date


@personal_page
def styleguide(request: HttpRequest) -> HttpResponse:
    today = signed_in(request).today_at(timezone.now())
    return page(request, "styleguide.html", _samples(today))


@personal_page
def recording(request: HttpRequest) -> HttpResponse:
    """A form that is a dialog where scripts run, and a page where none do."""
    form = Recording(request.POST or None)
    if request.method == "POST" and form.is_valid():
        toast(request, "Recorded. Halden Shipping stays in Evaluate.", undo_url=reverse("styleguide_dialog"))
        return redirect("styleguide")
    status = 422 if request.method == "POST" else 200
    return page(request, "styleguide_dialog.html", {"form": form}, fragment="_styleguide_dialog.html", status=status)


def _samples(today: date) -> dict[str, Any]:
    return {
        "form": Sample(initial={"name": "Port turnaround planning", "role": "e", "day": today}),
        "bad_form": Sample({"bad-amount": "much"}, prefix="bad"),
        "icons": sorted(ICONS),
        "amount": Decimal(384_000),
        "late": today - timedelta(days=4),
        "soon": today,
        "later": today + timedelta(days=9),
        "tones": ["", "ok", "warn", "bad", "info"],
        "steps": [
            Step("Acknowledge", "done", "2 Sep · 16 days"), Step("Define", "done", "18 Sep · 41 days"),
            Step("Evaluate", "now", "29 Oct · 21 days"), Step("Validate", "next"), Step("Decide", "next"),
        ],
        "entries": [
            Entry("check", "kept", "Names the decision process", "Karin Aune · Amara Osei", today),
            Entry("triangle-alert", "late", "Shares figures that size the problem", "Broken", today - timedelta(days=3)),
            Entry("arrow-right", "move", "Moved to Evaluate", "Amara Osei", today - timedelta(days=9)),
        ],
        "views": [{"url": "#", "label": "Board", "icon": "square-kanban", "here": True}, {"url": "#", "label": "Table", "icon": "table-2", "here": False}],
    }  # fmt: skip
