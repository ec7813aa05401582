"""Where the runner stands, in the sentences that the command line and the pages share."""

from __future__ import annotations

from runback.progress.summary import Progress
from runback.units import day_words


def now_sentence(progress: Progress) -> str:
    """Return the pain of today with its 90 % band and how many days were told, or that none was."""
    told = progress.coverage
    covered = f"{told.done} of the last {told.planned} days told."
    if progress.trend is None:
        return f"No pain in the diary yet; {covered} Write a day with: runback checkin --pain 3"
    mean, low, high = progress.trend.level(progress.today)
    return f"Pain now about {mean:.1f} of 10 ({low:.1f} to {high:.1f}, nine times in ten). {covered}"


def flare_ups_sentence(progress: Progress) -> str:
    """Return how many flare-ups the diary holds and the last of them; empty without any."""
    if not progress.flare_ups:
        return ""
    last, count = progress.flare_ups[-1], len(progress.flare_ups)
    counted = "1 flare-up" if count == 1 else f"{count} flare-ups"
    levels = f"peak {last.peak:g} against a usual {last.usual:g}"
    return f"{counted} in the diary, the last from {day_words(last.first)}, {levels}."
