"""How django-allauth behaves here: nobody signs up by himself, limits hold per person, changes are recorded."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from django.urls import reverse

from accounts.backends import person_named
from accounts.credentials import note_credentials
from accounts.mailing import send_now_or_keep
from accounts.people import note_sign_in
from accounts.sessions import end_sessions

WRONG_PASSWORD = (
    "ログイン名（またはメールアドレス）とパスワードの組み合わせが合いません。大文字と小文字、全角と半角を確かめて、"
    "もう一度入れてください。"
)
TOO_MANY_TRIES = (
    "続けて何度も合わなかったため、しばらく受け付けません。15分ほど待ってから、もう一度ためしてください。"
)
WRONG_CODE = "確認できませんでした。いちばん新しいコードか、登録してあるパスキーかを確かめて、もう一度ためしてください。"


class AccountAdapter(DefaultAccountAdapter):
    """People are invited by an administrator; there is no public sign-up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "この利用者は、いまは使えません。管理者に相談してください。",
        "email_password_mismatch": WRONG_PASSWORD,
        "username_password_mismatch": WRONG_PASSWORD,
        "enter_current_password": "いまのパスワードが合いません。もう一度入れてください。",
        "incorrect_password": "パスワードが合いません。もう一度入れてください。",
        "incorrect_code": WRONG_CODE,
        "invalid_password_reset": "このリンクは使えません。期限が切れたか、すでに使われています。",
        "rate_limited": TOO_MANY_TRIES,
        "too_many_login_attempts": TOO_MANY_TRIES,
    }

    def is_open_for_signup(self, request):
        return False

    def post_login(self, request, user, **options):
        note_sign_in(actor=user)
        return super().post_login(request, user, **options)

    def get_password_change_redirect_url(self, request):
        return reverse("mfa_index")

    def set_password(self, user, password):
        user.set_password(password)
        user.must_change_password = False  # the person chose this one
        user.save(update_fields=["password", "must_change_password"])

    def send_mail(self, template_prefix, email, context):
        send_now_or_keep(self.render_mail(template_prefix, email, {"email": email} | context))

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        note_credentials(actor=user, change=template_prefix)
        super().send_notification_mail(template_prefix, user, context, email)

    def _get_login_attempts_cache_key(self, request, **credentials):
        # The library counts per Host header and per spelling of the name: either gives a guesser new tries.
        name = credentials.get("email") or credentials.get("username") or ""
        person = person_named(name)
        return f"person:{person.pk}" if person else f"unknown:{name.lower()}"


class MFAAdapter(DefaultMFAAdapter):
    """Words of the second step and of passkeys."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "unverified_email": "メールアドレスがまだ確かめられていません。管理者に相談してください。",
        "cannot_generate_recovery_codes": "予備コードは、認証アプリかパスキーを登録してからつくれます。",
    }

    def generate_authenticator_name(self, user, type):
        return f"パスキー{Authenticator.objects.filter(user=user, type=type).count() + 1}"

    def get_public_key_credential_rp_entity(self):
        return super().get_public_key_credential_rp_entity() | {"name": "Hashira"}


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """A single sign-on of the office may sign in known people, never create new ones."""

    def is_open_for_signup(self, request, sociallogin):
        return False


class UserSessionsAdapter(DefaultUserSessionsAdapter):
    """Ending one's sessions on other devices is an act like any other and leaves its event."""

    def end_sessions(self, sessions):
        if sessions:
            end_sessions(actor=sessions[0].user, sessions=sessions)
