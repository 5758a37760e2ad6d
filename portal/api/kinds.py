"""The closed list of problem types that any address of the API may answer with."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True)
class Kind:
    """One type of problem. Apps list theirs as PROBLEMS in the modules of settings.API_ROUTES."""

    code: str
    status: int
    title: Text
    meaning: Text

    @property
    def explained(self) -> SafeString:
        """The meaning as HTML; what stands between backticks is code."""
        parts = enumerate(str(self.meaning).split("`"))
        return format_html_join(
            "", "{}", ((format_html("<code>{}</code>", part) if odd % 2 else part,) for odd, part in parts)
        )


PROBLEMS = [
    Kind("malformed", 400, _("The request cannot be read"), _("The body or a header is not what its type promises.")),
    Kind(
        "invalid",
        400,
        _("Some values cannot be accepted"),
        _("`errors` names each field or parameter and says what it takes. Nothing was changed."),
    ),
    Kind(
        "not-signed-in",
        401,
        _("Sign in first"),
        _("Send `Authorization: Bearer <token>`, or the session of a signed-in browser."),
    ),
    Kind("not-allowed", 403, _("Not allowed"), _("You may see this but not do this; `detail` says who may.")),
    Kind("read-only-token", 403, _("This token may only read"), _("Writing needs a token with the scope `write`.")),
    Kind(
        "csrf-failed",
        403,
        _("The CSRF token is missing"),
        _("Writing with a browser session needs the header `X-CSRFToken`. Tokens do not."),
    ),
    Kind(
        "not-found",
        404,
        _("Nothing here"),
        _("There is nothing at this address, or nothing that you may see. Addresses end with a slash."),
    ),
    Kind("method-not-allowed", 405, _("Not a verb of this address"), _("The header `Allow` lists the methods.")),
    Kind("not-acceptable", 406, _("Only JSON"), _("The API answers in `application/json` only.")),
    Kind(
        "conflict",
        409,
        _("This contradicts another record"),
        _("A value must be unique, or another record still refers to this one. Nothing was changed."),
    ),
    Kind(
        "wrong-state",
        409,
        _("Not in this state"),
        _("The verb does not fit the record's present state; `detail` says which would."),
    ),
    Kind("refused", 409, _("A rule says no"), _("`detail` says which rule and what is missing. Nothing was changed.")),
    Kind(
        "stale",
        412,
        _("Somebody changed this since you read it"),
        _("`seen_version` is yours, `current_version` is the record's. Read it again, then decide."),
    ),
    Kind("too-large", 413, _("Too much at once"), _("A JSON body is at most 5 MB.")),
    Kind("unsupported-media-type", 415, _("Send JSON"), _("The body needs the content type `application/json`.")),
    Kind(
        "key-reused",
        422,
        _("This Idempotency-Key belongs to another body"),
        _("A key repeats one request. Use a new key for a new one."),
    ),
    Kind(
        "version-required",
        428,
        _("Say which version you change"),
        _(
            "Send `If-Match` with the `ETag` that you read. `*` is not accepted, since it would overwrite unseen changes."
        ),
    ),
    Kind(
        "unreadable-file", 400, _("This file cannot be read"), _("`detail` says what about it; nothing was taken in.")
    ),
    Kind(
        "handover-missing",
        409,
        _("Somebody has to take over"),
        _("The person owns open work. Name a successor for each open item."),
    ),
    Kind("team-in-use", 409, _("The team is in use"), _("People, teams or open work still belong to it.")),
    Kind("team-archived", 409, _("The team is archived"), _("Bring the team back first.")),
    Kind("ended-already", 409, _("Ended already"), _("The membership has ended; nothing was changed.")),
    Kind("left-already", 409, _("Left already"), _("The person has left; nothing was changed.")),
    Kind("here-already", 409, _("Here already"), _("The person works here; nothing was changed.")),
    Kind(
        "last-administrator",
        409,
        _("The last administrator"),
        _("Make somebody else an administrator first."),
    ),
    Kind("too-many-requests", 429, _("Too many requests"), _("Wait as long as `Retry-After` says.")),
    Kind("server-error", 500, _("Something broke here"), _("The failure is in our log. Nothing was changed.")),
    Kind("unavailable", 503, _("Busy"), _("The database did not answer in time. Nothing was changed; try again.")),
]
