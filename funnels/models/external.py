"""Where a record came from: the CRM keeps it, the portal remembers its id and when it was last seen."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class External(models.Model):
    source = models.ForeignKey(
        "funnels.ImportSource",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("source"),
    )
    external_id = models.CharField(_("id in the CRM"), max_length=120, blank=True)
    synced_at = models.DateTimeField(_("last synced"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True


def external_id_once(name: str) -> models.UniqueConstraint:
    """A record is unique by (source, external id)."""
    return models.UniqueConstraint(
        fields=["source", "external_id"], condition=~models.Q(external_id=""), name=f"{name}_external_id_once"
    )
