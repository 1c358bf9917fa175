"""The addresses of signing in: those of django-allauth that the service uses, and no other.

Nobody signs themselves up, no mail is sent and no account outside the organisation is joined, so the pages for
these do not exist.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as two_step
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as organisation
from allauth.socialaccount.providers.openid_connect import views as openid
from django.urls import path

from unbroken.access.gate import public, requires
from unbroken.access.policy import Permission
from unbroken.web.accounts import pages

_before = public("comes before somebody has signed in, and shows nothing about anybody")
_own = requires(Permission.USE_SERVICE)  # each shows a person only how they themselves sign in

urlpatterns = [
    path("", pages.index, name="account"),
    path("login/", _before(account.login), name="account_login"),
    path("logout/", _before(account.logout), name="account_logout"),
    path("inactive/", _before(account.account_inactive), name="account_inactive"),
    path("reauthenticate/", _own(account.reauthenticate), name="account_reauthenticate"),
    path("password/", _own(account.password_change), name="account_change_password"),
    path("password/set/", pages.no_password, name="account_set_password"),
    path("two-step/", _own(two_step.index), name="mfa_index"),
    path("two-step/authenticate/", _before(two_step.authenticate), name="mfa_authenticate"),
    path("two-step/reauthenticate/", _own(two_step.reauthenticate), name="mfa_reauthenticate"),
    path("two-step/app/", _own(app.activate_totp), name="mfa_activate_totp"),
    path("two-step/app/remove/", _own(app.deactivate_totp), name="mfa_deactivate_totp"),
    path("two-step/codes/", _own(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("two-step/codes/new/", _own(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("two-step/codes/download/", _own(codes.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("passkeys/", _own(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("passkeys/add/", _own(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("passkeys/login/", _before(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("passkeys/reauthenticate/", _own(passkeys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("passkeys/<int:pk>/name/", _own(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/remove/", _own(passkeys.remove_webauthn), name="mfa_remove_webauthn"),
    path("organisation/cancelled/", _before(organisation.login_cancelled), name="socialaccount_login_cancelled"),
    path("organisation/error/", _before(organisation.login_error), name="socialaccount_login_error"),
    path("organisation/<slug:provider_id>/", _before(openid.login), name="openid_connect_login"),
    path("organisation/<slug:provider_id>/back/", _before(openid.callback), name="openid_connect_callback"),
]
