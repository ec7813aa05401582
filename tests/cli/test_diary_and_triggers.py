"""The diary, shoes, influences and triggers as a user meets them."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pexpect
import pytest
from cli_runs import Ran, run

from runback.model import CheckIn
from runback.reports.diary_csv import diary_csv

RunCommand = Callable[..., Ran]
TODAY = date.today()  # noqa: DTZ011 - a user's day


def back(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_one_line_tells_a_day_and_corrects_it(runback: RunCommand) -> None:
    assert runback("checkin", "3", "--sleep", "7", "--sitting", "8").status == 0
    kept = runback("checkin", "--pain", "2", "--no-lifting", "--driving", "1.5", "--json").json
    assert (kept["worst_pain"], kept["sleep_h"], kept["lifting"], kept["driving_h"]) == (2.0, 7.0, False, 1.5)
    runback("checkin", "4", "--day", "yesterday", "--place", "lower-back-left")
    listed = runback("diary")
    assert listed.out.splitlines()[0].startswith(f"{TODAY:%a} {TODAY}")
    assert "places lower-back-left" in listed.out.splitlines()[1]
    history = runback("diary", "history", "today", "--json").json
    assert [version["worst_pain"] for version in history] == [3.0, 2.0]
    taken_back = runback("checkin", "--day", "yesterday", "--clear", "place", "--json").json
    assert (taken_back["places"], taken_back["worst_pain"]) == ([], 4.0)
    assert "nothing told" in runback("checkin", "--day", "yesterday", "--clear", "all").out
    assert [day["day"] for day in runback("diary", "--json").json] == [TODAY.isoformat()]


def test_a_check_in_that_cannot_be_taken_says_why(runback: RunCommand) -> None:
    ahead = (TODAY + timedelta(days=1)).isoformat()
    for words, said in (
        (("11",), "from 0 to 10, not 11"),
        (("2", "--day", ahead), "future"),
        (("--clear", "mood"), "sleep-quality"),
        ((), "empty"),
    ):
        ran = runback("checkin", *words)
        assert ran.status == 2 and said in ran.err, (words, ran.err)
        assert "Traceback" not in ran.err
    assert runback("diary", "--json").json == []


def test_asked_in_a_terminal_it_remembers_what_was_told_of_late(tmp_path: Path) -> None:
    home = tmp_path / "home"
    run(
        "checkin",
        "2",
        "--day",
        "yesterday",
        "--sleep",
        "6",
        "--place",
        "lower-back-right",
        home=home,
        at=tmp_path,
    )
    asking = pexpect.spawn(
        sys.executable,
        ["-m", "runback", "checkin"],
        env=os.environ | {"RUNBACK_HOME": str(home), "TERM": "dumb", "COLUMNS": "110"},
        cwd=str(tmp_path),
        encoding="utf-8",
        timeout=60,
    )
    for question, answer in (
        ("Worst pain", "11"),
        ("from 0 to 10, not 11", ""),
        ("Worst pain", "3,5"),
        (r"Where \[lower-back-right\]", ""),
        ("stiffness", "1 h"),
        ("from 0 to 1440 minutes", ""),
        ("stiffness", "15"),
        ("Hours slept", "7"),
    ):
        asking.expect(question)
        if answer or question.startswith("Where"):
            asking.sendline(answer)
    asking.expect(pexpect.EOF)
    (today, _) = run("diary", "--json", home=home, at=tmp_path).json
    told = {name: value for name, value in today.items() if value not in (None, [], "") and name != "day"}
    assert told == {"worst_pain": 3.5, "places": ["lower-back-right"], "stiffness_min": 15.0, "sleep_h": 7.0}


def test_a_foreign_table_comes_in_with_every_repair_told_and_goes_out_equal(
    runback: RunCommand, tmp_path: Path
) -> None:
    days = [back(days) for days in (5, 4, 3, 2)]
    rows = ["Datum;Schmerz;Schlaf (Std);Bemerkung;Wetter"]
    values = ("3,5;7:30;müde", "11;6;", "2;6,5;=1+1", "0;8;")
    rows += [f"{day:%d.%m.%Y};{told};kalt" for day, told in zip(days, values, strict=True)]
    table = tmp_path / "tagebuch.csv"
    table.write_bytes("\r\n".join(rows).encode("cp1252"))
    tried = runback("diary", "import", str(table), "--dry-run")
    assert "Nothing was stored" in tried.out and runback("diary", "--json").json == []
    done = runback("diary", "import", str(table))
    for said in (
        "cp1252",
        "semicolons",
        "pain from 'Schmerz'",
        "Not used: Wetter",
        "decimal commas",
        "line 3",
    ):
        assert said in done.out
    assert "3 days read: 3 are new" in done.out
    assert "3 are as they were" in runback("diary", "import", str(table)).out
    assert runback("diary", "export", "out.csv").status == 0
    assert runback("diary", "export", "out.csv").status == 2, "nothing is overwritten unasked"
    elsewhere = {"home": tmp_path / "elsewhere", "at": tmp_path}
    assert len(run("diary", "import", "out.csv", "--json", **elsewhere).json["new"]) == 3
    run("diary", "export", "again.csv", **elsewhere)
    assert (tmp_path / "again.csv").read_bytes() == (tmp_path / "out.csv").read_bytes()


def test_a_table_that_leaves_something_open_is_asked_about(runback: RunCommand, tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text("when,ache\n03/04/2026,4\n05/06/2026,2\n")
    assert "no column is the day" in runback("diary", "import", str(table)).err
    mapped = ("diary", "import", str(table), "--map", "day=when", "--map", "pain=Ache")
    open_dates = runback(*mapped)
    assert open_dates.status == 2 and "3 Apr 2026 or 4 Mar 2026" in open_dates.err
    found = runback(*mapped, "--date-format", "dmy", "--json").json
    assert found["new"] == ["2026-04-03", "2026-06-05"]
    runback("checkin", "7", "--day", "2026-04-03")
    kept = runback(*mapped, "--date-format", "dmy")
    assert "2026-04-03" in kept.out and "the diary's word stands" in kept.out
    assert runback(*mapped, "--date-format", "dmy", "--replace", "--json").json["changed"] == ["2026-04-03"]


def test_pairs_of_shoes_on_the_demo(on_demo: RunCommand) -> None:
    listed = on_demo("shoes", "--json").json
    names = [pair["name"] for pair in listed["pairs"]]
    assert names and sum(pair["recent_share"] for pair in listed["pairs"]) == pytest.approx(1.0)
    assert on_demo("shoes", "rename", names[0], "Racer").status == 0
    assert on_demo("shoes", "retire", "Racer", "--on", "yesterday").status == 0
    assert on_demo("shoes", "add", "Old", "--since", "2024-01-05", "--distance", "200").status == 0
    after = {pair["name"]: pair for pair in on_demo("shoes", "--json").json["pairs"]}
    assert after["Racer"]["retired_day"] == back(1).isoformat()
    assert after["Old"]["distance_m"] == 200_000.0
    wrong = on_demo("shoes", "retire", "Racr")
    assert wrong.status == 2 and "Racer" in wrong.err
    assert on_demo("shoes", "default", "Old", "--from", "2020-01-01").status == 0
    assert on_demo("settings", "default-surface", "asphalt").status == 0
    measures = {
        one["measure"]
        for row in on_demo("influences", "--json").json["influences"]
        for one in row["findings"]
    }
    assert {"pairs_in_turn", "hard_ground"} <= measures


def test_influences_enter_the_ranking(runback: RunCommand, tmp_path: Path) -> None:
    told = [CheckIn(back(days), worst_pain=2.0, sitting_h=10.0, sleep_h=8.0) for days in range(20)]
    (tmp_path / "d.csv").write_bytes(diary_csv(told))
    runback("diary", "import", "d.csv")
    causes = {row["cause"]: row for row in runback("influences", "--json").json["influences"]}
    assert len(causes) == 7
    (sitting,) = causes["long-sitting"]["findings"]
    assert sitting["value"] == 10.0 and sitting["log_lr"] > 0
    assert causes["short-sleep"]["findings"][0]["log_lr"] < 0
    assert causes["stress"]["missing"][0]["reason"]
    assessed = runback("assess", "--json").json
    ranked = {cause["id"]: cause for cause in assessed["causes"]}
    assert ranked["long-sitting"]["state"] == "possible"
    assert [one["measure"] for one in ranked["long-sitting"]["findings"]] == ["sitting"]
    asked = {row["id"] for row in assessed["next"]}
    assert "stress-check" in asked and "sitting-log" not in asked
    assert "Your own days: Not enough days to tell" in runback("influences").out


def test_the_default_answer_is_not_enough_days(runback: RunCommand) -> None:
    found = runback("triggers", "--json").json
    assert (found["enough"], found["days"], found["triggers"]) == (False, 0, [])
    told = runback("triggers")
    assert told.out.startswith("Not enough days to tell: 0 diary days")
    assert "before anything can be told" in told.out


def simulated_days(count: int) -> list[tuple[date, float, float, bool, int]]:
    """Days (simulated, by a fixed seed): lifting and sitting plainly come before pain, coffee does not."""
    draw = Random(7)
    days: list[tuple[date, float, float, bool, int]] = []
    lifted_before = False
    for at in range(count):
        sitting, lifted = round(draw.gauss(8, 2), 1), draw.random() < 0.3
        pain = 3.0 + 0.5 * (sitting - 8) + 1.5 * lifted_before + draw.gauss(0, 0.8)
        days.append(
            (
                back(count - at),
                round(2 * min(10.0, max(0.0, pain))) / 2,
                max(0.0, sitting),
                lifted,
                draw.randrange(4),
            )
        )
        lifted_before = lifted
    return days


def test_a_plain_trigger_in_a_table_of_days_is_named_in_the_promised_shape(
    runback: RunCommand, tmp_path: Path
) -> None:
    rows = ["date,pain,sitting,lifting,coffee"]
    rows += [
        f"{day},{pain},{sat},{'yes' if lifted else 'no'},{coffee}"
        for day, pain, sat, lifted, coffee in simulated_days(180)
    ]
    rows += [f"{TODAY},11,8,no,1"]
    (tmp_path / "days.csv").write_text("\n".join(rows))
    ran = runback("triggers", "--diary", "days.csv", "--json")
    assert "line 182" in ran.err and "from 0 to 10, not 11" in ran.err
    found = ran.json
    assert found["enough"] and found["days"] == 180
    keys = {"exposures", "tier", "probability", "effect", "interval", "lag_days", "days_used", "sentence"}
    assert all(set(trigger) == keys for trigger in found["triggers"])
    named = {
        name for trigger in found["triggers"] if trigger["tier"] == "named" for name in trigger["exposures"]
    }
    assert "lifting" in named and "coffee" not in named
    assert not (tmp_path / "home").exists(), "a table of days needs no store"
    picked = runback("triggers", "--diary", "days.csv", "--exposures", "lifting, coffee")
    assert "You picked" in picked.out


def test_named_triggers_enter_the_ranking_with_the_own_days_as_source(
    runback: RunCommand, tmp_path: Path
) -> None:
    told = [
        CheckIn(day, worst_pain=pain, sitting_h=sat, lifting=lifted)
        for day, pain, sat, lifted, _ in simulated_days(180)
    ]
    (tmp_path / "d.csv").write_bytes(diary_csv(told))
    runback("diary", "import", "d.csv")
    named = {
        name
        for trigger in runback("triggers", "--json").json["triggers"]
        if trigger["tier"] == "named"
        for name in trigger["exposures"]
    }
    assert "lifting" in named
    ranked = {cause["id"]: cause for cause in runback("assess", "--json").json["causes"]}
    own = [one for one in ranked["lifting-and-work"]["findings"] if one["measure"] == "own_days_lifting"]
    assert len(own) == 1 and own[0]["log_lr"] > 0
    assert own[0]["basis"] == "judged" and own[0]["evidence"] == []
    assert own[0]["window"][1] == told[-1].day.isoformat()
    assert "judged; your own days]" in " ".join(runback("assess").out.split())


def test_a_raised_flag_stands_first(runback: RunCommand, tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"age": 44, "sex": "male", "saddle-numbness": "yes"}))
    runback("screen", "--answers", str(answers), "--keep")
    for command in ("diary", "shoes", "influences", "triggers"):
        assert runback(command).out.startswith("!! Emergency"), command
    assert next(iter(runback("triggers", "--json").json)) == "action"
