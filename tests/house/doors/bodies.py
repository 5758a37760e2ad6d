"""What is sent, such that a missing guard would really write.

For the API a body per route; a page is filled in as its own form asks, with the words below where that matters.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.cast import PASSWORD, TODAY
from tests.house.doors.places import SOON, Place

Body = Callable[[Place], dict[str, Any]]
REASON = {"reason": "They asked for it."}


def the(*keys: str, **fixed: Any) -> Body:
    """Ids of the place under their own names (`name=key` with `as`), and fixed values."""

    def body(place: Place) -> dict[str, Any]:
        return {key: str(place.ids[key]) for key in keys} | fixed

    return body


def plain(**fixed: Any) -> Body:
    return the(**fixed)


def of(**named: str) -> Body:
    """Field by field, the place's record of that key."""
    return lambda place: {field: str(place.ids[key]) for field, key in named.items()}


def both(first: Body, second: Body) -> Body:
    return lambda place: first(place) | second(place)


EVIDENCE = {"kind": "message", "reference": "mail of Monday", "note": "They wrote it."}
MEASURED = {"value": "10", "why": "Two playbooks are in use."}
STAGE = {"name": "Agrees to a trial", "customer_phase": "buying"}
COACHED = {"minutes": 30, "kind": "opportunity"}
COMMITMENT = {"statement": "Signs the plan", "givers": ["any"], "evidence_kinds": ["message"]}

LATER, LATER_STILL = (str(TODAY + timedelta(days=days)) for days in (200, 214))
PRACTICE = {
    "title": "Ask first",
    "problem": "access",
    "what": "Ask who else loses.",
    "when_works": "Early on.",
    "evidence": "They introduced her.",
}

