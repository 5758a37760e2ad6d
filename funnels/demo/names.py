"""Fictional customers, their people and what they want. Any likeness is chance."""

from typing import Final

FIRST: Final = (
    "Halden Juniper Pella Sable Brightwater Tern Aldgate Castellan Marlow Northgate Osprey Ridgeline Lowry Kestrel "
    "Arbour Vantage Foxglove Merrow Stonebridge Larkfield Quayside Tidewell Ashcombe Copperhill Drayton Elmhurst "
    "Fenwick Glenmore Harrow Inverness Kingsway Linden Moorgate Norwood Oakham Pemberton Redfern Silverdale Thornbury "
    "Umber Wexford Yarrow Zephyr Beacon Cardinal Dunmore Eastgate Falcon Granby Hollis"
).split()
INDUSTRIES: Final = {
    "Shipping": ("Shipping", "Port turnaround planning", "Berth scheduling", "Cargo visibility"),
    "Rail": ("Rail", "Depot maintenance contracts", "Fleet availability", "Crew rostering"),
    "Ceramics": ("Ceramics", "Kiln energy programme", "Yield improvement", "Batch traceability"),
    "Hotels": ("Hotels", "Group procurement review", "Linen logistics", "Guest data platform"),
    "Utilities": ("Utilities", "Field crew scheduling", "Outage response", "Meter exchange"),
    "Robotics": ("Robotics", "Spare parts forecasting", "Service desk relaunch", "Test-bench automation"),
    "Insurance": ("Insurance", "Claims triage", "Broker onboarding", "Fraud screening"),
    "Health": ("Health", "Theatre utilisation", "Ward stock control", "Referral handling"),
    "Retail": ("& Sons", "Store replenishment", "Returns handling", "Price changes in store"),
    "Foods": ("Foods", "Cold chain monitoring", "Line changeover", "Recipe compliance"),
    "Logistics": ("Logistics", "Route optimisation", "Yard management", "Driver retention"),
    "Energy": ("Energy", "Outage response", "Turbine inspection", "Contractor safety"),
    "Packaging": ("Packaging", "Line changeover", "Waste reduction", "Print quality"),
}
SEGMENTS: Final = ("Enterprise", "Mid-market", "Public sector")
PRODUCTS: Final = (
    ("Planner", "Suite"), ("Planner Plus", "Suite"), ("Field", "Mobile"), ("Field Pro", "Mobile"),
    ("Insight", "Analytics"), ("Assist", "Services"),
)  # fmt: skip
TITLES: Final = {
    "economic": ("Chief financial officer", "Managing director", "Chief operating officer"),
    "user": ("Head of operations", "Plant manager", "Director of service"),
    "technical": ("IT architect", "Head of security", "Procurement manager"),
    "coach": ("Programme manager", "Operations analyst", "Assistant to the board"),
}
SAID: Final = {
    "message": (
        "They wrote it in reply to our recap the same afternoon.",
        "E-mail with the two open points answered and the rest confirmed.",
        "Short message: agreed as written, the date stands.",
    ),
    "calendar": ("Accepted with the agenda we had proposed.", "Accepted, and forwarded it to two colleagues."),
    "document": ("Their own sheet, with last year's figures.", "Marked-up copy with an owner for each step."),
    "signed": ("Signed copy on file.", "Countersigned by both heads."),
    "minutes": (
        "Minutes confirmed without changes.",
        "They corrected one figure in the minutes and confirmed the rest.",
    ),
    "system": ("Number shown in their portal.", "Access confirmed by their service desk."),
    "verbal": ("Said on the call, in front of the team.", "Said at the site visit."),
}
CONCEPTS: Final = {
    "fix": ("We lose a day a week to this and nobody owns it.", "Every site does it in its own way and it shows."),
    "accomplish": ("We want to open two sites without two new offices.", "Half the time from order to start."),
    "avoid": ("One more audit like the last and we lose the licence.", "We cannot run the peak season on paper again."),
}
REASONS_BACK: Final = ("Their sponsor changed; the criteria are open again.", "A new plant joined the scope.")
REASONS_OVERRIDE: Final = (
    "The board meets before the paper can be signed; their director asked us to start the trial.",
    "Criteria agreed in the workshop; the written confirmation is promised for next week.",
)
