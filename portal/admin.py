"""Django's own admin, for configuration only: the organisation and its teams.

People, memberships and everything scoped to teams are changed on the pages, where their rules are. Saving
here calls the same verbs, asks for the same version and leaves the same events.
"""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import secure_admin_login
from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.doors import View, administrators_page, signed_in
from portal.models import Organisation, Team
from portal.organising import add_team, change_organisation, edit_team


class ConfigurationSite(admin.AdminSite):
    site_header = _("Configuration")
    site_title = _("Configuration")
    index_title = _("Organisation and teams")

    def admin_view(self, view: View, cacheable: bool = False) -> Any:
        """Behind the same door as our own pages: others are told that it is not theirs, not asked to sign in again."""
        return administrators_page(super().admin_view(view, cacheable))

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # type: ignore[override]
        """A password has one page, with its rate limits and its notice to other sessions."""
        return redirect("account_change_password")


site = ConfigurationSite()
site.login = secure_admin_login(site.login)  # type: ignore[method-assign]


class SeenForm(forms.ModelForm):
    """Remembers which version was opened, and refuses to replace a newer one."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.instance.version

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        kept = type(self.instance)._base_manager.filter(pk=self.instance.pk).first()
        if kept and kept.version != values.get("seen"):
            raise forms.ValidationError(_("Somebody changed this since you opened it. Open it again."))
        return values


class Configured(admin.ModelAdmin):
    form = SeenForm

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changed(self, form: Any) -> dict[str, Any]:
        return {name: form.cleaned_data[name] for name in form.changed_data if name != "seen"}


@admin.register(Organisation, site=site)
class OrganisationAdmin(Configured):
    fields = (
        "name", "product_name", "currency", "time_zone", "language",
        "fiscal_start_month", "fiscal_pattern", "working_days", "seen",
    )  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Organisation, form: Any, change: bool) -> None:
        change_organisation(
            obj, self.changed(form), by=signed_in(request), at=timezone.now(), version=form.cleaned_data["seen"]
        )


@admin.register(Team, site=site)
class TeamAdmin(Configured):
    fields = ("name", "kind", "parent", "seen")
    list_display = ("name", "kind", "parent")
    list_filter = ("kind",)
    list_select_related = ("parent",)
    search_fields = ("name",)

    def save_model(self, request: HttpRequest, obj: Team, form: Any, change: bool) -> None:
        by, at = signed_in(request), timezone.now()
        if change:
            edit_team(obj, self.changed(form), by=by, at=at, version=form.cleaned_data["seen"])
        else:
            added = add_team(name=obj.name, kind=obj.kind, parent=obj.parent, by=by, at=at)
            obj.pk, obj._state.adding = added.pk, False
