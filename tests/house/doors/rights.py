"""The one table of who may open what. A route that is not in it fails the walk.

It is written from the product's rules and not from the code. `door` are those whom the route lets ask at all. `see`
are those for whom the thing exists: everybody else is answered one of `outside`, in the bytes of an id that nothing
has. `read` are those who may open it, `write` those who may do it; whoever sees it and may not is told why: one of
`refusals`. A route without `write` changes nothing, whoever asks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.house.doors.actors import Actor, line_of
from tests.house.doors.places import Place

Who = Callable[[Actor, Place], bool]
COACH_MANAGES = {
    "oslo": "north",
    "bergen": "bergen",
    "north": "north",
    "rome": "south",
}  # what each place's coach manages


def everyone(actor: Actor, place: Place) -> bool:
    return True


def nobody(actor: Actor, place: Place) -> bool:
    return False


def signed_in(actor: Actor, place: Place) -> bool:
    return actor.signed_in


def administers(actor: Actor, place: Place) -> bool:
    return actor.signed_in and actor.is_administrator


def in_a_team(actor: Actor, place: Place) -> bool:
    return actor.signed_in and bool(actor.roles)


def knows_who_works_here(actor: Actor, place: Place) -> bool:
    return in_a_team(actor, place) or administers(actor, place)


def is_owner(actor: Actor, place: Place) -> bool:
    return actor.signed_in and actor.name == place.owner


def is_owner_or_knows(actor: Actor, place: Place) -> bool:
    return is_owner(actor, place) or knows_who_works_here(actor, place)


def reaches(actor: Actor, place: Place) -> bool:
    """Any role on the team, or manager or steward above it."""
    return actor.signed_in and actor.holds(place.name)


def reads(actor: Actor, place: Place) -> bool:
    """An opportunity: whoever reaches its team, and invited collaborators."""
    return reaches(actor, place) or (actor.signed_in and actor.name == place.collaborator)


def manages(actor: Actor, place: Place) -> bool:
    return actor.signed_in and actor.holds(place.name, "manager")


def sells(actor: Actor, place: Place) -> bool:
    """Members of the team and managers above open opportunities in it."""
    return actor.signed_in and actor.holds(place.name, "member", "manager")


def is_a_seller(actor: Actor, place: Place) -> bool:
    return actor.signed_in and bool({"member", "manager"} & set(actor.roles.values()))


def works_on(actor: Actor, place: Place) -> bool:
    return is_owner(actor, place) or manages(actor, place)


def records_on(actor: Actor, place: Place) -> bool:
    return works_on(actor, place) or (actor.signed_in and actor.name == place.collaborator)


def is_served(actor: Actor, place: Place) -> bool:
    """Reads the team's funnel definitions: whoever reaches the team or is in a team below it."""
    return reaches(actor, place) or (actor.signed_in and actor.works_below(place.name))


def keeps(actor: Actor, place: Place) -> bool:
    """A steward of the team or of one above it."""
    return actor.signed_in and actor.holds(place.name, "steward")


def keeps_or_administers(actor: Actor, place: Place) -> bool:
    return keeps(actor, place) or administers(actor, place)


def is_a_steward(actor: Actor, place: Place) -> bool:
    return actor.signed_in and "steward" in actor.roles.values()


def is_a_manager(actor: Actor, place: Place) -> bool:
    return actor.signed_in and "manager" in actor.roles.values()


def is_a_keeper(actor: Actor, place: Place) -> bool:
    return is_a_steward(actor, place) or administers(actor, place)


def is_sponsor(actor: Actor, place: Place) -> bool:
    """The collaborator sponsors the charters of the place, and filed its feedback."""
    return actor.signed_in and actor.name == place.collaborator


def writes_charter(actor: Actor, place: Place) -> bool:
    return is_owner(actor, place) or manages(actor, place)


def reads_draft(actor: Actor, place: Place) -> bool:
    """A charter that was never approved: whoever writes it, and stewards of the team and above."""
    return writes_charter(actor, place) or keeps(actor, place)


def reviews_charter(actor: Actor, place: Place) -> bool:
    """In review also its sponsor and stakeholders."""
    return reads_draft(actor, place) or is_sponsor(actor, place)


def answers_for_charter(actor: Actor, place: Place) -> bool:
    return writes_charter(actor, place) or is_sponsor(actor, place)


def acknowledges_charter(actor: Actor, place: Place) -> bool:
    return is_served(actor, place) or is_sponsor(actor, place)


def reads_brief_draft(actor: Actor, place: Place) -> bool:
    return manages(actor, place) or keeps(actor, place)


def reads_feedback(actor: Actor, place: Place) -> bool:
    return writes_charter(actor, place) or is_sponsor(actor, place)


def is_coach(actor: Actor, place: Place) -> bool:
    return actor.signed_in and actor.name == place.coach


def is_of_the_two(actor: Actor, place: Place) -> bool:
    """The place's owner is coached by its coach."""
    return is_owner(actor, place) or is_coach(actor, place)


def says_enough(actor: Actor, place: Place) -> bool:
    """How much coaching is enough: managers and stewards of the team or above."""
    return manages(actor, place) or keeps(actor, place)


def is_owner_or_manages(actor: Actor, place: Place) -> bool:
    return is_owner(actor, place) or manages(actor, place)


def knows_of_coaching(actor: Actor, place: Place) -> bool:
    """That they met: the two, and managers of the coachee's team and above."""
    return is_of_the_two(actor, place) or manages(actor, place)


def is_away_or_manages(actor: Actor, place: Place) -> bool:
    return is_owner(actor, place) or manages(actor, place)


def gave_or_was_given(actor: Actor, place: Place) -> bool:
    """The owner let the collaborator read what was said."""
    return is_owner(actor, place) or is_sponsor(actor, place)


