"""The two keys of the record, in files of their own: outside the database.

`seal-key` makes the chain of seals: without it nobody can chain the record again.
`signing-key` signs checkpoints; its public half is for whoever should be able to check
them. Both are made at first use and never replaced silently. Run the sealer as another
user of the operating system, with `GOLDTHREAD_RECORD_KEYS` in a folder of that user, and
neither the web server nor an owner of the database can read them.
"""

import hashlib
import hmac
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings

from goldthread.audit.refusal import KeptElsewhere, Refused, Unreadable
from goldthread.evidence.home import home


@dataclass(frozen=True, slots=True)
class SealKey:
    """The secret behind the seals."""

    secret: bytes

    @property
    def name(self) -> str:
        """Which key it is, without telling what it is."""
        return hashlib.sha256(b"goldthread seal key\0" + self.secret).hexdigest()[:16]

    def mac(self, head: str) -> str:
        return hmac.new(self.secret, head.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What checkpoints are checked with; it may be given to anybody."""

    raw: bytes

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(self.raw).hexdigest()

    @property
    def name(self) -> str:
        return self.fingerprint[:16]

    @property
    def pem(self) -> str:
        key = Ed25519PublicKey.from_public_bytes(self.raw)
        return key.public_bytes(
            Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
        ).decode()

    def has_signed(self, message: bytes, signature: str) -> bool:
        try:
            key = Ed25519PublicKey.from_public_bytes(self.raw)
            key.verify(bytes.fromhex(signature), message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class Keys:
    """Where the keys lie, and where what is signed is written."""

    folder: Path  # the keys
    papers: Path  # checkpoints and the last seal; no secret is in them

    @property
    def seal_file(self) -> Path:
        return self.folder / "seal-key"

    @property
    def signing_file(self) -> Path:
        return self.folder / "signing-key"

    @property
    def public_file(self) -> Path:
        return self.papers / "signing-key.pub"

    @property
    def checkpoint_file(self) -> Path:
        return self.papers / "checkpoints.jsonl"

    @property
    def last_seal_file(self) -> Path:
        return self.papers / "last-seal.json"

    def seal_key(self) -> SealKey | None:
        """The key in its file; None where there is none."""
        secret = _read(self.seal_file)
        return SealKey(secret) if secret else None

    def signing_key(self) -> Ed25519PrivateKey | None:
        """The signing key in its file; None where there is none."""
        written = _read(self.signing_file)
        if written is None:
            return None
        try:
            key = load_pem_private_key(written, password=None)
        except ValueError:
            key = None
        if not isinstance(key, Ed25519PrivateKey):
            raise Refused(f"{self.signing_file} does not hold a signing key (Ed25519).")
        return key

    def public_key(self) -> PublicKey | None:
        """What this installation's checkpoints are checked with."""
        key = self.signing_key() if os.access(self.signing_file, os.R_OK) else None
        if key is not None:
            return PublicKey(key.public_key().public_bytes_raw())
        return public_key_of(self.public_file) if self.public_file.exists() else None

    def make_seal_key(self) -> SealKey:
        """A new key, at first use; of two processes that start together, one wins."""
        _create(self.seal_file, secrets.token_bytes(32))
        made = self.seal_key()
        assert made is not None
        return made

    def make_signing_key(self) -> Ed25519PrivateKey:
        """A new pair, at first use; the public half is written beside the checkpoints."""
        pem = Ed25519PrivateKey.generate().private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        )
        _create(self.signing_file, pem)
        made = self.signing_key()
        assert made is not None
        public = PublicKey(made.public_key().public_bytes_raw())
        self.papers.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.public_file.write_text(public.pem, encoding="ascii")
        return made


def keys() -> Keys:
    """The keys of this installation."""
    papers = home() / "record"
    folder = getattr(settings, "RECORD_KEYS", None)
    return Keys(folder=folder or papers / "keys", papers=papers)


_DRAFT = re.compile(r".+\.\d+\.[0-9a-f]{8}")


def draft_of(path: Path) -> Path:
    """Where a key or a paper is written first, beside its place; gone a moment later."""
    return path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")


def is_draft(path: Path) -> bool:
    """Whether this file is one that is being written."""
    return _DRAFT.fullmatch(path.name) is not None


def public_key_of(path: Path) -> PublicKey:
    """The public key in a file that somebody was given.

    Raises:
        Refused: the file does not hold one.
    """
    try:
        key = load_pem_public_key(path.read_bytes())
    except ValueError:
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise Refused(f"{path} does not hold a public key (Ed25519, PEM).")
    return PublicKey(key.public_bytes_raw())


def _read(path: Path) -> bytes | None:
    try:
        found = path.read_bytes()
    except FileNotFoundError:
        return None
    except PermissionError:
        raise KeptElsewhere(
            f"The key file {path} may not be read by this user of the system."
        ) from None
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise Unreadable(
            f"The key file {path} can be read by other users. Run: chmod 400 {path}"
        )
    return found


def _create(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Written whole beside its place and linked: nobody reads half a key.
    draft = draft_of(path)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    try:
        os.write(handle, content)
        os.fsync(handle)
    finally:
        os.close(handle)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
