"""Small roles to compare: a test names only what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from roles.models.choices import Accent, CompetencyGroup
from roles.snapshot.values import Competency, Requirement, Role, RolesSection


def competency(key: str) -> Competency:
    """Return a competency named after its key."""
    name = key.replace("_", " ").capitalize()
    return Competency(key=key, name=name, group=CompetencyGroup.SOFT, gloss=f"About {key}")


def role(slug: str, weights: Mapping[str, float], **parts: Any) -> Role:
    """Return a role asking for level 10 times the weight (0 to 5) on each competency."""
    return Role(
        **{
            "slug": slug,
            "name": slug.replace("-", " ").capitalize(),
            "short_name": slug[:2].upper(),
            "accent": Accent.TEAL,
            "summary": f"What a {slug} does.",
            "description": f"More on a {slug}.",
            "requirements": tuple(
                Requirement(competency=key, importance=weight, required_level=10 * weight)
                for key, weight in weights.items()
            ),
            **parts,
        }
    )


PM = role("project-manager", {}, name="Project Manager", short_name="PM", accent=Accent.AMBER)
TPM = role(
    "technical-project-manager",
    {},
    name="Technical Project Manager",
    short_name="TPM",
    accent=Accent.BLUE,
)


def section(*roles: Role, **parts: Any) -> RolesSection:
    """Return a section with the given roles and every competency they ask for, by key."""
    keys = sorted({asked.competency for role in roles for asked in role.requirements})
    return RolesSection(competencies=tuple(map(competency, keys)), roles=roles, **parts)
