"""Draw a sequence diagram, messages in order of time, from lines of text."""

import textwrap
from dataclasses import dataclass
from typing import Literal, NamedTuple

from web.numbers import percent
from web.words import listed

# A lane needs room for its name on a phone; with more of them only the list is readable.
MOST_LANES = 6
# Letters that fit: a message beside two lanes, and all lane names in one row, on a small phone.
MESSAGE_LETTERS = 28
NAMES_LETTERS = 42
LINE_HEIGHT = 16
# From the last line of a message down to its arrow, and from there to the next message.
ABOVE_ARROW = 10
BELOW_ARROW = 22
LOOP_HEIGHT = 14


class Message(NamedTuple):
    """One line of the text: ``From -> To: message``."""

    sender: str
    receiver: str
    text: str


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of lettering; ``y`` in pixels from the top."""

    text: str
    y: int


@dataclass(frozen=True, slots=True)
class Lane:
    """A person or system: its name over a line that runs down through time."""

    name: str
    at: str
    lines: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class Arrow:
    """A message between two lanes. ``loop`` is set when it comes back to its sender."""

    start: str
    end: str
    y: int
    towards: Literal["left", "right"]
    loop: bool
    label_at: str
    anchor: Literal["start", "middle", "end"]
    lines: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class Sequence:
    """A diagram with horizontal positions in percent and heights in pixels.

    ``messages`` says the same as a list. Without ``lanes`` there is no picture, only the list.
    """

    title: str
    description: str
    height: int
    top: int
    lanes: tuple[Lane, ...]
    arrows: tuple[Arrow, ...]
    messages: tuple[Message, ...]


def read_messages(text: str) -> tuple[Message, ...] | None:
    """Return the messages of a text, one per line; ``None`` unless all are ``From -> To: text``."""
    messages = []
    for line in filter(None, map(str.strip, text.splitlines())):
        sender, arrow, rest = line.partition("->")
        receiver, colon, said = rest.partition(":")
        message = Message(sender.strip(), receiver.strip(), said.strip())
        if not (arrow and colon and all(message)):
            return None
        messages.append(message)
    return tuple(messages) or None


def sequence(*, title: str, text: str) -> Sequence | None:
    """Return the diagram of a text, or ``None`` unless every line is a message."""
    messages = read_messages(text)
    if messages is None:
        return None
    names = tuple(dict.fromkeys(name for m in messages for name in (m.sender, m.receiver)))
    count = "1 message" if len(messages) == 1 else f"{len(messages)} messages"
    between = f"{count} between {listed(names)}"
    description = f"{between}, from top to bottom. The list below says the same."
    if len(names) > MOST_LANES:
        return Sequence(title, description, 0, 0, (), (), messages)
    places = {name: (index + 0.5) / len(names) for index, name in enumerate(names)}
    lanes = _lanes(places)
    top = LINE_HEIGHT * max(len(lane.lines) for lane in lanes) + LINE_HEIGHT // 2
    arrows = []
    y = top
    for number, message in enumerate(messages, start=1):
        arrow, y = _arrow(f"{number}. {message.text}", places, message, y)
        arrows.append(arrow)
    return Sequence(title, description, y, top, lanes, tuple(arrows), messages)


def _lanes(places: dict[str, float]) -> tuple[Lane, ...]:
    letters = NAMES_LETTERS // len(places)
    return tuple(
        Lane(name, percent(place), _lines(textwrap.wrap(name, letters), 0))
        for name, place in places.items()
    )


def _lines(lines: list[str], top: int) -> tuple[TextLine, ...]:
    return tuple(
        TextLine(line, top + LINE_HEIGHT * row + LINE_HEIGHT // 2) for row, line in enumerate(lines)
    )


def _arrow(label: str, places: dict[str, float], message: Message, top: int) -> tuple[Arrow, int]:
    """Return the arrow of one message below ``top``, and where the next one may begin (pixels)."""
    start, end = places[message.sender], places[message.receiver]
    low, high = sorted((start, end))
    middle = (low + high) / 2
    # Lettering keeps its size while lanes move together, so near an edge it grows inwards.
    anchor: Literal["start", "middle", "end"] = "middle"
    label_at = middle
    if middle < 0.4:
        anchor, label_at = "start", low
    elif middle > 0.6:
        anchor, label_at = "end", high
    lines = _lines(textwrap.wrap(label, MESSAGE_LETTERS), top + LINE_HEIGHT // 2)
    loop = message.sender == message.receiver
    y = top + LINE_HEIGHT // 2 + LINE_HEIGHT * len(lines) + ABOVE_ARROW
    towards: Literal["left", "right"] = "right" if end > start else "left"
    if loop:
        towards = "right" if start <= 0.5 else "left"
    arrow = Arrow(
        start=percent(start),
        end=percent(end),
        y=y,
        towards=towards,
        loop=loop,
        label_at=percent(label_at),
        anchor=anchor,
        lines=lines,
    )
    return arrow, y + BELOW_ARROW + (LOOP_HEIGHT if loop else 0)
