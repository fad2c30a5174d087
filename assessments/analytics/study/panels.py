"""What experts are asked about a role, and what a panel of them says beside its edition."""

import datetime as dt
from typing import Any, NamedTuple

import numpy as np
from django.db.models import QuerySet

from assessments.analytics.disclosure_control import LEAST, hidden
from assessments.analytics.statistics.measures import wilson
from assessments.analytics.study import figures as formulas
from assessments.attempts.selectors import hash_of
from assessments.attempts.services import UnknownLink
from assessments.instrument.values import Item, assessments_of
from assessments.models import Panel
from assessments.models.choices import ItemType
from roles.snapshot.editions import pinned_snapshot
from roles.snapshot.values import Competency, Role
from web.encryption import decrypt

KINDS = {"importance": "Importance, 0 to 5", "required_level": "Level to start with, 0 to 100"}
"""What is asked of each competency, by the field of a requirement."""
PANELS = Panel.objects.select_related("edition").defer("edition__document").order_by("-pk")
MOST_EXPERTS = 30


class Questions(NamedTuple):
    """What experts judge: competencies, each with its lines of the quiz, and situations."""

    role: Role
    competencies: list[tuple[Competency, Item | None]]
    situations: list[Item]


def find_panel(token: str, key: str, now: dt.datetime, rows: QuerySet[Panel] = PANELS) -> Panel:
    """Return the panel behind a link that one more, or the expert of ``key``, may answer.

    Raises ``UnknownLink``.
    """
    panel = rows.filter(token_hash=hash_of(token), ends_at__gt=now).first()
    if panel is None or len({*panel.answers, key}) > MOST_EXPERTS:
        raise UnknownLink
    return panel


def questions_of(panel: Panel) -> Questions:
    """Return what a panel is asked about its role."""
    snapshot = pinned_snapshot(panel.edition)
    role = snapshot.role(panel.role)
    assert role  # noqa: S101  an edition never changes
    items = [item for item in assessments_of(snapshot).items if item.is_active]
    lines = {item.competency: item for item in items if item.type == ItemType.BARS}
    asked = {each.competency for each in role.requirements}
    rated = [(c, lines.get(c.key)) for c in snapshot.roles.competencies if c.key in asked]
    return Questions(role, rated, [each for each in items if each.type == ItemType.JUDGEMENT])


def panel_page(panel: Panel) -> dict[str, Any]:
    """Return what a panel says beside its edition; figures from five experts on."""
    asked, said = questions_of(panel), list(panel.answers.values())
    token = decrypt(panel.kept_link, about=panel.token_hash)
    told = {"panel": panel, "role": asked.role, "n": len(said), "least": LEAST, "token": token}
    if len(said) < LEAST:
        return told
    figures, tables = [], []
    for kind, label in KINDS.items():
        ours = {each.competency: float(getattr(each, kind)) for each in asked.role.requirements}
        keys = [each.key for each, _ in asked.competencies]
        ratings = np.array([[each[f"{kind}-{key}"] for each in said] for key in keys], dtype=float)
        figures.append(formulas.agreement(ratings) | {"name": f"Agreement: {label}"})
        quartiles = np.quantile(ratings, (0.25, 0.5, 0.75), axis=1).T
        rows = zip(asked.competencies, quartiles, strict=True)
        tables.append((label, [(c.name, ours[c.key], *ends) for (c, _), ends in rows]))
    for item in asked.situations:
        best = max(range(len(item.options)), key=lambda place: item.options[place].score)
        hits = sum(each[f"step-{item.key}"] == best for each in said)
        low, high = wilson(hits, len(said))
        share = {"n": len(said), "value": hits / len(said), "low": low, "high": high}
        figures.append(share | {"name": f"Our best step: {item.stem}"})
    today = sum(each["does_job"] for each in said)
    told["today"] = None if any(hidden([today, len(said) - today])) else today
    told["years"] = np.median([each["years"] for each in said])
    return told | {"figures": figures, "tables": tables}
