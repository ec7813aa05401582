"""The kinds of long work and what does each."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING

from runback.errors import BadInputError
from runback.store.store import Store
from runback.web.jobs.progress import Progress, write_progress

if TYPE_CHECKING:
    from runback.web.models import Job

MODULES: tuple[str, ...] = (
    "runback.web.pages.data.work",
    "runback.web.pages.form.work",
    "runback.web.pages.start.work",
)
"""Where kinds of work are registered, a module each; the worker imports them."""

WRITE_EVERY_S = 0.5


@dataclass
class Report:
    """How a job tells how far it has come: in a small file, at most twice a second.

    Not in the database: every commit there makes the kept answers of the pages old.
    """

    job: Job
    _doing: str = field(default="", repr=False)
    _written: float = field(default=0.0, repr=False)

    def progress(self, done: int, total: int | None, doing: str = "") -> None:
        """Tell that ``done`` of ``total`` pieces are done, and what is being done."""
        self._doing = doing or self._doing
        if time.monotonic() - self._written >= WRITE_EVERY_S or done == total:
            write_progress(Progress(self.job.pk, done, total, self._doing))
            self._written = time.monotonic()


Work = Callable[[Store, dict[str, object], Report], dict[str, object]]
"""Does one job from what was asked and returns its result. It may be begun again after a kill."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of work: ``title`` heads its progress; ``after_kills`` tells what to do when it never ended."""

    name: str
    title: str
    after_kills: str
    do: Work


_kinds: dict[str, Kind] = {}


def work(name: str, *, title: str, after_kills: str) -> Callable[[Work], Work]:
    """Register what does the jobs of kind ``name``."""

    def register(do: Work) -> Work:
        _kinds[name] = Kind(name, title, after_kills, do)
        return do

    return register


def kind(name: str) -> Kind:
    """Return the kind of work called ``name``.

    Raises:
        BadInputError: there is none.
    """
    for module in MODULES:
        import_module(module)
    if name not in _kinds:
        raise BadInputError(f"there is no work of the kind {name!r}.")
    return _kinds[name]
