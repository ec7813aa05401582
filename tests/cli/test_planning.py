"""Plans as a user meets them: made, remembered, followed, made anew, and taken to calendar and watch."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import fitdecode
import pytest
from cli_runs import Ran
from icalendar import Calendar
from typer.testing import CliRunner

from runback.cli.app import application
from runback.errors import RunbackError

RunCommand = Callable[..., Ran]


@pytest.fixture
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RunCommand:
    """Run a command on a store of its own within this process, as ``main`` does."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RUNBACK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "80")

    def call(*words: str) -> Ran:
        done = CliRunner().invoke(application(), words)
        if done.exception is None:
            return Ran(0, done.stdout, done.stderr)
        assert isinstance(done.exception, RunbackError), (words, done.exception, done.output)
        return Ran(2, done.stdout, str(done.exception))

    return call


MONDAY = ("--today", "2026-11-23")
WISHES = ("--days", "mon,wed,fri,sun", "--minutes", "60", "--weeks", "2")

BAD = [
    (("plan", "--weeks", "0"), "1 to 26"),
    (("plan", "--weeks", "40"), "1 to 26"),
    (("plan", "--days", "mon,funday"), "mon, tue, wed"),
    (("plan", "--days", ","), "at least one"),
    (("plan", "--minutes", "0"), "day"),
    (("plan", "--minutes", "mon=4000"), "0 to 600"),
    (("plan", "--minutes", "mon=nan"), "0 to 600"),
    (("plan", "--minutes", "plenty"), "number"),
    (("plan", "--goal", "half marathon 2020-04-18"), "past"),
    (("plan", "--goal", "half marathon 2029-04-18"), "26 weeks"),
    (("plan", "--goal", "half marathon 2027-02-30"), "not a day"),
    (("plan", "--goal", "half marathon"), "2027-04-18"),
    (("plan", "--goal", "moon 2027-04-18"), "12 km"),
    (("plan", "--goal", "10k 2027-01-10", "--weekly-km", "30"), "a race or a weekly distance"),
    (("plan", "--weekly-km", "-4"), "1 to 250"),
    (("plan", "--weekly-km", "inf"), "1 to 250"),
    (("plan", "--strength", "9"), "2 to 3"),
    (("plan", "--runs", "9"), "1 to 6"),
    (("plan", "--long-run", "someday"), "mon, tue, wed"),
    (("plan", "--equipment", "rowing-boat"), "loop-band"),
    (("plan", "--ics", ".", "--weeks", "2"), "Name another file"),
    (("plan", "--ics", "p.ics", "--at", "25:00"), "18:00"),
    (("plan", "--ics", "p.ics", "--at", "18:00"), "settings zone"),
    (("plan", "--at", "18:00"), "--ics"),
    (("plan", "--weeks", "2", "--why", "mon"), "another call"),
    (("plan", "--today", "soon"), "2026-11-23"),
    (("done",), "runback done today"),
    (("done", "today"), "no plan yet"),
    (("done", "--undo"), "no session was told"),
    (("replan",), "no plan yet"),
]


def test_bad_input_names_the_range_and_stores_nothing(inside: RunCommand, tmp_path: Path) -> None:
    for words, remedy in BAD:
        ran = inside(*words)
        assert ran.status == 2, (words, ran.out, ran.err)
        assert remedy in ran.err, (words, ran.err)
        assert ran.out == "" and "Traceback" not in ran.err
    assert "no plan yet" in inside("replan").err, "a bad wish left a plan behind"
    assert not (tmp_path / "p.ics").exists()


