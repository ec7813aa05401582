"""The calendar file: read back by icalendar, sent again it updates, and its titles tell nothing of health."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event
from planned_sessions import EASY, HILLS, MONDAY, REST, STRENGTH, STRETCH, WEEK, moved

from runback.planning.plan import Session
from runback.reports.calendar import (
    CalendarLook,
    SentEntry,
    calendar_file,
    entry_words,
    sent_again,
    words_from_json,
    words_to_json,
)

STAMP = datetime(2026, 10, 18, 9, 30, tzinfo=UTC)
ALL_DAY = CalendarLook("Europe/Zurich")
EVENING = CalendarLook("Europe/Zurich", at=time(18))


class Inbox:
    """A calendar program: keeps the newest SEQUENCE of each UID, takes out what is cancelled (RFC 5546)."""

    def __init__(self) -> None:
        self.newest: dict[str, tuple[int, Event]] = {}

    def take(self, content: bytes) -> None:
        for event in Calendar.from_ical(content).events:
            uid, sequence = str(event["uid"]), int(event["sequence"])
            if uid not in self.newest or sequence >= self.newest[uid][0]:
                self.newest[uid] = (sequence, event)

    @property
    def shown(self) -> set[tuple[date, str]]:
        live = [event for _, event in self.newest.values() if event["status"] != "CANCELLED"]
        return {(event["dtstart"].dt, str(event["summary"])) for event in live}


class Sender:
    """Sends one plan after the other, remembering what was sent as the store does."""

    def __init__(self, look: CalendarLook = ALL_DAY) -> None:
        self.look = look
        self.sent: dict[str, SentEntry] = {}
        self.numbers = count()

    def send(self, sessions: Sequence[Session], today: date = MONDAY) -> tuple[SentEntry, ...]:
        words = entry_words([one for one in sessions if one.day >= today], self.look, "km")
        entries = sent_again(tuple(self.sent.values()), words, today, lambda: f"u{next(self.numbers)}@test")
        self.sent |= {one.session: one for one in entries}
        return entries


def events(entries: Sequence[SentEntry]) -> Iterator[Event]:
    yield from Calendar.from_ical(calendar_file(entries, STAMP)).events


def test_each_run_and_strength_session_is_one_whole_day_with_steps_and_an_alarm() -> None:
    entries = Sender().send(WEEK)
    read = list(events(entries))
    assert [str(event["summary"]) for event in read] == ["Easy run", "Strength A", "Hill run"]
    strength = read[1]
    assert strength["dtstart"].dt == MONDAY
    assert strength["dtend"].dt == MONDAY + timedelta(days=1)
    assert strength["dtstamp"].dt == STAMP
    assert int(strength["sequence"]) == 0
    for step in (*STRENGTH.steps, *STRETCH.steps):
        assert step.text in str(strength["description"])
    assert [alarm["trigger"].dt for alarm in strength.walk("VALARM")] == [timedelta(hours=7)]


def test_timed_entries_follow_each_other_in_the_runners_zone() -> None:
    content = calendar_file(Sender(EVENING).send(WEEK), STAMP)
    calendar = Calendar.from_ical(content)
    run, strength, _ = calendar.events
    zurich = ZoneInfo("Europe/Zurich")
    assert run["dtstart"].dt == datetime(2026, 10, 19, 18, tzinfo=zurich)
    assert run["dtstart"].dt.utcoffset() == timedelta(hours=2)
    assert strength["dtstart"].dt == run["dtend"].dt == datetime(2026, 10, 19, 18, 48, tzinfo=zurich)
    assert strength["dtend"].dt - strength["dtstart"].dt == timedelta(minutes=26)
    assert [str(zone["tzid"]) for zone in calendar.timezones] == ["Europe/Zurich"]
    assert str(run["dtstart"].params["TZID"]) == "Europe/Zurich"


def test_the_zone_holds_the_change_of_clocks_within_the_plan() -> None:
    after = moved(EASY, date(2026, 10, 26))  # clocks go back on 25 October 2026
    content = calendar_file(Sender(EVENING).send((EASY, moved(HILLS, after.day))), STAMP)
    summer, winter = (event["dtstart"].dt.utcoffset() for event in Calendar.from_ical(content).events)
    assert (summer, winter) == (timedelta(hours=2), timedelta(hours=1))


def test_the_same_plan_again_is_the_same_file() -> None:
    sender = Sender()
    first = calendar_file(sender.send(WEEK), STAMP)
    assert calendar_file(sender.send(WEEK), STAMP) == first


def test_the_sequence_rises_for_the_session_that_changed_alone() -> None:
    sender = Sender()
    before = {one.session: one for one in sender.send(WEEK)}
    later = (moved(EASY, MONDAY + timedelta(days=1)), STRENGTH, STRETCH, HILLS)
    after = {one.session: one for one in sender.send(later)}
    assert {name: one.uid for name, one in after.items()} == {name: one.uid for name, one in before.items()}
    assert {name: one.sequence for name, one in after.items()} == {EASY.id: 1, STRENGTH.id: 0, HILLS.id: 0}


def test_a_dropped_session_is_cancelled_until_its_day_is_past_and_can_come_back() -> None:
    sender, inbox = Sender(), Inbox()
    inbox.take(calendar_file(sender.send(WEEK), STAMP))
    for _ in range(2):
        entries = sender.send((EASY, STRENGTH, STRETCH))
        assert [(one.session, one.sequence) for one in entries if one.cancelled] == [(HILLS.id, 1)]
        inbox.take(calendar_file(entries, STAMP))
    assert inbox.shown == {(MONDAY, "Easy run"), (MONDAY, "Strength A")}
    assert not any(one.cancelled for one in sender.send((), HILLS.day + timedelta(days=1)))
    inbox.take(calendar_file(sender.send(WEEK), STAMP))
    assert (HILLS.day, "Hill run") in inbox.shown


@settings(max_examples=40)
@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 5), st.integers(0, 13)), max_size=5, unique_by=lambda one: one[0]),
        min_size=1,
        max_size=5,
    )
)
def test_any_row_of_plans_leaves_a_calendar_with_just_the_last_one(
    plans: list[list[tuple[int, int]]],
) -> None:
    sender, inbox = Sender(), Inbox()
    sessions: list[Session] = []
    for plan in plans:
        sessions = [
            Session(f"s{name}", MONDAY + timedelta(days=day), "run", f"Run {name}", (), 30, "", (), ())
            for name, day in plan
        ]
        content = calendar_file(sender.send(sessions), STAMP)
        for _ in range(2):  # importing a file twice changes nothing
            inbox.take(content)
    assert inbox.shown == {(one.day, one.title) for one in sessions}
    assert len(inbox.newest) <= 6, "an entry was doubled under a new UID"


def test_titles_are_neutral_unless_asked_otherwise() -> None:
    plain = entry_words(WEEK, ALL_DAY, "km")
    assert [one.title for one in plain] == ["Easy run", "Strength A", "Hill run"]
    detailed = entry_words(WEEK, CalendarLook("UTC", detailed_titles=True), "mi")
    assert [one.title for one in detailed] == [
        "Easy run, 5.0 mi",
        "Strength A (Weak core)",
        "Hill run, 4.7 mi",
    ]


def test_rest_days_have_no_entry_and_an_empty_plan_is_a_calendar() -> None:
    assert entry_words([REST], ALL_DAY, "km") == ()
    assert Calendar.from_ical(calendar_file((), STAMP)).events == []


def test_what_was_sent_comes_back_from_plain_data() -> None:
    for words in entry_words(WEEK, EVENING, "km"):
        assert words_from_json(words_to_json(words)) == words


def test_a_day_fuller_than_the_evening_stays_within_the_day() -> None:
    late = CalendarLook("Europe/Zurich", at=time(23, 30))
    words = entry_words(WEEK, late, "km")
    assert [one.begins for one in words] == ["23:30", "23:00", "23:30"]
    assert {one.day for one in words} == {MONDAY, HILLS.day}
