"""The secret key of a development site."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def local_secret_key(folder: Path) -> str:
    """The random key kept in ``folder``, made on first use.

    A key of its own for every checkout: a fixed development key would be public, and a new one
    at each start would sign an editor out. Production never comes here.
    """
    folder.mkdir(exist_ok=True)
    path = folder / "secret-key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    key = secrets.token_urlsafe(64)
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    return key
