"""Run lessons in the website's live edition, in a headless browser.

    with served(folder) as address, outside() as (proxy, asked), browser(proxy=proxy) as chromium:
        page = chromium.new_page()
        open_live(page, address, "01_forward_pass.ipynb")
"""

import re
import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from lab import FINISHED, READY, RUN_ALL
from lessons import comparable

# What Chromium asks of itself: where a page has a field to fill in, and for its own updates and accounts.
CHROMIUM_ASKS = re.compile(
    r"(http://|CONNECT )(content-autofill\.googleapis|update\.googleapis|accounts\.google)\.com[:/]")
CODE_CELLS = "window.jupyterapp.shell.currentWidget.content.widgets.filter(cell => cell.model.type === 'code')"
# Without windowing every cell is in the page, not only those on the screen.
SHOW_ALL = """() => {
    const notebook = window.jupyterapp.shell.currentWidget.content;
    notebook.notebookConfig = {...notebook.notebookConfig, windowingMode: "none"};
}"""
SET_SOURCE = f"([k, source]) => {CODE_CELLS}[k].model.sharedModel.setSource(source)"


class Files(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class Refusal(Files):
    """A proxy that notes each request and answers none."""

    def refuse(self):
        if not CHROMIUM_ASKS.search(self.requestline):
            self.server.asked.append(self.requestline)
        self.send_error(502)

    do_CONNECT = do_GET = do_HEAD = do_POST = do_OPTIONS = refuse


@contextmanager
def listening(handler):
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.asked = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server, f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def served(folder):
    """Serve a folder on loopback; yields its address, which ends in /."""
    with listening(partial(Files, directory=str(folder))) as (_, address):
        yield address


@contextmanager
def outside():
    """Stand in for all other hosts: yields the proxy for a browser, and the list of what was asked of them."""
    with listening(Refusal) as (server, address):
        yield {"server": address, "bypass": "127.0.0.1"}, server.asked


def open_live(page, address, name):
    """Open a lesson in the live edition and wait until its kernel can be asked."""
    page.goto(f"{address}live/lab/index.html?path={name}")
    page.wait_for_function(READY, timeout=120_000)
    page.evaluate(SHOW_ALL)


def run_live(page):
    """Run all cells and wait for the last."""
    page.evaluate(RUN_ALL)
    page.wait_for_function(FINISHED, timeout=300_000)


def outputs(page):
    """The comparable outputs of each code cell."""
    return [comparable(each) for each in
            page.evaluate(f"() => {CODE_CELLS}.map(cell => cell.model.sharedModel.toJSON().outputs)")]
