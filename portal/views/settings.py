"""Settings: one's own, and the organisation's."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal import firstrun
from portal.addresses import address_of
from portal.doors import administrators_page, personal_page, signed_in
from portal.models import Person
from portal.organising import change_organisation
from portal.profiles import edit_person
from portal.roles import Role
from portal.rules import keeps_people
from portal.settings_forms import OrganisationForm, ProfileForm
from portal.views.page import page
from portal.views.refusing import accepted, answer


@dataclass(frozen=True)
class Entry:
    """A line of the settings page; `kept_by` names who sees it. One whose address does not exist is left out."""

    address: str
    icon: str
    title: Promise
    detail: Promise
    kept_by: str = ""

    def is_for(self, person: Person) -> bool:
        if self.kept_by == "administrators":
            return person.is_administrator
        if self.kept_by == "stewards":
            return person.reach.anywhere(Role.STEWARD)
        return self.kept_by != "keepers" or keeps_people(person)


YOURS = [
    Entry("portal:profile", "user", _("Profile"), _("Your name, language, time zone, colours and shortcuts.")),
    Entry(
        "portal:digest_settings", "mail", _("Weekly digest"), _("Day and hour, by mail or not, and while you are away.")
    ),
    Entry("portal:digests", "history", _("Your digests"), _("What each week's mail said, and why a week had none.")),
    Entry("account_change_password", "key-round", _("Password"), _("Choose another password.")),
    Entry("usersessions_list", "monitor-smartphone", _("Where you are signed in"), _("End sessions on other devices.")),
    Entry("portal:tokens", "link", _("API tokens"), _("Let a script or report act for you.")),
]
OURS = [
    Entry("portal:organisation", "building-2", _("Organisation"), _("Name, currency, fiscal year, working days."), "administrators"),
    Entry("portal:mail", "mail", _("Mail"), _("What became of each week's digests; pause, test and try them."), "administrators"),
    Entry("portal:people", "users", _("People"), _("Invite, move, and record who has left."), "keepers"),
    Entry("portal:teams", "git-branch", _("Teams"), _("Regions, teams and sales functions."), "keepers"),
    Entry("funnels:funnels", "funnel", _("Funnels"), _("Stages, and what customers commit to in each."), "stewards"),
    Entry("funnels:catalogue", "package", _("Products"), _("Product lines that opportunities share their amount among."), "stewards"),
    Entry("funnels:imports", "upload", _("Imports"), _("Bring in opportunities, accounts, products and people."), "stewards"),
    Entry("portal:set_up", "list-checks", _("First steps"), _("What is done, and what is still to do."), "keepers"),
]  # fmt: skip


def _shown(entries: list[Entry], person: Person) -> list[tuple[str, Entry]]:
    return [(url, entry) for entry in entries if entry.is_for(person) and (url := address_of(entry.address))]


@personal_page
def index(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    return page(request, "portal/settings.html", {"yours": _shown(YOURS, person), "ours": _shown(OURS, person)})


@personal_page
def profile(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    form = ProfileForm(request.POST or None, person=person, initial=ProfileForm.start(person))

    def save() -> None:
        edit_person(person, form.values(), version=form.cleaned_data["version"], by=person, at=timezone.now())

    if accepted(form, save):
        with translation.override(person.language or person.organisation.language):
            messages.success(request, str(_("Your profile is saved.")))
        return redirect("portal:profile")
    return answer(request, "portal/profile.html", form)


@administrators_page
def organisation(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    ours = firstrun.organisation()
    form = OrganisationForm(request.POST or None, initial=OrganisationForm.start(ours))

    def save() -> None:
        change_organisation(ours, form.values(), version=form.cleaned_data["version"], by=person, at=timezone.now())

    if accepted(form, save):
        messages.success(request, _("The organisation's settings are saved."))
        return redirect("portal:organisation")
    return answer(request, "portal/organisation.html", form)
