"""Editions that ship with a release: taken once, and never over what an editor did."""

import io
from pathlib import Path
from statistics import mean

import pytest
import yaml
from django.core.management import CommandError, call_command

from assessments.evaluation.worked_example import worked_example
from assessments.instrument.arrays import assessments_of, instrument_of
from assessments.instrument.questionnaire import questionnaire_of
from assessments.models import Item, ScoringSettings
from assessments.scoring import REVISIONS, score
from roles.content.files import load
from roles.content_updates import merged
from roles.models import Edition
from roles.publishing.services import publish
from roles.snapshot.editions import snapshot_of
from tests.editions import CONTENT, PUBLISHED_AT

UPDATES = CONTENT.parent / "content_updates"


def take(folder: Path = UPDATES) -> str:
    out = io.StringIO()
    call_command("take_content_updates", folder=folder, stdout=out)
    return out.getvalue()


def test_an_unchanged_site_takes_edition_2_and_keeps_edition_1(draft: Edition) -> None:
    before = draft.content_hash
    assert "Current edition: 2." in take()
    first, second = snapshot_of(1), snapshot_of(2)
    assert first.content_hash == before
    assert assessments_of(first).settings.revision == 1
    assert assessments_of(second).settings.revision == 2
    added = {i.key for i in assessments_of(second).items} - {
        i.key for i in assessments_of(first).items
    }
    assert added == {"F17", "F18", "F19", "F20"}
    assert "Nobody has checked it" in second.note


def test_taking_and_loading_again_change_nothing(draft: Edition) -> None:
    take()
    take()
    load(CONTENT)
    assert take() == "Current edition: 2.\n"
    assert Edition.objects.count() == 2
    assert ScoringSettings.objects.get().revision == 2
    assert Item.objects.filter(key="F20").exists()


def test_a_draft_that_an_editor_changed_is_left_alone(draft: Edition) -> None:
    Item.objects.filter(key="B01").update(stem="Working with people")
    assert take() == "Current edition: 1.\n"
    assert ScoringSettings.objects.get().revision == 1
    assert Item.objects.get(key="B01").stem == "Working with people"


def test_a_site_whose_editor_published_is_left_alone(db: None, django_user_model: type) -> None:
    load(CONTENT)
    editor = django_user_model.objects.create_user("ada")  # type: ignore[attr-defined]
    publish(note="Ours.", author=editor, now=PUBLISHED_AT)
    assert take() == "Current edition: 1.\n"


def test_without_an_edition_nothing_is_taken(db: None) -> None:
    assert take() == "Current edition: none.\n"


def test_an_update_that_cannot_be_an_edition_leaves_everything(
    draft: Edition, tmp_path: Path
) -> None:
    bad = {"note": "x", "sections": {"assessments": {"settings": {"revision": 99}}}}
    (tmp_path / "2.yaml").write_text(yaml.safe_dump(bad))
    with pytest.raises(CommandError, match="cannot be taken"):
        take(tmp_path)
    assert Edition.objects.count() == 1
    assert ScoringSettings.objects.get().revision == 1


def test_the_longer_quiz_still_takes_no_more_than_eight_minutes(draft: Edition) -> None:
    take()
    seconds = questionnaire_of(snapshot_of(2)).progress({}).seconds_left
    assert seconds <= 8 * 60


@pytest.mark.parametrize("option", [0.0, 100.0])
def test_always_one_side_still_says_nothing(draft: Edition, option: float) -> None:
    take()
    instrument = instrument_of(snapshot_of(2))
    sheet = [option if choice else 60.0 for choice in instrument.is_choice]
    assert score(instrument, [sheet], [4.0]).fit[0] == pytest.approx([50.0, 50.0], abs=1e-9)
    assert instrument.settings.choice_scale == REVISIONS[2]["choice_scale"]


def test_entries_of_one_key_are_written_over_and_others_join_at_the_end() -> None:
    old = {"a": 1, "rows": [{"key": "x", "n": 1, "m": 2}], "list": [1]}
    new = {"a": 2, "rows": [{"key": "x", "n": 3}, {"key": "y"}], "list": [2, 3]}
    assert merged(old, new) == {
        "a": 2,
        "rows": [{"key": "x", "n": 3, "m": 2}, {"key": "y"}],
        "list": [2, 3],
    }


def test_the_worked_example_of_edition_2_can_be_worked_out_by_hand(draft: Edition) -> None:
    take()
    snapshot = snapshot_of(2)
    example = worked_example(snapshot)
    assert example is not None
    omega = instrument_of(snapshot).settings.omega_interest
    likes = mean([term.points for term in example.liking_terms] or [0.0])
    assert example.rating is not None
    assert example.mean_rating is not None
    profile = omega * likes + (1 - omega) * (example.rating - example.mean_rating)
    (step,) = (each for each in example.steps if each.competency == example.competency)
    assert profile == pytest.approx(step.profile, abs=1e-9)
