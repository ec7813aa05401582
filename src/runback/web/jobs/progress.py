"""How far the jobs under way have come, a small file each: written by the worker, read by the pages."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from runback.web.runner_store import own_home


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` pieces (None: not known), and in words what is being done."""

    job_id: UUID
    done: int = 0
    total: int | None = None
    doing: str = ""


def write_progress(progress: Progress) -> None:
    """Write how far a job has come, whole or not at all."""
    path = _place(progress.job_id)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f"{path.name}.{uuid4().hex[:8]}.part")
    told = {"done": progress.done, "total": progress.total, "doing": progress.doing}
    part.write_text(json.dumps(told), encoding="utf-8")
    os.replace(part, path)  # noqa: PTH105 - one way for both systems


def read_progress(job_id: UUID) -> Progress:
    """Return how far a job has come; nothing done where it has not told yet."""
    try:
        told = json.loads(_place(job_id).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Progress(job_id)
    return Progress(job_id, told["done"], told["total"], told["doing"])


def forget_progress(job_id: UUID) -> None:
    """Remove what a job told of its progress."""
    _place(job_id).unlink(missing_ok=True)


def _place(job_id: UUID) -> Path:
    return own_home().root / "web" / "progress" / f"{job_id}.json"
