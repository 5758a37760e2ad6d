"""The letter that lets an invited person choose a password. It leaves once the invitation has been committed."""

from smtplib import SMTPException
from uuid import UUID

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from portal.background import enqueue
from portal.celery import app
from portal.models import Person

DAY = 24 * 3600


def send_soon(person: Person) -> None:
    enqueue(deliver, person_id=str(person.pk))


@app.task(name="portal.invitations.deliver", autoretry_for=(OSError, SMTPException), retry_backoff=60, max_retries=5)
def deliver(*, person_id: str) -> None:
    """Nobody is written to who has left, or signs in already: a late or repeated task does nothing then."""
    person = Person.objects.current().filter(pk=UUID(person_id)).first()
    if person and person.email and not person.can_sign_in:
        with translation.override(person.language or person.organisation.language):
            send_mail(_subject(person), _text(person), None, [person.email])


def link(person: Person) -> str:
    """Dead once a password has been chosen, or after PASSWORD_RESET_TIMEOUT seconds."""
    key = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    return settings.BASE_URL + reverse("account_reset_password_from_key", kwargs=key)


def _subject(person: Person) -> str:
    return " ".join((_("Your place in %(name)s") % {"name": person.organisation.product_name}).split())


def _text(person: Person) -> str:
    return render_to_string(
        "portal/mail/invitation.txt",
        {
            "person": person,
            "organisation": person.organisation,
            "link": link(person),
            "address": settings.BASE_URL + reverse("account_login"),
            "days": settings.PASSWORD_RESET_TIMEOUT // DAY,
        },
    )
