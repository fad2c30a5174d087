"""A role that waits can be looked at in the preview, and by nobody else."""

from __future__ import annotations

from roles.models import Edition, Role
from tests.desk import signed_in


def test_a_role_that_is_not_on_the_site_is_shown_in_the_preview_only(draft: Edition) -> None:
    Role.objects.create(
        slug="later", name="Later Role", short_name="LR", accent="teal", summary="It waits.",
        description="Not ready.",
    )  # fmt: skip
    client = signed_in()
    for page in ("roles/later/", "compare/later/project-manager/"):
        response = client.get(f"/admin/preview/{page}", follow=True)
        assert response.status_code == 200, page
        assert "Later Role" in response.content.decode()
        assert client.get(f"/{page}", follow=True).status_code == 404