def is_led_by_coach(actor: Actor, place: Place) -> bool:
    """Works in the team that the place's coach manages or below it, and so may let the coach read."""
    return actor.signed_in and not is_coach(actor, place) and actor.works_below(COACH_MANAGES[place.name])


def leads_or_keeps(actor: Actor, place: Place) -> bool:
    return manages(actor, place) or keeps(actor, place)


@dataclass(frozen=True)
class Rights:
    see: Who = signed_in
    read: Who | None = None
    write: Who | None = None
    door: Who = everyone
    outside: tuple[int, ...] = (404,)
    refusals: tuple[int, ...] = (403,)
    empty: bool = False  # whoever may open it may find nothing there
    method: bool = True  # False: the address does not take this method

    def may(self, method: str, actor: Actor, place: Place) -> bool:
        if method in ("GET", "HEAD"):
            return (self.read or self.see)(actor, place)
        return (self.write or self.read or self.see)(actor, place)

    def writes(self, method: str) -> bool:
        return self.write is not None and method not in ("GET", "HEAD")


ByMethod = dict[str, Rights]
ANYBODY = Rights(everyone)
MINE = Rights(signed_in)
MINE_OR_NOTHING = Rights(signed_in, empty=True)
MY_OWN = Rights(signed_in, write=signed_in)
ADMINISTRATORS = Rights(signed_in, read=administers)
BY_THEM = Rights(signed_in, read=administers, write=administers)
KEEPERS = Rights(signed_in, read=is_a_keeper)

OPPORTUNITY = Rights(reads)
WORKED_ON = Rights(reads, write=works_on)
RECORDED_ON = Rights(reads, write=records_on)
REASSIGNED = Rights(reads, write=manages, refusals=(403, 400))
RENEWED = Rights(reads, write=manages)
PARTS = {"GET": OPPORTUNITY, "POST": RECORDED_ON}
PART = {"GET": OPPORTUNITY, "PATCH": RECORDED_ON}
DEFINED = Rights(is_served, write=keeps)
DRAFTED = Rights(keeps, write=keeps)
IMPORT_API = Rights(reaches, read=keeps, write=keeps)
CUSTOMER = Rights(in_a_team, write=in_a_team)
CATALOGUE = Rights(in_a_team, write=is_a_steward)
KNOWN = Rights(is_owner_or_knows)
PERSON = Rights(knows_who_works_here, read=keeps_or_administers, write=keeps_or_administers)
PERSON_API = Rights(knows_who_works_here, write=keeps_or_administers)
BY_ADMINISTRATORS = Rights(knows_who_works_here, read=administers, write=administers)
TEAM_API = Rights(knows_who_works_here, write=keeps_or_administers)

PAGES: dict[str, Rights | ByMethod] = {
    "home": ANYBODY,
    "this_week": MINE,
    "manifest": ANYBODY,
    "healthz": ANYBODY,
    "readyz": ANYBODY,
    "metrics": ANYBODY,
    "portal:people": Rights(signed_in, read=knows_who_works_here),
    "portal:invite": Rights(signed_in, read=is_a_keeper, write=keeps_or_administers, refusals=(422,)),
    "portal:person": KNOWN,
    "portal:person_edit": PERSON,
    "portal:send_invitation": PERSON,
    "portal:administrator": {"POST": Rights(is_owner_or_knows, write=administers)},
    "portal:join": Rights(knows_who_works_here, read=is_a_keeper, write=keeps_or_administers, refusals=(422,)),
    "portal:leave": PERSON,
    "portal:come_back": BY_ADMINISTRATORS,
    "portal:membership_end": PERSON,
    "portal:membership_move": PERSON,
    "portal:teams": Rights(signed_in, read=knows_who_works_here),
    "portal:team_add": Rights(signed_in, read=is_a_keeper, write=keeps_or_administers, refusals=(422,)),
    "portal:team": Rights(knows_who_works_here),
    "portal:team_edit": Rights(knows_who_works_here, read=keeps_or_administers, write=keeps_or_administers),
    "portal:team_archive": {"POST": TEAM_API},
    "portal:team_restore": {"POST": TEAM_API},
    "portal:settings": MINE,
    "portal:profile": MY_OWN,
    "portal:organisation": Rights(signed_in, read=administers, write=administers),
    "portal:tokens": MY_OWN,
    "portal:token_revoke": {"POST": Rights(is_owner, write=is_owner)},
    "portal:set_up": KEEPERS,
    "portal:first_administrator": ANYBODY,
    "portal:digests": MINE,
    "portal:digest": Rights(is_owner),
    "portal:digest_settings": MY_OWN,
    "portal:digest_again": {"POST": MY_OWN},
    "portal:mail_comes_back": MINE,
    "portal:digest_stop": ANYBODY,
    "portal:digest_act": ANYBODY,
    "portal:mail": ADMINISTRATORS,
    "portal:mail_pause": {"POST": BY_THEM},
    "portal:mail_resume": {"POST": BY_THEM},
    "portal:mail_test": {"POST": BY_THEM},
    "portal:mail_week": ADMINISTRATORS,
    "portal:mail_trial": ADMINISTRATORS,
    "portal:mail_preview": BY_THEM,
    "portal:set_up_organisation": Rights(signed_in, read=administers, write=administers),
    "portal:set_up_teams": Rights(signed_in, read=is_a_keeper, write=is_a_keeper),
    "portal:set_up_people": Rights(signed_in, read=is_a_keeper, write=keeps_or_administers, refusals=(422,)),
    "portal:step_aside": {"POST": Rights(signed_in, write=is_a_keeper)},
    "portal:search": MINE,
}

