"""What became of a digest, said to its recipient."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.digests.choices import Reason, State
from portal.digests.models import Digest

STATES: Final[dict[str, Promise]] = {
    State.PLANNED: _("Is being written"),
    State.RENDERED: _("Written, and about to be sent"),
    State.SENDING: _("Written, and about to be sent"),
    State.SENT: _("Sent"),
    State.UNCERTAIN: _("Sent; whether it arrived is not known"),
}
WHY_NOT: Final[dict[str, Promise]] = {
    Reason.STALE: _("Not sent: the portal was down until it was too late"),
    Reason.NOTHING: _("Not sent: nothing asked for you"),
    Reason.AWAY: _("Not sent: you were away"),
    Reason.OPTED_OUT: _("On this page only, as you chose"),
    Reason.SLOWER: _("Not sent: it comes less often while you do not look at it"),
    Reason.BOUNCED: _("Not sent: mail to your address comes back"),
    Reason.LEFT: _("Not sent: you had no address here"),
    Reason.TOO_SOON: _("Not sent: the one before was sent less than a day earlier"),
    Reason.RESTORED: _("Not sent: it was due before the portal was restored"),
    Reason.UNWRITABLE: _("Not sent: it could not be written"),
    Reason.REFUSED: _("Not sent: the mail server refused it"),
    Reason.GIVEN_UP: _("Not sent: the mail server did not take it in time"),
}
TONES: Final[dict[str, str]] = {State.SENT: "ok", State.FAILED: "bad", State.UNCERTAIN: "warn"}


def told(digest: Digest) -> Promise:
    return WHY_NOT[digest.reason] if digest.reason else STATES[digest.state]


def tone(digest: Digest) -> str:
    return TONES.get(digest.state, "")
