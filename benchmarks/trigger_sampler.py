"""The sampler to compare with: a regression with the horseshoe prior and AR(1) errors, by NUTS in numpyro.

Runs in an environment of its own with numpyro and numpy, on the file that ``trigger_calibration.py
--for-sampler`` writes: ``python trigger_sampler.py diaries.npz sampled.json``. One look, at the last day.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

# One core, as the model it is compared with.
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"

import jax
import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from numpyro.infer import MCMC, NUTS

LAGS = 4
DRAWS = 500
EXPECTED_TRIGGERS = 1.0


def horseshoe(pain, columns, beside, gaps):
    """Pain on standardised exposures at four lags, each with its own shrinkage (Carvalho and others 2010)."""
    count, days = columns.shape[1], len(pain)
    scale = numpyro.sample("scale", dist.HalfNormal(2.0))
    correlation = numpyro.sample("correlation", dist.Uniform(0.0, 0.98))
    share = EXPECTED_TRIGGERS / (count - EXPECTED_TRIGGERS) / jnp.sqrt(days)
    overall = numpyro.sample("overall", dist.HalfCauchy(1.0)) * share * scale
    own = numpyro.sample("own", dist.HalfCauchy(jnp.ones(count)))
    raw = numpyro.sample("raw", dist.Normal(jnp.zeros(count), 1.0))
    slopes = numpyro.deterministic("slopes", raw * own * overall)
    level = numpyro.sample("level", dist.Normal(jnp.zeros(beside.shape[1]), 5.0))
    rest = pain - columns @ slopes - beside @ level
    kept = correlation**gaps
    mean = jnp.concatenate([jnp.zeros(1), kept * rest[:-1]])
    spread = jnp.concatenate([jnp.ones(1), jnp.sqrt(1 - kept**2)]) * scale
    numpyro.factor("scatter", dist.Normal(mean, spread).log_prob(rest).sum())


def sampled(pain, exposures, weekday, seed):
    """Return the exposures whose effect over all lags has 0 outside its 95 % interval, and CPU seconds."""
    told, days = ~np.isnan(pain), len(pain)
    filled = np.where(np.isnan(exposures), np.nanmean(exposures, axis=0), exposures)
    filled = (filled - filled.mean(axis=0)) / np.maximum(filled.std(axis=0), 1e-9)
    shifted = [np.vstack([np.zeros((lag, filled.shape[1])), filled[: days - lag]]) for lag in range(LAGS)]
    columns = np.stack(shifted, axis=-1).reshape(days, -1)[told]
    beside = np.column_stack([np.eye(7)[weekday], np.linspace(-1, 1, days)])[told]
    gaps = np.diff(np.flatnonzero(told)).astype(float)
    started = time.process_time()
    run = MCMC(NUTS(horseshoe), num_warmup=DRAWS, num_samples=DRAWS, num_chains=1, progress_bar=False)
    run.run(
        jax.random.PRNGKey(seed),
        jnp.array(pain[told]),
        jnp.array(columns),
        jnp.array(beside),
        jnp.array(gaps),
    )
    slopes = np.asarray(run.get_samples()["slopes"]).reshape(DRAWS, -1, LAGS).sum(axis=-1)
    seconds = time.process_time() - started
    jax.clear_caches()
    low, high = np.quantile(slopes, [0.025, 0.975], axis=0)
    return np.flatnonzero((low > 0) | (high < 0)).tolist(), seconds


def main():
    diaries, out = np.load(sys.argv[1]), Path(sys.argv[2])
    found = []
    for seed in sorted({int(name.split("-")[0]) for name in diaries.files}):
        mine = {part: diaries[f"{seed}-{part}"] for part in ("pain", "exposures", "weekday", "trigger")}
        named, seconds = sampled(mine["pain"], mine["exposures"], mine["weekday"], seed)
        found.append(
            {
                "seed": seed,
                "trigger": mine["trigger"].tolist(),
                "named": named,
                "seconds": seconds,
                "draws": DRAWS,
            }
        )
        out.write_text(json.dumps(found, indent=1))
        print(seed, found[-1], flush=True)


if __name__ == "__main__":
    main()
