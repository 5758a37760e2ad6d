"""What people of the demonstration found to work, in their words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from coaching.choices import Outcome, Problem


@dataclass(frozen=True)
class Tried:
    """`stage` is a code of the funnel's template; `team` is where its author works."""

    team: str
    problem: str
    stage: str
    outcome: str
    title: str
    what: str
    when_works: str
    evidence: str


PRACTICES: Final = (
    Tried(
        "Oslo", Problem.ACCESS, "define", Outcome.ADVANCED, "Ask whose budget pays for doing nothing",
        "In the second meeting, ask where the cost of the present way shows up, and who answers for that line. "
        "Then ask to be introduced to that person to check the figure together.",
        "With customers who complain about a process and have no project yet. Not when procurement has already written "
        "a specification.",
        "Three of four customers introduced us within two weeks. In one case the line had no owner: we stopped.",
    ),
    Tried(
        "Stockholm", Problem.COMMITMENT, "evaluate", Outcome.COMMITTED, "Leave every meeting with a date in their calendar",
        "Write the best and the least commitment on the call plan. Five minutes before the end, say the best one aloud "
        "and wait. Accept the least one only with a day.",
        "Always, from the first meeting on. It fails when the plan was written in the taxi.",
        "They put the trial review into their own calendar while we were still in the room.",
    ),
    Tried(
        "Copenhagen", Problem.SILENCE, "", Outcome.STOPPED, "Offer the customer a way out",
        "After two unanswered messages, write one that says: I take it this is not a priority now. Shall we park it "
        "until the date you name? Give one date.",
        "When somebody once said why they want to change. With strangers it is only noise.",
        "Half answered the same day, most with a real reason. The other half we parked, and the forecast became honest.",
    ),
    Tried(
        "London", Problem.PRICE, "decide", Outcome.WON, "Let the customer's own people work out the value",
        "Before the proposal, sit down with their controller and fill in our sheet with their figures only. Leave the "
        "sheet with them. The proposal then refers to line numbers of their sheet.",
        "With at least three weeks to the decision and somebody in finance who will give an hour.",
        "The discount was not raised again: the controller defended the figures himself.",
    ),
    Tried(
        "Manchester", Problem.DISAGREEMENT, "evaluate", Outcome.ADVANCED, "Put the disagreement on the table, in writing",
        "Send every buying influence the same half page: what operations wants, what IT wants, where they differ. Ask "
        "each to correct their part. Then ask the one who decides to settle the open line.",
        "With two or three camps that each talk only to us.",
        "They corrected the page twice and decided in one meeting, which they called themselves.",
    ),
    Tried(
        "Rotterdam", Problem.RISK, "validate", Outcome.COMMITTED, "Tell of an engagement that went wrong",
        "Tell what we promised too early to a customer like them, what it cost, and what we do since. Then ask which of "
        "it could happen here.",
        "With engineers and users. Ask the customer in the story first.",
        "Their project lead named two risks that no questionnaire had brought up, and owned one of them.",
    ),
    Tried(
        "Hamburg", Problem.ADOPTION, "adopt", Outcome.UNKNOWN, "Agree on the first ten users before the order",
        "Ask for ten names, what each does on Monday, and what each does differently after four weeks. Write it into the plan.",
        "When the order is near and the people who will use it have not been in the room.",
        "Tried twice. Both customers named the ten; whether they stay with it we know in spring.",
    ),
)  # fmt: skip
