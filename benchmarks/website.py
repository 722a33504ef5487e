"""What the website costs: `python benchmarks/website.py SITE`, tables in about ten minutes. Needs nginx, wrk, Chromium.

SITE is a folder that website/build.py wrote with --gzip and --pyodide. nginx serves it on loopback as
website/nginx.conf says. In a browser, medians of five, each round with a new profile: when a lesson's text can be read,
when its first explorer is alive and the verdict on an answer asked at once is there, on a first visit (nothing cached)
and on a second, what later checks take, and from a key press on a slider to the new picture. Beside it the same for a
bare page that only starts Pyodide with numpy in a worker. On a desktop and on a phone's screen, and both with the
processor slowed fourfold. Then wrk asks for all that a first visit asks for, from many clients. Fails if something
takes longer than MOST. On a machine that does other things, too, believe the factors: both pages are of one round.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from itertools import product
from pathlib import Path
from shutil import which
from statistics import median, quantiles
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
from lab import find_chromium  # noqa: E402

ROUNDS, PRESSES, CHECKS, CLIENTS, SECONDS, PORT = 5, 20, 5, 200, 10, 8470
LESSON, EXERCISE = "04_sigmoid_derivatives", "4.gradient"  # its explorer draws SVG
LEARNERS, MINUTES = 500, 5
SCREENS = {"desktop": {"viewport": {"width": 1300, "height": 900}},
           "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True}}
SLOWED = 4
# In seconds, at full speed; the bare page's are factors.
MOST = {"text": 0.5, "first check after the explorer": 1, "later check": 0.2,
        "slider": 0.033, "slider, 95 of 100": 0.06}
FACTORS = {"first visit": 1.3, "second visit": 1.5}
BARE = """<!DOCTYPE html><title>bare</title><script type="module">
const work = `onmessage = async ({data}) => {
    const {loadPyodide} = await import(data + "pyodide.mjs");
    const python = await loadPyodide({indexURL: data, lockFileURL: data + "page-lock.json", packages: ["numpy"]});
    python.runPython("import numpy"); postMessage(0);
}`;
const worker = new Worker(URL.createObjectURL(new Blob([work], {type: "text/javascript"})), {type: "module"});
worker.onmessage = () => { document.documentElement.dataset.ready = performance.now(); };
worker.postMessage(new URL("%s", location).href);
</script>"""
READ = """() => Math.max(performance.getEntriesByName("first-contentful-paint")[0].startTime,
    performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd) / 1000"""
# Notes in the page itself when it becomes alive, and when the verdict on what was asked at once is there.
NOTE = """new MutationObserver((found, observer) => {
    const root = document.documentElement, now = performance.now() / 1000;
    if (root?.dataset.python === "ready") window.alive ??= now;
    const verdict = document.querySelector("[data-exercise='%s'] .verdict strong");
    if (/(not tried|right|wrong)$/.test(verdict?.textContent)) window.judged ??= now;
}).observe(document, {subtree: true, childList: true, attributes: true, attributeFilter: ["data-python"]});"""
CHECK = """async (id) => {
    const place = document.querySelector(`[data-exercise='${id}']`), verdict = place.querySelector(".verdict");
    const begin = performance.now();
    const answered = new Promise((done) => new MutationObserver(done).observe(verdict, {childList: true}));
    place.querySelector("[name=check]").click();
    await answered;
    return (performance.now() - begin) / 1000;
}"""
WATCH = """() => {
    const picture = document.querySelector(".nnlib-picture .widget-html-content");
    window.answered = new Promise((done) => {
        let begin;
        addEventListener("keydown", () => { begin = performance.now(); }, {once: true, capture: true});
        new MutationObserver((_, observer) => {
            observer.disconnect();
            requestAnimationFrame(() => done((performance.now() - begin) / 1000));
        }).observe(picture, {childList: true, subtree: true, characterData: true});
    });
}"""
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
def visitor(settings):
    """A browser with a new profile on disk: only that keeps what is large from one visit to the next."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=find_chromium(), args=["--no-sandbox", "--disable-dev-shm-usage"], **settings)
        time.sleep(2)  # what a new profile brings up by itself is not measured
        yield context
        context.close()


@contextmanager
def slowed(context, factor):
    """Let what runs pages run in one of `factor` parts of the time: Chromium itself slows no worker."""
    processes = context.browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    pages, done = [each["id"] for each in processes if each["type"] == "renderer"], threading.Event()

    def halt():
        while not done.is_set():
            begin = time.perf_counter()
            time.sleep(0.004)
            ran = time.perf_counter() - begin
            for sign, seconds in ((signal.SIGSTOP, (factor - 1) * ran), (signal.SIGCONT, 0)):
                for page in pages:
                    with suppress(ProcessLookupError):
                        os.kill(page, sign)
                time.sleep(seconds)

    thread = threading.Thread(target=halt)
    if factor > 1:
        thread.start()
    try:
        yield
    finally:
        done.set()
        if factor > 1:
            thread.join()


@contextmanager
def opened(context, address, factor):
    page = context.new_page()
    page.goto(f"{Server.address}404.html")  # so its process is there, and none of the site's files
    with slowed(context, factor):
        page.goto(address)
        yield page
    page.close()


