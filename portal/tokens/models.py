"""API tokens: stored as digests, several per person, named, expiring, scoped to reading or writing."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken


class TokenScope(models.TextChoices):
    READ = "read", _("Read only")
    WRITE = "write", _("Read and write")


class Token(AbstractAuthToken):  # type: ignore[misc]
    name = models.CharField(_("name"), max_length=60)
    scope = models.CharField(_("may"), max_length=10, choices=TokenScope.choices, default=TokenScope.READ)
    last_used_on = models.DateField(null=True, editable=False)

    class Meta(AbstractAuthToken.Meta):
        ordering = ["-created"]
        swappable = "KNOX_TOKEN_MODEL"

    def __str__(self) -> str:
        return self.name
