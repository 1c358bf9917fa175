from __future__ import annotations

import hmac
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from tests.matter import make_user
from unbroken.access import commands, tokens
from unbroken.access.models import AccessToken, Conflict, User
from unbroken.access.tokens import user_of_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return make_user("officer")


def test_a_token_lets_its_user_in(officer):
    text, token = commands.create_token(officer, name="case system", days=30)
    assert user_of_token(text) == officer
    assert token.expires - token.created == pytest.approx(timedelta(days=30), abs=timedelta(seconds=5))


def test_the_token_itself_is_nowhere_in_the_database(officer):
    text, token = commands.create_token(officer, name="case system")
    secret = text.rpartition(token.prefix)[2].strip("_")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access_accesstoken")
        assert secret not in str(cursor.fetchall())
    assert token.sha256 != secret


def test_two_tokens_are_never_alike(officer):
    texts = {commands.create_token(officer, name="same")[0] for _ in range(10)}
    assert len(texts) == 10


@pytest.mark.parametrize("days", [0, -1, 367])
def test_no_token_lives_for_ever(officer, days):
    with pytest.raises(ValueError, match="1 to 366 days"):
        commands.create_token(officer, name="x", days=days)


def test_an_expired_token_is_no_good(officer):
    text, token = commands.create_token(officer, name="x", days=1)
    assert user_of_token(text, now=token.expires - timedelta(seconds=1)) == officer
    assert user_of_token(text, now=token.expires) is None


def test_a_revoked_token_is_no_good(officer):
    text, token = commands.create_token(officer, name="x")
    first = commands.revoke(token).revoked
    assert user_of_token(text) is None
    assert commands.revoke(token).revoked == first


def test_a_closed_account_closes_its_tokens(officer):
    text, _ = commands.create_token(officer, name="x")
    User.objects.update(is_active=False)
    assert user_of_token(text) is None


def test_another_secret_under_a_good_prefix_is_no_good(officer):
    text, token = commands.create_token(officer, name="x")
    assert user_of_token(f"unb_{token.prefix}_{'A' * 43}") is None
    assert user_of_token(text[:-1] + ("A" if text[-1] != "A" else "B")) is None


@pytest.mark.parametrize("text", ["", "unb_", "unb_0123456789ab_short", "Bearer", "unb_%s_x" % ("0" * 12), "\x00" * 60])
def test_what_is_no_token_asks_nothing_of_the_database(text, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert user_of_token(text) is None


def test_digests_are_compared_in_constant_time_known_prefix_or_not(officer, monkeypatch):
    compared = []
    real = hmac.compare_digest
    monkeypatch.setattr(tokens.hmac, "compare_digest", lambda a, b: compared.append((a, b)) or real(a, b))
    text, token = commands.create_token(officer, name="x")
    user_of_token(text)
    user_of_token(f"unb_{'0' * 12}_{'A' * 43}")
    assert [len(a) == len(b) == 64 for a, b in compared] == [True, True]
    assert compared[0][1] == token.sha256


def test_signing_in_takes_two_queries_and_then_one(officer, django_assert_num_queries):
    text, _ = commands.create_token(officer, name="x")
    with django_assert_num_queries(2):
        user_of_token(text)
    assert AccessToken.objects.get().last_used is not None
    with django_assert_num_queries(1):
        user_of_token(text)
    with django_assert_num_queries(2):
        user_of_token(text, now=timezone.now() + timedelta(minutes=2))


@pytest.mark.parametrize(
    ("role", "agency", "password"),
    [
        ("emperor", "met", "long enough to pass"),
        ("officer", "Met Police", "long enough to pass"),
        ("officer", "", "long enough to pass"),
        ("officer", "met", "short"),
    ],
)
def test_a_user_needs_a_role_an_agency_and_a_password_worth_the_name(role, agency, password):
    with pytest.raises(ValidationError):
        commands.create_user("a1", role=role, agency=agency, password=password)
    assert not User.objects.exists()


def test_a_user_can_sign_in_with_the_password(officer):
    assert User.objects.get(username="officer-1").check_password("a long enough pass phrase")


def test_a_conflict_is_with_a_person_and_declared_once(officer):
    commands.declare_conflict(officer, "person:p1", why="Brother.", by="standards")
    for person in ("report:r1", "Mr Smith", "person:p1"):
        with pytest.raises(ValidationError):
            commands.declare_conflict(officer, person, why="x", by="standards")
    assert Conflict.objects.count() == 1