ACCOUNT: dict[str, Rights | ByMethod] = {
    "account_login": ANYBODY,
    "account_logout": ANYBODY,
    "account_inactive": ANYBODY,
    "account_signup": ANYBODY,
    "account_reauthenticate": MINE,
    "account_change_password": MY_OWN,
    "account_set_password": MINE,
    "account_reset_password": ANYBODY,
    "account_reset_password_done": ANYBODY,
    "account_reset_password_from_key": ANYBODY,
    "account_reset_password_from_key_done": ANYBODY,
    "usersessions_list": MINE,
}

CONFIGURED = Rights(signed_in, read=administers, write=administers)
REFUSED = Rights(signed_in, read=nobody, write=None)
ADMIN: dict[str, Rights | ByMethod] = {
    "admin:login": Rights(everyone, read=lambda actor, place: not actor.signed_in or actor.is_administrator),
    "admin:logout": ADMINISTRATORS,
    "admin:password_change": ADMINISTRATORS,
    "admin:password_change_done": ADMINISTRATORS,
    "admin:index": ADMINISTRATORS,
    "admin:jsi18n": ADMINISTRATORS,
    "admin:app_list": ADMINISTRATORS,
    "admin:autocomplete": REFUSED,
    "admin:view_on_site": Rights(signed_in, read=administers, empty=True),
    "admin:portal_organisation_changelist": ADMINISTRATORS,
    "admin:portal_organisation_add": REFUSED,
    "admin:portal_organisation_change": CONFIGURED,
    "admin:portal_organisation_delete": REFUSED,
    "admin:portal_organisation_history": ADMINISTRATORS,
    "admin:portal_team_changelist": ADMINISTRATORS,
    "admin:portal_team_add": CONFIGURED,
    "admin:portal_team_change": CONFIGURED,
    "admin:portal_team_delete": REFUSED,
    "admin:portal_team_history": ADMINISTRATORS,
    "admin:": Rights(signed_in, read=administers, empty=True),
    "admin:funnels_funnel_changelist": ADMINISTRATORS,
    "admin:funnels_funnel_add": REFUSED,
    "admin:funnels_funnel_change": {"GET": ADMINISTRATORS, "POST": REFUSED},
    "admin:funnels_funnel_delete": REFUSED,
    "admin:funnels_funnel_history": ADMINISTRATORS,
}

API: dict[str, Rights | ByMethod] = {
    "api:root": MINE,
    "api:schema": ANYBODY,
    "api:docs": ANYBODY,
    "api:problems": ANYBODY,
    "api:problem": ANYBODY,
    "api:": Rights(nobody),
    "api:me": MY_OWN,
    "api:me-digest": MY_OWN,
    "api:digests-list": MINE,
    "api:digests-detail": Rights(is_owner),
    "api:digests-preview": MINE,
    "api:organisation": {"GET": MINE, "PATCH": Rights(signed_in, write=administers)},
    "api:memberships-list": {
        "GET": MINE,
        "POST": Rights(knows_who_works_here, write=keeps_or_administers, outside=(400,)),
    },
    "api:memberships-detail": Rights(knows_who_works_here),
    "api:memberships-end": PERSON_API,
    "api:memberships-move": PERSON_API,
    "api:people-list": {"GET": MINE, "POST": Rights(knows_who_works_here, write=keeps_or_administers, outside=(400,))},
    "api:people-detail": {
        "GET": KNOWN,
        "PATCH": Rights(
            is_owner_or_knows, write=lambda actor, place: is_owner(actor, place) or keeps_or_administers(actor, place)
        ),
    },
    "api:people-come-back": Rights(knows_who_works_here, write=administers),
    "api:people-invitation": PERSON_API,
    "api:people-leave": PERSON_API,
    "api:people-make-administrator": Rights(is_owner_or_knows, write=administers),
    "api:people-withdraw-administration": Rights(knows_who_works_here, write=administers),
    "api:teams-list": {"GET": MINE, "POST": Rights(knows_who_works_here, write=keeps_or_administers, outside=(400,))},
    "api:teams-detail": TEAM_API,
    "api:teams-archive": TEAM_API,
    "api:teams-restore": TEAM_API,
    "api:tokens-list": MY_OWN,
    "api:tokens-detail": Rights(is_owner, write=is_owner),
    "api:team-board": Rights(knows_who_works_here, read=reaches),
    "api:team-coaching-coverage": Rights(knows_who_works_here, read=manages),
    "api:accounts-list": {"GET": MINE, "POST": Rights(signed_in, write=in_a_team)},
    "api:accounts-detail": CUSTOMER,
    "api:accounts-archive": CUSTOMER,
    "api:accounts-restore": CUSTOMER,
    "api:contacts-list": {"GET": MINE, "POST": Rights(signed_in, write=in_a_team)},
    "api:contacts-detail": CUSTOMER,
    "api:contacts-archive": CUSTOMER,
    "api:contacts-restore": CUSTOMER,
    "api:products-list": {"GET": MINE, "POST": Rights(signed_in, write=is_a_steward)},
    "api:products-detail": CATALOGUE,
    "api:products-archive": CATALOGUE,
    "api:products-restore": CATALOGUE,
    "api:opportunities-list": {"GET": MINE, "POST": Rights(reaches, write=sells, outside=(400,))},
    "api:opportunities-detail": WORKED_ON,
    "api:opportunities-bulk": {"POST": Rights(reads, write=works_on, outside=(409,), refusals=(409,))},
    "api:opportunities-upsert": {"POST": Rights(reaches, write=keeps, outside=(400,))},
    "api:opportunities-history": OPPORTUNITY,
    "api:opportunities-advance": WORKED_ON,
    "api:opportunities-regress": WORKED_ON,
    "api:opportunities-close": WORKED_ON,
    "api:opportunities-reopen": WORKED_ON,
    "api:opportunities-undo": WORKED_ON,
    "api:opportunities-park": WORKED_ON,
    "api:opportunities-unpark": WORKED_ON,
    "api:opportunities-split": WORKED_ON,
    "api:opportunities-invite": WORKED_ON,
    "api:opportunities-archive": WORKED_ON,
    "api:opportunities-restore": WORKED_ON,
    "api:opportunities-reassign": REASSIGNED,
    "api:opportunity-commitments-list": PARTS,
    "api:opportunity-influences-list": PARTS,
    "api:opportunity-influences-detail": PART,
    "api:opportunity-meetings-list": PARTS,
    "api:opportunity-meetings-detail": PART,
    "api:commitments-list": MINE,
    "api:commitments-detail": OPPORTUNITY,
    "api:commitments-fulfil": RECORDED_ON,
    "api:commitments-decline": RECORDED_ON,
    "api:commitments-break-off": RECORDED_ON,
    "api:commitments-withdraw": RECORDED_ON,
    "api:commitments-reschedule": RECORDED_ON,
    "api:overrides-list": MINE,
    "api:overrides-detail": OPPORTUNITY,
    "api:overrides-renew": RENEWED,
    "api:imports-list": {
        "GET": MINE,
        "POST": Rights(reaches, write=keeps, door=is_a_steward, outside=(400,)),
    },
    "api:imports-detail": IMPORT_API,
    "api:imports-run": IMPORT_API,
    "api:imports-undo": IMPORT_API,
    "api:import-receipts-list": MINE_OR_NOTHING,
    "api:import-receipts-detail": Rights(is_owner),
    "api:import-receipts-read": Rights(is_owner, write=is_owner),
    "api:imports-refused": Rights(reaches, read=keeps),
    "api:funnels-list": {"GET": MINE, "POST": Rights(reaches, write=keeps, outside=(400,))},
    "api:funnels-detail": DEFINED,
    "api:funnel-migrations-list": Rights(is_served, read=keeps),
    "api:funnels-activate": DRAFTED,
    "api:funnels-revise": DEFINED,
    "api:funnels-migrate": DEFINED,
    "api:funnels-add-stage": DRAFTED,
    "api:funnels-edit-stage": DRAFTED,
    "api:funnels-shift-stage": DRAFTED,
    "api:funnels-remove-stage": DRAFTED,
    "api:funnels-set-actions": DRAFTED,
    "api:funnels-add-commitment": DRAFTED,
    "api:funnels-edit-commitment": DRAFTED,
    "api:funnels-shift-commitment": DRAFTED,
    "api:funnels-remove-commitment": DRAFTED,
}

