from pathlib import Path

import pytest
from django.db.backends.postgresql.psycopg_any import is_psycopg3

ROOT = Path(__file__).parent.parent


def test_the_database_driver_is_psycopg2() -> None:
    """Django silently prefers psycopg 3 wherever it is installed."""
    assert not is_psycopg3


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt", "package-lock.json"])
def test_a_lock_names_packages_and_hashes_but_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "sha256:" in text or "sha512-" in text
    assert "://" not in text
