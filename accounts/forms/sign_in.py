"""Forms of sign-in: django-allauth's, in the office's words."""

import unicodedata

from allauth.account import forms as account
from allauth.mfa.base import forms as second_step
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.core.exceptions import ValidationError
from django.forms import CheckboxInput

MAIL_HINT = "招待されたときのメールアドレス"
PASSWORD_HINT = "12文字以上。数字や記号だけでなく、ことばをつなげると覚えやすくなります。"
CODE_HINT = "数字は全角でもかまいません。"


class Worded:
    """Labels and hints of our own beside the field; no text inside it that disappears while typing."""

    words: dict[str, tuple[str, str]] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, (label, hint) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.error_messages["required"] = f"{label}を入れてください。"
            field.widget.attrs.pop("placeholder", None)
            if not isinstance(field.widget, CheckboxInput):
                field.widget.attrs["class"] = "input"


class Coded(Worded):
    """A code is digits, whatever width the Japanese input gave them."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "class": "input input-short"}

    def clean_code(self):
        self.cleaned_data["code"] = unicodedata.normalize("NFKC", self.cleaned_data["code"]).strip()
        return super().clean_code()


class SignInForm(Worded, account.LoginForm):
    words = {
        "login": (
            "ログイン名またはメールアドレス",
            "ログイン名は、職員番号など管理者から伝えられた名前です。",
        ),
        "password": ("パスワード", ""),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class RequestCodeForm(Worded, account.RequestLoginCodeForm):
    words = {"email": ("メールアドレス", MAIL_HINT)}


class ConfirmCodeForm(Coded, account.ConfirmLoginCodeForm):
    words = {"code": ("確認コード", f"メールに書かれた8桁の数字。{CODE_HINT}")}


class PasswordAgainForm(Worded, account.ReauthenticateForm):
    words = {"password": ("パスワード", "")}


class ChangePasswordForm(Worded, account.ChangePasswordForm):
    words = {
        "oldpassword": ("いまのパスワード", ""),
        "password1": ("新しいパスワード", PASSWORD_HINT),
        "password2": ("新しいパスワード（もう一度）", ""),
    }

    def clean_password1(self):
        if self.user.check_password(self.cleaned_data["password1"]):
            raise ValidationError("いまのパスワードとは別のものにしてください。")
        return self.cleaned_data["password1"]


class SetPasswordForm(Worded, account.SetPasswordForm):
    words = {"password1": ("パスワード", PASSWORD_HINT), "password2": ("パスワード（もう一度）", "")}


class ResetPasswordForm(Worded, account.ResetPasswordForm):
    words = {"email": ("メールアドレス", MAIL_HINT)}


class NewPasswordForm(Worded, account.ResetPasswordKeyForm):
    words = {
        "password1": ("新しいパスワード", PASSWORD_HINT),
        "password2": ("新しいパスワード（もう一度）", ""),
    }


class SecondStepForm(Coded, second_step.AuthenticateForm):
    words = {
        "code": ("認証アプリのコード、または予備コード", f"認証アプリは6桁、予備コードは8桁。{CODE_HINT}")
    }


class SecondStepAgainForm(Coded, second_step.ReauthenticateForm):
    words = SecondStepForm.words


class ActivateAppForm(Coded, totp.ActivateTOTPForm):
    words = {"code": ("認証アプリに出たコード", f"6桁の数字。{CODE_HINT}")}


class AddPasskeyForm(Worded, webauthn.AddWebAuthnForm):
    words = {
        "name": ("パスキーの名前", "あとで見分けるための名前。例：庁内のパソコン"),
        "passwordless": (
            "このパスキーだけでサインインする",
            "指紋や顔、PINで本人を確かめる機器のときに選びます。外すと、パスワードのあとの確認に使います。",
        ),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class RenamePasskeyForm(Worded, webauthn.EditWebAuthnForm):
    words = {"name": ("パスキーの名前", "")}
