"""One-time links: made by ``runback serve``, good for one opening, kept only as a hash."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path

from runback.store.home import Home

TOKEN_BYTES = 32


def new_token(home: Home) -> str:
    """Return a fresh token that opens the web app of ``home`` once."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    path = _place(home, token)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)
    return token


def use_token(home: Home, token: str) -> bool:
    """Return whether ``token`` opens the web app, and make sure that it never does again."""
    try:
        _place(home, token).unlink()
    except FileNotFoundError:
        return False
    return True


def forget_tokens(home: Home) -> None:
    """Make every link that was not used worthless."""
    for path in (home.root / "web" / "links").glob("*"):
        path.unlink(missing_ok=True)


def _place(home: Home, token: str) -> Path:
    return home.root / "web" / "links" / hashlib.sha256(token.encode()).hexdigest()
