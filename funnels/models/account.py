"""Customers, the people there, and what we sell."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from funnels.models.external import External, external_id_once
from portal.models import Versioned


class AccountQuerySet(models.QuerySet["Account"]):
    def current(self) -> AccountQuerySet:
        return self.filter(archived_at=None)

    def named(self, words: str) -> AccountQuerySet:
        return self.filter(name__icontains=words)


class Account(Versioned, External):
    """Every member sees accounts; the opportunities shown with them are scoped."""

    name = models.CharField(_("name"), max_length=200)
    industry = models.CharField(_("industry"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=120, blank=True)
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("belongs to"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="subsidiaries",
    )
    import_batch = models.ForeignKey(
        "funnels.ImportBatch", null=True, on_delete=models.PROTECT, related_name="accounts", editable=False
    )
    archived_at = models.DateTimeField(null=True, editable=False)

    objects = AccountQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [external_id_once("account")]
        indexes = [
            models.Index(fields=["name"], name="account_name"),
            models.Index(models.functions.Lower("name"), name="account_name_in_any_case"),
        ]

    def __str__(self) -> str:
        return self.name


class ContactQuerySet(models.QuerySet["Contact"]):
    def current(self) -> ContactQuerySet:
        return self.filter(archived_at=None)


class Contact(Versioned, External):
    """A person at the customer: the one who gives commitments."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="contacts", verbose_name=_("account"))
    name = models.CharField(_("name"), max_length=120)
    title = models.CharField(_("job title"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    left_on = models.DateField(_("left the customer on"), null=True, blank=True)
    archived_at = models.DateTimeField(null=True, editable=False)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [external_id_once("contact")]

    def __str__(self) -> str:
        return self.name


class Product(Versioned, External):
    """A product line, for the share of an opportunity's amount."""

    name = models.CharField(_("name"), max_length=120)
    series = models.CharField(_("series"), max_length=120, blank=True)
    list_price = models.DecimalField(_("list price"), max_digits=14, decimal_places=2, null=True, blank=True)
    import_batch = models.ForeignKey(
        "funnels.ImportBatch", null=True, on_delete=models.PROTECT, related_name="products", editable=False
    )
    archived_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            external_id_once("product"),
            models.UniqueConstraint(
                models.functions.Lower("name"),
                condition=models.Q(archived_at=None),
                name="product_name_once",
                violation_error_message=_("There is already a product line of this name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
