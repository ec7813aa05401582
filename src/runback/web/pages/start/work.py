"""Making the demo runner, in a process of its own: one process has one store open at a time."""

from __future__ import annotations

import multiprocessing
from multiprocessing.connection import Connection

from runback.errors import StoreError
from runback.store.store import Store
from runback.web.jobs import Report, work
from runback.web.looking import demo_folder
from runback.web.pages.start.making import make_apart
from runback.web.runner_store import runners_day


@work("demo", title="Making the demo runner", after_kills="Ask for it again: it is made anew.")
def make(store: Store, asked: dict[str, object], report: Report) -> dict[str, object]:
    """Write a virtual runner's 18 months of files and import them into a store apart."""
    folder = demo_folder(store.home)
    report.progress(0, None, "writes 18 months of a virtual runner's files")
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    maker = context.Process(target=make_apart, args=(folder, runners_day(store), there))
    maker.start()
    there.close()
    refusal = _follow(here, report)
    maker.join()
    if refusal is not None:
        raise StoreError(refusal)
    if maker.exitcode != 0:
        raise StoreError("the demo runner could not be made.", remedy="Ask for it again.")
    return {"sentence": "The demo runner is ready. It is simulated, and lies apart from your own data."}


def _follow(here: Connection, report: Report) -> str | None:
    """Tell the maker's progress until it ends; return what it refused, if it did."""
    while True:
        try:
            told = here.recv()
        except EOFError:
            return None
        if isinstance(told, str):
            return told
        done, total = told
        report.progress(done, total, "reads the files as it will read yours")
