"""Addresses of the pages of one person, and what such a page says."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.urls import reverse

RESULT_TABS = ("result", "result_why", "result_gaps", "plan", "result_details")


def path(name: str, *args: object) -> str:
    return reverse(f"assessments:{name}", args=args)


def result_path(token: str) -> str:
    return reverse("assessments:result", args=[token])


def delete_path(token: str) -> str:
    return reverse("assessments:result_delete", args=[token])


def plan_path(token: str) -> str:
    return reverse("assessments:plan", args=[token])


def what_if_path(token: str) -> str:
    return reverse("assessments:what_if", args=[token])


def over_time_path(token: str) -> str:
    return reverse("assessments:over_time", args=[token])


def shares_path(token: str) -> str:
    return reverse("assessments:shares", args=[token])


def shared_path(share: str) -> str:
    return reverse("assessments:shared", args=[share])


def text_of(response: Any) -> str:
    """Return what a person reads, on one line."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    text = " ".join(unescape(re.sub(r"<[^>]+>", " ", f"<{main}")).split())
    return re.sub(r" ([.,])", r"\1", text)


def assert_private(response: Any) -> None:
    assert response.headers["Cache-Control"] == "no-store, private"
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert not response.cookies
