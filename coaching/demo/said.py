"""What people of the demonstration say to each other. Fictional."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from coaching.choices import Kind


@dataclass(frozen=True)
class Theme:
    """A focus, what the coach saw, and what the two promised each other."""

    kind: str
    focus: str
    observed: str
    strengths: str
    own_view: str
    promise: str
    seen_by: str
    help: str


THEMES: Final = (
    Theme(
        Kind.OPPORTUNITY, "Who else decides",
        "You asked about the process, and stopped at the first name.", "You let the pause stand.",
        "I thought the one name was enough.", "Ask the operations manager who signs, and in which order",
        "Two more names on the opportunity", "Introduce you to their finance director",
    ),
    Theme(
        Kind.OPPORTUNITY, "The issue before the solution",
        "The outline came before they had said what delay costs them.", "Your question about the night shift.",
        "I was glad to have something to show.", "Write down the customer's issue in their own words and have it confirmed",
        "A reply to the recap", "Read the recap before it goes out",
    ),
    Theme(
        Kind.OPPORTUNITY, "A day for the next step",
        "The meeting ended with “we will be in touch”.", "You summed up well.",
        "It would have felt pushy.", "End the next meeting with a step of theirs and a day",
        "A dated commitment on the opportunity", "Join the meeting and say nothing",
    ),
    Theme(
        Kind.LEAD, "First meeting with the port",
        "You had three aims; one is enough.", "The research on their berths.",
        "I wanted to be safe.", "Name the best and the least step before the meeting",
        "Both stand on the meeting", "Lend you the notes from Rotterdam",
    ),
    Theme(
        Kind.FUNNEL, "What to leave",
        "Six opportunities have had no act of the customer for a month.", "You know each of them by heart.",
        "Hard to let go of Kingsway.", "Walk away from two, and tell them why",
        "Two closed with a reason", "Take the question of the quarter off your desk",
    ),
    Theme(
        Kind.ACCOUNT, "From one site to three",
        "We know one depot and call it the account.", "Your contact trusts you.",
        "The other sites have their own budgets.", "Ask for an introduction to the second site",
        "A name and a day", "Ask their head office for the list of sites",
    ),
    Theme(
        Kind.TERRITORY, "Where the next quarter comes from",
        "Eight of ten visits went to customers who buy anyway.", "The map you drew.",
        "Old habits.", "Plan four first meetings with operators we do not know",
        "Four dates in the calendar", "Free your Fridays from reporting",
    ),
    Theme(
        Kind.SKILL, "Listening twice as long",
        "You spoke for eighteen of thirty minutes.", "You noticed it yourself.",
        "I fill silences.", "Let the customer finish, three meetings running",
        "I hear it from them", "Practise with you on Thursday",
    ),
    Theme(
        Kind.OPPORTUNITY, "The cost of doing nothing",
        "They compared us with another supplier, never with leaving it as it is.", "The figure from last winter.",
        "I did not dare to name it.", "Work out with them what the next twelve months cost if nothing changes",
        "Their figure, in their words", "Give you the example from the ferry line",
    ),
    Theme(
        Kind.OPPORTUNITY, "Rescuing the last week",
        "The order hangs on a signature we learnt of today.", "You stayed calm.",
        "I should have asked in spring.", "Call the signatory's office today",
        "A time with them", "Call their director myself",
    ),
)  # fmt: skip
LEADING: Final = (
    Theme(
        Kind.SKILL, "Asking before telling",
        "In the session with your newest colleague you gave the answer within a minute.", "You had read the opportunity.",
        "It was quicker.", "Ask three questions before the first advice in the next two sessions",
        "They can say what they learnt", "Sit in once, at the back",
    ),
    Theme(
        Kind.FUNNEL, "Time for early stages",
        "Most of your hours went into the last stage.", "Nobody was left alone with it.",
        "The late ones shout louder.", "Two sessions a week on opportunities in their first two stages",
        "Coverage shows it", "Keep the forecast call to twenty minutes",
    ),
)  # fmt: skip
COMMENTS: Final = ("", "", "", "Good to have the time.", "Shorter would have done.", "The example helped.")
REASONS: Final = (
    "The customer moved the meeting.",
    "I let it slide.",
    "Two days ill.",
    "They wanted to wait for the new budget.",
)
