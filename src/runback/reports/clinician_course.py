"""Pain and training of the report, in sentences that stand without their charts."""

from __future__ import annotations

from datetime import date, timedelta
from statistics import median
from typing import Any

import polars as pl

from runback.knowledge import outcome_measures
from runback.load import session_spikes
from runback.model import Score
from runback.progress.change import LEAST_TOLD
from runback.reports.clinician_input import ReportInput
from runback.reports.clinician_words import cleaned, first_sentence
from runback.units import METRES, day_words, distance

RECENT_DAYS = 28
_BEFORE_DAYS = 84
_SPIKES_LISTED = 6


def trend_frame(report: ReportInput) -> pl.DataFrame | None:
    """Return the smoothed pain of the days shown, or None where no day of them was told.

    With fewer told days than a change asks for, level and band are null: a line would say too much.
    """
    if report.progress is None or report.progress.trend is None:
        return None
    frame = report.progress.trend.frame().filter(pl.col("day") <= report.until)
    if report.first is not None:
        frame = frame.filter(pl.col("day") >= report.first)
    told = frame["told"].count()
    if not told:
        return None
    if told < LEAST_TOLD:
        return frame.with_columns(pl.lit(None, pl.Float64).alias(name) for name in ("mean", "low", "high"))
    return frame


def pain_lines(report: ReportInput) -> list[str]:
    """Return what the diary says of pain: recent days, change, latest scores, reasons to see someone."""
    told = [one for one in report.shown_checkins if one.worst_pain is not None]
    lines = [_recent_pain(report)] if told else ["No pain was noted in these days."]
    if report.progress is not None and told:
        lines += [first_sentence(change.sentence) for change in report.progress.pain_changes[:1]]
    lines += [row["text"] for row in score_rows(report, latest=True)]
    return lines


def _recent_pain(report: ReportInput) -> str:
    begin = report.until - timedelta(days=RECENT_DAYS - 1)
    recent = [
        one.worst_pain for one in report.shown_checkins if one.worst_pain is not None and one.day >= begin
    ]
    if not recent:
        return f"{_recent(report)}: no pain was noted."
    return (
        f"{_recent(report)}: noted on {len(recent)} days; worst pain of the day, median {median(recent):g} "
        f"of 10, from {min(recent):g} to {max(recent):g}."
    )


def _recent(report: ReportInput) -> str:
    """Name the last four weeks shown, with their end where it is not today."""
    return f"Last {RECENT_DAYS} days" + (
        "" if report.until == report.today else f" to {day_words(report.until)}"
    )


def places_line(report: ReportInput) -> str:
    """Return where it hurt, most often named first; empty where no place was told."""
    counts: dict[str, int] = {}
    for one in report.shown_checkins:
        for place in one.places:
            counts[place] = counts.get(place, 0) + 1
    if not counts:
        return ""
    ordered = sorted(counts, key=lambda place: (-counts[place], place))[:6]
    return (
        "Where, by days noted: "
        + ", ".join(f"{cleaned(place, 60).replace('-', ' ')} ({counts[place]})" for place in ordered)
        + "."
    )


def score_rows(report: ReportInput, *, latest: bool) -> list[dict[str, str]]:
    """Return the scores as rows of ``text``; with ``latest`` only the last of each measure."""
    known = {measure.id: measure for measure in outcome_measures()}
    scores = report.shown_scores
    if latest:
        scores = tuple({score.measure: score for score in scores}.values())
    rows = []
    for score in scores:
        measure = known.get(score.measure)
        if measure is None:
            rows.append({"text": f"{cleaned(score.measure, 60)}: {score.value:g} ({day_words(score.day)})."})
            continue
        low, high = measure.range
        name = measure.name.partition(" (")[0]
        rows.append(
            {
                "text": f"{name}: {score.value:g} on a scale of {low:g} to {high:g}, "
                f"{measure.direction} ({day_words(score.day)}).{_rated(score)}"
            }
        )
    return rows


