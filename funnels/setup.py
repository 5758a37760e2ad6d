"""What a new organisation sets up here: a funnel of its own, and its first opportunities."""

from django.utils.translation import gettext as _

from funnels.models import Funnel, Opportunity
from portal.addresses import address_of
from portal.firstrun import Step
from portal.models import Person
from portal.roles import Role


def steps(person: Person) -> list[Step]:
    keeps = person.reach.anywhere(Role.STEWARD)
    funnel = Funnel.objects.everything(reason="whether a funnel is in use").active().exists()
    work = Opportunity.objects.everything(reason="whether there is any opportunity").exists()
    return [
        Step(
            "funnel",
            _("Start with a funnel"),
            _("Six stages and what the customer commits to in each. Change it to fit how your customers buy."),
            done=funnel,
            url=address_of("funnels:funnel_from_template") if keeps else "",
            who=_("Stewards"),
        ),
        Step(
            "import",
            _("Import your opportunities"),
            _("A CSV or XLSX file from your CRM. You see what would change before anything does."),
            done=work,
            url=address_of("funnels:import_new") if keeps else "",
            who=_("Stewards"),
        ),
    ]
