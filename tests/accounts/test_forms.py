"""Sign-in's forms speak the office's words and take what a Japanese keyboard gives."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils.module_loading import import_string

from accounts.forms.sign_in import Worded
from tests.accounts.doors import CODE, CONFIRM, mailed_code, signed_in


@pytest.fixture(autouse=True)
def no_limits_from_before(db):
    cache.clear()


@pytest.mark.parametrize("path", [*settings.ACCOUNT_FORMS.values(), *settings.MFA_FORMS.values()])
def test_every_visible_field_has_words_of_its_own(path):
    form = import_string(path)
    visible = {name for name, field in form.base_fields.items() if not field.widget.is_hidden}
    assert issubclass(form, Worded)
    assert visible - {"remember"} <= form.words.keys()  # nobody is remembered: the field is taken out
    assert all(label and not label.isascii() for label, _ in form.words.values())


def test_labels_stand_beside_the_fields(client, db):
    page = client.get(reverse("account_login")).content.decode()
    assert '<label for="id_login">ログイン名またはメールアドレス</label>' in page
    assert "placeholder" not in page
    assert 'aria-describedby="id_login_helptext"' in page


def test_an_error_stands_at_the_field_and_in_the_list_above(client, db):
    page = client.post(CODE, {"email": "アドレスではない"}).content.decode()
    assert page.count("有効なメールアドレスを入力してください。") == 2
    assert 'aria-invalid="true"' in page
    assert 'id="id_email_error"' in page


def test_a_code_may_be_typed_full_width_and_only_once(client, aoki):
    client.post(CODE, {"email": aoki.email})
    code = mailed_code()
    wide = code.translate(str.maketrans("0123456789-", "０１２３４５６７８９－"))
    assert client.post(CONFIRM, {"code": wide})["Location"] == reverse("office_home")
    client.post(reverse("account_logout"))
    assert client.post(CONFIRM, {"code": code})["Location"] == CODE
    assert signed_in(client) is None
