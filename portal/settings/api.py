"""How the interface is put together: one place for the libraries under portal/api."""

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "portal.api.authentication.BearerToken",
        "portal.api.authentication.BrowserSession",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["portal.api.permissions.BehindDoor"],
    "DEFAULT_RENDERER_CLASSES": ["portal.api.rendering.JSON"],
    "DEFAULT_PARSER_CLASSES": ["portal.api.rendering.StrictJSON"],
    "DEFAULT_FILTER_BACKENDS": [],
    "DEFAULT_PAGINATION_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "portal.api.schema.Schema",
    "EXCEPTION_HANDLER": "portal.api.problems.answer",
    "URL_FORMAT_OVERRIDE": None,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
REST_KNOX = {
    "AUTH_HEADER_PREFIX": "Bearer",
    "TOKEN_LIMIT_PER_USER": None,
    "AUTO_REFRESH": False,
}
KNOX_TOKEN_MODEL = "tokens.Token"
ABOUT = """Everything that the pages do, by the same rules.

**Sign in** with `Authorization: Bearer <token>` (Settings, API tokens) or a browser session with `X-CSRFToken`.

**Lists** come in pages: follow `next` and `previous`. Filters take one value, or several separated by commas; what a
parameter cannot mean is refused by its name. Unknown values come last in every ordering.

**Writing** needs the version that you read: send its `ETag` as `If-Match`. A `POST` with an `Idempotency-Key` has one
effect, however often it is sent within 24 hours. Related records are given by their id and shown in short.

**Errors** are `application/problem+json`; their `type` leads to [one of these](/api/problems/). Times have an offset,
amounts are decimal strings beside a currency code.
"""
SPECTACULAR_SETTINGS = {
    "TITLE": "Sales strategy portal",
    "DESCRIPTION": ABOUT,
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "AudienceGroup": "charters.choices.AudienceGroup",
        "BriefState": "charters.choices.BriefState",
        "CharterKind": "charters.choices.CharterKind",
        "CharterState": "charters.choices.CharterState",
        "AbsenceKind": "coaching.choices.AbsenceKind",
        "CoachingChannel": "coaching.choices.Channel",
        "CoachingCommitmentState": "coaching.choices.CommitmentState",
        "CoachingKind": "coaching.choices.Kind",
        "CoachingOutcome": "coaching.api.session.OUTCOMES",
        "CoachingSessionState": "coaching.choices.STANDINGS",
        "CoachingSide": "coaching.choices.Side",
        "CommitmentState": "funnels.choices.CommitmentState",
        "Concept": "funnels.choices.Concept",
        "Confidence": "charters.choices.Confidence",
        "ConnectionKind": "charters.choices.ConnectionKind",
        "CriterionState": "funnels.api.opportunity.CRITERION_STATES",
        "CycleState": "coaching.feedback.states.CycleState",
        "CustomerPhase": "funnels.choices.CustomerPhase",
        "Degree": "funnels.choices.Degree",
        "Difference": "charters.api.versions.KINDS",
        "DigestReason": "portal.digests.choices.Reason",
        "DigestState": "portal.digests.choices.State",
        "Dimension": "charters.choices.Dimension",
        "Direction": "charters.choices.Direction",
        "Enforcement": "funnels.choices.Enforcement",
        "Excuse": "coaching.choices.Excuse",
        "EvidenceKind": "funnels.choices.EvidenceKind",
        "FeedbackTopic": "charters.choices.FeedbackTopic",
        "FiscalPattern": "portal.models.organisation.FiscalPattern",
        "FunnelState": "funnels.choices.FunnelState",
        "ImportKind": "funnels.models.importing.ImportKind",
        "ImportState": "funnels.models.importing.BatchState",
        "InfluenceRole": "funnels.choices.InfluenceRole",
        "Level": "funnels.choices.Level",
        "MeasureLevel": "charters.choices.MeasureLevel",
        "PracticeOutcome": "coaching.choices.Outcome",
        "PracticeProblem": "coaching.choices.Problem",
        "MeetingResult": "funnels.choices.MeetingResult",
        "ObjectiveKind": "charters.choices.ObjectiveKind",
        "OpportunityKind": "funnels.choices.Kind",
        "OpportunityStatus": "funnels.choices.Status",
        "Outcome": "funnels.api.moving.OUTCOMES",
        "PriorityKind": "charters.choices.PriorityKind",
        "ResponseMode": "funnels.choices.ResponseMode",
        "Role": "portal.roles.Role",
        "ServiceKind": "charters.choices.ServiceKind",
        "StageKind": "funnels.choices.StageKind",
        "StrategyKind": "charters.choices.StrategyKind",
        "TacticState": "charters.choices.TacticState",
        "TeamKind": "portal.models.team.TeamKind",
        "Theme": "portal.models.person.Theme",
        "TokenScope": "portal.tokens.models.TokenScope",
    },
}
