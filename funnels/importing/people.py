"""People and teams: each into the team that the file names, or the manager's, with what the importer may grant.

Nobody is invited and nobody moved: whoever works elsewhere in the branch already is left there, with the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from funnels.importing.cells import Unusable, read_email
from funnels.importing.guessing import ROLES, guess_meaning
from funnels.importing.intake import Staged
from funnels.importing.judging import Effect, Judgement, What, refusal
from funnels.importing.places import Place, Places, Somebody
from funnels.importing.reading import Claim, Reader
from funnels.importing.setting import Setting
from portal.models.team import TeamKind
from portal.refusals import Refusal
from portal.roles import Role


class People:
    def __init__(self, setting: Setting, reader: Reader) -> None:
        self.setting, self.reader, self.columns = setting, reader, reader.columns
        self.places = Places(setting)
        self.notes = self.places.notes

    def prepare(self) -> list[Effect]:
        return []

    def judge(self, rows: Sequence[Staged]) -> list[Judgement]:
        return [refusal(claim) if claim.reasons else self._judge(claim) for claim in self.reader.read(rows)]

    def _judge(self, claim: Claim) -> Judgement:
        role = self._role(claim)
        somebody = self._somebody(claim)
        manager = self._manager(claim)
        if claim.reasons or somebody is None:
            return refusal(claim)
        place = self._place(claim, manager)
        self._refuse_unfit(claim, somebody, place, role)
        if claim.reasons:
            return refusal(claim)
        return self._concluded(claim, somebody, place, role, manager)

    def _role(self, claim: Claim) -> Role:
        word = claim.values.get("role")
        answered = self.setting.answers.get("role", {}).get(word or "", "")
        return Role(answered or (guess_meaning(word, ROLES, Role.MEMBER) if word else Role.MEMBER))

    def _somebody(self, claim: Claim) -> Somebody | None:
        found = self.places.people_named(claim.values["name"], claim.values.get("email"))
        if len(found) > 1:
            claim.refuse(self.columns["name"], _("is the name of several people here. Add an e-mail address"))
            return None
        return found[0] if found else self.places.newcomer(claim.values["name"], claim.values.get("email"))

    def _manager(self, claim: Claim) -> Somebody | None:
        word = claim.values.get("manager")
        if not word:
            return None
        email = _email_in(word)
        found = self.places.people_named("" if email else word, email)
        if len(found) > 1:
            claim.refuse(self.columns["manager"], _("is the name of several people here. Name an e-mail address"))
            return None
        return found[0] if found else self.places.newcomer(email or word, email)

    def _place(self, claim: Claim, manager: Somebody | None) -> Place:
        above = self.places.named(claim.values.get("parent"), under=self.places.root, kind=TeamKind.REGION)
        if claim.values.get("team"):
            return self.places.named(claim.values["team"], under=above)
        if manager is not None:
            return self.places.managed_by(manager, under=above)
        return above

    def _refuse_unfit(self, claim: Claim, somebody: Somebody, place: Place, role: Role) -> None:
        elsewhere = self.places.elsewhere(somebody, place)
        if elsewhere is not None:
            text = _("works in %(team)s already. Move them on their own page") % {"team": elsewhere.name}
            claim.refuse(self.columns["name"], text)
        if not somebody.active:
            claim.refuse(self.columns["name"], _("has left. An administrator can bring them back"))
        verdict = self.places.may_place(role)
        if not verdict and (somebody.key, place.key, role) not in self.places.held:
            claim.reasons.append(str(verdict.reason))

    def _concluded(
        self, claim: Claim, somebody: Somebody, place: Place, role: Role, manager: Somebody | None
    ) -> Judgement:
        steps = self.places.steps(somebody, claim.values.get("email"), place, role)
        if manager is not None and manager.key != somebody.key:
            steps += self.places.steps_for_manager(manager, place)
        what = What.CREATED if somebody.is_new() else What.CHANGED if steps else What.UNCHANGED
        wanted: dict[str, Any] = {"steps": steps}
        somebody.met = True
        return Judgement(
            claim.number, what, somebody.name, wanted=wanted, after={"team": place.name, "role": role.label}
        )

    def work(self, judgements: Sequence[Judgement]) -> list[Effect]:
        effects: list[Effect] = []
        for one in judgements:
            try:
                with transaction.atomic():
                    done = [effect for step in one.wanted.get("steps", []) for effect in step()]
                effects += done
            except (Refusal, PermissionDenied) as fault:
                one.what, one.reasons = What.REFUSED, [str(fault)]
        return effects

    def describe(self, judgement: Judgement) -> list[tuple[str, str, str]]:
        return [(_("Team"), "", judgement.after["team"]), (_("Role"), "", str(judgement.after["role"]))]


def _email_in(word: str) -> str | None:
    try:
        return read_email(word)
    except Unusable:
        return None