def test_wishes_are_remembered_and_the_plan_has_the_promised_shape(inside: RunCommand) -> None:
    made = inside("plan", *WISHES, *MONDAY, "--json").json
    for one in made["sessions"]:
        assert {"date", "kind", "title", "steps", "why", "evidence", "causes"} <= one.keys()
        assert one["kind"] == "rest" or (one["why"] and one["evidence"] and one["steps"])
    assert {date.fromisoformat(one["date"]).weekday() for one in made["sessions"] if one["minutes"]} <= {
        0,
        2,
        4,
        6,
    }
    assert made["conflicts"] == []
    assert inside("plan", *MONDAY, "--json").json == made, "showing a plan changed it"
    assert inside("plan", *MONDAY, "--weeks", "2", "--json").json == made, "the same wishes made another plan"
    fewer = inside("plan", "--days", "mon,fri", *MONDAY, "--json").json
    assert fewer["wishes"]["minutes"] == {"0": 60.0, "4": 60.0}
    assert fewer["wishes"]["weeks"] == 2


def test_the_week_fits_eighty_columns_and_names_every_session(inside: RunCommand) -> None:
    made = inside("plan", *WISHES, *MONDAY, "--json").json
    out = inside("plan", *MONDAY).out
    rows = out.splitlines()
    assert max(len(line.rstrip()) for line in rows) <= 80
    named = {one["id"] for one in made["sessions"] if one["kind"] in {"run", "strength"}}
    assert all(name in out for name in named)
    table = [line for line in rows if any(name in line for name in named) and "about" not in line]
    assert len(table) == len(named)
    assert max(map(len, table)) <= 80
    assert sum(line.startswith("> Mon 23 Nov") for line in rows) == 1


def test_every_session_gives_its_reason_with_its_facts(inside: RunCommand) -> None:
    made = inside("plan", *WISHES, *MONDAY, "--json").json
    strength = next(one for one in made["sessions"] if one["kind"] == "strength")
    out = " ".join(inside("plan", "--why", strength["id"], *MONDAY).out.split())
    assert all(f"[{name}]" in out for name in strength["evidence"])
    told = inside("plan", "--why", strength["id"], *MONDAY, "--json").json["sessions"]
    assert [one["id"] for one in told] == [strength["id"]]
    wrong = inside("plan", "--why", "no-such-session", *MONDAY)
    assert wrong.status == 2 and "Coming:" in wrong.err


def test_done_missed_and_undone_sessions_show_and_count(inside: RunCommand) -> None:
    made = inside("plan", *WISHES, *MONDAY, "--json").json
    active = [one for one in made["sessions"] if one["kind"] in {"run", "strength"}]
    first, second = active[0], active[1]
    ran = inside("done", first["id"], "--effort", "4", "--pain", "1", "--today", first["date"])
    assert "done, effort 4, pain 1" in ran.out
    inside("done", second["id"], "--missed", "--today", second["date"])
    later = ("--today", second["date"])

    def outcomes() -> dict[str, str]:
        return {one["id"]: one["outcome"] for one in inside("plan", *later, "--json").json["sessions"]}

    assert (outcomes()[first["id"]], outcomes()[second["id"]]) == ("done", "missed")
    share = inside("progress", *later, "--json").json["adherence"]["overall"]
    assert (share["done"], share["planned"]) == (1, 2)
    assert second["id"] in inside("done", "--undo").out
    assert outcomes()[second["id"]] in {"coming", "nothing told"}
    for words, remedy in [
        ((first["id"], "--effort", "11"), "0 to 10"),
        ((first["id"], "--pain", "-1"), "0 to 10"),
        ((first["id"], "--missed", "--pain", "1"), "--missed"),
        ((first["id"], "--exercise", "handstand=ok"), "exercise"),
        ((first["id"], "--exercise", "dead-bug"), "dead-bug=ok"),
        ((first["id"], "--day", "2030-01-01"), "up to"),
        ((active[-1]["id"], "--day", "2030-01-01"), "up to"),
    ]:
        wrong = inside("done", *words, *later)
        assert wrong.status == 2 and remedy in wrong.err, (words, wrong.err)
    assert outcomes()[first["id"]] == "done"


