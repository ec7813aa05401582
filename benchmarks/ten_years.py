"""A store of ten years of one simulated runner: about 2,500 runs brought in as files, two years of diary."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

DAYS = 3652
DYNAMICS_FROM_DAY = 1800
FEWEST, MOST = 2400, 2650
DIARY_SEED, DIARY_DAYS = 3, 730


def fill(home: Path, files: Path, last: date) -> int:
    """Make the files, import them into a new store in ``home``, write the diary; return how many runs."""
    write_files(files, last)
    from runback.store import open_store

    store = open_store(home)
    store.update_runner(sex="female", birth_year=1984, zone="Europe/Berlin", max_heart_rate_bpm=186.0)
    brought = store.import_paths([files])
    store.health.diary.write_all(diary(last), last)
    return int(brought.new)


def write_files(folder: Path, last: date) -> None:
    """Write a FIT file a run, simulated, the last on the day ``last`` or shortly before it."""
    from runback.simulate.course import simulate_course
    from runback.simulate.fit_file import write_fit
    from runback.simulate.misstep import simulate_training
    from runback.simulate.simulated_recording import Watch, simulate_recording
    from runback.simulate.simulated_runs import effort_ratings, run_title, start_times
    from runback.simulate.virtual_runner import virtual_runner

    folder.mkdir(parents=True)
    for seed in range(1, 100):
        runner = virtual_runner(seed, days=DAYS, last=last)
        habits = replace(runner.habits, logs_heart_rate=0.97, logs_rpe=0.8, logs_dynamics=0.97)
        runner = replace(runner, habits=habits)
        training = simulate_training(runner)
        starts = start_times(runner, training).to_list()
        if FEWEST <= len(starts) <= MOST:
            break
    course = simulate_course(runner, training)
    efforts = effort_ratings(runner, course).tolist()
    older = Watch("Virtual watch 1 (simulated)", dynamics=False, smart=True, auto_pause=False)
    newer = Watch("Virtual watch 2 (simulated)", sensors=("Virtual strap (simulated)",))
    for number, start in enumerate(starts):
        watch = newer if training.day[number] > DYNAMICS_FROM_DAY else older
        recording = replace(
            simulate_recording(runner, course, number, start, watch),
            title=run_title(training, number),
            shoe=runner.habits.shoes[number // 120 % len(runner.habits.shoes)],
            rpe=None if np.isnan(efforts[number]) else efforts[number],
        )
        (folder / f"{start:%Y-%m-%d-%H%M%S}.fit").write_bytes(write_fit(recording))


def diary(last: date) -> list[object]:
    """Return two years of simulated diary, the days that were told."""
    from runback.model import CheckIn
    from runback.simulate.diaries import DiarySettings, simulate_diary

    days = simulate_diary(DIARY_SEED, DiarySettings(days=DIARY_DAYS, triggers=1, size=1.5, last=last)).days
    return [
        CheckIn(
            row["day"],
            worst_pain=(pain := float(round(min(10.0, max(0.0, row["pain"]))))),
            places=("lower-back-middle",) if pain else (),
            stiffness_min=5.0 * pain,
            sleep_h=round(row["sleep_h"], 1),
            sitting_h=round(row["sitting_h"], 1),
            stress=float(round(row["stress"])),
            lifting=bool(row["heavy_lifting"]),
            strength=bool(row["strength"]),
        )
        for row in days.to_dicts()
        if row["pain"] is not None
    ]
