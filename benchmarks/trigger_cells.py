"""The cells of the trigger benchmark: which simulated diaries, and what each method made of each of them."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from runback.simulate import DiarySettings, PainProcess, SimulatedDiary, simulate_diary
from runback.simulate.daily_exposures import EXPOSURE_NAMES
from runback.simulate.diary_truth import BEFORE
from runback.triggers.inference import judge
from runback.triggers.looks import FIRST_LOOKS
from trigger_baselines import found_by
from trigger_oracle import (
    crossed,
    lag_oracle_finds,
    looking_boundaries,
    oracle_scores,
    scatter_oracle_finds,
)
from trigger_tradeoff import of_tradeoff

SOURCES = Path(__file__).parents[1] / "src" / "runback"
YEAR = 365
LOOKS = (60, 120, YEAR)
CORRELATIONS = (0.0, 0.4, 0.8)
MOVE_TOGETHER = 0.6
PICKED = 6
SUSPECTED = np.ones(len(EXPOSURE_NAMES))
"""More of each exposure is suspected to be worse, as most real exposures say; one in five is not so."""

Outcome = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """One kind of diary, simulated ``count`` times with seeds from ``first_seed`` on."""

    process: PainProcess
    triggers: int
    kind: str
    first_seed: int
    count: int
    correlation: float | None = None
    feedback: bool | None = None
    size: float = 1.0

    def settings(self, seed: int) -> DiarySettings:
        """Return the settings of one diary; what the cell leaves open goes round with the seed."""
        correlation = CORRELATIONS[seed % 3] if self.correlation is None else self.correlation
        feedback = bool(seed // 3 % 2) if self.feedback is None else self.feedback
        return DiarySettings(
            self.process,
            YEAR,
            correlation,
            self.triggers,
            "on-off" if self.kind == "on-off" else "continuous",
            size=self.size,
            feedback=feedback,
        )

    def diaries(self) -> Iterator[tuple[str, Callable[[], SimulatedDiary]]]:
        """Return a key for each diary and how to make it."""
        for seed in range(self.first_seed, self.first_seed + self.count):
            settings = self.settings(seed)
            key = f"{seed} {settings.process} {settings.autocorrelation} {settings.feedback}"
            yield (
                f"{key} {settings.triggers} {settings.kind}" + (f" {self.size}" if self.size != 1 else ""),
                lambda seed=seed, settings=settings: simulate_diary(seed, settings),  # type: ignore[misc]
            )


def null_cells(count: int) -> list[Cell]:
    """Return the cells without any trigger: every process, autocorrelation, with and without feedback."""
    kinds = [(p, c, f) for p in PainProcess for c in CORRELATIONS for f in (False, True)]
    return [
        Cell(process, 0, "continuous", 11_000_000 + 10_000 * at, count, correlation, feedback)
        for at, (process, correlation, feedback) in enumerate(kinds)
    ]


def trigger_cells(count: int) -> list[Cell]:
    """Return the cells with triggers; autocorrelation and feedback go round."""
    kinds = [(p, kind, k) for p in PainProcess for kind in ("continuous", "on-off") for k in (1, 3)]
    return [
        Cell(process, triggers, kind, 12_000_000 + 12_000 * at, count)
        for at, (process, kind, triggers) in enumerate(kinds)
    ]


def size_cells(count: int) -> list[Cell]:
    """Return cells with one trigger of other sizes: 0.5 and 0.75 points a SD, 1 and 2 points on-off."""
    sizes = (("continuous", 0.5), ("continuous", 0.75), ("on-off", 1 / 1.5), ("on-off", 2 / 1.5))
    return [
        Cell(PainProcess.LINEAR, 1, kind, 15_000_000 + 12_000 * at, count, size=size)
        for at, (kind, size) in enumerate(sizes)
    ]


def of_picked(diary: SimulatedDiary) -> Outcome:
    """Return when a trigger was named where it and five others were picked beforehand."""
    trigger = EXPOSURE_NAMES.index(diary.truth.triggers[0].exposure)
    others = [at for at in range(len(EXPOSURE_NAMES)) if at != trigger]
    rng = np.random.default_rng([diary.seed, 8])
    picked = [trigger, *rng.choice(others, PICKED - 1, replace=False)]
    found = judge(diary.pain, diary.exposures[:, picked], diary.weekday, SUSPECTED[picked])
    return {"triggers": [0], "named": found.named_on.tolist()}


def of_model(diary: SimulatedDiary) -> Outcome:
    """Return what ``triggers`` says of a diary: all it named in a year, and its numbers on three days."""
    started = time.process_time()
    year = judge(diary.pain, diary.exposures, diary.weekday, SUSPECTED)
    seconds = time.process_time() - started
    at = {}
    # Most diaries without a trigger are there for the promise alone, for which the year's answer is enough.
    whole = bool(diary.truth.triggers) or diary.seed % 4 == 0
    for days in LOOKS if whole else (YEAR,):
        now = (
            year
            if days == YEAR
            else judge(diary.pain[:days], diary.exposures[:days], diary.weekday[:days], SUSPECTED)
        )
        truth = [diary.truth.effect(name, days) for name in EXPOSURE_NAMES]
        values = {"probability": now.probability, "low": now.low, "high": now.high, "effect": now.effect}
        at[str(days)] = {"truth": truth} | {name: value.tolist() for name, value in values.items()}
    done = diary.truth.world.done[BEFORE:]
    spread = done.std(axis=0)
    together = np.abs(np.corrcoef(done[:, spread > 0].T)) > MOVE_TOGETHER
    partners = np.zeros((len(EXPOSURE_NAMES),) * 2, bool)
    partners[np.ix_(spread > 0, spread > 0)] = together
    ids = [EXPOSURE_NAMES.index(one.exposure) for one in diary.truth.triggers]
    return {
        "named": year.named_on.tolist(),
        "shown": year.watched_on.tolist(),
        "groups": [[int(look), [int(member) for member in members]] for look, members in year.groups],
        "triggers": ids,
        "partners": [[int(other) for other in np.flatnonzero(partners[at]) if other != at] for at in ids],
        "at": at,
        "heights": {str(look): height for look, height in year.course.heights.items()},
        "seconds": seconds,
    }


def of_oracle(diary: SimulatedDiary) -> Outcome:
    """Return which triggers each oracle finds by each day; and the scores, with known scatter, at every look.

    ``lags`` knows how the lags weigh, ``scatter`` the scatter too, ``others`` the other triggers besides;
    ``looking`` is ``scatter`` that looks as often as Runback does.
    """
    scores = {look: oracle_scores(diary, look) for look in FIRST_LOOKS}
    looking = crossed(scores, dict(zip(FIRST_LOOKS, looking_boundaries(), strict=True)))
    found = {
        str(days): {
            "lags": lag_oracle_finds(diary, days),
            "scatter": scatter_oracle_finds(diary, days),
            "others": scatter_oracle_finds(diary, days, others_known=True),
            "looking": looking[days],
        }
        for days in LOOKS
    }
    ids = [EXPOSURE_NAMES.index(one.exposure) for one in diary.truth.triggers]
    return found | {"triggers": ids, "scores": {str(look): score for look, score in scores.items()}}


def of_baselines(diary: SimulatedDiary) -> Outcome:
    """Return what each baseline finds at one look on each day."""
    return {
        str(days): {name: np.flatnonzero(found).tolist() for name, found in found_by(diary, days).items()}
        for days in LOOKS
    }


METHODS: dict[str, tuple[Callable[[SimulatedDiary], Outcome], tuple[str, ...]]] = {
    "model": (of_model, ("triggers", "simulate")),
    "picked": (of_picked, ("triggers", "simulate")),
    "oracle": (
        of_oracle,
        ("simulate", "../../benchmarks/trigger_oracle.py", "triggers/looks.py", "triggers/noise.py"),
    ),
    "tradeoff": (of_tradeoff, ("triggers", "simulate", "../../benchmarks/trigger_tradeoff.py")),
    "baselines": (of_baselines, ("simulate", "../../benchmarks/trigger_baselines.py")),
}
"""Each method and the sources on which its outcomes rest: kept outcomes of other sources are not used."""

NOT_JUDGING = {
    "simulate": {path.name for path in (SOURCES / "simulate").glob("*.py")}
    - {"daily_exposures.py", "diaries.py", "diary_truth.py", "pain_processes.py"},
    "triggers": {
        f"{name}.py"
        for name in (
            *("__init__", "answer", "find", "findings", "wording"),
            *("experiments", "experiment_result", "exposures", "scatter"),
        )
    },
}
"""Files of these packages on which no outcome rests."""


def version(method: str) -> str:
    """Return a hash of the sources of a method and of the diaries."""
    digest = hashlib.sha256()
    for name in METHODS[method][1]:
        path = SOURCES / name
        files = [path] if path.is_file() else sorted(path.glob("*.py"))
        for file in files:
            if file.name not in NOT_JUDGING.get(name, set()):
                digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


class Kept:
    """Outcomes kept in a folder, so that measuring a new model does not ask the oracle again."""

    def __init__(self, folder: Path, method: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.method = method
        name = f"{method}-{version(method)}"
        self._outcomes: dict[str, Outcome] = {}
        for path in sorted(folder.glob(f"{name}*.jsonl")):
            for line in path.read_text(encoding="utf-8").splitlines():
                self._outcomes |= json.loads(line)
        # A file for each process: several may work at different cells at once.
        self.path = folder / f"{name}-{os.getpid()}.jsonl"

    def outcomes(self, cell: Cell) -> list[Outcome]:
        """Return one outcome for each diary of a cell; what is not kept yet is worked out and kept."""
        work, found = METHODS[self.method][0], []
        with self.path.open("a", encoding="utf-8") as file:
            for key, make in cell.diaries():
                if key not in self._outcomes:
                    self._outcomes[key] = work(make())
                    file.write(json.dumps({key: self._outcomes[key]}) + "\n")
                    file.flush()
                found.append(self._outcomes[key])
        return found


def named_cell(cell: Cell) -> str:
    """Return the cell in words, for the progress line."""
    return ", ".join(str(value) for value in asdict(cell).values())
