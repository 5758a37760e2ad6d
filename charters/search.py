"""Charters and strategy briefs by words, in the person's scope."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from charters.choices import BriefState
from charters.models import Charter, StrategyBrief
from portal.models import Person
from portal.search import MOST_HITS, Hit


def find(person: Person, words: str) -> list[Hit]:
    """The present version of each charter whose title, tag line or vision holds the words; then briefs."""
    told = Q(title__icontains=words) | Q(tag_line__icontains=words) | Q(vision__icontains=words)
    charters = Charter.objects.visible_to(person).present().filter(told).select_related("team").order_by("title")
    briefs = StrategyBrief.objects.visible_to(person).filter(title__icontains=words).order_by("title", "-revision")
    current = briefs.filter(state__in=(BriefState.DRAFT, BriefState.PUBLISHED))
    return [
        *(
            Hit(one.title, f"{_('Charter')} · {one.team.name}", reverse("charters:charter", args=[one.pk]), "compass")
            for one in charters[:MOST_HITS]
        ),
        *(
            Hit(one.title, _("Strategy brief"), reverse("charters:brief", args=[one.pk]), "file-text")
            for one in current[:MOST_HITS]
        ),
    ]