WRITTEN = Rights(reads_draft, write=writes_charter)
PUBLISHED = Rights(signed_in)
LED = Rights(signed_in, write=writes_charter)
ENDORSED = Rights(signed_in, write=answers_for_charter)
OWN = Rights(signed_in, write=is_owner)
BRIEF_DRAFT = Rights(reads_brief_draft, write=manages)
PARTS_OF_CHARTERS = "goals objectives targets strategies tactics services measures connections stakeholders".split()
CHARTERS_API: dict[str, Rights | ByMethod] = {
    "api:charters-list": {"GET": MINE, "POST": Rights(reaches, write=manages, outside=(400,))},
    "api:charters-detail": WRITTEN,
    "api:charters-tree": MINE,
    "api:charters-alignment": MINE,
    "api:charters-submit": WRITTEN,
    "api:charters-send-back": Rights(reviews_charter, write=answers_for_charter),
    "api:charters-approve": Rights(reviews_charter, write=is_sponsor),
    "api:charters-activate": ENDORSED,
    "api:charters-retire": WRITTEN,
    "api:charters-bring-back": WRITTEN,
    "api:charters-revise": LED,
    "api:charters-review": ENDORSED,
    "api:charters-entrust": LED,
    "api:charters-acknowledge": Rights(signed_in, write=acknowledges_charter),
    **{f"api:charter-{part}-list": WRITTEN for part in PARTS_OF_CHARTERS},
    **{f"api:charter-{part}-detail": WRITTEN for part in PARTS_OF_CHARTERS},
    **{f"api:charter-{part}-shift": WRITTEN for part in PARTS_OF_CHARTERS if part != "targets"},
    "api:charter-sales-missions-list": WRITTEN,
    "api:charter-sales-missions-detail": WRITTEN,
    "api:charter-versions-list": PUBLISHED,
    "api:charter-diff": Rights(reads_draft),
    "api:charter-checks": Rights(reads_draft),
    "api:charter-history-list": Rights(reads_draft),
    "api:charter-acknowledgements-list": PUBLISHED,
    "api:charter-questions-list": MY_OWN,
    "api:questions-list": MINE,
    "api:questions-detail": PUBLISHED,
    "api:questions-answer": LED,
    "api:realignments-list": MINE,
    "api:realignments-detail": PUBLISHED,
    "api:realignments-settle": LED,
    "api:objectives-list": MINE,
    "api:objectives-detail": Rights(reads_draft),
    "api:objectives-accept": OWN,
    "api:objectives-hand-over": LED,
    "api:objectives-standing": PUBLISHED,
    "api:objective-measurements-list": LED,
    "api:measure-measurements-list": LED,
    "api:figures": MINE,
    "api:phrase-list": Rights(signed_in, write=is_a_steward),
    "api:measurements-list": MINE,
    "api:measurements-detail": PUBLISHED,
    "api:measurements-bulk": {"POST": Rights(signed_in, read=writes_charter, write=writes_charter)},
    "api:tactics-list": MINE,
    "api:tactics-detail": Rights(reads_draft),
    "api:tactics-done": LED,
    "api:tactics-drop": LED,
    "api:tactics-redate": LED,
    "api:tactics-hand-over": LED,
    "api:tactics-reopen": LED,
    "api:strategy-briefs-list": {"GET": MINE, "POST": Rights(reaches, write=manages, outside=(400,))},
    "api:strategy-briefs-detail": BRIEF_DRAFT,
    "api:strategy-briefs-publish": BRIEF_DRAFT,
    "api:strategy-briefs-retire": BRIEF_DRAFT,
    "api:strategy-briefs-revise": Rights(signed_in, write=manages),
    "api:strategy-briefs-acknowledge": Rights(signed_in, write=is_served),
    "api:brief-priorities-list": BRIEF_DRAFT,
    "api:brief-priorities-detail": BRIEF_DRAFT,
    "api:brief-acknowledgements-list": PUBLISHED,
    "api:brief-trainings-list": Rights(signed_in, write=manages),
    "api:brief-coverage": PUBLISHED,
    "api:strategy-feedback-list": {"GET": MINE, "POST": Rights(reaches, write=sells, outside=(400,))},
    "api:strategy-feedback-detail": Rights(reads_feedback),
    "api:strategy-feedback-answer": Rights(reads_feedback, write=writes_charter),
    "api:strategy-feedback-hand-over": Rights(reads_feedback, write=writes_charter),
}

