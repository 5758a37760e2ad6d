"""What was seen of the demonstration's people with customers, at each level, in the observers' words."""

from typing import Final

# By the code of the scorecard's item: what was seen at level 1, 2, 3 and 4.
SEEN: Final[dict[str, tuple[str, str, str, str]]] = {
    "preparation": (
        "He opened the laptop and asked what we wanted to talk about.", "", "",
        "The plan lay on the table: best commitment, a date for the trial; least, a name.",
    ),
    "issue": (
        "The slides began before anybody had said a word.", "", "She asked three times until the dispatcher told the real story.",
        "“So a late truck costs you the slot, not the hour.” They nodded and corrected the figure.",
    ),
    "perspective": (
        "Nothing they had not read on our own page.", "", "",
        "She told of the port where our first plan failed, and advised against starting with the yard.",
    ),
    "listening": (
        "Ten minutes without a question.", "", "Long pauses, and he let them finish.",
        "They talked three quarters of the time, and every answer was followed up to its cost.",
    ),
    "influences": ("Nobody was asked for.", "", "Asked what the controller will look at.", "We left with the way the decision goes, drawn by them."),
    "value": ("A list of functions.", "", "", "Everything was tied to their own cost for a missed slot."),
    "concerns": ("“That is not how it works with us”, and on.", "", "", "Asked what had happened the last time, and the concern was gone."),
    "commitment": ("We thanked each other and left.", "“We will be in touch.”", "", "The head of operations sends the figures by Thursday; she wrote it down herself."),
    "loop": ("No summary.", "", "Summed up at the door.", "The recap was confirmed before we reached the car."),
}  # fmt: skip
COMMENTS: Final = (
    "One thing for next time: ask for the day.",
    "Slower at the beginning, and it will carry the rest.",
    "The best conversation this quarter. Do it the same way with the controller.",
    "",
)
OWN_WORDS: Final = (
    "I noticed it when it was too late.",
    "That went better than the last time.",
    "I had practised this.",
)
