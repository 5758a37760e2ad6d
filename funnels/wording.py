"""Words by which a definition gives itself away as the seller's, or as a feeling. One entry per language.

Sources: published advice against inward-looking stages ("submit proposal", "conduct demonstration") and
against words that two people read in two ways. All are matched without regard to case, at word borders.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Wording:
    """Patterns of one language. `subject` finds a customer-side subject, or a verb that lets one be understood."""

    subject: re.Pattern[str]
    seller: re.Pattern[str]
    vague: re.Pattern[str]


def words(*patterns: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(patterns) + r")(?!\w)", re.IGNORECASE)


ENGLISH = Wording(
    subject=re.compile(
        r"^(?:the |its |their |our |a )?(?:customer|client|buyer|prospect|it|they|user|economic influence|board|committee)"
        r"|^(?:\w+ly )?[\w’'-]*(?:[^s\W]s|sses|xes|shes|ches)\b",
        re.IGNORECASE,
    ),
    seller=words(
        r"we (?:send|sent|give|gave|present\w*|submit\w*|demo\w*|propos\w+|deliver\w*|call\w*|follow\w*|quot\w+|overc[oa]me|clos\w+)",
        r"(?:proposal|quote|quotation|offer|demo|demonstration|presentation|contract|follow[- ]?up|voicemail|e?-?mail|pitch"
        r"|pricing|sample|brochure|objections?)s? (?:\w+ )?"
        r"(?:sent|submitted|done|given|made|held|presented|delivered|left|issued|handled|overcome|completed|booked|out)",
        r"(?:sent|submitted|gave|presented|delivered|overcame|handled|left|booked) (?:an? |the |our |\w+ )?"
        r"(?:proposal|quote|quotation|offer|demo|demonstration|presentation|contract|follow[- ]?up|voicemail|e?-?mail|objections?)",
        r"^(?:send|submit|give|conduct|present|deliver|make|leave|overcome|handle|follow up|schedule|prepare|propose|negotiate"
        r"|close|qualify|demo|quote|pitch|call|e-?mail|chase|prospect)",
        r"^(?:prospecting|qualification|discovery|demo|demonstration|presentation|proposal|quotation|negotiation|closing)$",
        r"(?:sales ?person|sales ?rep|sales team|account (?:executive|manager)|seller|presales)",
    ),
    vague=words(
        "interested", "interest", "engaged", "good fit", "good meeting", "good call", "positive(?:ly)?", "strong(?:ly)?",
        "likely", "qualified", "soon", "in progress", "ongoing", "happy", "warm", "hot", "verbal yes", "thinks? about",
        "considers? (?:us|it)", "gets? back to us", "sometime",
    ),
)  # fmt: skip

GERMAN = Wording(
    subject=re.compile(
        r"^(?:der |die |das |ein |eine )?(?:kund\w+|käufer\w*|einkauf|er|sie|anwender\w*|geschäftsführung|vorstand)\b|^[\wäöüß-]+t\b",
        re.IGNORECASE,
    ),
    seller=words(
        r"wir (?:senden|schicken|präsentieren|zeigen|liefern|rufen|fassen|bieten)",
        r"(?:angebot|demo|präsentation|vertrag|muster|e-?mail|einwände?) (?:\w+ )?"
        r"(?:gesendet|verschickt|abgegeben|gehalten|gemacht|erstellt|übergeben|behandelt)",
        r"^(?:angebot|verhandlung|abschluss|qualifizierung|präsentation|demo|akquise)$",
        r"(?:verkäufer\w*|vertriebler\w*|außendienst\w*|vertriebsteam)",
    ),
    vague=words(
        "interessiert", "interesse", "positiv", "stark", "wahrscheinlich", "qualifiziert", "bald", "in arbeit", "laufend",
        "gutes gespräch", "mündlich ja", "denkt darüber nach", "meldet sich",
    ),
)  # fmt: skip

WORDINGS: Final = {"en": ENGLISH, "de": GERMAN}


def wording_of(language: str) -> Wording | None:
    """The words of a language such as en-gb, or None where we know none."""
    return WORDINGS.get(language.split("-", maxsplit=1)[0].lower())
