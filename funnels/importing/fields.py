"""What each kind of import can take in, and the words by which other systems name it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from funnels.models.importing import ImportKind


class Shape(StrEnum):
    TEXT = "text"
    DAY = "day"
    AMOUNT = "amount"
    COUNT = "count"
    CURRENCY = "currency"
    EMAIL = "email"
    WORD = "word"
    """A word of the other system that is asked about once: a stage, an owner, a product line."""


@dataclass(frozen=True)
class Field:
    """`words` are names of columns, the likeliest first, written without blanks, marks and capitals."""

    name: str
    label: str | Promise
    words: tuple[str, ...]
    shape: Shape = Shape.TEXT
    required: bool = False
    longest: int = 200
    hint: str | Promise = ""


OPPORTUNITY: Final = (
    Field(
        "external_id", _("Id in the CRM"),
        ("opportunityid", "dealid", "recordid", "externalid", "id", "opportunitynumber", "dealnumber", "number", "key"),
        required=True, longest=120, hint=_("Stays the same from export to export."),
    ),
    Field(
        "name", _("Name"),
        ("opportunityname", "dealname", "name", "opportunity", "title", "subject", "topic", "deal"),
        hint=_("Without one, product line and account make the name."),
    ),
    Field(
        "account", _("Account"),
        ("account", "accountname", "company", "companyname", "customer", "customername", "client", "organization",
         "organisation", "accountid"),
    ),
    Field(
        "owner", _("Owner"),
        ("owner", "salesagent", "salesperson", "owneremail", "ownername", "salesrep", "opportunityowner", "dealowner",
         "assignedto", "accountmanager", "agent", "seller", "representative"),
        Shape.WORD,
    ),
    Field("stage", _("Stage"), ("stage", "dealstage", "stagename", "status", "phase", "salesstage", "pipelinestage"),
          Shape.WORD, longest=80),
    Field(
        "amount", _("Amount"),
        ("amount", "closevalue", "value", "dealvalue", "revenue", "price", "total", "expectedrevenue", "opportunityamount",
         "amountincompanycurrency"),
        Shape.AMOUNT,
    ),
    Field("currency", _("Currency"), ("currency", "currencycode", "currencyisocode"), Shape.CURRENCY),
    Field(
        "expected_close", _("Close date"),
        ("closedate", "expectedclose", "expectedclosedate", "closingdate", "expectedclosing", "estimatedclosedate"),
        Shape.DAY, hint=_("The expected day; for closed opportunities the actual one."),
    ),
    Field(
        "closed_on", _("Closed on"),
        ("closedon", "closeddate", "actualclosedate", "dateclosed", "wontime", "closedat", "actualclose"),
        Shape.DAY, hint=_("Where the CRM keeps the actual day apart from the expected one."),
    ),
    Field(
        "opened_on", _("Opened on"),
        ("openedon", "engagedate", "createddate", "createdate", "created", "opendate", "createdon", "createdat",
         "dealcreated", "startdate"),
        Shape.DAY,
    ),
    Field("product", _("Product line"), ("product", "productline", "productname", "item", "solution"), Shape.WORD,
          longest=120),
    Field("kind", _("Kind"), ("type", "dealtype", "opportunitytype", "kind", "businesstype"), Shape.WORD),
    Field("segment", _("Market segment"), ("segment", "marketsegment", "vertical", "industry", "sector"), longest=120),
)  # fmt: skip

ACCOUNT: Final = (
    Field("name", _("Name"), ("account", "accountname", "name", "company", "companyname", "customer", "organization",
          "organisation"), required=True),
    Field("external_id", _("Id in the CRM"), ("accountid", "companyid", "recordid", "externalid", "id", "accountnumber"),
          longest=120, hint=_("Without one, the name tells accounts apart.")),
    Field("industry", _("Industry"), ("industry", "sector", "vertical"), longest=120),
    Field("country", _("Country"), ("country", "officelocation", "billingcountry", "location", "headquarters"), longest=120),
    Field("employees", _("Employees"), ("employees", "numberofemployees", "headcount", "employeecount"), Shape.COUNT),
    Field("parent", _("Belongs to"), ("subsidiaryof", "parentaccount", "parent", "parentcompany", "belongsto")),
)  # fmt: skip

PRODUCT: Final = (
    Field("name", _("Name"), ("product", "productname", "name", "productline"), required=True, longest=120),
    Field("external_id", _("Id in the CRM"), ("productid", "productcode", "sku", "externalid", "id"), longest=120,
          hint=_("Without one, the name tells product lines apart.")),
    Field("series", _("Series"), ("series", "family", "productfamily", "category", "group"), longest=120),
    Field("list_price", _("List price"), ("salesprice", "listprice", "price", "unitprice"), Shape.AMOUNT),
)  # fmt: skip

PERSON: Final = (
    Field("name", _("Name"), ("salesagent", "name", "fullname", "salesperson", "employee", "person", "agent", "user"),
          required=True, longest=120),
    Field("email", _("E-mail address"), ("email", "emailaddress", "mail", "username"), Shape.EMAIL,
          hint=_("People without one do not sign in.")),
    Field("team", _("Team"), ("team", "teamname", "salesteam", "group"), longest=120,
          hint=_("Added where it does not exist yet. Without one, the manager's team.")),
    Field("parent", _("Team above"), ("parentteam", "regionaloffice", "region", "office", "department", "division", "area"),
          longest=120),
    Field("role", _("Role"), ("role", "position", "jobrole"), Shape.WORD, longest=40),
    Field("manager", _("Manager"), ("manager", "managername", "manageremail", "reportsto", "supervisor"), longest=254),
)  # fmt: skip

FIELDS: Final = {
    ImportKind.OPPORTUNITIES: OPPORTUNITY,
    ImportKind.ACCOUNTS: ACCOUNT,
    ImportKind.PRODUCTS: PRODUCT,
    ImportKind.PEOPLE: PERSON,
}


def fields_of(kind: str) -> tuple[Field, ...]:
    return FIELDS[ImportKind(kind)]


def field_of(kind: str, name: str) -> Field:
    return next(field for field in fields_of(kind) if field.name == name)
