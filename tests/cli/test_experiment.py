"""Real runs of ``runback experiment``: plan, list, result, stop, and what is refused."""

from __future__ import annotations

import shutil
from datetime import date, timedelta

import numpy as np
import pytest
from cli_runs import run

FIRST, PLANNED = date(2026, 3, 1), date(2026, 6, 28)


def diary(path, days, *, first=FIRST, seed=1, strength=None, effect=0.0):
    rng = np.random.default_rng(seed)
    lines = ["day,worst_pain,strength,sitting_h"]
    for at in range(days):
        on = bool(rng.uniform() < 0.4) if strength is None else strength(first + timedelta(days=at))
        pain = round(2 * float(np.clip(rng.normal(4, 1) + effect * on, 0, 10))) / 2
        lines.append(f"{first + timedelta(days=at)},{pain},{'yes' if on else 'no'},{rng.uniform(3, 9):.1f}")
    path.write_text("\n".join(lines) + "\n")
    return str(path)


@pytest.fixture(scope="module")
def kept_diary(tmp_path_factory):
    at = tmp_path_factory.mktemp("diary")
    ran = run("diary", "import", diary(at / "days.csv", 120), home=at / "home", at=at)
    assert ran.status == 0, ran.err
    return at / "home"


@pytest.fixture
def told(kept_diary, tmp_path):
    """Run a command on a store of its own that holds 120 days."""
    shutil.copytree(kept_diary, tmp_path / "home")

    def call(*words):
        return run(*words, home=tmp_path / "home", at=tmp_path)

    return call


def test_an_experiment_from_plan_to_result(told, tmp_path):
    choices = told("experiment", "plan", "--today", str(PLANNED), "--json").json
    assert choices["days"] >= 84 and "strength" in {one["id"] for one in choices["exposures"]}

    made = told("experiment", "plan", "strength", "--seed", "7", "--today", str(PLANNED), "--json").json
    assert (made["number"], made["seed"], made["on_days"]) == (1, 7, 3)
    assert made["first"] == str(PLANNED + timedelta(days=1))
    assert len(made["schedule"]) == len(made["arms"])
    arms = {
        date.fromisoformat(one["first"]) + timedelta(days=at): one["with"]
        for one in made["schedule"]
        for at in range(7)
    }
    shown = told("experiment", "list", "--today", str(PLANNED + timedelta(days=9)))
    today = "with" if arms[PLANNED + timedelta(days=9)] else "without"
    assert shown.out.strip().endswith(f"Today: {today}")

    midway = told("experiment", "result", "--today", str(PLANNED + timedelta(days=40)), "--json").json
    assert midway["state"] == "running" and midway["effect"] is None and midway["p_value"] is None

    lived = diary(
        tmp_path / "lived.csv", len(arms), first=min(arms), seed=2, strength=lambda day: arms[day], effect=2.0
    )
    assert told("diary", "import", lived).status == 0
    end = str(max(arms) + timedelta(days=1))
    result = told("experiment", "result", "--today", end, "--json").json
    assert result["state"] == "finished" and result["verdict"] == "worse-with"
    assert result["effect"] == pytest.approx(2.0, abs=0.9)
    assert result["interval"][0] <= result["effect"] <= result["interval"][1]
    assert result["compliance"]["without"]["as_assigned"] == result["compliance"]["without"]["known"] > 0
    text = " ".join(told("experiment", "result", "1", "--today", end).out.split())
    assert "90 % interval" in text and "by the lots drawn" in text


def test_the_same_seed_gives_the_same_plan_and_a_preview_keeps_nothing(told):
    words = ("experiment", "plan", "sitting", "--preview", "--seed", "3", "--today", str(PLANNED), "--json")
    one, same = told(*words).json, told(*words).json
    assert one == same and one["number"] is None
    assert one["at_most"] < one["at_least"]
    assert told("experiment", "list", "--json").json["experiments"] == []
    drawn = told("experiment", "plan", "sitting", "--preview", "--today", str(PLANNED), "--json").json
    assert drawn["seed"] != 3, "without a seed the lots are drawn anew"


def test_one_experiment_at_a_time_and_it_can_be_stopped(told):
    plan = ("experiment", "plan", "strength", "--today", str(PLANNED))
    assert told(*plan).status == 0
    second = told(*plan)
    assert second.status == 2 and "runs until" in second.err and "experiment stop" in second.err
    stopped = told("experiment", "stop", "--today", str(PLANNED + timedelta(days=20)), "--json").json
    assert stopped["stopped"] == str(PLANNED + timedelta(days=20)) and stopped["today"] is None
    again = told("experiment", "stop", "--today", str(PLANNED + timedelta(days=21)))
    assert again.status == 2 and "ended on" in again.err
    result = told("experiment", "result", "--today", str(PLANNED + timedelta(days=21)), "--json").json
    assert (result["state"], result["verdict"]) == ("stopped", "too-few-pairs")
    assert told("experiment", "plan", "strength", "--today", str(PLANNED + timedelta(days=21))).status == 0


def test_what_cannot_be_is_refused_with_a_reason_and_nothing_kept(told):
    refusals = {
        ("plan", "moonlight"): "nothing to vary is called",
        ("plan", "strength", "--effect", "0.5", "--period", "14", "--wash-out", "13"): "too long",
        ("plan", "strength", "--from", "soon"): "not a day",
        ("stop", "3"): "no experiment is planned",
    }
    for words, said in refusals.items():
        ran = told("experiment", *words, "--today", str(PLANNED))
        assert ran.status == 2, ran.out
        assert said in ran.err and "Traceback" not in ran.err
    assert told("experiment", "list", "--json").json["experiments"] == []


def test_a_diary_too_short_says_how_many_days_it_takes(told):
    ran = told("experiment", "plan", "strength", "--today", "2026-03-14")
    assert ran.status == 2 and "28 days" in ran.err


def test_no_experiment_while_a_red_flag_is_up_and_a_running_one_is_on_hold(told, tmp_path):
    assert told("experiment", "plan", "strength", "--today", str(PLANNED)).status == 0
    flag = tmp_path / "flag.json"
    flag.write_text('{"saddle-numbness": true}')
    later = str(PLANNED + timedelta(days=10))
    assert told("screen", "--answers", str(flag), "--keep", "--today", later).status == 0
    listed = told("experiment", "list", "--today", later)
    assert listed.out.startswith("!! ") and "on hold" in listed.out and "Today:" not in listed.out
    (entry,) = told("experiment", "list", "--today", later, "--json").json["experiments"]
    assert entry["on_hold"] is True and entry["today"] is None
    refused = told("experiment", "plan", "sitting", "--preview", "--today", later)
    assert refused.status == 2 and "asks for a clinician" in refused.err
    shown = told("experiment", "result", "--today", later)
    assert shown.out.startswith("!! "), "the flag stands first"
