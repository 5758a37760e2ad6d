"""What is asked about a manager's coaching: the statements that people agree with more or less.

Topics: published surveys of coaching and the practices of world-class first-line managers. An organisation keeps them in
its own words (`FeedbackTemplate`); a code keeps its meaning, since the trend over cycles goes by codes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TEAM: Final = "team"
ABOVE: Final = "above"
FORMS: Final = (TEAM, ABOVE)
LONGEST: Final = 200

CANNOT_SAY: Final = 8
MARKS: Final[dict[int, Promise | str]] = {
    1: _("Disagree strongly"),
    2: _("Disagree"),
    3: _("Rather disagree"),
    4: _("Neither"),
    5: _("Rather agree"),
    6: _("Agree"),
    7: _("Agree strongly"),
    CANNOT_SAY: _("Cannot say"),
}

BY_TEAM: Final[dict[str, Any]] = {
    "time": _("My manager takes enough time to coach me in a usual month."),
    "early": _("Coaching begins early enough to change how things turn out."),
    "one_thing": _("I leave a session knowing one thing that I will do differently."),
    "followed_up": _("We come back to what we agreed."),
    "asks_first": _("My manager asks before telling."),
    "observed": _("What my manager tells me rests on what they have seen."),
    "expected": _("I know what is expected of me, what makes me succeed and what would make me fail."),
    "same_system": _("My manager works with the system that we have to work with."),
    "obstacles": _("My manager helps to clear obstacles away."),
    "promptly": _("Difficult matters are brought up soon and fairly."),
    "practices": _("My manager shares best practices and spreads those of others."),
    "disagree": _("I can disagree without fear."),
}
FROM_ABOVE: Final[dict[str, Any]] = {
    "time": _("This manager takes enough time to coach each person in a usual month."),
    "followed_up": _("This manager comes back to what was agreed."),
    "same_system": _("This manager works with the system that the team has to work with."),
    "promptly": _("This manager brings up difficult matters soon and fairly."),
    "practices": _("This manager shares best practices and spreads those of others."),
    "forecast": _("The forecast that I receive from this manager is reliable."),
}
STATEMENTS: Final = {TEAM: BY_TEAM, ABOVE: FROM_ABOVE}

Kept = Mapping[str, Mapping[str, str]]


def asked(kept: Kept) -> dict[str, list[tuple[str, str]]]:
    """The statements of both forms as a cycle asks them. `kept` are an organisation's own words; an empty one is left out."""
    return {form: [(code, text) for code, text in worded(kept, form).items() if text] for form in FORMS}


def worded(kept: Kept, form: str) -> dict[str, str]:
    """Each statement of a form: as the organisation words it, or as it comes."""
    own = kept.get(form, {})
    return {code: own.get(code, str(text)) for code, text in STATEMENTS[form].items()}
