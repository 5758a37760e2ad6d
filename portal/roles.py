"""The roles that a membership gives."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    MEMBER = "member", _("Member")
    MANAGER = "manager", _("Manager")
    STEWARD = "steward", _("Steward")
