"""The steps of a role's career ladder, each by itself and two side by side."""

from typing import Any

from roles.snapshot.values import Role, RoleLevel
from web.markdown import literal

OUR_LADDER = (
    "Every employer has its own ladder, and titles differ. The steps here are our own judgement, "
    "except where the sources of this role say that we followed a published ladder."
)


def rows_of(*levels: RoleLevel) -> list[tuple[str, tuple[str, ...]]]:
    """Return (label, a Markdown text for each level) of all that any of these levels says."""
    rows = (
        ("Also called", tuple(literal(level.also_called) for level in levels)),
        ("Scope", tuple(level.scope for level in levels)),
        ("Autonomy", tuple(level.autonomy for level in levels)),
        ("Technical depth", tuple(level.technical_depth for level in levels)),
        ("Usual years", tuple(literal(level.typical_years) for level in levels)),
    )
    return [(label, texts) for label, texts in rows if any(texts)]


def levels_page(role: Role, first: str, second: str) -> dict[str, Any]:
    """Return two levels of ``role`` side by side, or ``errors`` as (id of the field, message).

    ``first`` and ``second`` are what was asked for: numbers from 1 on. ``options`` has every level
    under its number.
    """
    options = {str(number): level for number, level in enumerate(role.levels, 1)}
    errors = [
        (field, f"Choose the {place} level from the list.")
        for field, place, asked in (("from", "first", first), ("to", "second", second))
        if asked not in options
    ]
    if not errors and first == second:
        errors = [("to", "Choose two different levels. Your first choice is kept.")]
    pair = () if errors else (options[first], options[second])
    return {
        "options": options,
        "first": first,
        "second": second,
        "errors": errors,
        "pair": pair,
        "rows": [(name, list(zip(pair, texts, strict=True))) for name, texts in rows_of(*pair)],
        "about_levels": OUR_LADDER,
    }
