"""The sign-in library's forms in our own dress."""

from typing import Any

from allauth.account import forms as account
from django.utils.translation import gettext_lazy as _

from portal.forms import Dressed


class Bare(Dressed):
    """Labels say what to enter; nothing stands inside the controls."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class SignIn(Bare, account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        self.fields["password"].help_text = ""
        if "remember" in self.fields:
            self.fields["remember"].label = _("Stay signed in on this device")


class AskForReset(Bare, account.ResetPasswordForm):
    pass


class SetNewPassword(Bare, account.ResetPasswordKeyForm):
    pass


class ChangePassword(Bare, account.ChangePasswordForm):
    pass


class SetPassword(Bare, account.SetPasswordForm):
    pass


class Confirm(Bare, account.ReauthenticateForm):
    pass