API: dict[str, Body] = {
    "api:me": plain(name="Another Name"),
    "api:organisation": plain(fiscal_start_month=4),
    "api:memberships-list": both(of(person="quiet", team="team"), plain(role="steward")),
    "api:memberships-end": plain(**REASON),
    "api:memberships-move": both(of(to="empty"), plain(role="member")),
    "api:people-list": both(of(team="team"), plain(name="New Person", email="new@acme.example")),
    "api:people-detail": plain(name="Another Name"),
    "api:people-come-back": of(team="team"),
    "api:people-leave": plain(**REASON),
    "api:teams-list": both(of(parent="team"), plain(name="A new team", kind="team")),
    "api:teams-detail": plain(name="Another name"),
    "api:tokens-list": plain(name="nightly", scope="read"),
    "api:accounts-list": plain(name="A new customer"),
    "api:accounts-detail": plain(industry="shipping"),
    "api:contacts-list": both(of(account="account"), plain(name="A new contact")),
    "api:contacts-detail": plain(title="buyer"),
    "api:products-list": plain(name="A new line"),
    "api:products-detail": plain(series="first"),
    "api:opportunities-list": both(of(team="team", account="account"), plain(name="A new objective", currency="EUR")),
    "api:opportunities-bulk": lambda place: {
        "opportunities": [{"id": str(place.ids["opportunity"]), "version": place.versions["opportunity"]}],
        "archive": True,
    },
    "api:opportunities-upsert": both(
        of(team="team"), plain(source="A new CRM", opportunities=[{"external_id": "7", "name": "A new objective"}])
    ),
    "api:opportunities-detail": plain(name="Another objective"),
    "api:opportunities-regress": both(of(to="first_stage"), plain(**REASON)),
    "api:opportunities-close": plain(outcome="lost", reasons=["price"]),
    "api:opportunities-reopen": plain(**REASON),
    "api:opportunities-park": plain(until=str(SOON), **REASON),
    "api:opportunities-split": plain(lines=[]),
    "api:opportunities-invite": plain(people=[]),
    "api:opportunities-reassign": of(owner="quiet"),
    "api:opportunity-commitments-list": plain(statement="Shows us the plant"),
    "api:opportunity-influences-list": both(of(contact="contact"), plain(role="economic")),
    "api:opportunity-influences-detail": plain(rating=3),
    "api:opportunity-meetings-list": plain(held_on=str(TODAY)),
    "api:opportunity-meetings-detail": plain(got="A promise"),
    "api:commitments-fulfil": both(of(given_by="contact"), plain(evidence=EVIDENCE)),
    "api:commitments-decline": plain(**REASON),
    "api:commitments-break-off": plain(**REASON),
    "api:commitments-withdraw": plain(**REASON),
    "api:commitments-reschedule": plain(promised_for=str(SOON.replace(day=28))),
    "api:overrides-renew": plain(**REASON),
    "api:funnels-list": both(of(team="team"), plain(name="A new funnel")),
    "api:funnels-detail": plain(name="Another name"),
    "api:funnels-add-stage": plain(**STAGE),
    "api:funnels-edit-stage": both(the("stage"), plain(purpose="Another purpose")),
    "api:funnels-shift-stage": both(the("stage"), plain(step=1)),
    "api:funnels-remove-stage": the("stage"),
    "api:funnels-set-actions": both(the("stage"), plain(actions=["Call them"])),
    "api:funnels-add-commitment": both(the("stage"), plain(**COMMITMENT)),
    "api:funnels-edit-commitment": both(the("definition"), plain(statement="Another deed")),
    "api:funnels-shift-commitment": both(of(definition="definition"), plain(step=1)),
    "api:funnels-remove-commitment": the("definition"),
    "api:charters-list": both(of(team="team"), plain(title="A new charter", kind="program")),
    "api:charters-detail": plain(vision="Another vision"),
    "api:charters-send-back": plain(**REASON),
    "api:charters-entrust": of(to="quiet"),
    "api:charter-goals-list": plain(statement="A new goal"),
    "api:charter-goals-detail": plain(statement="Another goal"),
    "api:charter-goals-shift": plain(step=1),
    "api:charter-objectives-list": plain(statement="A new objective"),
    "api:charter-objectives-detail": plain(statement="Another objective"),
    "api:charter-objectives-shift": plain(step=1),
    "api:charter-targets-list": both(of(objective="draft_objective"), plain(due_on=str(SOON), value="8")),
    "api:charter-targets-detail": plain(value="8"),
    "api:charter-strategies-list": plain(statement="A new strategy"),
    "api:charter-strategies-detail": plain(statement="Another strategy"),
    "api:charter-strategies-shift": plain(step=1),
    "api:charter-tactics-list": plain(step="A new step"),
    "api:charter-tactics-detail": plain(step="Another step"),
    "api:charter-tactics-shift": plain(step=1),
    "api:charter-services-list": plain(name="A new service"),
    "api:charter-services-detail": plain(name="Another service"),
    "api:charter-services-shift": plain(step=1),
    "api:charter-measures-list": plain(name="A new measure", dimension="impact"),
    "api:charter-measures-detail": plain(name="Another measure"),
    "api:charter-measures-shift": plain(step=1),
    "api:charter-connections-list": both(of(other="charter_plain"), plain(words="What passes")),
    "api:charter-connections-detail": plain(words="What passes"),
    "api:charter-connections-shift": plain(step=1),
    "api:charter-stakeholders-list": both(of(person="quiet"), plain(role="Reads it")),
    "api:charter-stakeholders-detail": plain(role="Reads it"),
    "api:charter-stakeholders-shift": plain(step=1),
    "api:charter-sales-missions-list": plain(statement="Top five", starts_on="2026-12-01", ends_on="2027-08-31"),
    "api:charter-sales-missions-detail": plain(statement="Top four"),
    "api:charter-questions-list": plain(text="Why so?"),
    "api:questions-answer": plain(answer="Because."),
    "api:realignments-settle": plain(answer="still_valid"),
    "api:objectives-hand-over": of(to="quiet"),
    "api:objective-measurements-list": plain(**MEASURED),
    "api:measure-measurements-list": plain(**MEASURED),
    "api:measurements-bulk": lambda place: {
        "measurements": [{"objective": str(place.ids["objective"]), **MEASURED}],
    },
    "api:tactics-drop": plain(**REASON),
    "api:tactics-redate": plain(due_on=str(SOON), **REASON),
    "api:tactics-hand-over": of(to="quiet"),
    "api:strategy-briefs-list": both(of(team="team"), plain(title="A new brief")),
    "api:strategy-briefs-detail": plain(problems="Others"),
    "api:brief-priorities-list": plain(kind="market", name="A new market"),
    "api:brief-priorities-detail": plain(words="Another reason"),
    "api:brief-trainings-list": lambda place: {
        "priority": str(place.ids["priority_published"]),
        "people": [str(place.ids["quiet"])],
        "held_on": str(TODAY),
    },
    "api:strategy-feedback-list": both(of(team="team", owner="admin"), plain(topic="other", text="They wait.")),
    "api:phrase-list": plain(checked=False),
    "api:coaching-sessions-list": both(of(coachee="person"), plain(focus="Ask first", **COACHED)),
    "api:coaching-sessions-plan": both(of(coachee="person"), plain(held_at=f"{SOON}T09:00:00Z", **COACHED)),
    "api:coaching-sessions-detail": plain(minutes=40),
    "api:coaching-sessions-acknowledge": plain(took_place=True),
    "api:coaching-sessions-hold": plain(focus="Ask first"),
    "api:coaching-sessions-move": plain(held_at=f"{SOON}T09:00:00Z"),
    "api:coaching-sessions-excuse": plain(excuse="leave"),
    "api:coaching-sessions-prepare": plain(own_view="I rush."),
    "api:coaching-sessions-note": plain(text="Slower."),
    "api:coaching-cadences-list": both(of(coachee="quiet"), plain(every_days=7, first_at=f"{SOON}T09:00:00Z")),
    "api:coaching-cadences-detail": plain(minutes=40),
    "api:coaching-absences-list": both(
        of(person="person", team="team"), plain(starts_on="2027-03-01", ends_on="2027-03-05")
    ),
    "api:reading-grants-list": of(reader="coach"),
    "api:team-coaching-standard": plain(minutes_a_month=90),
    "api:coaching-commitments-miss": plain(**REASON),
    "api:coaching-commitments-drop": plain(**REASON),
    "api:coaching-commitments-reschedule": plain(due_on=str(SOON)),
    "api:strategy-feedback-answer": plain(answer="We look into it."),
    "api:strategy-feedback-hand-over": of(to="quiet"),
    "api:observations-list": both(of(coachee="person", form="form"), plain(setting="customer")),
    "api:observations-give": plain(marks=[{"item": "first", "level": 2}]),
    "api:observation-forms-list": both(of(team="team"), plain(name="A new form")),
    "api:observation-forms-detail": plain(name="Another form"),
    "api:feedback-ballots-answer": plain(marks={"time": 5}),
    "api:feedback-from-above-answer": plain(marks={"time": 5}),
    "api:feedback-cycles-list": both(of(team="team"), plain(opens_on=LATER, closes_on=LATER_STILL)),
    "api:feedback-statements": plain(team={"early": ""}),
    "api:best-practices-list": plain(**PRACTICE),
    "api:best-practices-detail": plain(what="Another way"),
    "api:best-practices-useful": plain(useful=False),
}

