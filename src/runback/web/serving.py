"""``serve``: the server, its worker, and the link that opens the session."""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from runback.errors import BadInputError, StoreError
from runback.store.home import Home

ADDRESS = "127.0.0.1"
THREADS = 6
LARGEST_UPLOAD_BYTES = 8 * 1024**3
RESTART_PAUSE_S = 2.0


def prepare(port: int, home: Path | None = None) -> Home:
    """Set Django up for the pages and the worker of the store in ``home``, tables brought up to date.

    Raises:
        StoreError: the store cannot be opened.
    """
    os.environ["DJANGO_SETTINGS_MODULE"] = "runback.web.settings"
    if home is not None:
        # The settings, the worker and every request look there.
        os.environ["RUNBACK_HOME"] = str(home.absolute())
    from django.conf import settings
    from filelock import FileLock

    from runback.store import open_store
    from runback.web.secret import own_secret

    place = Home.default()
    settings.SECRET_KEY = own_secret(place)
    settings.PORT = port
    settings.CSRF_COOKIE_NAME = f"runback_csrf_{port}"
    uploads = place.root / "web" / "uploads"
    uploads.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings.FILE_UPLOAD_TEMP_DIR = str(uploads)
    # The server buffers what it receives in temporary files too: on the same disk a file is moved, not
    # copied, and nothing of the runner lies outside their folder.
    tempfile.tempdir = str(uploads)
    open_store(place.root)
    from django.core.management import call_command

    with FileLock(place.root / "opening.lock"):
        call_command("migrate", verbosity=0, interactive=False)
    return place


def serve(port: int, *, home: Path | None = None, tell: Callable[[str], None]) -> None:
    """Serve the pages on loopback until interrupted; ``tell`` is given the one-time link.

    Where a server is already at work on this store and port, only a new link is told.

    Raises:
        BadInputError: another program uses the port.
        StoreError: the store cannot be opened.
    """
    place = prepare(port, home)
    from runback.web.links import forget_tokens, new_token

    if _is_served(place, port):
        tell(_link(port, new_token(place)))
        return
    listening = _listen(port)
    forget_tokens(place)
    with _said(place, port), _worker_beside(port):
        import waitress
        from django.core.wsgi import get_wsgi_application

        from runback.web.answers import ask_ahead
        from runback.web.questions import AHEAD

        # A page that waits a moment for a thread is no news for the terminal.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        pages = get_wsgi_application()
        ask_ahead(AHEAD)
        tell(_link(port, new_token(place)))
        waitress.serve(
            pages,
            sockets=[listening],
            threads=THREADS,
            max_request_body_size=LARGEST_UPLOAD_BYTES,
            ident=None,
            clear_untrusted_proxy_headers=True,
        )


def _link(port: int, token: str) -> str:
    return f"http://{ADDRESS}:{port}/open/?link={token}"


def _listen(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((ADDRESS, port))
    except OSError as error:
        listening.close()
        raise BadInputError(
            f"port {port} cannot be used ({error.strerror}).",
            remedy=f"Name another, as in: runback serve --port {port + 1}",
        ) from error
    return listening


@contextmanager
def _said(home: Home, port: int) -> Iterator[None]:
    """Leave a note of the server's port and process in the store's folder while it runs.

    Raises:
        StoreError: a server is at work on this store, on another port.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(home.root / "web" / "server.lock", timeout=0)
    note = home.root / "web" / "server.port"
    try:
        lock.acquire()
    except Timeout as error:
        raise StoreError(
            f"a server is at work on this store already, on port {note.read_text(encoding='ascii')}.",
            where=str(home.root),
            remedy="Open that one (runback serve --port with its number prints a link), or end it first.",
        ) from error
    try:
        note.write_text(str(port), encoding="ascii")
        yield
    finally:
        note.unlink(missing_ok=True)
        lock.release()


def _is_served(home: Home, port: int) -> bool:
    from filelock import FileLock, Timeout

    note = home.root / "web" / "server.port"
    try:
        with FileLock(home.root / "web" / "server.lock", timeout=0):
            return False
    except Timeout:
        return note.exists() and note.read_text(encoding="ascii") == str(port)


@contextmanager
def _worker_beside(port: int) -> Iterator[None]:
    """Keep a worker running; one that died is started again."""
    ending = threading.Event()
    thread = threading.Thread(target=_keep_worker, args=(port, ending), daemon=True, name="keep-worker")
    thread.start()
    try:
        yield
    finally:
        ending.set()
        thread.join(timeout=10)


def _keep_worker(port: int, ending: threading.Event) -> None:
    while not ending.is_set():
        worker = subprocess.Popen(
            [sys.executable, "-m", "runback.web.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"RUNBACK_WEB_PORT": str(port)},
            # Ctrl-C is for the server, which then ends the worker by closing its standard input.
            start_new_session=True,
        )
        while worker.poll() is None and not ending.wait(0.3):
            pass
        if ending.is_set():
            assert worker.stdin is not None
            worker.stdin.close()
            worker.wait(timeout=10)
            return
        logging.getLogger("runback").error("the worker ended with %s; it is started again", worker.returncode)
        ending.wait(RESTART_PAUSE_S)
