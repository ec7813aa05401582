"""Virtual runners with known training errors, for demo, tests and calibration: all of it is simulated."""

from runback.simulate.demo import DemoSummary, write_demo_export
from runback.simulate.diaries import DiarySettings, SimulatedDiary, simulate_diary
from runback.simulate.pain_processes import PainProcess
from runback.simulate.planted_error import PlantedError, TrainingError, plant
from runback.simulate.simulated_runs import simulate_runs
from runback.simulate.virtual_runner import Habits, VirtualRunner, virtual_runner

__all__ = [
    "DemoSummary",
    "DiarySettings",
    "Habits",
    "PainProcess",
    "PlantedError",
    "SimulatedDiary",
    "TrainingError",
    "VirtualRunner",
    "plant",
    "simulate_diary",
    "simulate_runs",
    "virtual_runner",
    "write_demo_export",
]
