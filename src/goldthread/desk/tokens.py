"""The secret in a link: signed, so that a made-up one costs no question to the database;
kept only as a hash, so that who reads the database cannot use it."""

import hashlib
import secrets

from django.core import signing

_SALT = "goldthread.desk.link"


def new_secret() -> str:
    """A secret of 256 bits."""
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """What the database keeps of it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_of(secret: str) -> str:
    """The secret as it stands in the link, signed."""
    return signing.Signer(salt=_SALT).sign(secret)


def secret_in(token: str) -> str | None:
    """The secret of a link that we signed; None of any other."""
    try:
        return signing.Signer(salt=_SALT).unsign(token)
    except signing.BadSignature:
        return None
