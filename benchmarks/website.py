"""What the website costs: `python benchmarks/website.py SITE`, tables in about six minutes. Needs nginx, wrk, Chromium.

SITE is a folder that website/build.py wrote with --gzip and --pyodide. nginx serves it on loopback as
website/nginx.conf says. In a browser, medians of five: when a lesson's text can be read, when the first cell of the
live edition has its result, on a first visit (nothing cached) and on a second, and from a key press on a slider to the
new picture; what the server sent for each. Then wrk asks for all that a first visit asks for, from many clients.
Fails if a page's text takes more than 1 s, a first result more than 30 s, or a slider more than 0.25 s.
"""

import re
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
from explorers import WATCH  # noqa: E402
from lab import FINISHED, RUN_ALL, find_chromium  # noqa: E402
from live_lab import open_live  # noqa: E402

ROUNDS, PRESSES, CLIENTS, SECONDS, PORT = 5, 20, 200, 10, 8470
LESSON = "04_sigmoid_derivatives"  # its explorer draws SVG
LEARNERS, MINUTES = 500, 5
MOST = {"text, first visit": 1, "first result, first visit": 30, "first result, second visit": 30, "slider": 0.25}
FIRST_RESULT = """() => window.jupyterapp.shell.currentWidget.content.widgets.some(
    cell => cell.model.type === "code" && cell.model.executionCount)"""
READ = """() => Math.max(performance.getEntriesByName("first-contentful-paint")[0].startTime,
    performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd) / 1000"""
PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length"
REPLAY = """local paths, k = {%s}, 0
function request()
    k = k %% #paths + 1
    return wrk.format("GET", paths[k], {["Accept-Encoding"] = "gzip"})
end"""
CONFIG = """worker_processes auto; pid %(home)s/pid; error_log %(home)s/error;
events { worker_connections 4096; }
http {
    include /etc/nginx/mime.types;
    log_format sent '$status $bytes_sent $request_uri';
    access_log %(home)s/access sent;
    client_body_temp_path %(home)s/a; proxy_temp_path %(home)s/b; fastcgi_temp_path %(home)s/c;
    uwsgi_temp_path %(home)s/d; scgi_temp_path %(home)s/e;
    include %(home)s/site.conf;
}"""


class Server:
    """nginx on a folder; `sent()` returns what it sent since it was last asked: (status, bytes, path)."""

    address = f"http://127.0.0.1:{PORT}/"

    def __init__(self, home):
        self.log, self.read = home / "access", 0

    def sent(self):
        lines = self.log.read_text().splitlines()
        new, self.read = lines[self.read :], len(lines)
        return [(int(status), int(size), path) for status, size, path in (line.split(" ", 2) for line in new)]


@contextmanager
def nginx(site):
    with tempfile.TemporaryDirectory() as home:
        home = Path(home)
        home.chmod(0o755)
        conf = (ROOT / "website" / "nginx.conf").read_text(encoding="utf-8")
        conf = conf.replace("listen 8080", f"listen 127.0.0.1:{PORT}").replace("/srv/course", str(site.resolve()))
        (home / "site.conf").write_text(conf, encoding="utf-8")
        (home / "conf").write_text(CONFIG % {"home": home}, encoding="utf-8")
        process = subprocess.Popen(["nginx", "-e", str(home / "error"), "-c", str(home / "conf"), "-g", "daemon off;"])
        try:
            for _ in range(50):
                try:
                    urlopen(Server.address).close()
                    break
                except OSError:
                    time.sleep(0.1)
            yield Server(home)
        finally:
            process.terminate()
            process.wait()


@contextmanager
def visitor():
    """A browser with a new profile on disk: only that keeps what is large from one visit to the next."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=find_chromium(), viewport={"width": 1300, "height": 900},
            args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield context
        context.close()


def read(context, server):
    """Return the seconds until the text of a lesson is on the screen."""
    page = context.new_page()
    page.goto(f"{server.address}{LESSON}.html")
    page.wait_for_function(PAINTED)
    seconds = page.evaluate(READ)
    page.close()
    return seconds


def run(context, server, presses):
    """Return the seconds until the live edition can be used, until its first result, and of each key press."""
    page = context.new_page()
    begin = time.perf_counter()
    open_live(page, server.address, f"{LESSON}.ipynb")
    ready = time.perf_counter() - begin
    page.evaluate(RUN_ALL)
    page.wait_for_function(FIRST_RESULT, timeout=120_000)
    result = time.perf_counter() - begin
    page.wait_for_function(FINISHED, timeout=300_000)
    page.wait_for_timeout(2000)  # until the page has drawn all cells
    times = [press(page, ("ArrowRight", "ArrowLeft")[k % 2]) for k in range(presses)]
    page.close()
    return ready, result, times


def press(page, key):
    """Press a key on the explorer's slider; return the seconds until the new picture."""
    cell = page.locator(".jp-CodeCell", has=page.locator(".nnlib-picture"))
    number = cell.evaluate("cell => [...document.querySelectorAll('.jp-CodeCell')].indexOf(cell)")
    cell.locator(".noUi-handle").first.scroll_into_view_if_needed()
    cell.locator(".noUi-handle").first.focus()
    page.evaluate(WATCH, [number, ".nnlib-picture .widget-html-content", False])
    page.keyboard.press(key)
    answer = page.evaluate("() => window.answered")
    if answer is None:
        raise TimeoutError("the slider did not answer a key press within 10 s")
    page.wait_for_timeout(60)
    return answer / 1000