COACHED = Rights(knows_of_coaching)
BY_COACH = Rights(knows_of_coaching, write=is_coach)
BY_COACHEE = Rights(knows_of_coaching, write=is_owner)
BY_THE_TWO = Rights(knows_of_coaching, write=is_of_the_two)
COACHING_API: dict[str, Rights | ByMethod] = {
    "api:coaching-sessions-list": {"GET": MINE, "POST": Rights(in_a_team, write=manages, outside=(403,))},
    "api:coaching-sessions-plan": {"POST": Rights(in_a_team, write=manages, outside=(403,))},
    "api:coaching-sessions-detail": BY_COACH,
    "api:coaching-sessions-acknowledge": BY_COACHEE,
    "api:coaching-sessions-prepare": BY_COACHEE,
    "api:coaching-sessions-hold": BY_COACH,
    "api:coaching-sessions-move": BY_COACH,
    "api:coaching-sessions-excuse": BY_COACH,
    "api:coaching-sessions-cancel": BY_COACH,
    "api:coaching-sessions-note": BY_COACH,
    "api:coaching-cadences-list": {"GET": MINE, "POST": Rights(in_a_team, write=manages, outside=(403,))},
    "api:coaching-cadences-detail": BY_COACH,
    "api:coaching-cadences-end": BY_COACH,
    "api:coaching-absences-list": {
        "GET": MINE,
        "POST": Rights(reaches, write=is_away_or_manages, outside=(400,)),
    },
    "api:coaching-absences-detail": Rights(is_away_or_manages),
    "api:coaching-absences-withdraw": Rights(is_away_or_manages, write=is_away_or_manages),
    "api:reading-grants-list": {"GET": MINE, "POST": Rights(is_led_by_coach, write=is_led_by_coach, outside=(400,))},
    "api:reading-grants-detail": Rights(gave_or_was_given),
    "api:reading-grants-withdraw": Rights(gave_or_was_given, write=is_owner),
    "api:team-coaching-standard": Rights(knows_who_works_here, read=is_served, write=leads_or_keeps),
    "api:coaching-wording": {"POST": Rights(signed_in)},
    "api:coaching-weak-verbs": Rights(signed_in, write=is_a_steward),
    "api:coaching-reliability": Rights(is_owner_or_knows, read=is_owner_or_manages),
    "api:me-coaching": MINE,
    "api:coaching-commitments-list": MINE,
    "api:coaching-commitments-detail": COACHED,
    "api:coaching-commitments-keep": BY_THE_TWO,
    "api:coaching-commitments-partly": BY_THE_TWO,
    "api:coaching-commitments-miss": BY_THE_TWO,
    "api:coaching-commitments-drop": BY_THE_TWO,
    "api:coaching-commitments-reopen": BY_THE_TWO,
    "api:coaching-commitments-reschedule": BY_COACHEE,
}

