import re
from pathlib import Path

import pytest
from django.db.backends.postgresql.psycopg_any import is_psycopg3

ROOT = Path(__file__).parent.parent
LOCKS = (
    "requirements.txt",
    "requirements-dev.txt",
    "package-lock.json",
    "benchmarks/lighthouse/package-lock.json",
)


def test_the_database_driver_is_psycopg2() -> None:
    """Django silently prefers psycopg 3 wherever it is installed."""
    assert not is_psycopg3


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_packages_and_hashes_but_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "sha256:" in text or "sha512-" in text
    assert "://" not in text


def test_no_test_imports_from_another_test_or_from_conftest() -> None:
    """What several tests use has a module of its own, so that a test can move or go alone."""
    imports = re.compile(r"^\s*from tests(\.\w+)*\.(test_\w+|conftest) import", re.MULTILINE)
    files = (ROOT / "tests").rglob("*.py")
    assert [str(file) for file in files if imports.search(file.read_text())] == []
