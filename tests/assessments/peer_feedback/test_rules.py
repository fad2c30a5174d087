"""What may be shown of colleagues' answers: laws on every group of raters and every history."""

from __future__ import annotations

import datetime as dt
import itertools
import secrets
from collections.abc import Sequence
from statistics import median_high, median_low

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.models import Invitation
from assessments.models.choices import TOGETHER
from assessments.peer_feedback.rules import (
    MOST_INVITED,
    Ending,
    InvitationState,
    Spread,
    draw,
    ending_of,
    middle,
    open_summary,
    rating_token,
    state_of,
    still_shown,
)
from assessments.sharing.services import share_token
from rolesite.operations.logs import PRIVATE_LINK
from tests.assessments.factories import NOW

LEVELS = range(6)
KEYS = ("B01", "B02")

levels = st.integers(0, 5)
groups = st.lists(levels, min_size=TOGETHER, max_size=MOST_INVITED)
ratings = st.dictionaries(st.sampled_from(KEYS), levels)
crowds = st.lists(ratings, min_size=0, max_size=MOST_INVITED)


@given(groups)
def test_each_rater_may_still_have_chosen_the_lowest_or_the_highest_level(
    answers: list[int],
) -> None:
    """Tried out on all groups of that size: what is shown bounds no single rater."""
    shown = middle(answers)
    possible = [
        group for group in itertools.product(LEVELS, repeat=len(answers)) if middle(group) == shown
    ]
    for rater in range(len(answers)):
        said = {group[rater] for group in possible}
        assert {0, 5, shown.low, shown.high} <= said
        assert len(said) >= 2


@given(groups)
def test_with_three_or_five_raters_each_level_of_each_rater_stays_possible(
    answers: list[int],
) -> None:
    if len(answers) == 4:  # between two middle answers there is nobody
        return
    shown = middle(answers)
    for rater in range(len(answers)):
        said = {
            group[rater]
            for group in itertools.product(LEVELS, repeat=len(answers))
            if middle(group) == shown
        }
        assert said == set(LEVELS)


@given(groups)
def test_the_words_stay_true_for_whichever_three_or_more_are_left(answers: list[int]) -> None:
    shown = middle(answers)
    for size in range(TOGETHER, len(answers) + 1):
        for left in itertools.combinations(answers, size):
            assert shown.low <= median_low(left) <= median_high(left) <= shown.high


@given(groups)
def test_the_order_of_the_raters_does_not_show(answers: list[int]) -> None:
    assert middle(answers) == middle(sorted(answers)) == middle(answers[::-1])


@pytest.mark.parametrize("few", [(), (3,), (3, 3)])
def test_two_answers_have_no_middle(few: Sequence[int]) -> None:
    with pytest.raises(ValueError, match="too few"):
        middle(few)


@given(crowds, st.integers(0, 5))
def test_no_question_is_shown_that_fewer_than_the_minimum_answered(
    crowd: list[dict[str, int]], minimum: int
) -> None:
    picture = draw(crowd, minimum=minimum)
    for key in KEYS:
        answered = [each[key] for each in crowd if key in each]
        if len(answered) < max(minimum, TOGETHER):
            assert key not in picture
        else:
            assert picture[key] == middle(answered)


@given(crowds, st.lists(st.integers(0, MOST_INVITED - 1), unique=True))
def test_withdrawals_only_take_away_and_never_move_what_is_shown(
    crowd: list[dict[str, int]], leaving: list[int]
) -> None:
    """So a picture from before and one from after have no difference to tell anything by."""
    first = shown = draw(crowd, minimum=TOGETHER)
    gone: set[int] = set()
    for one in leaving:
        gone.add(one)
        left = [each for number, each in enumerate(crowd) if number not in gone]
        shown = still_shown(shown, left, minimum=TOGETHER)
        for key, spread in shown.items():
            assert spread == first[key]
            answered = [each[key] for each in left if key in each]
            assert len(answered) >= TOGETHER
            assert spread.low <= median_low(answered) <= median_high(answered) <= spread.high
        for key in set(first) - set(shown):
            assert sum(key in each for each in left) < TOGETHER


def test_what_nobody_can_say_is_missing_and_not_zero() -> None:
    crowd = [{"B01": 4}, {"B01": 4, "B02": 5}, {"B01": 5}]
    assert draw(crowd, minimum=TOGETHER) == {"B01": Spread(4, 4)}


def test_a_higher_promise_is_kept() -> None:
    crowd = [{"B01": 4}] * 4
    assert draw(crowd, minimum=5) == {}
    assert draw(crowd, minimum=4) == {"B01": Spread(4, 4)}
    assert draw(crowd, minimum=0) == draw(crowd, minimum=TOGETHER)


def test_who_agreed_is_shown_from_the_first_answer_on() -> None:
    assert open_summary([]) == {}
    assert open_summary([{"B01": 4}]) == {"B01": Spread(4, 4)}
    assert open_summary([{"B01": 4}, {"B01": 1, "B02": 0}]) == {
        "B01": Spread(1, 4),
        "B02": Spread(0, 0),
    }


def invitation(**changes: object) -> Invitation:
    values: dict[str, object] = {
        "key": "k", "number": 1, "asker": "", "minimum": TOGETHER, "asks_openly": False,
        "agreed": False, "created_at": NOW, "expires_at": NOW + dt.timedelta(days=7),
        "opened_at": None, "sent_at": None, "withdrawn_at": None, "revoked_at": None, **changes,
    }  # fmt: skip
    return Invitation(**values)


@pytest.mark.parametrize(
    ("changes", "days", "state"),
    [
        ({}, 6, InvitationState.WAITING),
        ({}, 7, InvitationState.ENDED),
        ({"revoked_at": NOW}, 0, InvitationState.ENDED),
        ({"opened_at": NOW}, 6, InvitationState.BEGUN),
        ({"opened_at": NOW}, 7, InvitationState.ENDED),
        ({"opened_at": NOW, "sent_at": NOW}, 100, InvitationState.SENT),
        ({"opened_at": NOW, "sent_at": NOW, "withdrawn_at": NOW}, 0, InvitationState.WITHDRAWN),
        ({"withdrawn_at": NOW}, 100, InvitationState.WITHDRAWN),
    ],
)
def test_a_link_is_in_one_state_at_a_time(
    changes: dict[str, object], days: int, state: InvitationState
) -> None:
    assert state_of(invitation(**changes), NOW + dt.timedelta(days=days)) is state


@pytest.mark.parametrize(
    ("changes", "days", "ending"),
    [
        ({}, 6, None),
        ({}, 7, Ending.EXPIRED),
        ({"revoked_at": NOW}, 8, Ending.STOPPED),
        ({"revoked_at": NOW + dt.timedelta(days=1)}, 8, Ending.DRAWN),
        ({"sent_at": NOW}, 8, None),
        ({"withdrawn_at": NOW}, 8, None),
    ],
)
def test_why_a_link_ended(changes: dict[str, object], days: int, ending: Ending | None) -> None:
    now, drawn_at = NOW + dt.timedelta(days=days), NOW + dt.timedelta(days=1)
    assert ending_of(invitation(**changes), now, drawn_at=drawn_at) is ending


def test_a_raters_token_is_one_of_its_own_that_logs_mask() -> None:
    owner = secrets.token_urlsafe(32)
    token = rating_token(owner, "key")
    assert PRIVATE_LINK.fullmatch(token)
    assert token == rating_token(owner, "key")
    others = {rating_token(owner, "kez"), rating_token("b" * 43, "key"), share_token(owner, "key")}
    assert token not in others | {owner}
