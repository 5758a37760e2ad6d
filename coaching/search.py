"""Best practices by words. What was said in coaching is found by nobody: it is not searched (coaching/models/words.py)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from coaching.models import BestPractice
from portal.models import Person
from portal.search import MOST_HITS, Hit


def find(person: Person, words: str) -> list[Hit]:
    """Those that most work by first."""
    found = BestPractice.objects.visible_to(person).current().about(words).order_by("-adopted_count", "-id")
    return [
        Hit(one.title, f"{_('Best practice')} · {one.get_problem_display()}", address, "bookmark")
        for one in found[:MOST_HITS]
        if (address := reverse("coaching:practice", args=[one.pk]))
    ]
