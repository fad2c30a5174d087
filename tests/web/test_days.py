"""Days and moments in words."""

import datetime as dt

from web.templatetags.figures import day, moment
from web.words import day_text, moment_text

EVENING = dt.datetime(2026, 11, 8, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=-2)))


def test_a_day_is_written_out() -> None:
    assert day_text(dt.date(2026, 11, 8)) == "8 November 2026"


def test_a_moment_is_told_in_utc_with_its_zone() -> None:
    assert day_text(EVENING) == "9 November 2026"
    assert moment_text(EVENING) == "9 November 2026, 01:30 UTC"


def test_pages_say_it_to_programs_too() -> None:
    assert day(dt.date(2026, 11, 8)) == '<time datetime="2026-11-08">8 November 2026</time>'
    assert moment(dt.datetime(2026, 11, 8, 1, 2, tzinfo=dt.UTC)) == (
        '<time datetime="2026-11-08T01:02:00+00:00">8 November 2026, 01:02 UTC</time>'
    )
