"""The plan as an iCalendar file: sent again it updates what a calendar holds, and never doubles it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from runback.knowledge import causes
from runback.planning.plan import Session
from runback.units import Units, distance

if TYPE_CHECKING:
    from icalendar import Alarm, Event

PRODUCT = "-//Runback//Training plan//EN"
ALARM_OF_A_DAY = time(7)
"""When the alarm of an entry without a time of day goes off."""
ALARM_BEFORE_MIN = 30


@dataclass(frozen=True, slots=True)
class CalendarLook:
    """How sessions stand in the calendar.

    ``zone`` is an IANA name. ``at`` is the local time at which the first session of a day begins; None makes
    entries of whole days. ``detailed_titles`` adds distances and the names of causes to the titles, which are
    neutral otherwise: calendars are often seen by others.
    """

    zone: str
    at: time | None = None
    detailed_titles: bool = False


@dataclass(frozen=True, slots=True)
class EntryWords:
    """What an entry says: ``begins`` is a local time such as ``18:00`` in ``zone``, None for a whole day."""

    session: str
    day: date
    title: str
    description: str
    minutes: int
    begins: str | None
    zone: str


@dataclass(frozen=True, slots=True)
class SentEntry:
    """An entry as a calendar gets it: ``uid`` never changes, ``sequence`` rises with every change."""

    session: str
    uid: str
    sequence: int
    words: EntryWords
    cancelled: bool = False


def entry_words(sessions: Iterable[Session], look: CalendarLook, units: Units) -> tuple[EntryWords, ...]:
    """Return one entry for each run and strength session; stretches stand with the session before them.

    Rest days have none.
    """
    entries: list[EntryWords] = []
    for day, held in _by_day(sessions).items():
        begins = None if look.at is None else datetime.combine(day, look.at)
        for session, stretches in held:
            minutes = round(session.minutes + sum(one.minutes for one in stretches))
            entries.append(
                EntryWords(
                    session=session.id,
                    day=day,
                    title=_title(session, units) if look.detailed_titles else session.title,
                    description=_description(session, stretches),
                    minutes=minutes,
                    begins=None if begins is None else f"{begins:%H:%M}",
                    zone=look.zone,
                )
            )
            if begins is not None:
                # A day ends at midnight: what would begin after it shares the last hour.
                begins = min(begins + timedelta(minutes=minutes), datetime.combine(day, time(23)))
    return tuple(entries)


def sent_again(
    before: Sequence[SentEntry], words: Sequence[EntryWords], today: date, new_uid: Callable[[], str]
) -> tuple[SentEntry, ...]:
    """Return the entries of the next file, by day.

    An entry sent before keeps its UID, and its sequence unless its words changed. One that is planned no more
    comes as cancelled as long as its day is not before ``today``.
    """
    known = {one.session: one for one in before}
    entries: list[SentEntry] = []
    for now in words:
        sent = known.pop(now.session, None)
        if sent is None:
            entries.append(SentEntry(now.session, new_uid(), 0, now))
        else:
            changed = sent.cancelled or sent.words != now
            entries.append(SentEntry(now.session, sent.uid, sent.sequence + changed, now))
    for sent in known.values():
        if sent.words.day >= today:
            sequence = sent.sequence if sent.cancelled else sent.sequence + 1
            entries.append(SentEntry(sent.session, sent.uid, sequence, sent.words, cancelled=True))
    return tuple(sorted(entries, key=lambda one: (one.words.day, one.session)))


def calendar_file(entries: Iterable[SentEntry], stamp: datetime) -> bytes:
    """Return the entries as an iCalendar file (RFC 5545), stamped with the instant ``stamp`` (UTC)."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Training plan")
    days = []
    for entry in entries:
        calendar.add_component(_event(entry, stamp))
        days.append(entry.words.day)
    if days:
        # The rules of the zone for these years alone; a year beside them holds every change that matters.
        year = timedelta(days=366)
        calendar.add_missing_timezones(first_date=min(days) - year, last_date=max(days) + year)
    return bytes(calendar.to_ical())


def words_to_json(words: EntryWords) -> dict[str, Any]:
    """Return an entry's words as plain data."""
    return asdict(words) | {"day": words.day.isoformat()}


def words_from_json(told: Mapping[str, Any]) -> EntryWords:
    """Return the words that ``words_to_json`` told of."""
    return EntryWords(**{**told, "day": date.fromisoformat(told["day"])})


def _event(entry: SentEntry, stamp: datetime) -> Event:
    words = entry.words
    from icalendar import Event

    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", stamp)
    event.add("summary", words.title)
    event.add("description", words.description)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    # A day of training is no reason to be shown as busy all day.
    event.add("transp", "TRANSPARENT" if words.begins is None else "OPAQUE")
    if words.begins is None:
        event.add("dtstart", words.day)
        event.add("dtend", words.day + timedelta(days=1))
    else:
        start = datetime.combine(words.day, time.fromisoformat(words.begins), ZoneInfo(words.zone))
        event.add("dtstart", start)
        event.add("dtend", start + timedelta(minutes=words.minutes))
    if not entry.cancelled:
        event.add_component(_alarm(words))
    return event


def _alarm(words: EntryWords) -> Alarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words.title)
    before = timedelta(minutes=-ALARM_BEFORE_MIN)
    alarm.add("trigger", timedelta(hours=ALARM_OF_A_DAY.hour) if words.begins is None else before)
    return alarm


def _by_day(sessions: Iterable[Session]) -> dict[date, list[tuple[Session, list[Session]]]]:
    days: dict[date, list[tuple[Session, list[Session]]]] = {}
    for one in sessions:
        held = days.setdefault(one.day, [])
        if one.kind == "stretch" and held:
            held[-1][1].append(one)
        elif one.kind != "rest":
            held.append((one, []))
    return dict(sorted(days.items()))


def _title(session: Session, units: Units) -> str:
    title = session.title
    if session.distance_m is not None:
        title += f", {distance(session.distance_m, units)}"
    names = {one.id: one.name for one in causes()}
    answered = [names[cause] for cause in session.causes if cause in names]
    return f"{title} ({', '.join(answered)})" if answered else title


def _description(session: Session, stretches: Sequence[Session]) -> str:
    steps = [step for one in (session, *stretches) for step in one.steps]
    lines = [f"{number}. {step.text}" for number, step in enumerate(steps, start=1)]
    return "\n".join([f"About {session.minutes:g} min.", *lines, f"Why: runback plan --why {session.id}"])
