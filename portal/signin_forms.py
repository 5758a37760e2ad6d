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
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")


class NewPassword(Bare):
    """What a password has to be stands above the form, once."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        wording = {
            "oldpassword": _("Current password"),
            "password1": _("New password"),
            "password2": _("New password again"),
        }
        for name, label in wording.items():
            if name in self.fields:
                self.fields[name].label = label
                self.fields[name].help_text = ""


class SetNewPassword(NewPassword, account.ResetPasswordKeyForm):
    pass


class ChangePassword(NewPassword, account.ChangePasswordForm):
    pass


class SetPassword(NewPassword, account.SetPasswordForm):
    pass


class Confirm(Bare, account.ReauthenticateForm):
    pass
