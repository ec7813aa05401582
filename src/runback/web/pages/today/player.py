"""What the session player needs, as plain data: the stages, figures, and what the pain rules say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from runback.planning.guiding import Stage, pain_words, stages
from runback.planning.plan import Session
from runback.planning.strength.doses import exercise
from runback.store.store import Store
from runback.web.movement import figure_address

SIDE_WORDS = {"left": "left side", "right": "right side"}


def player_data(store: Store, today: date, session: Session, stretches: Sequence[Session]) -> dict[str, Any]:
    """Return a session and its stretches for the player's script; every value is JSON."""
    laid_out = stages([session, *stretches])
    own = [step.exercise for step in session.steps if step.exercise is not None]
    names = list(dict.fromkeys(one.exercise for one in laid_out if one.exercise is not None))
    return {
        "id": session.id,
        "title": session.title,
        "kind": session.kind,
        "day": session.day.isoformat(),
        "today": today.isoformat(),
        "steps": len(session.steps) + sum(len(one.steps) for one in stretches),
        "stages": [_stage(one) for one in laid_out],
        # Those whose dose the plan follows: stretches are not told.
        "told": own,
        "exercises": {
            name: {"name": exercise(name).name, "cues": list(exercise(name).cues)} for name in names
        },
        "pain": [
            asdict(one) for one in pain_words(session, store.health.check_ins(), store.plans.log(), today)
        ],
    }


def figure_addresses(sessions: Sequence[Session]) -> list[str]:
    """Return the addresses of the figures that the player shows for these sessions."""
    steps = [step for session in sessions for step in session.steps if step.exercise]
    drawn = (figure_address(step.exercise, step.rung) for step in steps if step.exercise)
    return list(dict.fromkeys(one for one in drawn if one))


def _stage(stage: Stage) -> dict[str, Any]:
    figure = figure_address(stage.exercise, stage.rung) if stage.exercise else None
    return asdict(stage) | {
        "side": SIDE_WORDS[stage.side.value] if stage.side else None,
        "figure": figure,
    }
