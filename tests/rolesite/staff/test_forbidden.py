"""What somebody may not open says so on a page of the desk, and no link leads there."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from roles.models import Edition
from rolesite.staff.groups import GROUPS
from tests.desk import signed_in


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.once
def test_no_link_of_the_desk_leads_to_a_page_that_is_closed(draft: Edition, group: str) -> None:
    client = signed_in(groups=[group])
    seen: set[str] = set()
    queue = ["/admin/"]
    while queue and len(seen) < 60:
        path = queue.pop(0)
        response = client.get(path)
        assert response.status_code in (200, 302), (path, response.status_code)
        if response.status_code != 200 or "html" not in response.headers["Content-Type"]:
            continue
        body = response.content.decode()
        for link in re.findall(r'<a\s[^>]*?href="([^"#]+)', body):
            link = unescape(link).partition("#")[0]
            # One of each kind: rows and editions by the dozen tell nothing new.
            kind = re.sub(r"\d+|\?.*", "0", link)
            if link.startswith("/admin/") and "/preview/" not in link and kind not in seen:
                seen.add(kind)
                queue.append(link)
    assert len(seen) > 5


def test_a_closed_page_of_the_desk_has_the_way_back(draft: Edition) -> None:
    response = signed_in(groups=["Analysts"]).get("/admin/roles/edition/publish/")
    body = response.content.decode()
    assert response.status_code == 403
    assert "Back to the desk" in body
    assert 'id="user-tools"' in body
    assert Client().get("/admin/roles/edition/publish/").status_code == 302


def test_what_the_desk_cannot_read_has_the_way_back_too(draft: Edition) -> None:
    client = signed_in(superuser=True)
    for path in ("/admin/roles/role/?q=%00", "/admin/auth/user/?password__startswith=a"):
        response = client.get(path)
        assert response.status_code == 400
        assert "Back to the desk" in response.content.decode()
        assert Client().get(path).status_code == 302
    broken = client.post("/admin/prose/", b"x", content_type="multipart/form-data")
    assert broken.status_code == 400
    assert client.get("/admin/", headers={"host": "evil.example"}).status_code == 400
