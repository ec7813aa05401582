"""``runback serve``: the whole of Runback in the browser."""

from __future__ import annotations

import webbrowser
from typing import Annotated

import typer

from runback.cli.terminal import console

LOWEST_PORT, HIGHEST_PORT = 1024, 65535


def serve(
    *,
    port: Annotated[
        int, typer.Option(min=LOWEST_PORT, max=HIGHEST_PORT, help="The port on this machine.")
    ] = 8321,
    browser: Annotated[bool, typer.Option(help="Open the browser, too.")] = True,
) -> None:
    """Open Runback in the browser, on this machine alone. Ctrl-C ends it.

    It prints a link that opens the session once. Where it runs already, it prints a fresh link.
    """
    from runback.web.serving import serve as serve_pages

    out = console()

    def tell(link: str) -> None:
        out.print("Runback is open here (the link works once):", style="bold")
        out.print(f"  {link}", soft_wrap=True, markup=False, highlight=False)
        out.print("Only this machine can reach it. Ctrl-C ends it; nothing stored is lost.", style="dim")
        if browser:
            webbrowser.open(link)

    serve_pages(port, tell=tell)
