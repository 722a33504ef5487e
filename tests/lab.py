"""Run lessons in JupyterLab in a headless browser.

    with lab_server(folder) as address, browser() as chromium:
        page = chromium.new_page()
        open_lesson(page, address("01_forward_pass.ipynb"))

The server runs on a folder that it may write to, with settings of its own, so neither the checkout nor the user's
Jupyter is touched.
"""

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import TimeoutError, sync_playwright

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find_chromium():
    """The path of a Chromium or Chrome, or None; NNLIB_CHROMIUM names one that is not on the path."""
    return os.environ.get("NNLIB_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def require_chromium():
    """Skip the test where there is no browser, and say so; fail it if NNLIB_REQUIRE_BROWSER is set."""
    if not find_chromium():
        message = "no Chromium or Chrome was found; NNLIB_CHROMIUM names one that is not on the path"
        (pytest.fail if os.environ.get("NNLIB_REQUIRE_BROWSER") else pytest.skip)(message)


def _write_settings(folder, theme):
    settings = {
        # Without windowing every cell is in the page, not only those on the screen.
        "notebook-extension/tracker": {"windowingMode": "none"},
        "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
        "apputils-extension/themes": {"theme": f"JupyterLab {theme.capitalize()}"},
    }
    for name, setting in settings.items():
        path = folder / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(setting), encoding="utf-8")


def _wait_for_server(process, runtime, log, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        for path in runtime.glob("jpserver-*.json"):
            try:
                url = json.loads(path.read_text(encoding="utf-8"))["url"]
                urlopen(f"{url}api", timeout=5).close()
                return url
            except (OSError, ValueError):
                pass  # not written, or not listening, yet
        time.sleep(0.1)
    raise RuntimeError(f"jupyter lab did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")


@contextmanager
def lab_server(root, theme="light"):
    """Serve the folder `root`; yields a function from a notebook's path in it to its address."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        home = Path(home)
        _write_settings(home / "settings", theme)
        token = secrets.token_hex(16)
        environment = os.environ | {
            "JUPYTER_CONFIG_DIR": str(home / "config"),
            "JUPYTER_DATA_DIR": str(home / "data"),
            "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
            "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
            "IPYTHONDIR": str(home / "ipython"),
            "JUPYTER_TOKEN": token,
        }
        command = [
            sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root",
            "--ServerApp.ip=127.0.0.1", f"--ServerApp.root_dir={root}",
            "--LabApp.expose_app_in_browser=True", "--LabApp.news_url=None",
        ]  # fmt: skip
        if os.name == "posix":  # its kernels take no ports either, see conftest.py; the path of a socket must be short
            command += ["--KernelManager.transport=ipc", f"--KernelManager.ip={home}/kernel"]
        log = home / "log"
        with log.open("wb") as stream:
            process = subprocess.Popen(command, env=environment, stdout=stream, stderr=subprocess.STDOUT)
        try:
            url = _wait_for_server(process, home / "runtime", log)
            yield lambda path: f"{url}lab/workspaces/test/tree/{path}?reset&token={token}"
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def opener(root, **view):
    """Serve the folder `root`; yields a function that opens a notebook in it, runs it, and returns the page and what
    its console says of errors. view : more of Playwright's for each page."""
    require_chromium()
    with lab_server(root) as address, browser() as chromium:

        def run(name):
            page = chromium.new_page(**view)
            console = listen(page)
            open_lesson(page, address(name))
            return page, console

        yield run


@contextmanager
def browser(**settings):
    """A headless Chromium. settings : more of Playwright's for the launch."""
    with sync_playwright() as playwright:
        # A container's root has no sandbox, and its /dev/shm is small.
        chromium = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-dev-shm-usage"], **settings
        )
        yield chromium
        chromium.close()


