"""Which files were read before, by the hash of their bytes and of their content."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from runback.store.entries import Said
from runback.store.home import Home
from runback.store.models import Activity, Arrival, Original
from runback.store.reading_job import Fault
from runback.store.versions import READING_VERSION


@dataclass(slots=True)
class Content:
    """One original: its row, the name it is kept under (blank: it holds no run), the starts of its sessions.

    ``said`` is what exports said so far, each by session.
    """

    original_id: int
    stored_name: str
    version: str
    starts: dict[int, datetime] = field(default_factory=dict)
    said: list[dict[str, Said]] = field(default_factory=list)


@dataclass(slots=True)
class Known:
    """All files of one runner that were read before; ``faults`` are those that this import could not read."""

    by_content: dict[str, Content]
    by_raw: dict[str, Content]
    faults: dict[str, Fault] = field(default_factory=dict)

    @classmethod
    def of(cls, runner_id: int) -> Self:
        """Load what is known from the database."""
        contents: dict[int, Content] = {}
        by_content: dict[str, Content] = {}
        originals = Original.objects.filter(runner_id=runner_id)
        for pk, digest, name, version in originals.values_list(
            "pk", "content_sha256", "stored_name", "reading_version"
        ):
            contents[pk] = by_content[digest] = Content(pk, name, version)
        activities = Activity.objects.filter(runner_id=runner_id)
        for pk, session, start in activities.values_list("original_id", "session", "start_utc"):
            contents[pk].starts[session] = start
        by_raw: dict[str, Content] = {}
        arrivals = Arrival.objects.filter(runner_id=runner_id).order_by("pk")
        for arrived, digest, said in arrivals.values_list("original_id", "raw_sha256", "said"):
            if arrived is not None:
                by_raw[digest] = contents[arrived]
                contents[arrived].said.append(said)
        return cls(by_content, by_raw)

    def has(self, raw_sha256: str, home: Home) -> bool:
        """Return whether a file need not be read: its runs and its original are here, or it holds none."""
        content = self.by_raw.get(raw_sha256)
        if content is None:
            return False
        if content.stored_name:
            return home.original(content.stored_name).exists()
        return content.version == READING_VERSION
