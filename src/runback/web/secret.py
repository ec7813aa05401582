"""The key that signs this machine's cookies: made once, kept beside the store, for its owner alone."""

from __future__ import annotations

import os
import secrets

from runback.errors import StoreError
from runback.store.home import Home

KEY_BYTES = 48


def own_secret(home: Home | None = None) -> str:
    """Return the signing key of ``home`` (default: ``RUNBACK_HOME``), made at the first call.

    Raises:
        StoreError: the folder cannot be used.
    """
    path = (home or Home.default()).root / "web" / "signing.key"
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text(encoding="ascii")
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(KEY_BYTES))
        return path.read_text(encoding="ascii")
    except OSError as error:
        raise StoreError(
            f"the key of the web app cannot be kept ({error.strerror or error}).",
            where=str(path),
            remedy="Name a folder that you can write to in RUNBACK_HOME.",
        ) from error