READY = """() => {
    const panel = window.jupyterapp?.shell?.currentWidget;
    return panel?.context?.isReady && panel.sessionContext.isReady && panel.sessionContext.session?.kernel;
}"""
# Without the stored execution counts one sees which cells have run.
RUN_ALL = """async () => {
    await window.jupyterapp.commands.execute("notebook:clear-all-cell-outputs");
    window.jupyterapp.commands.execute("notebook:run-all-cells");
}"""
ERRORS = """() => window.jupyterapp.shell.currentWidget.content.widgets.flatMap(
    cell => (cell.model.sharedModel.outputs ?? []).filter(output => output.output_type === "error")
    ).map(output => `${output.ename}: ${output.evalue}`)"""
FINISHED = f"""() => {{
    const panel = window.jupyterapp.shell.currentWidget, cells = panel.content.widgets.map(cell => cell.model);
    return panel.sessionContext.session.kernel.status === "idle" && (({ERRORS})().length || cells.every(
        cell => cell.type !== "code" || !cell.sharedModel.getSource().trim() || cell.executionCount));
}}"""
# MathJax loads after the cells are drawn. Where it has been, no $ is left.
UNTYPESET = """() => [...document.querySelectorAll(".jp-RenderedMarkdown")].flatMap(text => {
    const prose = text.cloneNode(true);
    prose.querySelectorAll("code, mjx-container").forEach(node => node.remove());
    return prose.textContent.match(/.*(\\$|\\\\[a-z]+).*/g) ?? (text.childNodes.length ? [] : ["an empty cell"]);
})"""
NO_ALT = ("", "Image")  # JupyterLab writes "Image" where there is none
MATH_ERRORS = "mjx-merror, [data-mjx-error], [data-mml-node='merror'], mjx-container [style*='color: red']"


def open_lesson(page, address):
    """Open a notebook in JupyterLab, run all its cells, and wait for its pictures and formulas."""
    page.goto(address)
    page.wait_for_function(READY, timeout=60_000)
    page.evaluate(RUN_ALL)
    page.wait_for_function(FINISHED, timeout=120_000)
    page.wait_for_function("() => [...document.images].every(image => image.complete)", timeout=30_000)
    with suppress(TimeoutError):  # what stays is the test's to report
        page.wait_for_function(f"() => document.querySelector(`{MATH_ERRORS}`) || ({UNTYPESET})().length === 0",
                               timeout=10_000)


# The website's packages, which may be installed beside, bring an extension that JupyterLab loads, too, and cannot.
FOREIGN = "Shared module @jupyterlite/server doesn't exist"


def listen(page):
    """A list that takes what the console says of errors."""
    console = []

    def hear(text):
        if FOREIGN not in text:
            console.append(text)

    page.on("console", lambda message: hear(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: hear(str(error)))
    return console


def violations(page, within=None):
    """What axe finds: (rule, tag and class of the element), once each. within : a selector; None for the page."""
    found = Axe().run(page, context=[[within]] if within else None).response["violations"]
    return {(each["id"], re.match(r'<[\w-]+(?: class="[^"]*")?', node["html"])[0])
            for each in found for node in each["nodes"]}


def faults(page, console):
    """What went wrong in an open notebook, in words. console : what `listen` gave."""
    images = page.locator(".jp-OutputArea-output img:not([hidden])").evaluate_all(
        "images => images.map(image => [image.alt, image.naturalWidth, image.outerHTML.slice(0, 200)])"
    )
    return [
        *(f"console: {text}" for text in console),
        *(f"stderr: {text}" for text in page.locator("[data-mime-type$='jupyter.stderr']").all_inner_texts()),
        *(f"error: {text}" for text in page.evaluate(ERRORS)),
        *(f"not typeset: {text}" for text in page.evaluate(UNTYPESET)),
        *(f"formula: {text}" for text in page.locator(MATH_ERRORS).all_inner_texts()),
        *(f"no alt: {html}" for alt, _, html in images if alt.strip() in NO_ALT),
        *(f"does not show: {html}" for _, width, html in images if not width),
    ]


def close_lesson(page):
    """Shut the kernel down, so that it holds no memory, and close the page."""
    page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    page.close()
