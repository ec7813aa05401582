"""The worker: a process beside the server that does the long work. ``python -m runback.web.worker``.

It ends with the server, whose end closes its standard input; what was cut off is begun again at the
next start.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

if TYPE_CHECKING:
    from django_tasks_db.management.commands.db_worker import Worker

POLL_S = 0.3


def main() -> None:
    """Do jobs until the server is gone. One worker at a time: a second one leaves at once."""
    from runback.web.serving import prepare

    home = prepare(int(os.environ["RUNBACK_WEB_PORT"]))
    try:
        with FileLock(home.root / "web" / "worker.lock", timeout=5):
            threading.Thread(target=_end_with_server, daemon=True).start()
            from runback.web.jobs.queue import begin_again_after_kill
            from runback.web.pages.form.film_files import remove_left_over

            again = begin_again_after_kill()
            remove_left_over(home)
            logging.getLogger("runback").info("worker begins; %s jobs to be done again", again)
            _worker().run()
    except Timeout:
        logging.getLogger("runback").error("another worker is at work on this store")
        sys.exit(3)


def _worker() -> Worker:
    from django_tasks_db.management.commands.db_worker import Worker as TaskWorker

    worker = TaskWorker(
        queue_names=["*"],
        interval=POLL_S,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"worker-{os.getpid()}",
        excluded_queue_names=[],
    )
    worker.configure_signals()
    return worker


def _end_with_server() -> None:
    while sys.stdin.buffer.read(4096):
        pass
    # The work itself may be deep in a library: it is made to be killed, so this is no different.
    os._exit(0)


if __name__ == "__main__":
    main()
