"""Virtual runners with known training errors, for demo, tests and calibration: all of it is simulated."""

from runback.simulate.demo import DemoSummary, write_demo_export
from runback.simulate.planted_error import PlantedError, TrainingError, plant
from runback.simulate.simulated_runs import simulate_runs
from runback.simulate.virtual_runner import Habits, VirtualRunner, virtual_runner

__all__ = [
    "DemoSummary",
    "Habits",
    "PlantedError",
    "TrainingError",
    "VirtualRunner",
    "plant",
    "simulate_runs",
    "virtual_runner",
    "write_demo_export",
]