def _rated(score: Score) -> str:
    """Name what the runner rated, where they named it."""
    named = {
        cleaned(str(name), 80): score.answers.get(key.removesuffix("-name"))
        for key, name in sorted(score.answers.items())
        if key.endswith("-name")
    }
    rated = "; ".join(f"{name}: {value:g}" for name, value in named.items() if isinstance(value, float | int))
    return f" Rated: {rated}." if rated else ""


def load_lines(report: ReportInput) -> list[str]:
    """Return what the runs say of the load: distance a week now and before, the longest run."""
    runs = report.shown_runs
    if runs is None:
        return ["No runs in these days."]
    recent_from = report.until - timedelta(days=RECENT_DAYS - 1)
    count = runs.filter(pl.col("local_date") >= recent_from).height
    lines = [
        f"{_recent(report)}: {_weekly(runs, recent_from, report)} a week in {count} runs"
        f"{_before(runs, report)}."
    ]
    measured = runs.filter(pl.col("distance_m").is_not_null())
    if not measured.is_empty():
        longest = measured.sort("distance_m", descending=True).row(0, named=True)
        lines.append(
            f"Longest run shown: {distance(longest['distance_m'], report.units)} on "
            f"{day_words(longest['local_date'])}."
        )
    lines += [
        f"Largest step: {row['distance']} {report.units} on {row['day']}, {row['ratio']} times the longest "
        "run of the 30 days before."
        for row in spike_rows(report)[:1]
    ]
    unmeasured = runs.height - measured.height
    if unmeasured:
        lines.append(f"{unmeasured} {'run' if unmeasured == 1 else 'runs'} without a distance count nothing.")
    return lines


def plan_lines(report: ReportInput) -> list[str]:
    """Return how much of a plan of the last four weeks was done; nothing where nothing was planned."""
    found = None if report.progress is None else report.progress.adherence
    return [f"Plan: {found.sentence}"] if found is not None and found.overall.planned else []


def _before(runs: pl.DataFrame, report: ReportInput) -> str:
    """Name the distance of the weeks before; nothing where the runs shown do not reach back so far."""
    days = report.run_days
    recent_from = report.until - timedelta(days=RECENT_DAYS - 1)
    before_from = recent_from - timedelta(days=_BEFORE_DAYS)
    if days is None or days.first > before_from:
        return ""
    before = runs.filter(pl.col("local_date") < recent_from)
    return f"; the 12 weeks before: {_weekly(before, before_from, report, days=_BEFORE_DAYS)} a week"


def _weekly(runs: pl.DataFrame, first: date, report: ReportInput, *, days: int = RECENT_DAYS) -> str:
    total = runs.filter(pl.col("local_date") >= first)["distance_m"].sum()
    return distance(float(total) * 7.0 / days, report.units)


def spike_rows(report: ReportInput) -> list[dict[str, str]]:
    """Return the runs that stepped farthest over the longest of their 30 days before, the largest first."""
    runs = report.shown_runs
    if runs is None:
        return []
    steps = session_spikes(runs).filter(pl.col("ratio") > 1.0)
    top = steps.sort("ratio", "local_date", descending=[True, False]).head(_SPIKES_LISTED)
    titles = dict(runs.select("run_id", "title").iter_rows()) if report.include_titles else {}
    return [_spike(row, titles.get(row["run_id"]) or "", report) for row in top.iter_rows(named=True)]


def _spike(row: dict[str, Any], title: str, report: ReportInput) -> dict[str, str]:
    per = METRES[report.units]
    return {
        "day": day_words(row["local_date"]),
        "title": cleaned(title, 60),
        "distance": f"{row['distance_m'] / per:.1f}",
        "before": f"{row['longest_before_m'] / per:.1f}",
        "ratio": f"{row['ratio']:.2f}",
    }
