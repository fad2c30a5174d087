"""The secret key of a development site."""

import secrets
from pathlib import Path


def local_secret_key(folder: Path) -> str:
    """Return the random key kept in ``folder``, made on first use: a fixed one would be public."""
    folder.mkdir(exist_ok=True)
    path = folder / "secret-key"
    try:
        path.touch(0o600, exist_ok=False)
    except FileExistsError:
        return path.read_text().strip()
    key = secrets.token_urlsafe(64)
    path.write_text(key)
    return key