WORK_FORM = Rights(reads, read=works_on, write=works_on)
RECORD_FORM = Rights(reads, read=records_on, write=records_on)
MANAGE_FORM = Rights(reads, read=manages, write=manages)
CUSTOMERS = Rights(door=in_a_team, write=in_a_team)
PRODUCTS = Rights(door=in_a_team, read=is_a_steward, write=is_a_steward)
IMPORT_FORM = Rights(reaches, read=keeps, write=keeps, door=in_a_team)
DRAFT_FORM = Rights(keeps, write=keeps, door=in_a_team)
VERSION_FORM = Rights(is_served, read=keeps, write=keeps, door=in_a_team)
WORK_BUTTON: ByMethod = {"POST": WORKED_ON}
FUNNEL: dict[str, Rights | ByMethod] = {
    "funnels:board": MINE,
    "funnels:board_more": MINE_OR_NOTHING,
    "funnels:table": MINE,
    "funnels:export": MINE,
    "funnels:view_keep": {"POST": MY_OWN},
    "funnels:view_forget": {"POST": Rights(is_owner, write=is_owner)},
    "funnels:record_pick": MINE,
    "funnels:opportunity_new": Rights(signed_in, read=is_a_seller, write=sells, refusals=(422,)),
    "funnels:opportunity": OPPORTUNITY,
    "funnels:opportunity_edit": WORK_FORM,
    "funnels:history": OPPORTUNITY,
    "funnels:record": RECORD_FORM,
    "funnels:ask": RECORD_FORM,
    "funnels:advance": WORK_BUTTON,
    "funnels:undo": WORK_BUTTON,
    "funnels:regress": WORK_FORM,
    "funnels:override": MANAGE_FORM,
    "funnels:close": WORK_FORM,
    "funnels:reopen": WORK_FORM,
    "funnels:park": WORK_FORM,
    "funnels:unpark": WORK_BUTTON,
    "funnels:reassign": MANAGE_FORM,
    "funnels:people": WORK_FORM,
    "funnels:lines": WORK_FORM,
    "funnels:opportunity_archive": WORK_BUTTON,
    "funnels:opportunity_restore": WORK_BUTTON,
    "funnels:influence_new": RECORD_FORM,
    "funnels:influence_edit": RECORD_FORM,
    "funnels:meeting_new": RECORD_FORM,
    "funnels:meeting_edit": RECORD_FORM,
    "funnels:reschedule": RECORD_FORM,
    "funnels:decline": RECORD_FORM,
    "funnels:break": RECORD_FORM,
    "funnels:withdraw": RECORD_FORM,
    "funnels:accounts": Rights(door=in_a_team),
    "funnels:account_names": Rights(door=in_a_team),
    "funnels:account_new": CUSTOMERS,
    "funnels:account": Rights(door=in_a_team),
    "funnels:account_edit": CUSTOMERS,
    "funnels:contact_new": CUSTOMERS,
    "funnels:contact_edit": CUSTOMERS,
    "funnels:bulk": {
        "GET": Rights(door=is_a_seller),
        "POST": Rights(reads, write=works_on, door=is_a_seller, outside=(200, 409), refusals=(409,)),
    },
    "funnels:overrides": Rights(door=is_a_manager),
    "funnels:override_renew": Rights(reads, read=manages, write=manages, door=is_a_manager),
    "funnels:catalogue": Rights(door=in_a_team),
    "funnels:product_new": PRODUCTS,
    "funnels:product_edit": PRODUCTS,
    "funnels:product_archive": {"POST": PRODUCTS},
    "funnels:product_restore": {"POST": PRODUCTS},
    "funnels:imports": Rights(door=is_a_steward),
    "funnels:import_new": Rights(door=is_a_steward, write=keeps, refusals=(422,)),
    "funnels:import": Rights(reaches, read=keeps, door=in_a_team),
    "funnels:import_columns": IMPORT_FORM,
    "funnels:import_words": IMPORT_FORM,
    "funnels:import_run": {"POST": IMPORT_FORM},
    "funnels:import_undo": {"POST": IMPORT_FORM},
    "funnels:import_refused": Rights(reaches, read=keeps, door=in_a_team),
    "funnels:receipts": MINE,
    "funnels:receipts_read": {"POST": MY_OWN},
    "funnels:funnels": Rights(door=in_a_team),
    "funnels:funnel_from_template": Rights(door=is_a_steward, write=keeps, refusals=(422,)),
    "funnels:definition_check": Rights(door=in_a_team),
    "funnels:funnel": Rights(is_served, door=in_a_team),
    "funnels:funnel_rename": DRAFT_FORM,
    "funnels:funnel_activate": {"POST": DRAFT_FORM},
    "funnels:funnel_revise": {"POST": VERSION_FORM},
    "funnels:funnel_retire": {"POST": VERSION_FORM},
    "funnels:funnel_bring_back": {"POST": VERSION_FORM},
    "funnels:funnel_enforce": {"POST": VERSION_FORM},
    "funnels:funnel_migrate": VERSION_FORM,
    "funnels:migration": Rights(reaches, read=keeps, door=in_a_team),
    "funnels:stage_new": DRAFT_FORM,
    "funnels:stage_edit": DRAFT_FORM,
    "funnels:stage_shift": {"POST": DRAFT_FORM},
    "funnels:stage_remove": DRAFT_FORM,
    "funnels:definition_new": DRAFT_FORM,
    "funnels:definition_edit": DRAFT_FORM,
    "funnels:definition_shift": {"POST": DRAFT_FORM},
    "funnels:definition_remove": {"POST": DRAFT_FORM},
}

CHARTERS: dict[str, Rights | ByMethod] = {
    "charters:list": MINE,
    "charters:tree": MINE,
    "charters:tactics": MINE,
    "charters:briefs": MINE,
    "charters:brief": Rights(reads_brief_draft),
    "charters:charter": Rights(reads_draft),
    "charters:versions": MINE,
    "charters:changes": Rights(reads_draft),
    "charters:print": Rights(reads_draft),
    "charters:pdf": Rights(reads_draft),
}

