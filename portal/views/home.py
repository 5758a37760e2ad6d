"""This week: what is mine to do."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from portal import firstrun
from portal.doors import personal_page, public_page, signed_in
from portal.home import sections
from portal.roles import Role
from portal.views.page import page


@public_page
def home(request: HttpRequest) -> HttpResponseBase:
    """Anonymous people are led to the sign-in page, or told how to begin where nobody exists yet."""
    if request.user.is_authenticated:
        return this_week(request)
    if firstrun.needed():
        return page(request, "portal/nobody_yet.html", {"days": firstrun.LINK_AGE.days})
    return redirect_to_login(request.get_full_path())


@personal_page
def this_week(request: HttpRequest) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    found = sections(person, now)
    context = {
        "today": person.today_at(now),
        "main": [section for section in found if not section.aside],
        "aside": [section for section in found if section.aside],
        "to_do": firstrun.still_to_do(person),
        "teamless": not person.reach.roles,
        "manages": person.reach.anywhere(Role.MANAGER),
        "sells": person.reach.anywhere(Role.MEMBER),
    }
    return page(request, "portal/home.html", context)


@personal_page
def this_week_by_name(request: HttpRequest) -> HttpResponse:
    return redirect("home")
