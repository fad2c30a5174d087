"""Every page is valid HTML."""

import pytest

from tests.html_validity import assert_valid_html

pytestmark = pytest.mark.services

PAGE = b"""<!DOCTYPE html>
<html lang="en"><head><title>Roles</title></head><body><main><h1>%b</h1></main></body></html>
"""


def test_the_checker_accepts_a_valid_page() -> None:
    assert_valid_html([("roles", PAGE % b"Roles")])


def test_the_checker_names_the_page_that_is_wrong() -> None:
    with pytest.raises(AssertionError, match=r"compare, line 2: .*div"):
        assert_valid_html([("roles", PAGE % b"Roles"), ("compare", PAGE % b"<div>Compare</div>")])