DRAFT_PAGE = Rights(reads_draft, read=writes_charter, write=writes_charter)
LED_PAGE = Rights(signed_in, read=writes_charter, write=writes_charter)
ENDORSED_PAGE = Rights(signed_in, read=answers_for_charter, write=answers_for_charter)
BRIEF_PAGE = Rights(reads_brief_draft, read=manages, write=manages)
KEPT_BRIEF = Rights(signed_in, read=manages, write=manages)
STARTED = Rights(door=is_a_manager, write=manages, refusals=(422,))
WRITING: dict[str, Rights | ByMethod] = {
    "charters:new": STARTED,
    "charters:write": Rights(reads_draft, read=writes_charter),
    "charters:section": DRAFT_PAGE,
    "charters:section_check": Rights(reads_draft, read=writes_charter),
    "charters:part_check": Rights(reads_draft, read=writes_charter),
    "charters:part_new": DRAFT_PAGE,
    "charters:part_edit": DRAFT_PAGE,
    "charters:part_remove": DRAFT_PAGE,
    "charters:part_shift": {"POST": DRAFT_PAGE},
    "charters:submit": DRAFT_PAGE,
    "charters:send_back": Rights(reviews_charter, read=answers_for_charter, write=answers_for_charter),
    "charters:approve": Rights(reviews_charter, read=is_sponsor, write=is_sponsor),
    "charters:activate": ENDORSED_PAGE,
    "charters:retire": DRAFT_PAGE,
    "charters:bring_back": DRAFT_PAGE,
    "charters:revise": LED_PAGE,
    "charters:review": ENDORSED_PAGE,
    "charters:acknowledge": Rights(signed_in, read=acknowledges_charter, write=acknowledges_charter),
    "charters:entrust": LED_PAGE,
    "charters:realign": LED_PAGE,
    "charters:objective_accept": Rights(signed_in, read=is_owner, write=is_owner),
    "charters:objective_measure": LED_PAGE,
    "charters:objective_hand_over": LED_PAGE,
    "charters:measure_measure": LED_PAGE,
    "charters:objective_history": PUBLISHED,
    "charters:measure_history": PUBLISHED,
    "charters:tactic_done": LED_PAGE,
    "charters:tactic_drop": LED_PAGE,
    "charters:tactic_reopen": LED_PAGE,
    "charters:tactic_redate": LED_PAGE,
    "charters:tactic_hand_over": LED_PAGE,
    "charters:ask": MY_OWN,
    "charters:answer": LED_PAGE,
    "charters:feedback": MINE,
    "charters:feedback_new": Rights(signed_in, write=sells, refusals=(422,)),
    "charters:feedback_answer": Rights(reads_feedback, read=writes_charter, write=writes_charter),
    "charters:feedback_hand_over": Rights(reads_feedback, read=writes_charter, write=writes_charter),
    "charters:brief_new": STARTED,
    "charters:brief_write": BRIEF_PAGE,
    "charters:brief_publish": BRIEF_PAGE,
    "charters:brief_revise": KEPT_BRIEF,
    "charters:brief_retire": BRIEF_PAGE,
    "charters:brief_acknowledge": Rights(signed_in, read=is_served, write=is_served),
    "charters:priority_new": BRIEF_PAGE,
    "charters:priority_edit": BRIEF_PAGE,
    "charters:priority_remove": BRIEF_PAGE,
    "charters:training": KEPT_BRIEF,
    "charters:phrases": Rights(door=is_a_steward, write=is_a_steward),
}


def keeps_practice(actor: Actor, place: Place) -> bool:
    return is_owner(actor, place) or manages(actor, place) or keeps(actor, place)


def tries_practice(actor: Actor, place: Place) -> bool:
    """Everybody but its author says whether it works for them."""
    return in_a_team(actor, place) and not is_owner(actor, place)


def is_led_by_the_coach(actor: Actor, place: Place) -> bool:
    """Somebody in a team of the coach's or below it: may let the coach read what was said before."""
    own = {"lena": "north", "sam": "south", "vera": "acme", "oskar": "oslo", "bjorn": "bergen"}[place.coach]
    return actor.signed_in and actor.name != place.coach and any(own in line_of(team) for team in actor.roles)


COACHES_ONLY = Rights(knows_of_coaching, read=is_coach, write=is_coach)
COACHEES_ONLY = Rights(knows_of_coaching, read=is_owner, write=is_owner)
COACHING: dict[str, Rights | ByMethod] = {
    "coaching:log": Rights(signed_in, read=is_a_manager, write=manages, refusals=(422,)),
    "coaching:wording": {"POST": MINE},
    "coaching:plan": Rights(signed_in, read=is_a_manager, write=manages, refusals=(422,)),
    "coaching:end_rhythm": {"POST": BY_COACH},
    "coaching:me": MINE,
    "coaching:calendar": MINE,
    "coaching:export": MINE,
    "coaching:session_calendar": Rights(is_of_the_two),
    "coaching:share": Rights(signed_in, write=is_led_by_the_coach, refusals=(422,)),
    "coaching:withdraw": {"POST": Rights(is_owner, write=is_owner)},
    "coaching:person": Rights(is_owner_or_knows, read=is_owner_or_manages),
    "coaching:prep": Rights(is_owner_or_knows, read=is_owner_or_manages),
    "coaching:session": COACHED,
    "coaching:acknowledge": COACHEES_ONLY,
    "coaching:prepare": COACHEES_ONLY,
    "coaching:correct": COACHES_ONLY,
    "coaching:note": COACHES_ONLY,
    "coaching:move": COACHES_ONLY,
    "coaching:excuse": COACHES_ONLY,
    "coaching:call_off": COACHES_ONLY,
    "coaching:settle": Rights(knows_of_coaching, read=is_of_the_two, write=is_of_the_two),
    "coaching:reopen": {"POST": BY_THE_TWO},
    "coaching:redate": COACHEES_ONLY,
}
TRIED = {"POST": Rights(door=in_a_team, write=tries_practice)}
PRACTICES: dict[str, Rights | ByMethod] = {
    "coaching:coverage": MINE,
    "coaching:coverage_file": MINE,
    "coaching:standards": MINE,
    "coaching:standard": Rights(is_served, read=says_enough, write=says_enough),
    "coaching:absences": Rights(signed_in, read=signed_in, write=is_owner_or_manages, refusals=(422,)),
    "coaching:absence_withdraw": {"POST": Rights(is_owner_or_manages, write=is_owner_or_manages)},
    "coaching:observations": MINE,
    "coaching:observe": STARTED,
    "coaching:observation": COACHED,
    "coaching:observation_give": Rights(knows_of_coaching, read=is_of_the_two, write=is_of_the_two),
    "coaching:observation_decline": {"POST": BY_COACHEE},
    "coaching:observation_withdraw": {"POST": BY_COACH},
    "coaching:observation_forms": Rights(door=in_a_team),
    "coaching:observation_form_new": Rights(door=is_a_steward, write=keeps, refusals=(422,)),
    "coaching:observation_form": DRAFT_FORM,
    "coaching:observation_form_activate": {"POST": DRAFT_FORM},
    "coaching:observation_form_revise": {"POST": VERSION_FORM},
    "coaching:observation_form_retire": {"POST": VERSION_FORM},
    "coaching:observation_form_bring_back": {"POST": VERSION_FORM},
    "api:observations-list": {
        "GET": MINE,
        "POST": Rights(in_a_team, write=manages, outside=(403,), refusals=(403, 400)),
    },
    "api:observations-detail": COACHED,
    "api:observations-give": BY_THE_TWO,
    "api:observations-decline": BY_COACHEE,
    "api:observations-withdraw": BY_COACH,
    "api:observation-forms-list": {"GET": MINE, "POST": Rights(reaches, write=keeps, outside=(400,))},
    "api:observation-forms-detail": DRAFTED,
    "api:observation-forms-activate": DRAFTED,
    "api:observation-forms-revise": DEFINED,
    "api:observation-forms-retire": DEFINED,
    "api:observation-forms-bring-back": DEFINED,
    "coaching:practices": Rights(door=in_a_team),
    "coaching:practice": Rights(door=in_a_team),
    "coaching:practice_new": Rights(door=in_a_team, write=in_a_team),
    "coaching:practice_edit": Rights(door=in_a_team, read=is_owner, write=is_owner),
    "coaching:practice_adopt": TRIED,
    "coaching:practice_stop": TRIED,
    "coaching:practice_judge": TRIED,
    "coaching:practice_archive": {"POST": Rights(door=in_a_team, write=keeps_practice)},
    "coaching:practice_restore": {"POST": Rights(door=in_a_team, write=keeps_practice)},
    "api:best-practices-list": {"GET": MINE, "POST": Rights(signed_in, write=in_a_team)},
    "api:best-practices-detail": {"GET": Rights(in_a_team), "PATCH": Rights(in_a_team, write=is_owner)},
    "api:best-practices-adopt": Rights(in_a_team, write=tries_practice),
    "api:best-practices-stop-using": Rights(in_a_team, write=tries_practice),
    "api:best-practices-useful": Rights(in_a_team, write=tries_practice),
    "api:best-practices-archive": Rights(in_a_team, write=keeps_practice),
    "api:best-practices-restore": Rights(in_a_team, write=keeps_practice),
}


