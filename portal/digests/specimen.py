"""A mail that proves that mail leaves: asked for by an administrator, or by command. It says nothing of anybody."""

from __future__ import annotations

from datetime import datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from portal.digests.links import absolute
from portal.models import Event, Organisation, Person
from portal.refusals import Refusal

PATIENCE = 15  # seconds


def send_specimen(to: str, *, by: Person | None, at: datetime) -> None:
    """Handed to the relay at once, past switch and sender. Raises Refusal with what the mail server said."""
    organisation = Organisation.current()
    subject = _("Test mail of %(product)s") % {"product": " ".join(organisation.product_name.split())}
    context = {"organisation": organisation, "by": by, "at": at, "home": absolute("/")}
    text = render_to_string("portal/mail/specimen.txt", context)
    mail = EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [to], headers={"Auto-Submitted": "auto-generated"})
    mail.connection = get_connection(timeout=PATIENCE)
    try:
        mail.send()
    except (SMTPException, OSError) as error:
        raise Refusal(_("The mail server did not take it: %(why)s") % {"why": str(error)[:300]}) from error
    if by:
        Event.objects.record(by, "test mail sent", by=by, at=at)
