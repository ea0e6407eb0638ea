"""Sign-in, one's account and the first set-up.

Allauth's views are named one by one: those not listed (signing oneself up, e-mail
lists) do not exist here.
"""

from allauth.account import views as account
from django.urls import URLPattern, path, re_path

from goldthread.partners import demonstration
from goldthread.partners.views import account as own
from goldthread.partners.views.providers import providers
from goldthread.partners.views.sessions import clear_after

# Shown only where the installation is a demonstration; see the template.
TRY_IT = {
    "accounts": demonstration.ACCOUNTS,
    "known_password": demonstration.PASSWORD,
    "providers": providers,
}

urlpatterns: list[URLPattern] = [
    path("setup/", own.set_up, name="set_up"),
    path("account/", own.account, name="account"),
    path("account/act-as/<int:key>/", own.act_as, name="act_as"),
    path(
        "account/login/",
        account.LoginView.as_view(extra_context=TRY_IT),
        name="account_login",
    ),
    path("account/logout/", clear_after(account.logout), name="account_logout"),
    path("account/prove/", account.reauthenticate, name="account_reauthenticate"),
    path(
        "account/password/change/",
        account.password_change,
        name="account_change_password",
    ),
    path(
        "account/password/reset/", account.password_reset, name="account_reset_password"
    ),
    path(
        "account/password/reset/done/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "account/password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
