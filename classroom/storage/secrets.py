"""Tokens that browsers hold, and the hashes of them that the database keeps."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> str:
    """A random token of 192 bits for a cookie or a link."""
    return secrets.token_urlsafe(24)


def hashed(token: str) -> str:
    """SHA-256 in hex. The tokens are random and long, so no slow hash is needed."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
