"""Who has a say in a charter, and which other charters it meets."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from charters.choices import ConnectionKind
from charters.models.charter import Charter
from charters.models.part import Part, PartQuerySet
from portal.models import Person


class Stakeholder(Part):
    """Gives input while the charter is in review, and acknowledges it once it is approved."""

    charter = models.ForeignKey(Charter, on_delete=models.CASCADE, related_name="stakeholders")
    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("what we ask of them"), max_length=200, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta(Part.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["charter", "person"],
                name="stakeholder_once",
                violation_error_message=_("This person is named already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.person)


class Connection(Part):
    """A link to another charter: what passes between the two functions."""

    charter = models.ForeignKey(Charter, on_delete=models.CASCADE, related_name="connections")
    other = models.ForeignKey(Charter, verbose_name=_("charter"), on_delete=models.PROTECT, related_name="connected")
    kind = models.CharField(_("how"), max_length=12, choices=ConnectionKind.choices, default=ConnectionKind.SUPPORTS)
    words = models.CharField(_("what passes between them"), max_length=300, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta(Part.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["charter", "other", "kind"],
                name="connection_once",
                violation_error_message=_("This connection is named already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.other}"
