"""Change of form from first to last third, planted in simulated runs."""

import numpy as np
import pytest

from runback.activities.decay import Thirds

N = 3600
SECONDS = np.ones(N)
CLOCK = np.arange(N)


def drifting(
    planted_pct: float, base: float, per_speed: float, speed: np.ndarray, noise: float
) -> np.ndarray:
    rng = np.random.default_rng(7)
    drift = 1.0 + planted_pct / 100.0 * np.clip((CLOCK - N / 3) / (N / 3), 0.0, 1.0)
    return (base + per_speed * (speed - 3.0)) * drift + rng.normal(0, noise, N)


@pytest.mark.parametrize("planted", [-6.0, 0.0, 4.0])
def test_a_planted_drift_is_found_at_one_speed(planted: float) -> None:
    speed = 3.0 + np.random.default_rng(1).normal(0, 0.15, N)
    stance = drifting(planted, 260.0, -40.0, speed, 5.0)
    assert Thirds(SECONDS, speed, None).decay_pct(stance) == pytest.approx(planted, abs=0.5)


def test_slowing_down_is_not_taken_for_decay() -> None:
    """Stance time is 13 % longer per m/s less; the runner slows by 0.25 m/s and nothing else changes."""
    speed = 3.2 - 0.25 * CLOCK / N + np.random.default_rng(2).normal(0, 0.2, N)
    stance = drifting(0.0, 260.0, -35.0, speed, 5.0)
    first, last = stance[: N // 3].mean(), stance[-N // 3 :].mean()
    assert 100 * (last / first - 1) > 2.0
    assert Thirds(SECONDS, speed, None).decay_pct(stance) == pytest.approx(0.0, abs=0.5)


def test_speeds_that_do_not_meet_are_not_compared() -> None:
    speed = np.where(CLOCK < N / 2, 4.0, 2.5) + np.random.default_rng(3).normal(0, 0.1, N)
    assert Thirds(SECONDS, speed, None).decay_pct(np.full(N, 170.0)) is None


def test_a_run_under_twenty_minutes_is_too_short() -> None:
    speed = np.full(N, 3.0)
    assert Thirds(SECONDS[:1199], speed[:1199], None).decay_pct(np.full(1199, 170.0)) is None
    assert Thirds(SECONDS[:1200], speed[:1200], None).decay_pct(np.full(1200, 170.0)) == pytest.approx(0.0)


def test_only_level_parts_and_running_are_compared() -> None:
    speed = np.full(N, 3.0)
    cadence = np.full(N, 170.0)
    grade = np.zeros(N)
    grade[2900:] = 0.08
    cadence[2900:] = 150.0
    assert Thirds(SECONDS, speed, grade).decay_pct(cadence) == pytest.approx(0.0)
    assert Thirds(SECONDS, speed, None).decay_pct(cadence) == pytest.approx(-6.9, abs=0.2)
    walking = speed.copy()
    walking[2900:] = 1.4
    assert Thirds(SECONDS, walking, None).decay_pct(cadence) == pytest.approx(0.0)


def test_missing_values() -> None:
    speed = np.full(N, 3.0)
    thirds = Thirds(SECONDS, speed, None)
    assert thirds.decay_pct(None) is None
    assert thirds.decay_pct(np.full(N, np.nan)) is None
    late_only = np.where(CLOCK < 2000, np.nan, 170.0)
    assert thirds.decay_pct(late_only) is None
    assert Thirds(np.empty(0), np.empty(0), None).decay_pct(np.empty(0)) is None
