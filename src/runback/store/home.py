"""Where the store keeps what: the layout of ``RUNBACK_HOME``."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

TEMPORARY_SUFFIX = ".part"
"""Ending of a file that is still being written; whatever carries it after a crash is an orphan."""


@dataclass(frozen=True, slots=True)
class Home:
    """The folder with all that Runback keeps of its runners."""

    root: Path

    @classmethod
    def default(cls) -> Home:
        """Return the folder named by ``RUNBACK_HOME``, else the platform's data folder."""
        named = os.environ.get("RUNBACK_HOME")
        if named:
            return cls(Path(named).expanduser().absolute())
        import platformdirs

        return cls(Path(platformdirs.user_data_dir("runback", appauthor=False)))

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.root / "runback.sqlite3"

    @property
    def originals(self) -> Path:
        """Every imported file as it came, named after the hash of its content."""
        return self.root / "originals"

    @property
    def streams(self) -> Path:
        """The samples of every run."""
        return self.root / "streams"

    @property
    def backups(self) -> Path:
        """Copies of the database, made before its tables change."""
        return self.root / "backups"

    @property
    def log(self) -> Path:
        """The log; it holds no health data and no coordinates."""
        return self.root / "logs" / "runback.log"

    @property
    def lock(self) -> Path:
        """Held while runs are brought in, taken out or measured again."""
        return self.root / "changing.lock"

    def original(self, name: str) -> Path:
        """Return the path of an original by its stored name, ``<sha256>.<kind>``."""
        return self.originals / name[:2] / name

    def stream(self, run_id: str) -> Path:
        """Return the path of the stream of one run."""
        return self.streams / run_id[:2] / f"{run_id}.parquet"
