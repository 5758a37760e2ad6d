"""Logging a session: on a phone, in under a minute, and nothing typed is lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from coaching import about, rules
from coaching.choices import MAX_COMMITMENTS, Channel, Kind, SessionState, Side
from coaching.forms.log import MOMENT, OTHER, USUAL_MINUTES, LogForm
from coaching.forms.promises import NEXT, WEEK, PromiseForm, ReviewForm, in_a_week
from coaching.models import CoachingSession
from coaching.people import Ahead, coachees_of, planned_of
from coaching.reading import promises_of
from coaching.recording import already_sent, due_between, hold, log_session
from coaching.serving import priorities_for
from coaching.views.doorstep import address_of, session_or_404
from funnels.models import Opportunity
from portal.doors import role_page, signed_in
from portal.models import Person
from portal.roles import Role
from portal.views.page import page, toast
from portal.views.refusing import accepted, status_of
from portal.views.returning import lead_back, way_back

SHOWN_PEOPLE = 8
USUAL = 30


@dataclass(frozen=True)
class Chip:
    """A person to choose; `short` is the first name, unless two share it."""

    person: Person
    short: str
    chosen: bool
    ahead: Ahead | None


class Desk:
    """Who logs what with whom, and what the two had agreed before."""

    def __init__(self, request: HttpRequest):
        self.request, self.person, self.now = request, signed_in(request), timezone.now()
        self.today = self.person.today_at(self.now)
        self.typed = request.POST if request.method == "POST" else None
        self.asked = {name: self._asked(name) for name in ("person", "opportunity", "plan")}

    def _asked(self, name: str) -> UUID | None:
        """Ids in the address, or in the form once that was sent."""
        given = (self.typed or self.request.GET).get({"person": "coachee"}.get(name, name) if self.typed else name, "")
        try:
            return UUID(given) if given else None
        except ValueError:
            return None

    @cached_property
    def coachees(self) -> list[Person]:
        return coachees_of(self.person, self.today)

    @cached_property
    def ahead(self) -> dict[Any, Ahead]:
        return planned_of(self.person, self.now)

    @cached_property
    def plan(self) -> CoachingSession | None:
        """A planned session that took place."""
        if self.asked["plan"] is None:
            return None
        found = session_or_404(self.person, self.asked["plan"])
        rules.may_change(self.person, found).or_refuse()
        return found

    @cached_property
    def opportunity(self) -> Opportunity | None:
        """The one that the address names."""
        if self.asked["opportunity"] is None:
            return None
        found = Opportunity.objects.visible_to(self.person).with_names().filter(pk=self.asked["opportunity"]).first()
        if found is None:
            raise Http404
        return found

    @cached_property
    def coachee(self) -> Person | None:
        if self.plan is not None:
            return self.plan.coachee
        wanted = self.asked["person"] or (self.opportunity.owner_id if self.opportunity else None)
        return next((one for one in self.coachees if one.pk == wanted), None)

    @cached_property
    def following(self) -> date | None:
        """The day of the next session that the two have planned."""
        ahead = self.ahead.get(self.coachee.pk) if self.coachee else None
        return ahead.held_on if ahead else None

    @cached_property
    def opportunities(self) -> list[Opportunity]:
        """The coachee's open ones, the earliest stages first, with those that the address or the plan names."""
        named = [self.opportunity] if self.opportunity else []
        if self.plan is not None:
            named += about.readable(about.linked(self.plan), self.person)
        if self.coachee is None:
            return named
        return about.offered(self.person, self.coachee, named, typed=self.typed is not None)

    def form(self) -> LogForm:
        return LogForm(
            self.typed,
            initial=self._initial(),
            coachees=self._everybody(),
            opportunities=self.opportunities,
            reviews=self._reviews(),
            promises=self._promises(),
            priorities=priorities_for(self.person),
            following=self.following,
        )

    def _everybody(self) -> list[Person]:
        """A planned session is logged with its coachee, wherever they work by now."""
        missing = [self.plan.coachee] if self.plan and self.plan.coachee not in self.coachees else []
        return [*missing, *self.coachees]

    def _initial(self) -> dict[str, Any]:
        plan = self.plan
        minutes = plan.minutes if plan else USUAL
        begun = min(plan.held_at, self.now) if plan else self.now
        return {
            "coachee": self.coachee,
            "opportunities": [one for one in self.opportunities if plan or one == self.opportunity],
            "kind": plan.kind if plan else Kind.OPPORTUNITY,
            "minutes": str(minutes) if minutes in USUAL_MINUTES else OTHER,
            "other_minutes": None if minutes in USUAL_MINUTES else minutes,
            "channel": plan.channel if plan else Channel.IN_PERSON,
            "held_at": timezone.localtime(begun).strftime(MOMENT),
            "sent_as": uuid4(),
            "plan": plan.pk if plan else None,
            "version": plan.version if plan else None,
        }

    def _reviews(self) -> list[ReviewForm]:
        if self.coachee is None:
            return []
        due = due_between(self.person, self.coachee, self.today)
        words = promises_of(due, self.person) if due else {}
        what = {one.pk: words[one.pk].what if one.pk in words else "" for one in due}
        return [ReviewForm(self.typed, commitment=one, what=what[one.pk], today=self.today) for one in due]

    def _promises(self) -> list[PromiseForm]:
        name = first_name(self.coachee) if self.coachee else ""
        theirs = _("What will %(name)s do?") % {"name": name} if name else _("What will they do?")
        labels = [theirs, _("What will you do?"), _("And one more?")]
        sides = [Side.COACHEE, Side.COACH, Side.COACHEE]
        when = NEXT if self.following else WEEK
        week = in_a_week(self.today, self.person.organisation.working_days)
        return [
            PromiseForm(
                self.typed, prefix=f"promise-{number}", today=self.today, week=week, following=self.following,
                label=labels[number], initial={"side": sides[number], "when": when},
            )
            for number in range(MAX_COMMITMENTS)
        ]  # fmt: skip

    def chips(self, form: LogForm) -> list[Chip]:
        everybody = self._everybody()
        firsts = [first_name(one) for one in everybody]
        chosen = str(form["coachee"].value() or "")
        chosen = str(self.coachee.pk) if self.coachee and not self.typed else chosen
        return [
            Chip(one, one.name if firsts.count(first) > 1 else first, str(one.pk) == chosen, self.ahead.get(one.pk))
            for one, first in zip(everybody, firsts, strict=True)
        ]


