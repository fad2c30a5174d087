"""Split entries of the history into single changes, and find out what became of each."""

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.contrib.admin.models import ADDITION, DELETION, LogEntry

ADDED, REMOVED = "added", "removed"
ORDER = "order"
# How entries tell of parts, in small letters, and each field in such a sentence.
PART = re.compile(
    r"(?P<verb>in|added|deleted) [^“]*“(?P<name>.+?)”(?:, earlier “(?P<earlier>.+?)”)?[.:]\s*"
    r"(?P<rest>.*)"
)
FIELD = re.compile(r"(?:^|\. )([^:.]+(?:: | changed)[^.]*)")
FIELD_END = re.compile(r": | changed")
QUOTED = re.compile(r".*“(.+)”$")


class Thing(NamedTuple):
    """One change that an entry tells of its row, or of a part of it, all in lower case.

    ``told`` is a field with its values, ``ADDED`` or ``REMOVED``; ``earlier`` is the old name of a
    renamed part.
    """

    part: str
    told: str
    earlier: str = ""

    @property
    def field(self) -> str:
        return ORDER if self.told.startswith("put in place") else FIELD_END.split(self.told)[0]

    @property
    def values(self) -> list[str]:
        """The old value and the new one, if the entry has them."""
        return self.told.partition(": ")[2].rstrip(".").split(" → ")


def things_in(entry: LogEntry) -> list[Thing]:
    """Return all single changes that an entry tells."""
    if entry.action_flag in (ADDITION, DELETION):
        return [Thing("", ADDED if entry.action_flag == ADDITION else REMOVED)]
    found = []
    for line in entry.get_change_message().casefold().split("\n"):
        if (part := PART.match(line)) is None:
            found.append(Thing("", line))
        elif part["verb"] == "in":
            earlier = part["earlier"] or ""
            found += [Thing(part["name"], told, earlier) for told in FIELD.findall(part["rest"])]
        else:
            found.append(Thing(part["name"], ADDED if part["verb"] == ADDED else REMOVED))
    return found


def is_replaced(thing: Thing, later: Iterable[LogEntry]) -> bool:
    """Return whether one of the ``later`` entries of the same row undoes or overwrites a change.

    ``later`` starts with the oldest, because a part may be renamed.
    """
    name = thing.part
    for entry in later:
        for other in things_in(entry):
            if not other.part:
                if other.told == REMOVED or (not thing.part and _is_again(thing, other)):
                    return True
            elif name and name in (other.part, other.earlier, other.values[0]):
                if other.told == REMOVED != thing.told or _is_again(thing, other):
                    return True
                name = other.part
    return False


def _is_again(thing: Thing, other: Thing) -> bool:
    """Return whether a later change is about the same field, or adds again what was removed."""
    if thing.told in (ADDED, REMOVED):
        return thing.told == REMOVED and other.told == ADDED
    return other.field == thing.field


def is_back(thing: Thing, earlier: Iterable[LogEntry]) -> bool:
    """Return whether a change restores the value that its field had before ``earlier`` entries."""
    for entry in earlier:
        for other in things_in(entry):
            if (other.part, other.field) == (thing.part, thing.field) and " → " in other.told:
                return other.values[0] == thing.values[-1]
    return False


def names_of(entry: LogEntry, entries: Iterable[LogEntry]) -> set[str]:
    """Return the names, old ones too, that lists of differences may give the row of ``entry``."""
    names = {each.object_repr.casefold() for each in (entry, *entries)}
    for thing in things_in(entry):
        if not thing.part and " → " in thing.told:
            old, new = thing.values[0], thing.values[-1]
            names |= {name.replace(new, old) for name in names}
    return names | {f"question {name.partition(': ')[0]}" for name in names}


def is_named(thing: Thing, names: Collection[str], changes: Iterable[str]) -> bool:
    """Return whether ``changes``, lines of lists of differences, contain this change of a row.

    A line names a row by any of ``names``, and a part by its own name alone.
    """
    return any(_tells_of(change, names, thing) for change in changes)


def touches(thing: Thing, names: Collection[str], changes: Iterable[str]) -> bool:
    """Return whether ``changes`` contain this change or, for one of a part, any part of the row."""
    if not thing.part and thing.field != ORDER:
        return is_named(thing, names, changes)
    starts = tuple(f"{name}{sign}" for name in names for sign in (" › ", f": {ADDED}"))
    return thing.field == ORDER or any(change.startswith(starts) for change in changes)


def _tells_of(change: str, names: Collection[str], thing: Thing) -> bool:
    starts = [f"{name}: " for name in names]
    whats = [change.removeprefix(each) for each in starts if change.startswith(each)]
    if ADDED in whats:
        return True  # with all that was told of it since
    if not thing.part:
        return any(what == thing.told or _is_of(what, thing.field) for what in whats)
    place, _, what = change.partition(": ")
    _, *inner = place.split(" › ")
    name = thing.part.rstrip("…")
    element = QUOTED.sub(r"\1", inner[-1]) if inner else ""
    is_part = bool(element) and (name in element or element in name)
    return is_part and (what in (thing.told, ADDED) or _is_of(what, thing.field))


def _is_of(what: str, field: str) -> bool:
    """Return whether ``what`` says of a field that it changed, with or without its values."""
    if field == ORDER:
        return what.startswith("moved ")
    return what == f"{field} changed" or (what.startswith(f"{field} ") and " → " in what)
