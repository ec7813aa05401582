"""Long work beside the pages: begun by a page, done by the worker, followed live, and safe to kill.

``begin`` puts a job in the queue; a kind of work registers what does it with ``kinds.work``.
"""

from runback.web.jobs.kinds import Report, work
from runback.web.jobs.queue import begin

__all__ = ["Report", "begin", "work"]
