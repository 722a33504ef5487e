"""Run lessons in JupyterLab in a headless browser.

    with opener(folder) as run:
        page, console = run("01_forward_pass.ipynb")

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

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# The website's packages, which may be installed beside, bring an extension that JupyterLab loads, too, and cannot.
FOREIGN = "Shared module @jupyterlite/server doesn't exist"
UNNAMED_SLIDER = ("aria-input-field-name", '<div class="noUi-handle noUi-handle-lower"')  # as any slider of ipywidgets


def find_chromium():
    return os.environ.get("NNLIB_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def require_chromium():
    """Skip the test where there is no browser, and say so; fail it if NNLIB_REQUIRE_BROWSER is set."""
    if not find_chromium():
        message = "no Chromium or Chrome was found; NNLIB_CHROMIUM names one that is not on the path"
        (pytest.fail if os.environ.get("NNLIB_REQUIRE_BROWSER") else pytest.skip)(message)


def _wait_for_server(process, runtime, log):
    deadline = time.monotonic() + 60
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
        home, token = Path(home), secrets.token_hex(16)
        overrides = {
            # Without windowing every cell is in the page, not only those on the screen.
            "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
            "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
            "@jupyterlab/apputils-extension:themes": {"theme": f"JupyterLab {theme.capitalize()}"},
        }
        (home / "config" / "labconfig").mkdir(parents=True)
        (home / "config" / "labconfig" / "default_setting_overrides.json").write_text(json.dumps(overrides))
        places = "JUPYTER_CONFIG", "JUPYTER_DATA", "JUPYTER_RUNTIME", "JUPYTERLAB_SETTINGS", "JUPYTERLAB_WORKSPACES"
        environment = os.environ | {f"{place}_DIR": str(home / place.split("_")[1].lower()) for place in places}
        environment |= {"IPYTHONDIR": str(home / "ipython"), "JUPYTER_TOKEN": token}
        command = [
            sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1",
            f"--ServerApp.root_dir={root}", "--LabApp.expose_app_in_browser=True", "--LabApp.news_url=None",
        ]  # fmt: skip
        if os.name == "posix":  # its kernels take no ports either, see conftest.py; the path of a socket must be short
            command += ["--KernelManager.transport=ipc", f"--KernelManager.ip={home}/kernel"]
        with (home / "log").open("wb") as stream:
            process = subprocess.Popen(command, env=environment, stdout=stream, stderr=subprocess.STDOUT)
        try:
            url = _wait_for_server(process, home / "runtime", home / "log")
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
            page, console = chromium.new_page(**view), []

            def hear(text):
                if FOREIGN not in text:
                    console.append(text)

            page.on("console", lambda message: hear(message.text) if message.type == "error" else None)
            page.on("pageerror", lambda error: hear(str(error)))
            open_lesson(page, address(name))
            return page, console

        yield run


@contextmanager
def browser(**settings):
    """A headless Chromium. settings : more of Playwright's for the launch."""
    with sync_playwright() as playwright:
        # A container's root has no sandbox, and its /dev/shm is small.
        options = ["--no-sandbox", "--disable-dev-shm-usage"]
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=options, **settings)
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


def violations(page, within=None):
    """What axe finds: (rule, tag and class of the element), once each. within : a selector; None for the page."""
    found = Axe().run(page, context=[[within]] if within else None).response["violations"]
    return {(each["id"], re.match(r'<[\w-]+(?: class="[^"]*")?', node["html"])[0])
            for each in found for node in each["nodes"]}


def fonts(page, selector):
    """How many elements a selector finds, and the names of the fonts in which they are set."""
    page.evaluate("() => document.fonts.ready.then(() => 0)")
    asked = page.context.new_cdp_session(page)
    for command in ("DOM.enable", "CSS.enable"):
        asked.send(command)
    root = asked.send("DOM.getDocument")["root"]["nodeId"]
    found = asked.send("DOM.querySelectorAll", {"nodeId": root, "selector": selector})["nodeIds"]
    return len(found), {font["familyName"] for node in found
                        for font in asked.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]}


def faults(page, console):
    """What went wrong in an open notebook, in words. console : what it says of errors."""
    images = page.locator(".jp-OutputArea-output img:not([hidden])").evaluate_all(
        "images => images.map(image => [image.alt, image.naturalWidth, image.outerHTML.slice(0, 200)])")
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
