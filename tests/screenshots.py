"""Take pictures of the lessons after Run All: python tests/screenshots.py FOLDER [--theme dark] [notebook ...]

A long lesson becomes several files: 01_forward_pass-1.png, 01_forward_pass-2.png, and so on.
"""

import argparse
import shutil
import tempfile
from pathlib import Path

from lab import NOTEBOOKS, browser, close_lesson, lab_server, open_lesson

SCROLLER = ".jp-NotebookPanel .jp-WindowedPanel-outer"
OVERLAP = 40


def photograph(page, folder, name):
    """Scroll through the open notebook and save what shows, screen by screen; returns the number of pictures."""
    panel = page.locator(SCROLLER)
    height, visible = panel.evaluate("node => [node.scrollHeight, node.clientHeight]")
    starts = range(0, max(1, height - OVERLAP), visible - OVERLAP)
    for number, start in enumerate(starts, start=1):
        panel.evaluate("(node, start) => { node.scrollTop = start; }", start)
        page.wait_for_timeout(150)
        panel.screenshot(path=folder / f"{name}-{number}.png")
    return len(starts)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("notebooks", nargs="*", type=Path, help="default: all lessons")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--width", type=int, default=1400, help="of the window, in CSS pixels")
    parser.add_argument("--zoom", type=float, default=1, help="1.5 shows the window at 150 %%")
    parser.add_argument("--unfold", action="store_true", help="open hints and solutions")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    view = {
        "viewport": {"width": round(options.width / options.zoom), "height": round(1700 / options.zoom)},
        "device_scale_factor": options.zoom,
    }
    with tempfile.TemporaryDirectory() as root:
        shutil.copytree(NOTEBOOKS, root, dirs_exist_ok=True)
        names = [shutil.copy(path, root) for path in options.notebooks] or sorted(Path(root).glob("*.ipynb"))
        with lab_server(root, options.theme) as address, browser() as chromium:
            for name in map(Path, names):
                page = chromium.new_page(**view)
                open_lesson(page, address(name.name))
                page.evaluate("() => window.jupyterapp.shell.collapseLeft()")
                if options.unfold:
                    page.evaluate("() => document.querySelectorAll('details').forEach(node => { node.open = true; })")
                page.wait_for_timeout(500)
                print(f"{name.name}: {photograph(page, options.folder, name.stem)} pictures")
                close_lesson(page)


if __name__ == "__main__":
    main()