def test_replanning_after_a_missed_day_says_what_changed(inside: RunCommand) -> None:
    made = inside("plan", *WISHES, *MONDAY, "--json").json
    active = [one for one in made["sessions"] if one["kind"] in {"run", "strength"}]
    missed = active[0]
    inside("done", missed["id"], "--missed", "--today", missed["date"])
    tomorrow = ("--today", (date.fromisoformat(missed["date"]) + timedelta(days=1)).isoformat())
    again = inside("replan", *tomorrow, "--json").json
    assert again["last"] == made["last"]
    assert {one["date"] for one in again["sessions"]} <= {one["date"] for one in made["sessions"]}
    old, new = ({one["id"]: one for one in told["sessions"]} for told in (made, again))
    for name in again["changed"]:
        keys = ("date", "kind", "sort", "distance_m")
        before, after = (tuple(plan.get(name, {}).get(key) for key in keys) for plan in (old, new))
        assert before != after, f"{name} did not change"
    out = inside("replan", *tomorrow).out
    assert "Nothing had to change." in out, "made anew on the same day it changed again"


def test_an_imported_run_is_the_run_of_its_day(inside: RunCommand, tmp_path: Path) -> None:
    made = inside("plan", *WISHES, *MONDAY, "--json").json
    planned = next(one for one in made["sessions"] if one["kind"] == "run")
    start = datetime.combine(date.fromisoformat(planned["date"]), datetime.min.time(), UTC).replace(hour=9)
    points = "".join(
        f'<trkpt lat="47.0" lon="{8 + t * 3e-5:.6f}">'
        f"<time>{start + timedelta(seconds=t):%Y-%m-%dT%H:%M:%SZ}</time></trkpt>"
        for t in range(0, 1200, 5)
    )
    (tmp_path / "run.gpx").write_text(
        '<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><trk><type>running</type><trkseg>'
        f"{points}</trkseg></trk></gpx>"
    )
    assert inside("import", str(tmp_path / "run.gpx")).status == 0
    shown = inside("plan", "--today", planned["date"], "--json").json
    assert {one["id"]: one["outcome"] for one in shown["sessions"]}[planned["id"]] == "done"


def test_calendar_and_watch_files_of_a_plan_agree_with_it(runback: RunCommand, tmp_path: Path) -> None:
    made = runback("plan", *WISHES, *MONDAY, "--json").json
    active = [one for one in made["sessions"] if one["kind"] in {"run", "strength"}]
    ran = runback("plan", *MONDAY, "--ics", "plan.ics", "--fit", "watch")
    assert ran.status == 0, ran.err
    events = Calendar.from_ical((tmp_path / "plan.ics").read_bytes()).events
    assert sorted((str(e["dtstart"].dt), str(e["summary"])) for e in events) == sorted(
        (one["date"], one["title"]) for one in active
    )
    runback("plan", *MONDAY, "--ics", "again.ics")
    again = Calendar.from_ical((tmp_path / "again.ics").read_bytes()).events
    assert {(str(e["uid"]), int(e["sequence"])) for e in again} == {(str(e["uid"]), 0) for e in events}
    files = sorted((tmp_path / "watch").iterdir())
    assert [file.stem for file in files] == sorted(one["id"] for one in active)
    names = {one["id"]: one["title"] for one in active}
    for file in files:
        with fitdecode.FitReader(file.read_bytes()) as reader:
            heads = [frame for frame in reader if frame.frame_type == fitdecode.FIT_FRAME_DATA]
        (workout,) = [frame for frame in heads if frame.name == "workout"]
        assert workout.get_value("wkt_name") == names[file.stem]
    (tmp_path / "mine.txt").write_text("mine")
    wrong = runback("plan", *MONDAY, "--ics", "mine.txt")
    assert wrong.status == 2 and (tmp_path / "mine.txt").read_text() == "mine"