# What a person changes in the form that the page offers; the rest is sent as it stands there.
PAGES: dict[str, Body] = {
    "portal:invite": both(of(team="team"), plain(name="New Person", email="new@acme.example", role="member")),
    "portal:person_edit": plain(name="Another Name"),
    "portal:send_invitation": plain(email="quiet.again@acme.example"),
    "portal:administrator": plain(**{"is": "1"}),
    "portal:join": both(of(team="team"), plain(role="steward")),
    "portal:leave": plain(**REASON),
    "portal:come_back": both(of(team="team"), plain(role="member")),
    "portal:membership_end": plain(**REASON),
    "portal:membership_move": both(of(to="empty"), plain(role="member")),
    "portal:team_add": both(of(parent="team"), plain(name="A new team", kind="team")),
    "portal:team_edit": plain(name="Another name"),
    "portal:profile": plain(name="Another Name"),
    "portal:organisation": plain(fiscal_start_month="4"),
    "portal:tokens": plain(name="nightly", scope="read", days="30"),
    "portal:set_up_organisation": plain(fiscal_start_month="4"),
    "portal:set_up_teams": plain(functions="Enablement"),
    "portal:set_up_people": lambda place: {
        "form-0-name": "New Person",
        "form-0-email": "new@acme.example",
        "form-0-team": str(place.ids["team"]),
        "form-0-role": "member",
    },
    "portal:step_aside": plain(aside="1"),
    "account_change_password": plain(
        oldpassword=PASSWORD, password1="another-long-phrase", password2="another-long-phrase"
    ),
    "funnels:view_keep": plain(name="Mine", query="sort=name"),
    "funnels:opportunity_new": both(of(team="team"), plain(name="A new objective")),
    "funnels:opportunity_edit": plain(name="Another objective"),
    "funnels:record": both(
        of(given_by="contact"),
        plain(statement="Shows us the plant", kind="message", note="They wrote it.", fulfilled_on=str(TODAY)),
    ),
    "funnels:ask": plain(statement="Shows us the plant"),
    "funnels:advance": lambda place: {"version": place.versions["ready"]},
    "funnels:undo": lambda place: {"version": place.versions["moved"]},
    "funnels:unpark": lambda place: {"version": place.versions["parked"]},
    "funnels:opportunity_archive": lambda place: {"version": place.versions["opportunity"]},
    "funnels:opportunity_restore": lambda place: {"version": place.versions["archived"]},
    "funnels:regress": plain(**REASON),
    "funnels:override": plain(**REASON),
    "funnels:close": plain(reasons="price"),
    "funnels:reopen": plain(**REASON),
    "funnels:park": plain(until=str(SOON), **REASON),
    "funnels:reassign": of(owner="quiet"),
    "funnels:people": of(people="quiet"),
    "funnels:lines": lambda place: {f"share_{place.ids['product']}": ""},
    "funnels:influence_new": both(of(contact="contact"), plain(role="economic")),
    "funnels:influence_edit": plain(rating="3"),
    "funnels:meeting_new": plain(held_on=str(TODAY)),
    "funnels:meeting_edit": plain(got="A promise"),
    "funnels:reschedule": plain(promised_for=str(SOON.replace(day=28))),
    "funnels:decline": plain(**REASON),
    "funnels:break": plain(**REASON),
    "funnels:withdraw": plain(**REASON),
    "funnels:account_new": plain(name="A new customer"),
    "funnels:account_edit": plain(industry="shipping"),
    "funnels:contact_new": plain(name="A new contact"),
    "funnels:contact_edit": plain(title="buyer"),
    "funnels:bulk": lambda place: {
        "ids": f"{place.ids['opportunity']}:{place.versions['opportunity']}",
        "what": "redate",
        "expected_close": str(SOON.replace(day=28)),
        "reason": "They asked for it.",
        "do": "yes",
    },
    "funnels:override_renew": plain(**REASON),
    "funnels:product_new": plain(name="A new line"),
    "funnels:product_edit": plain(series="first"),
    "funnels:product_archive": lambda place: {"version": place.versions["product"]},
    "funnels:product_restore": lambda place: {"version": place.versions["product_archived"]},
    "api:imports-list": both(of(team="team"), plain(kind="products", source="A new CRM")),
    "funnels:import_new": both(of(team="team"), plain(kind="products", source="A new CRM")),
    "funnels:import_run": lambda place: {"version": place.versions["batch_checked"]},
    "funnels:import_undo": lambda place: {"version": place.versions["batch_done"]},
    "funnels:funnel_from_template": both(of(team="team"), plain(name="A new funnel")),
    "funnels:definition_check": plain(name="Agrees to a trial"),
    "funnels:funnel_rename": plain(name="Another name"),
    "funnels:funnel_activate": lambda place: {"version": place.versions["draft"]},
    "funnels:funnel_retire": lambda place: {"version": place.versions["plain"]},
    "funnels:funnel_bring_back": lambda place: {"version": place.versions["retired"]},
    "funnels:funnel_enforce": lambda place: {"version": place.versions["plain"], "enforcement": "advisory"},
    "funnels:stage_new": plain(**STAGE),
    "funnels:stage_edit": plain(purpose="Another purpose"),
    "funnels:stage_shift": lambda place: {"version": place.versions["draft"], "step": "1"},
    "funnels:definition_new": plain(statement="Signs the plan"),
    "funnels:definition_edit": plain(statement="Another deed"),
    "funnels:definition_shift": lambda place: {"version": place.versions["draft"], "step": "1"},
    "funnels:definition_remove": lambda place: {"version": place.versions["draft"]},
    "charters:new": both(of(team="team"), plain(kind="program", title="A new charter", start="blank")),
    "charters:section": plain(vision="Another vision"),
    "charters:section_check": plain(vision="World-class"),
    "charters:part_check": plain(statement="World-class"),
    "charters:part_new": plain(statement="A new goal"),
    "charters:part_edit": plain(statement="Another goal"),
    "charters:part_shift": lambda place: {"version": place.versions["charter_draft"], "step": "1"},
    "charters:send_back": plain(**REASON),
    "charters:retire": plain(**REASON),
    "charters:review": plain(note="It holds."),
    "charters:entrust": of(to="quiet"),
    "charters:realign": plain(answer="still_valid"),
    "charters:objective_measure": plain(**MEASURED),
    "charters:objective_hand_over": of(to="quiet"),
    "charters:measure_measure": plain(**MEASURED),
    "charters:tactic_drop": plain(**REASON),
    "charters:tactic_redate": plain(due_on=str(SOON), **REASON),
    "charters:tactic_hand_over": of(to="quiet"),
    "charters:ask": plain(text="Why so?"),
    "charters:answer": plain(answer="Because."),
    "charters:feedback_new": both(of(team="team"), plain(topic="other", text="They wait.")),
    "charters:feedback_answer": plain(answer="We look into it."),
    "charters:feedback_hand_over": of(to="quiet"),
    "charters:brief_new": both(of(team="team"), plain(title="A new brief")),
    "charters:brief_write": plain(problems="Others"),
    "charters:priority_new": plain(kind="market", name="A new market"),
    "charters:priority_edit": plain(words="Another reason"),
    "charters:training": of(people="quiet"),
    "charters:phrases": plain(checked="on", weak="synergy"),
    "coaching:log": both(of(coachee="person"), plain(focus="Ask first")),
    "coaching:plan": of(coachee="person"),
    "coaching:share": of(reader="coach"),
    "coaching:acknowledge": lambda place: {"answer": "yes", "version": place.versions["coaching_session"]},
    "coaching:correct": plain(focus="Another focus"),
    "coaching:prepare": plain(own_view="I rush."),
    "coaching:note": plain(text="Slower."),
    "coaching:move": plain(held_at=f"{SOON}T09:00"),
    "coaching:excuse": plain(excuse="leave"),
    "coaching:settle": plain(state="kept"),
    "coaching:reopen": lambda place: {"version": place.versions["coaching_settled"]},
    "coaching:redate": plain(due_on=str(SOON)),
    "coaching:end_rhythm": lambda place: {"version": place.versions["cadence"]},
    "coaching:absences": both(of(who="own_membership"), plain(kind="leave", starts_on=str(SOON), ends_on=str(SOON))),
    "coaching:observe": both(of(coachee="person", form="form"), plain(setting="customer", held_on=str(TODAY))),
    "coaching:observation_give": plain(**{"level-0": "2"}),
    "coaching:observation_decline": lambda place: {"version": place.versions["observation"]},
    "coaching:observation_withdraw": lambda place: {"version": place.versions["observation"]},
    "coaching:observation_form_new": both(of(team="team"), plain(name="A new form")),
    "coaching:observation_form": plain(name="Another form"),
    "coaching:observation_form_activate": lambda place: {"version": place.versions["form_draft"]},
    "coaching:observation_form_revise": lambda place: {"version": place.versions["form_plain"]},
    "coaching:observation_form_retire": lambda place: {"version": place.versions["form_plain"]},
    "coaching:observation_form_bring_back": lambda place: {"version": place.versions["form_retired"]},
    "coaching:feedback_ballot": plain(time="5"),
    "coaching:feedback_from_above": plain(time="5"),
    "coaching:feedback_cycle_new": both(of(team="team"), plain(opens_on=LATER, closes_on=LATER_STILL)),
    "coaching:feedback_statements": plain(**{"team-early": ""}),
    "coaching:practice_new": plain(**PRACTICE),
    "coaching:practice_edit": plain(what="Another way"),
    "coaching:practice_adopt": plain(on=str(TODAY)),
    "coaching:practice_judge": plain(useful="no"),
    "coaching:practice_archive": lambda place: {"version": place.versions["practice"]},
    "coaching:practice_restore": lambda place: {"version": place.versions["practice_gone"]},
    "admin:portal_organisation_change": plain(fiscal_start_month="4"),
    "admin:portal_team_add": both(of(parent="team"), plain(name="A new team", kind="team")),
    "admin:portal_team_change": plain(name="Another name"),
}

# The file that goes with a form.
PRODUCTS = ("file", "products.csv", b"Product,Series\nHarbour planner,GT\n")
FILES = {"funnels:import_new": PRODUCTS, "api:imports-list": PRODUCTS}