def visits(server):
    """Return name -> the figures of each round, and what a first visit asked for."""
    found = {}

    def note(name, value):
        found.setdefault(name, []).append(value)

    def wire(name):
        sent = server.sent()
        note(f"{name}: MB on the wire", sum(size for _, size, _ in sent) / 1e6)
        note(f"{name}: requests", len(sent))
        return [path for status, _, path in sent if status == 200]

    for _ in range(ROUNDS):
        with visitor() as context:
            server.sent()
            note("text, first visit", read(context, server))
            wire("text, first visit")
            note("text, second visit", read(context, server))
            wire("text, second visit")
            for visit in ("first", "second"):
                ready, result, times = run(context, server, PRESSES if visit == "first" else 0)
                note(f"page ready, {visit} visit", ready)
                note(f"first result, {visit} visit", result)
                paths = wire(f"first result, {visit} visit")
                if times:
                    note("slider", median(times))
                    asked = paths
    return found, asked


def load(paths, folder):
    """Return the requests and megabytes a second of nginx, under all that a first visit asks for."""
    script = Path(folder) / "replay.lua"
    script.write_text(REPLAY % ", ".join(f'"{path}"' for path in paths), encoding="utf-8")
    command = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{SECONDS}s", "-s", str(script), Server.address]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate, unit = re.search(r"Transfer/sec:\s+([\d.]+)([KMG])B", said).groups()
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    return (float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1]),
            float(rate) * 1024 ** " KMG".index(unit) / 1e6, int(failed[1]) if failed else 0)


def text_pages(site):
    """Return the compressed sizes of the reading edition's pages, in kB."""
    return sorted(path.stat().st_size / 1e3 for path in site.glob("*.html.gz"))


def size(site):
    files = [path for path in site.rglob("*") if path.is_file()]
    plain = [path for path in files if path.suffix != ".gz"]
    return sum(path.stat().st_size for path in plain) / 1e6, len(plain), sum(p.stat().st_size for p in files) / 1e6


def main(site):
    plain, number, whole = size(site)
    print(f"size of the site: {plain:.1f} MB in {number} files; {whole:.1f} MB with the .gz files")
    pages = text_pages(site)
    print(f"pages of the reading edition: {pages[0]:.0f} to {pages[-1]:.0f} kB, compressed")
    with nginx(site) as server, tempfile.TemporaryDirectory() as folder:
        found, paths = visits(server)
        print(f"\nlesson {LESSON}, median of {ROUNDS} (least, most)")
        for name, values in found.items():
            print(f"    {name:<45} {median(values):8.3f} ({min(values):.3f}, {max(values):.3f})")
        rates = [load(paths, folder) for _ in range(ROUNDS)]
        requests, rate = median(rate[0] for rate in rates), median(rate[1] for rate in rates)
        print(f"\nnginx, {CLIENTS} clients, all that a first visit asks for, median of {ROUNDS} x {SECONDS} s")
        print(f"    {requests:.0f} requests/s, {rate:.0f} MB/s, {sum(rate[2] for rate in rates)} refused: "
              f"{requests / len(paths):.1f} first visits/s")
    wire = median(found["first result, first visit: MB on the wire"])
    print(f"\non paper, {LEARNERS} learners in {MINUTES} minutes: {LEARNERS * wire / 1000:.1f} GB, "
          f"{8 * LEARNERS * wire / 60 / MINUTES:.0f} Mbit/s, {LEARNERS * len(paths) / 60 / MINUTES:.0f} requests/s")
    late = [name for name, most in MOST.items() if median(found[name]) > most]
    print("\nslower than wanted: " + ", ".join(late) if late else "\nall as fast as wanted")
    return int(bool(late))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
