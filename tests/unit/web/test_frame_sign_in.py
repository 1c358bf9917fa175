"""Signing in: which pages there are, and who a person signed in elsewhere is."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse

from unbroken.access.models import User
from unbroken.web.accounts.adapter import AccountAdapter, OrganisationAdapter, TwoStepAdapter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def amy() -> User:
    cache.clear()
    return User.objects.create_user("amy", password="three words together", role="officer", agency="met")


@pytest.mark.parametrize("path", ["signup/", "email/", "password/reset/", "3rdparty/", "3rdparty/signup/"])
def test_pages_for_strangers_do_not_exist(client: Client, path: str) -> None:
    assert client.get(f"/account/{path}").status_code == 404


def test_nobody_signs_themselves_up(rf: RequestFactory) -> None:
    assert AccountAdapter().is_open_for_signup(rf.get("/")) is False
    assert OrganisationAdapter().is_open_for_signup(rf.get("/"), None) is False


def test_signing_in_leads_home_or_where_one_was_going(client: Client) -> None:
    name = {"login": "amy", "password": "three words together"}
    assert client.post(reverse("account_login"), name).headers["Location"] == "/"
    client.logout()
    assert client.post(reverse("account_login"), name | {"next": "/account/"}).headers["Location"] == "/account/"
    client.logout()
    assert client.post(reverse("account_login"), name | {"next": "https://elsewhere.test/"}).headers["Location"] == "/"


def test_a_session_ends_with_the_browser_and_after_twelve_hours(client: Client) -> None:
    client.post(reverse("account_login"), {"login": "amy", "password": "three words together"})
    cookie = client.cookies["sessionid"]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == ("", True, "Lax")
    assert client.session.get_expiry_age() == 12 * 60 * 60


def test_guessing_is_stopped_in_words(client: Client) -> None:
    for _ in range(5):
        client.post(reverse("account_login"), {"login": "amy", "password": "wrong"})
    page = client.post(reverse("account_login"), {"login": "amy", "password": "three words together"})
    assert "There were too many attempts to sign in. Wait 5 minutes and try again" in page.text


def test_a_flood_is_stopped_in_words(client: Client) -> None:
    pages = [client.post(reverse("account_login")) for _ in range(61)]
    assert [pages[-2].status_code, pages[-1].status_code] == [200, 429]
    assert "Too many attempts" in pages[-1].text


def test_a_stranger_and_a_wrong_password_are_answered_alike(client: Client) -> None:
    texts = []
    for name in ("amy", "nobody"):
        page = client.post(reverse("account_login"), {"login": name, "password": "wrong"})
        texts.append("The user name or the password is not right" in page.text)
    assert texts == [True, True]


def test_a_closed_account_is_closed(client: Client, amy: User) -> None:
    User.objects.filter(pk=amy.pk).update(is_active=False)
    page = client.post(reverse("account_login"), {"login": "amy", "password": "three words together"}, follow=True)
    assert page.status_code == 200
    assert "_auth_user_id" not in client.session


def test_one_signs_out_by_a_form_alone(client: Client, amy: User) -> None:
    client.force_login(amy, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("account_logout")).status_code == 200
    assert "_auth_user_id" in client.session
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


def test_secrets_of_the_second_step_are_not_kept_as_they_are(amy: User) -> None:
    kept = TOTP.activate(amy, "JBSWY3DPEHPK3PXP").instance.data["secret"]
    assert "JBSWY3DPEHPK3PXP" not in kept
    assert TwoStepAdapter().decrypt(kept) == "JBSWY3DPEHPK3PXP"
    assert TwoStepAdapter().get_totp_label(amy) == "amy"


def test_changing_how_one_signs_in_asks_again_who_one_is(client: Client, amy: User) -> None:
    client.force_login(amy, backend="django.contrib.auth.backends.ModelBackend")
    for name in ("mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"):
        assert client.get(reverse(name)).headers["Location"].startswith("/account/reauthenticate/?next=")


class TestSomebodySignedInElsewhere:
    def come(self, settings: Any, rf: RequestFactory, name: str, uid: str = "1", process: str = "login") -> SocialLogin:
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {
                "APPS": [
                    {
                        "provider_id": "organisation",
                        "name": "Test",
                        "client_id": "x",
                        "settings": {"server_url": "https://id.example.test"},
                    }
                ]
            }
        }
        account = SocialAccount(
            provider="organisation", uid=uid, extra_data={"userinfo": {"sub": uid, "preferred_username": name}}
        )
        login = SocialLogin(user=User(), account=account)
        login.state = {"process": process}
        login.lookup()
        request = rf.get("/")
        request.user = SimpleNamespace(is_authenticated=False)  # type: ignore[assignment]
        request.session = {}  # type: ignore[assignment]
        OrganisationAdapter().pre_social_login(request, login)
        return login

    def test_is_joined_to_the_account_of_the_same_name(self, settings: Any, rf: RequestFactory, amy: User) -> None:
        assert self.come(settings, rf, "amy").user == amy
        assert SocialAccount.objects.get().user == amy
        assert self.come(settings, rf, "amy").user == amy
        assert SocialAccount.objects.count() == 1

    @pytest.mark.parametrize("name", ["", "stranger"])
    def test_without_an_account_is_told_who_can_help(self, settings: Any, rf: RequestFactory, name: str) -> None:
        with pytest.raises(ImmediateHttpResponse) as refused:
            self.come(settings, rf, name)
        assert refused.value.response.status_code == 403
        assert "nobody has made an account for you" in refused.value.response.content.decode()
        assert SocialAccount.objects.count() == 0

    def test_with_a_name_that_was_somebody_elses_gets_nothing(self, settings: Any, rf: RequestFactory) -> None:
        self.come(settings, rf, "amy", uid="1")
        with pytest.raises(ImmediateHttpResponse):
            self.come(settings, rf, "amy", uid="2")
        assert SocialAccount.objects.count() == 1

    def test_to_a_closed_account_gets_nothing(self, settings: Any, rf: RequestFactory, amy: User) -> None:
        User.objects.filter(pk=amy.pk).update(is_active=False)
        with pytest.raises(ImmediateHttpResponse):
            self.come(settings, rf, "amy")

    def test_cannot_join_accounts_by_hand(self, settings: Any, rf: RequestFactory) -> None:
        with pytest.raises(ImmediateHttpResponse) as refused:
            self.come(settings, rf, "amy", process=AuthProcess.CONNECT)
        assert refused.value.response.headers["Location"] == "/account/"
        assert SocialAccount.objects.count() == 0

    def test_finds_the_way_on_the_sign_in_page(self, client: Client, settings: Any) -> None:
        assert "Continue with" not in client.get(reverse("account_login")).text
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {
                "APPS": [
                    {
                        "provider_id": "organisation",
                        "name": "Test Constabulary",
                        "client_id": "x",
                        "settings": {"server_url": "https://id.example.test"},
                    }
                ]
            }
        }
        page = client.get(reverse("account_login") + "?next=/account/")
        assert "Continue with Test Constabulary" in page.text
        assert 'action="/account/organisation/organisation/?next=%2Faccount%2F"' in page.text
