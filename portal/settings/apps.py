"""Who reaches whom by name: the apps' parts in the portal's own pages, API, search, home and demonstration."""

from typing import Any

from django.utils.translation import gettext_lazy as _

DEMO_SECTIONS = ["portal.demo", "funnels.demo", "charters.demo", "coaching.demo", "portal.digests.demo"]
DATABASE_RULES = [
    "portal.digests.dbrules",
    "charters.dbrules",
    "funnels.dbrules",
    "coaching.feedback.dbrules",
    "coaching.dbrules",
    "coaching.daycounts",
]
FOREIGN_DOORS = {
    "admin:": "portal.doors.ADMINISTRATORS",
    "account_login": "portal.doors.PUBLIC",
    "account_logout": "portal.doors.PERSONAL",
    "account_reauthenticate": "portal.doors.PERSONAL",
    "account_signup": "portal.doors.PUBLIC",
    "account_inactive": "portal.doors.PUBLIC",
    "account_change_password": "portal.doors.PERSONAL",
    "account_set_password": "portal.doors.PERSONAL",
    "account_reset_password": "portal.doors.PUBLIC",
    "account_reset_password_done": "portal.doors.PUBLIC",
    "account_reset_password_from_key": "portal.doors.PUBLIC",
    "account_reset_password_from_key_done": "portal.doors.PUBLIC",
    "usersessions_list": "portal.doors.PERSONAL",
}
NAVIGATION: list[dict[str, Any]] = [
    {
        "url": "home",
        "label": _("This week"),
        "icon": "house",
        "key": "h",
        "tab": True,
        "count": "funnels.home.overdue",
        "also": ("/imports/receipts/", "/digests/"),
    },
    {
        "url": "funnels:board",
        "also": ("/opportunities/", "/commitments/", "/influences/", "/meetings/"),
        "label": _("Funnel"),
        "icon": "square-kanban",
        "key": "p",
        "tab": True,
        "for": "members",
    },
    {"url": "charters:list", "label": _("Charters"), "icon": "compass", "key": "c"},
    {
        "url": "funnels:record_pick",
        "label": _("Record"),
        "icon": "plus",
        "tab": True,
        "act": True,
        "for": "members",
        "but": "managers",
    },
    {
        "url": "coaching:log",
        "label": _("Log"),
        "icon": "plus",
        "single": "l",
        "does": _("Log a session"),
        "tab": True,
        "act": True,
        "for": "managers",
    },
    {
        "url": "coaching:coverage",
        "also": ("/coaching/log/",),
        "label": _("Coaching"),
        "icon": "message-square",
        "key": "o",
        "tab": True,
        "for": "managers",
    },
    {
        "url": "coaching:me",
        "also": ("/coaching/",),
        "label": _("Coaching"),
        "icon": "message-square",
        "key": "o",
        "for": "members",
        "but": "managers",
    },
    {
        "url": "funnels:accounts",
        "label": _("Accounts"),
        "icon": "building-2",
        "key": "a",
        "tab": True,
        "for": "members",
        "but": "managers",
    },
    {"url": "funnels:accounts", "label": _("Accounts"), "icon": "building-2", "key": "a", "for": "managers"},
    {"url": "coaching:practices", "label": _("Best practices"), "icon": "bookmark", "key": "b", "for": "members"},
    {"url": "funnels:overrides", "label": _("Overrides"), "icon": "shield-check", "for": "managers"},
    {
        "url": "funnels:funnels",
        "also": ("/funnel/products/", "/funnel/migrations/", "/funnel/stages/", "/funnel/asked/"),
        "label": _("Definitions"),
        "icon": "funnel",
        "for": "stewards",
    },
    {"url": "funnels:imports", "label": _("Imports"), "icon": "upload", "for": "stewards"},
    {"url": "portal:people", "also": ("/teams/", "/memberships/"), "label": _("People"), "icon": "users"},
    {"url": "portal:settings", "also": ("/accounts/",), "label": _("Settings"), "icon": "settings", "bottom": True},
]
API_ROUTES = ["portal.api.routes", "charters.api.routes", "funnels.api.routes", "coaching.api.routes"]
DIGEST_SECTIONS = ["funnels.digest", "funnels.weekly", "charters.digest", "charters.weekly", "coaching.digest"]
DIGEST_CONFIDED = ["coaching.digest"]  # says nothing when an administrator looks at somebody's digest
SEARCH_SECTIONS = ["funnels.search", "charters.search", "coaching.search"]
HOME_SECTIONS = ["funnels.home", "coaching.home", "charters.home", "funnels.importing.receipts", "portal.keeping"]
OPPORTUNITY_PANELS = ["coaching.beside", "coaching.advice"]
SETUP_STEPS = ["funnels.setup"]
METRICS = ["portal.health", "portal.digests.pulse", "funnels.importing.pulse"]
FIGURES = ["funnels.figures", "coaching.figures"]
PRIORITY_COACHING = ["coaching.serving"]
DEPARTURES = ["coaching.leaving"]
HANDOVER = ["charters.handover", "funnels.handover"]
UNNAMED_REQUESTS = ["/coaching/feedback/", "/api/v1/feedback-ballots/", "/api/v1/feedback-from-above/"]
