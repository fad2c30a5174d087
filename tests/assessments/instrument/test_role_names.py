"""Publishing says when a role would not be named to somebody who answers just as it asks."""

from __future__ import annotations

import copy
import re
from typing import Any

from roles.draft.services import errors_of
from tests.assessments.sheets import extra_roles


def test_a_role_that_is_mixed_up_with_another_is_said_with_what_sets_them_apart(
    db: None, seed_document: dict[str, Any]
) -> None:
    assert errors_of(seed_document) == ()
    document = copy.deepcopy(seed_document)
    document["sections"]["roles"]["roles"] += extra_roles()
    [warning] = errors_of(document)
    assert warning.warning
    assert warning.file == "roles/project-manager.yaml"
    assert warning.others == (("roles/planner.yaml", ("requirements",)),)
    assert re.search(
        r"confused with Planner, from which it differs most in Cross-functional work "
        r"\(importance \d against \d\), .* and ",
        warning.message,
    )


def test_a_quiz_that_names_no_role_on_the_site_is_refused(
    db: None, seed_document: dict[str, Any]
) -> None:
    document = copy.deepcopy(seed_document)
    first, second = document["sections"]["roles"]["roles"]
    first["in_quiz"], second["is_listed"] = False, False
    [error] = errors_of(document)
    assert error.message.startswith("The quiz names no role. Tick “suggested by the quiz”")
    assert not error.warning
