"""What observers look at in a conversation with a customer: nine things, each with what is seen at four levels.

Stewards copy it and make it their own; what a form holds is theirs. After the observation scorecards of sales coaching
that describe behaviour instead of asking for a mark.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_


@dataclass(frozen=True)
class ItemTemplate:
    """`levels` says what is seen at 1, 2, 3 and 4."""

    code: str
    name: str
    levels: tuple[str, str, str, str]

    def values(self) -> dict[str, str]:
        """In the language of the moment."""
        told = {f"level_{number}": _(text) for number, text in enumerate(self.levels, start=1)}
        return {"code": self.code, "name": _(self.name), **told}


ITEMS: Final = (
    ItemTemplate("preparation", N_("Comes prepared"), (
        N_("Has no aim for this conversation."),
        N_("Knows the topic, and no commitment to aim for."),
        N_("Says before the conversation what it is to lead to."),
        N_("Has a written plan with the best commitment to aim for and the least to accept."),
    )),
    ItemTemplate("issue", N_("Understands the issue first"), (
        N_("Presents before asking."),
        N_("Asks a question or two, then presents."),
        N_("Asks until the issue is clear."),
        N_("Says in the customer's words what is to change, and has it confirmed before any solution is named."),
    )),
    ItemTemplate("perspective", N_("Brings a perspective"), (
        N_("Says nothing that the customer did not know."),
        N_("Repeats what is said everywhere."),
        N_("Tells what similar customers found."),
        N_("Tells what similar customers found and what went wrong there, and says so when an idea is a bad one."),
    )),
    ItemTemplate("listening", N_("Asks and listens"), (
        N_("Talks most of the time."),
        N_("Asks what can be answered by yes or no, and moves on."),
        N_("Asks openly and lets the customer finish."),
        N_("The customer talks most; answers are followed up to what they mean for the business."),
    )),
    ItemTemplate("influences", N_("Finds out who decides"), (
        N_("Does not ask."),
        N_("Asks whether anybody else is involved."),
        N_("Asks who else takes part and what each of them wants."),
        N_("Learns who decides, how and by when, and agrees on how to meet them."),
    )),
    ItemTemplate("value", N_("Says what it is worth to them"), (
        N_("Lists what the product does."),
        N_("Names an advantage that any customer would have."),
        N_("Ties the advantage to what this person is responsible for."),
        N_("Ties it to a figure that the customer measures."),
    )),
    ItemTemplate("concerns", N_("Deals with concerns"), (
        N_("Passes over them, or argues."),
        N_("Answers before understanding."),
        N_("Answers to the point."),
        N_("Asks what is behind the concern, answers, and makes sure that it is settled."),
    )),
    ItemTemplate("commitment", N_("Asks for a commitment"), (
        N_("Asks for nothing."),
        N_("Leaves with a vague next step."),
        N_("Agrees on what the customer does next."),
        N_("The customer says what it will do, and by which day."),
    )),
    ItemTemplate("loop", N_("Closes the loop"), (
        N_("Ends without a summary."),
        N_("Sends a summary some days later."),
        N_("Sums up at the end."),
        N_("Sums up, has it confirmed, and sends it in writing the same day."),
    )),
)  # fmt: skip
