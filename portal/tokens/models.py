"""API tokens: stored as digests, several per person, named, expiring, scoped to reading or writing."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import DEFAULT_DB_ALIAS, models, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken

from portal.models import Event, Person
from portal.prepared import columns_of, prepared
from portal.refusals import Invalid

LONGEST = 366  # days a token may live


class TokenScope(models.TextChoices):
    READ = "read", _("Read only")
    WRITE = "write", _("Read and write")


class Token(AbstractAuthToken):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=60)
    scope = models.CharField(_("may"), max_length=10, choices=TokenScope.choices, default=TokenScope.READ)
    last_used_on = models.DateField(null=True, editable=False)

    class Meta(AbstractAuthToken.Meta):
        ordering = ["-created"]
        swappable = "KNOX_TOKEN_MODEL"

    def __str__(self) -> str:
        return self.name

    @property
    def may_write(self) -> bool:
        return bool(self.scope == TokenScope.WRITE)

    def holds_at(self, moment: datetime) -> bool:
        return self.expiry is None or self.expiry > moment

    @classmethod
    def with_digest(cls, digest: str) -> Token | None:
        """The token and its person, in one statement that every request over the API begins with."""
        row = _with_digest.first(digest)
        if row is None:
            return None
        own = columns_of(cls)
        token = cls.from_db(DEFAULT_DB_ALIAS, own, row[: len(own)])
        token.user = Person.from_db(DEFAULT_DB_ALIAS, columns_of(Person), row[len(own) :])
        return token

    @classmethod
    def issue(
        cls, person: Person, *, name: str, scope: str = TokenScope.READ, days: int = 90, by: Person | None, at: datetime
    ) -> tuple[Token, str]:
        """A new token and its secret, which is stored nowhere and shown once. `by` is empty on the command line."""
        if not 1 <= days <= LONGEST:
            raise Invalid({"days": _("A token lives between 1 and %(most)s days.") % {"most": LONGEST}})
        with transaction.atomic():
            token, secret = cls.objects.create(person, expiry=None, name=name, scope=scope)
            token.expiry = at + timedelta(days=days)
            token.save(update_fields=["expiry"])
            Event.objects.record(
                person,
                "token issued",
                by=by,
                at=at,
                after={"token": token.public_id, "scope": scope, "until": token.expiry},
            )
        return token, secret

    def revoke(self, *, by: Person | None, at: datetime) -> None:
        """From now on nobody enters with this token."""
        with transaction.atomic():
            Event.objects.record(self.user, "token revoked", by=by, at=at, before={"token": self.public_id})
            self.delete()


@prepared
def _with_digest(digest: str) -> QuerySet[Token]:
    theirs = (f"user__{name}" for name in columns_of(Person))
    return Token.objects.filter(digest=digest).values_list(*columns_of(Token), *theirs)
