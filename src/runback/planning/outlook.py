"""What the plan has to reckon with on its days: pain, a way back, leading causes, and what was just done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import polars as pl

from runback.causes import Ranking
from runback.model import CheckIn, Runner
from runback.planning.following.replanning import ladder_now, next_letter, speed_now
from runback.planning.leading import told_words
from runback.planning.pain_rules import PainVerdict, in_words, loading_verdict, running_verdict
from runback.planning.placing.schedule import DAY, Placed
from runback.planning.plan import Plan, Session, SessionDone, Wishes
from runback.planning.running.history import RunningHistory, running_history
from runback.planning.running.limits import RunLimits, running_limits
from runback.planning.running.return_ladder import Ladder, ladder_for
from runback.planning.running.weeks import Week, monday_of
from runback.planning.strength.programme import Programme, choose_programme

OPEN_DAYS_OF_A_WEEK = 4
REDUCED_DAYS = 7
DAYS_WITHOUT_HARD = 14
"""How many days the pain rule's word for less, and for nothing hard, holds in the plan; judged. The next
check-ins change both."""

STRENGTH_LEAST_MIN = 20.0
"""Minutes set aside for a strength session at least, though it may be shorter now: exercises grow longer, and
the runs of the same day should not have to give way then; judged."""

STRETCH_SHARE = 8
"""One minute in eight of a short day is for stretches; judged."""


@dataclass(frozen=True)
class Outlook:
    """History, pain verdicts, ladder, bounds and exercises for a plan from ``first`` to ``last``.

    ``strength_least_min`` are the minutes to set aside for a strength session at least, ``stretches_min``
    those for all the stretches and for the one that a short day keeps. ``told`` are the conditions that
    speak against some exercises.
    """

    first: date
    last: date
    history: RunningHistory
    running: PainVerdict
    loading: PainVerdict
    ladder: Ladder | None
    limits: RunLimits
    programme: Programme
    strength_least_min: float
    stretches_min: tuple[float, float]
    told: frozenset[str] = frozenset()

    @property
    def no_run(self) -> frozenset[date]:
        """Days without a run: while the pain rule or a red flag says stop, or only walking is given."""
        if self.ladder is not None and not self.ladder.stages:
            return self._days(None)
        return self._days(self.running.days_off)

    @property
    def no_strength(self) -> frozenset[date]:
        """Days without strength work: while the pain rule or a red flag says stop."""
        return self._days(self.loading.days_off)

    @property
    def share(self) -> dict[date, float]:
        """The share of the usual distance on the days that the pain rule takes something off.

        After days without running half of what was taken off comes back first, the rest a week later.
        """
        if self.running.action == "go-on":
            return {}
        days, factor = bound_days(self.running, REDUCED_DAYS), self.running.factor
        half_way = self._days(days + REDUCED_DAYS) if self.running.days_off else ()
        return dict.fromkeys(half_way, (1 + factor) / 2) | dict.fromkeys(self._days(days), factor)

    @property
    def no_hard(self) -> frozenset[date]:
        """Days without a hard run, by the pain rule."""
        return barred_days(self.running, self.history.today, self.last, hard=True) & self._days(None)

    def as_in_calendar(self, kept: Sequence[Session]) -> Outlook:
        """Return the outlook with the easy speed and the later run-walk stages of the plan in the
        calendar."""
        speed = speed_now(kept, self.history.easy_speed_m_s)
        ladder = ladder_now(self.ladder, kept) if self.ladder and self.ladder.stages else self.ladder
        return replace(self, history=replace(self.history, easy_speed_m_s=speed), ladder=ladder)

    def stretch_min(self, free: float) -> float:
        """Return the minutes that stretches take on an active day with ``free`` minutes: fewer on a short
        day."""
        full, least = self.stretches_min
        return min(full, max(least, float(int(free / STRETCH_SHARE))))

    def notes(self, race: date | None) -> tuple[str, ...]:
        """Return what holds for the whole plan, a red flag first; ``race`` is the day of a wished race."""
        words = [*in_words(self.running, self.loading)]
        words += [self.ladder.sentence] if self.ladder else []
        if race in self.no_run:
            words.append("The race falls on a day without running, so it is not in the plan.")
        words += told_words(self.told) if self.programme.loading else ()
        return tuple(dict.fromkeys([*words, *self.limits.notes()]))

    def _days(self, count: int | None) -> frozenset[date]:
        """Return the days of the plan that lie in the ``count`` days from today, all of them for None."""
        until = self.last if count is None else min(self.last, self.history.today + (count - 1) * DAY)
        return frozenset(self.first + number * DAY for number in range((until - self.first).days + 1))


def bound_days(verdict: PainVerdict, days: int) -> int:
    """Return for how many days from today something holds that the pain rule asks for."""
    return (verdict.days_off or 0) + max(0, days - verdict.age_days)


def barred_days(verdict: PainVerdict, today: date, last: date, *, hard: bool = False) -> frozenset[date]:
    """Return the days from ``today`` to ``last`` without a session, or without a hard one, by a verdict."""
    if hard and not verdict.no_hard:
        return frozenset()
    count = bound_days(verdict, DAYS_WITHOUT_HARD) if hard else verdict.days_off
    until = last if count is None else min(last, today + (count - 1) * DAY)
    return frozenset(today + number * DAY for number in range((until - today).days + 1))


def outlook(
    wishes: Wishes,
    today: date,
    days: tuple[date, date],
    *,
    ranking: Ranking,
    runs: pl.DataFrame,
    runner: Runner,
    check_ins: Sequence[CheckIn],
    forbids: frozenset[str],
    conditions: frozenset[str],
    log: Sequence[SessionDone],
    current: Plan | None,
) -> Outlook:
    """Return the outlook of a plan over ``days``, its first and last."""
    history = running_history(runs, today, log, current)
    running = running_verdict(check_ins, log, today, forbids)
    loading = loading_verdict(check_ins, log, today, forbids)
    # Sessions are shorter while pain asks for less; the room for the usual ones is kept for afterwards.
    without_pain = replace(loading, action="go-on", days_off=0, no_hard=False, pain=None)
    programme, usual = (
        choose_programme(
            ranking,
            diary,
            log,
            today,
            runner=runner,
            equipment=wishes.equipment,
            verdict=verdict,
            known=conditions,
            first=next_letter(current, days[0], log),
        )
        for verdict, diary in ((loading, check_ins), (without_pain, ()))
    )
    return Outlook(
        *days,
        history=history,
        running=running,
        loading=loading,
        ladder=ladder_for(history.longest_m.keys(), check_ins, log, today, distances_m=history.longest_m),
        limits=running_limits(ranking, running),
        programme=programme,
        strength_least_min=max(
            STRENGTH_LEAST_MIN, programme.least_minutes_strength, usual.least_minutes_strength
        ),
        stretches_min=(
            max(programme.minutes_stretch, usual.minutes_stretch),
            max(programme.least_minutes_stretch, usual.least_minutes_stretch),
        ),
        told=conditions,
    )


def first_day(today: date, runs: pl.DataFrame, log: Sequence[SessionDone]) -> date:
    """Return today, or tomorrow once a run of today is recorded or a session of today told."""
    ran = bool((runs["local_date"] == today).any()) if runs.height else False
    told = any(one.day == today and one.kind in {"run", "strength"} for one in log)
    return today + DAY if ran or told else today


def last_day(first: date, weeks: int) -> date:
    """Return the Sunday on which so many weeks end; this week counts while 4 or more of its days are left."""
    sunday = monday_of(first) + 6 * DAY
    left = (sunday - first).days + 1
    return sunday + timedelta(weeks=weeks - 1 if left >= OPEN_DAYS_OF_A_WEEK else weeks)


def strength_done(log: Sequence[SessionDone], week: Week) -> int:
    """Return the strength sessions done in a calendar week before the plan begins."""
    days = {one.day for one in log if one.kind == "strength" and one.done}
    return sum(0 <= (day - week.monday).days < 7 and day < week.days[0] for day in days)


def held_before(
    history: RunningHistory, log: Sequence[SessionDone], current: Plan | None
) -> Mapping[date, Placed]:
    """Return what the last seven days held, as far as runs, log and the plan in the calendar tell."""
    sorts = {one.day: one.sort for one in current.sessions if one.kind == "run"} if current else {}
    hard = {day for day, sort in sorts.items() if sort in {"hills", "speed", "race"}}
    long = {day for day, sort in sorts.items() if sort == "long"}
    before = {
        day: Placed("hard" if day in hard else "long" if day in long else "easy")
        for day in history.longest_m
        if (history.today - day).days < 7
    }
    for one in log:
        if one.kind == "strength" and one.done and 0 <= (history.today - one.day).days < 7:
            before[one.day] = Placed(before.get(one.day, Placed()).run, strength=True)
    return before