def reads_result(actor: Actor, place: Place) -> bool:
    """The owner is whom the results are about; the place's managers read them too."""
    return is_owner(actor, place) or manages(actor, place)


def words_the_statements(actor: Actor, place: Place) -> bool:
    return administers(actor, place) or (actor.signed_in and actor.roles.get("acme") == "steward")


ASKED = Rights(is_sponsor, write=is_sponsor)
CYCLE = Rights(keeps_or_administers, write=keeps_or_administers)
UPWARD_FEEDBACK: dict[str, Rights | ByMethod] = {
    "coaching:feedback": MINE,
    "coaching:feedback_ballot": ASKED,
    "coaching:feedback_from_above": ASKED,
    "coaching:feedback_thanks": MINE,
    "coaching:feedback_protection": MINE,
    "coaching:feedback_results": MINE,
    "coaching:feedback_about": Rights(reads_result),
    "coaching:feedback_together": Rights(manages),
    "coaching:feedback_cycles": KEEPERS,
    "coaching:feedback_cycle_new": Rights(signed_in, read=is_a_keeper, write=keeps_or_administers, refusals=(422,)),
    "coaching:feedback_cycle": Rights(keeps_or_administers),
    "coaching:feedback_cycle_call_off": CYCLE,
    "coaching:feedback_statements": Rights(signed_in, read=words_the_statements, write=words_the_statements),
    "api:feedback-ballots-list": MINE,
    "api:feedback-ballots-detail": ASKED,
    "api:feedback-ballots-answer": ASKED,
    "api:feedback-from-above-list": MINE,
    "api:feedback-from-above-detail": ASKED,
    "api:feedback-from-above-answer": ASKED,
    "api:feedback-results-list": MINE,
    "api:feedback-results-detail": Rights(reads_result),
    "api:feedback-cycles-list": {
        "GET": MINE,
        "POST": Rights(keeps_or_administers, write=keeps_or_administers, door=is_a_keeper, outside=(400,)),
    },
    "api:feedback-cycles-detail": CYCLE,
    "api:feedback-cycles-call-off": CYCLE,
    "api:feedback-statements": {"GET": MINE, "PATCH": Rights(signed_in, write=words_the_statements)},
}

TABLE = (
    UPWARD_FEEDBACK
    | COACHING
    | PRACTICES
    | PAGES
    | ACCOUNT
    | ADMIN
    | API
    | CHARTERS_API
    | COACHING_API
    | CHARTERS
    | FUNNEL
    | WRITING
)


def rights_of(name: str, method: str) -> Rights | None:
    """None where the table does not know the route or the method."""
    found = TABLE.get(name)
    if isinstance(found, Rights):
        return found
    return None if found is None else found.get(method)


# Who may be sent the texts of a place, by the kind in their mark.
READERS: dict[str, Who] = {
    "opp": reads,
    "funnel": lambda actor, place: is_served(actor, place) or reads(actor, place) or administers(actor, place),
    "import": keeps,
    "source": in_a_team,
    "own": is_owner,
    "charter": signed_in,
    "draftcharter": reads_draft,
    "review": reviews_charter,
    "briefdraft": reads_brief_draft,
    "feedback": reads_feedback,
    "practice": in_a_team,
    "box": nobody,
    "above": is_sponsor,
    "asked": lambda actor, place: is_sponsor(actor, place) or keeps_or_administers(actor, place),
    "told": lambda actor, place: reads_result(actor, place) or keeps_or_administers(actor, place),
    "said": is_of_the_two,
    "saw": is_coach,
    "form": is_served,
    "formdraft": keeps,
    "note": is_coach,
}