def test_a_raised_flag_stands_first_and_binds_the_plan_at_once(inside: RunCommand, tmp_path: Path) -> None:
    made = inside("plan", *WISHES, *MONDAY, "--json").json
    assert any(one["kind"] == "run" for one in made["sessions"])
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"age": 44, "sex": "male", "saddle-numbness": "yes"}))
    inside("screen", "--answers", str(answers), "--keep", *MONDAY)
    shown = inside("plan", *MONDAY, "--json").json
    assert next(iter(shown)) == "action"
    assert {one["kind"] for one in shown["sessions"]} == {"rest"}
    assert inside("plan", *MONDAY).out.startswith("!! Emergency")
    inside("plan", *MONDAY, "--ics", "plan.ics")
    assert Calendar.from_ical((tmp_path / "plan.ics").read_bytes()).events == []


def test_a_condition_told_in_the_interview_reaches_the_exercises_at_once(
    inside: RunCommand, tmp_path: Path
) -> None:
    def exercises_of(plan: dict[str, list[dict[str, list[dict[str, str]]]]]) -> set[str | None]:
        return {step.get("exercise") for one in plan["sessions"] for step in one["steps"]}

    made = inside("plan", *WISHES, *MONDAY, "--json").json
    assert {"dead-bug", "lumbar-rotation-stretch"} <= exercises_of(made)
    answers = tmp_path / "answers.json"
    answers.write_text(
        json.dumps(
            {"age": 44, "sex": "female", "womens-health": ["pregnant"], "conditions": ["osteoporosis"]}
        )
    )
    inside("screen", "--answers", str(answers), "--keep", *MONDAY)
    shown = inside("plan", *MONDAY, "--json").json
    assert not {"dead-bug", "lumbar-rotation-stretch", "glute-bridge"} & exercises_of(shown)
    assert {"pregnancy", "bone density"} <= {
        words for note in shown["notes"] for words in ("pregnancy", "bone density") if words in note
    }
    assert "A plan leaves it out" in " ".join(inside("exercises", "dead-bug", *MONDAY).out.split())


def test_a_session_moves_where_every_rule_holds_and_nowhere_else(inside: RunCommand) -> None:
    weekdays = ("--days", "mon,tue,wed,thu,fri,sat,sun", "--minutes", "90", "--weeks", "3")
    made = inside("plan", *weekdays, *MONDAY, "--json").json["sessions"]
    lifts = [one for one in made if one["kind"] == "strength" and one["date"] > "2026-11-30"]
    beside = date.fromisoformat(lifts[1]["date"]) - timedelta(days=1)
    refused = inside("move", lifts[0]["id"], beside.isoformat(), *MONDAY)
    assert refused.status == 2 and "consecutive days" in refused.err and "Days that hold: " in refused.err
    assert inside("plan", *MONDAY, "--json").json["sessions"] == made

    held = refused.err.partition("Days that hold: ")[2].split(",")[0].strip(". ")
    target = datetime.strptime(f"{held} 2026", "%a %d %b %Y").replace(tzinfo=UTC).date()
    moved = inside("move", lifts[0]["id"], target.isoformat(), *MONDAY, "--json").json
    assert moved["date"] == target.isoformat()
    after = inside("plan", *MONDAY, "--json").json["sessions"]
    assert {one["id"]: one["date"] for one in after}[lifts[0]["id"]] == target.isoformat()
    again = inside("replan", *MONDAY, "--json").json
    assert lifts[0]["id"] not in again["changed"], "a plan made anew keeps what was moved"

    assert inside("move", "rest", "fri", *MONDAY).status == 2
    assert inside("move", lifts[0]["id"], "someday", *MONDAY).status == 2


def test_a_day_without_time_asks_whether_it_is_meant(inside: RunCommand) -> None:
    made = inside("plan", *WISHES, *MONDAY, "--json").json["sessions"]
    run = next(one for one in made if one["kind"] == "run")
    day = date.fromisoformat(run["date"])
    free = next(
        one["date"]
        for one in made
        if one["kind"] == "rest" and 0 < (date.fromisoformat(one["date"]) - day).days < 5
    )
    refused = inside("move", run["id"], free, *MONDAY)
    assert refused.status == 2
    assert "Your wishes give" in refused.err and "consecutive" not in refused.err
    assert inside("move", run["id"], free, "--anyway", *MONDAY).status == 0