def bare(context, factor):
    """Return the seconds until a bare page has numpy."""
    with opened(context, f"{Server.address}bare.html", factor) as page:
        page.wait_for_function("() => document.documentElement.dataset.ready", timeout=120_000)
        return float(page.evaluate("document.documentElement.dataset.ready")) / 1000


def lesson(context, factor, presses):
    """Return name -> seconds, of one visit."""
    context.add_init_script(NOTE % EXERCISE)
    with opened(context, f"{Server.address}{LESSON}.html", factor) as page:
        place = page.locator(f"[data-exercise='{EXERCISE}']")
        place.locator("[name=check]").click()
        page.wait_for_function("() => window.alive && window.judged", timeout=120_000)
        alive, judged = page.evaluate("[window.alive, window.judged]")
        found = {"text": page.evaluate(READ), "first live explorer": alive,
                 "first check after the explorer": judged - alive}
        page.wait_for_timeout(500)
        if presses:
            found["later check"] = median(page.evaluate(CHECK, EXERCISE) for _ in range(CHECKS))
            times = [press(page, ("ArrowRight", "ArrowLeft")[k % 2]) for k in range(presses)]
            found |= {"slider": median(times), "slider, 95 of 100": quantiles(times, n=20)[-1]}
        return found


def press(page, key):
    """Press a key on the explorer's slider; return the seconds until the new picture."""
    page.locator(".nnlib-explorer .noUi-handle").first.focus()
    page.evaluate(WATCH)
    page.keyboard.press(key)
    seconds = page.evaluate("() => window.answered")
    page.wait_for_timeout(60)
    return seconds


def visits(server, settings, factor):
    """Return name -> the figures of each round, and what a first visit asked for."""
    found = {}
    for _ in range(ROUNDS):
        with visitor(settings) as context:
            for visit in ("first visit", "second visit"):
                found.setdefault(f"bare page, {visit}", []).append(bare(context, factor))
        with visitor(settings) as context:
            for visit in ("first visit", "second visit"):
                server.sent()
                times = lesson(context, factor, PRESSES if visit == "first visit" else 0)
                sent = server.sent()
                times |= {"MB on the wire": sum(size for _, size, _ in sent) / 1e6, "requests": len(sent)}
                name = f"first live explorer / bare page, {visit}"
                found.setdefault(name, []).append(times["first live explorer"] / found[f"bare page, {visit}"][-1])
                for name, value in times.items():
                    found.setdefault(f"{name}, {visit}", []).append(value)
                if visit == "first visit":
                    asked = [path for status, _, path in sent if status == 200]
    return found, asked


def late(found):
    """Yield what took longer than it may."""
    for name, values in found.items():
        most = MOST.get(name.rpartition(", ")[0])
        if most and median(values) > most:
            yield name
    for visit, factor in FACTORS.items():
        name = f"first live explorer / bare page, {visit}"
        if median(found[name]) > factor:
            yield f"{name}: {median(found[name]):.2f}, not {factor}"


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


def size(site):
    files = [path for path in site.rglob("*") if path.is_file()]
    plain = [path for path in files if path.suffix != ".gz"]
    return sum(path.stat().st_size for path in plain) / 1e6, len(plain), sum(p.stat().st_size for p in files) / 1e6


def main(site):
    plain, number, whole = size(site)
    print(f"size of the site: {plain:.1f} MB in {number} files; {whole:.1f} MB with the .gz files")
    pages = sorted(path.stat().st_size / 1e3 for path in site.glob("*.html.gz"))
    print(f"pages: {pages[0]:.0f} to {pages[-1]:.0f} kB, compressed")
    [python] = (site / "live" / "static").glob("pyodide-*")
    (site / "bare.html").write_text(BARE % f"{python.relative_to(site).as_posix()}/", encoding="utf-8")
    slow = []
    with nginx(site) as server, tempfile.TemporaryDirectory() as folder:
        for factor, (screen, settings) in product((1, SLOWED), SCREENS.items()):
            found, paths = visits(server, settings, factor)
            view = screen if factor == 1 else f"{screen}, processor slowed {factor} times"
            print(f"\nlesson {LESSON}, {view}, median of {ROUNDS} (least, most); "
                  f"{os.getloadavg()[1]:.1f} processes ran or waited for {os.cpu_count()} processors")
            for name, values in sorted(found.items()):
                print(f"    {name:<50} {median(values):8.3f} ({min(values):.3f}, {max(values):.3f})")
            slow += [f"{view}: {each}" for each in late(found) if factor == 1]
        if which("wrk"):
            rates = [load(paths, folder) for _ in range(ROUNDS)]
            requests, rate = median(rate[0] for rate in rates), median(rate[1] for rate in rates)
            print(f"\nnginx, {CLIENTS} clients, all that a first visit asks for, median of {ROUNDS} x {SECONDS} s")
            print(f"    {requests:.0f} requests/s, {rate:.0f} MB/s, {sum(rate[2] for rate in rates)} refused: "
                  f"{requests / len(paths):.1f} first visits/s")
    wire = median(found["MB on the wire, first visit"])
    print(f"\non paper, {LEARNERS} learners in {MINUTES} minutes: {LEARNERS * wire / 1000:.1f} GB, "
          f"{8 * LEARNERS * wire / 60 / MINUTES:.0f} Mbit/s, {LEARNERS * len(paths) / 60 / MINUTES:.0f} requests/s")
    print("\nslower than wanted: " + ", ".join(slow) if slow else "\nall as fast as wanted")
    return int(bool(slow))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