def first_name(person: Person) -> str:
    return person.get_short_name()


@role_page(Role.MANAGER)
def log(request: HttpRequest) -> HttpResponse:
    desk = Desk(request)
    if desk.typed is not None:
        known = already_sent(desk.person, _sent_as(request))
        if known is not None:
            return lead_on(request, known)
    form = desk.form()
    kept: list[CoachingSession] = []
    if accepted(form, lambda: kept.append(keep(desk, form))):
        return saved(request, kept[0])
    return answer(desk, form)


def _sent_as(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("sent_as", ""))
    except ValueError:
        return None


def keep(desk: Desk, form: LogForm) -> CoachingSession:
    """One domain call: a new session, or the planned one that took place."""
    values = form.cleaned_data
    if desk.plan is None:
        return log_session(
            form.log(), coach=desk.person, coachee=values["coachee"], at=desk.now, sent_as=values["sent_as"]
        )
    hold(
        desk.plan, form.log(), by=desk.person, at=desk.now, version=values["version"], sent_as=values["sent_as"]
    )  # fmt: skip
    return desk.plan


def saved(request: HttpRequest, session: CoachingSession) -> HttpResponse:
    toast(request, _("Saved. It counts once %(name)s confirms it.") % {"name": first_name(session.coachee)})
    return lead_on(request, session)


def lead_on(request: HttpRequest, session: CoachingSession) -> HttpResponse:
    return lead_back(request, way_back(request, address_of(session)))


def answer(desk: Desk, form: LogForm) -> HttpResponse:
    request = desk.request
    chips = desk.chips(form)
    late = next((at for at, chip in enumerate(chips) if chip.chosen and at >= SHOWN_PEOPLE), None)
    if late is not None:
        chips.insert(0, chips.pop(late))
    context = {
        "form": form,
        "chips": chips[:SHOWN_PEOPLE],
        "more": chips[SHOWN_PEOPLE:],
        "coachee": desk.coachee,
        "plan": desk.plan,
        "gone": desk.plan is not None and desk.plan.state != SessionState.PLANNED,
        "failed": form.is_bound,
        "back": way_back(request, "/"),
        "next": request.POST.get("next") or request.GET.get("next") or "",
    }
    status = 200 if not form.is_bound else status_of(form) if form.refusal else 422
    fragment = "coaching/_log_form.html" if form.is_bound else "coaching/_log_pair.html"
    return page(request, "coaching/log.html", context, fragment=fragment, status=status)
