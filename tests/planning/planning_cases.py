"""Runners and wishes for the tests of planning, written down plainly: no simulation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import polars as pl

from runback.activities.runs import runs_frame
from runback.causes import rank
from runback.model import Runner
from runback.planning import Plan, Session, Wishes, make_plan

TODAY = date(2026, 11, 24)
NOTHING_MEASURED = rank([], TODAY)
RUNNER = Runner()


def runs_of(days: Mapping[date, float], *, speed_m_s: float = 2.8, climb_m_km: float = 5.0) -> pl.DataFrame:
    """Return a runs frame from kilometres by day."""
    return runs_frame(
        [
            {
                "run_id": f"{day:%Y%m%d}",
                "start_utc": datetime(day.year, day.month, day.day, 8, tzinfo=UTC),
                "local_date": day,
                "distance_m": 1000 * km,
                "moving_s": 1000 * km / speed_m_s,
                "ascent_m": climb_m_km * km,
                "descent_m": climb_m_km * km,
            }
            for day, km in days.items()
        ]
    )


def habit(week_km: Mapping[int, float], weeks: int, *, today: date = TODAY) -> dict[date, float]:
    """Return kilometres by day of a runner with the same week (weekday to km) for so many weeks."""
    days = [today - timedelta(days=ago) for ago in range(1, 7 * weeks + 1)]
    return {day: week_km[day.weekday()] for day in days if day.weekday() in week_km}


def plan_of(wishes: Wishes, runs: pl.DataFrame, today: date = TODAY, **more: object) -> Plan:
    """Return the plan of a runner about whom nothing else is known."""
    given = {"ranking": NOTHING_MEASURED, "runs": runs, "runner": RUNNER, **more}
    return make_plan(wishes, today, **given)  # type: ignore[arg-type]  # whatever make_plan takes


def sessions_by_day(plan: Plan) -> dict[date, list[Session]]:
    """Return the sessions of each day."""
    days: dict[date, list[Session]] = {}
    for session in plan.sessions:
        days.setdefault(session.day, []).append(session)
    return days


def runs_in(plan: Plan) -> dict[date, Session]:
    """Return the run of each day with one."""
    return {session.day: session for session in plan.sessions if session.kind == "run"}


def strength_in(plan: Plan) -> list[date]:
    """Return the days with strength work."""
    return [session.day for session in plan.sessions if session.kind == "strength"]
