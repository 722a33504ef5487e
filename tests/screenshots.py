"""Take pictures of the lessons after Run All: python tests/screenshots.py FOLDER [--theme dark] [notebook ...]

A long lesson becomes several files: 01_forward_pass-1.png, 01_forward_pass-2.png, and so on.
"""

import argparse
import shutil
import tempfile
from pathlib import Path

from lab import browser, close_lesson, lab_server, open_lesson
from lessons import PATHS

OVERLAP = 40


def photograph(page, folder, name):
    """Scroll through the open notebook and save what shows, screen by screen."""
    panel = page.locator(".jp-NotebookPanel .jp-WindowedPanel-outer")
    height, visible = panel.evaluate("node => [node.scrollHeight, node.clientHeight]")
    for number, start in enumerate(range(0, max(1, height - OVERLAP), visible - OVERLAP), start=1):
        panel.evaluate("(node, start) => { node.scrollTop = start; }", start)
        page.wait_for_timeout(150)
        panel.screenshot(path=folder / f"{name}-{number}.png")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("notebooks", nargs="*", type=Path, help="default: all lessons")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    options = parser.parse_intermixed_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as root, lab_server(root, options.theme) as address, browser() as chromium:
        for name in options.notebooks or PATHS:
            shutil.copy(name, root)
            page = chromium.new_page(viewport={"width": 1400, "height": 1700})
            open_lesson(page, address(name.name))
            page.evaluate("() => window.jupyterapp.shell.collapseLeft()")
            page.wait_for_timeout(500)
            photograph(page, options.folder, name.stem)
            close_lesson(page)


if __name__ == "__main__":
    main()
