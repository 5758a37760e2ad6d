"""How mail is often sent: a batch in one go, marked as sent at its end. What the kill does to it is shown beside ours."""

import django

django.setup()

from django.core.mail import get_connection  # noqa: E402
from django.core.mail.message import EmailMessage  # noqa: E402

from portal.digests.models import Subscription  # noqa: E402
from portal.models import Person  # noqa: E402

BATCH = 50

while people := list(Person.objects.filter(subscription=None, name__startswith="Recipient").order_by("pk")[:BATCH]):
    mails = [
        EmailMessage(
            "Digest", "Hello", "portal@localhost", [str(one.email)], headers={"Message-ID": f"<{one.pk}@testserver>"}
        )
        for one in people
    ]
    get_connection().send_messages(mails)
    Subscription.objects.bulk_create([Subscription(person=one) for one in people])
