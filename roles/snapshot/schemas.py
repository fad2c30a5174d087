"""The shapes that documents of editions have had, and how an old one is read.

The steps are never changed, as old editions stay readable for ever. A new shape raises ``SCHEMA``
and adds a step from the one before.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

Document = dict[str, Any]

SCHEMA = 2
# How long after it was read a fact of the first schema is due again, in days.
CHECKED_AGAIN_AFTER = 180


def upgraded(document: Mapping[str, Any]) -> Document:
    """Return a document of any known schema in the shape of the newest one. Raises ValueError."""
    number = document["schema"]
    if number not in range(1, SCHEMA + 1):
        raise ValueError(f"Schema {number!r} is unknown. Known: 1 to {SCHEMA}.")
    for old in range(number, SCHEMA):
        document = {**STEPS[old](document), "schema": old + 1}
    return dict(document)


def _with_facts(document: Mapping[str, Any]) -> Document:
    """Turn the texts about an exam, which had one source for all, into a fact each (1 to 2)."""
    sections = dict(document["sections"])
    roles = dict(sections["roles"])
    roles["certifications"] = [_certification(each) for each in roles.get("certifications", ())]
    roles["roles"] = [
        {
            **role,
            "facts": [_fact(each) for each in role.get("facts", ())],
            "sources": [_read(each) for each in role.get("sources", ())],
        }
        for role in roles["roles"]
    ]
    return {**document, "sections": {**sections, "roles": roles}}


def _certification(old: Mapping[str, Any]) -> Document:
    texts = ("prerequisites", "exam", "renewal", "disputed")
    source = ("source", "source_url", "confidence", "checked_on")
    new = {key: value for key, value in old.items() if key not in (*texts, *source)}
    where = {key: old[key] for key in source if key in old}
    if where["confidence"] == "disputed":
        where["confidence"] = "medium"  # it was said of all texts; one of them has both readings
    kinds = {"prerequisites": "requirements", "disputed": "note"}
    facts = [
        _fact({"kind": kinds.get(key, key), "statement": old[key], **where})
        for key in texts
        if old.get(key)
    ]
    routes = [_route(each) for each in old.get("routes", ())]
    goals = {"agile_cert": "agile_teams", "pm_cert": "manage_projects"}
    goal = goals.get(old["category"], "technical_depth")
    return {**new, "goal": goal, "routes": routes, "facts": facts}


def _route(old: Mapping[str, Any]) -> Document:
    new = {key: value for key, value in old.items() if key != "also"}
    return {**new, "check_yourself": old.get("also", "")}


def _read(old: Mapping[str, Any]) -> Document:
    new = {key: value for key, value in old.items() if key != "checked_on"}
    return {**new, "read_on": old["checked_on"]}


def _fact(old: Mapping[str, Any]) -> Document:
    new = _read(old)
    day = dt.date.fromisoformat(new["read_on"]) + dt.timedelta(days=CHECKED_AGAIN_AFTER)
    sure = {"good": "high"}
    if new.get("kind") == "pay":  # a sentence without a figure of its own
        new["kind"] = "note"
    return {
        **new,
        "confidence": sure.get(new["confidence"], new["confidence"]),
        "check_again_on": day.isoformat(),
    }


STEPS: Mapping[int, Callable[[Mapping[str, Any]], Document]] = {1: _with_facts}
