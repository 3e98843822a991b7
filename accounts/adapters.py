"""How django-allauth behaves here: nobody signs up by himself, and sign-ins are recorded."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter

from accounts.people import note_sign_in


class AccountAdapter(DefaultAccountAdapter):
    """People are invited by an administrator; there is no public sign-up."""

    def is_open_for_signup(self, request):
        return False

    def post_login(self, request, user, **options):
        note_sign_in(actor=user)
        return super().post_login(request, user, **options)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """A single sign-on of the office may sign in known people, never create new ones."""

    def is_open_for_signup(self, request, sociallogin):
        return False
