"""With this you can build the page for a class: pages/class.md, and what grades in it, page/class/.

    page(facts)                   its text, as a notebook
    copy_scripts(folder, facts)   what it runs, into the site
"""

import json
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import runtime
from alive import PAGE
from reading import text_page

TEXT = Path(__file__).resolve().parent / "pages" / "class.md"
LOCK = "class-lock.json"


def policy(facts):
    """Return the page's Content-Security-Policy: its workers take it over, and so reach no host but where Python is."""
    address = urlsplit(facts["pyodide"])
    python = f" {address.scheme}://{address.netloc}" if address.netloc else ""
    return (f"default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{python}; worker-src blob:; "
            f"connect-src 'self'{python}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
            "base-uri 'none'; form-action 'none'")


def page(facts):
    """Return the page as a notebook. facts : of the site's Python, as live.build returns them."""
    modules = {name: f"page/class/{name}.py" for name in ("plain", "judge", "kernel", "answers")}
    known = facts | {"modules": modules, "lock": LOCK if facts["lock"] != "pyodide-lock.json" else facts["lock"]}
    told = json.dumps(known).replace("<", r"\u003c")
    text = TEXT.read_text(encoding="utf-8").replace("](instructors.md#", "](instructors.html#")
    made = text_page(f'{text}\n<script type="application/json" id="facts">{told}</script>\n')
    made.metadata["head"] = (f'<meta http-equiv="Content-Security-Policy" content="{policy(facts)}">\n'
                             '<link rel="stylesheet" href="page/class/class.css">\n'
                             '<script type="module" src="page/class/class.js"></script>')
    return made


def copy_scripts(folder, facts):
    """Copy the scripts into the site, and write the lock that knows every package, each as a page needs it."""
    shutil.copytree(PAGE / "class", folder / "page" / "class", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PAGE / "kernel.py", folder / "page" / "class")
    place = folder / facts["pyodide"]
    if (place / facts["lock"]).exists():
        lock, ours = (json.loads((place / name).read_text(encoding="utf-8"))
                      for name in ("pyodide-lock.json", facts["lock"]))
        ipython = lock["packages"]["ipython"] | {"depends": []}  # of it, only what reads lines such as %time
        packages = lock["packages"] | ours["packages"] | {"ipython": ipython}
        lock["packages"] = {name: entry for name, entry in packages.items() if name not in runtime.ZIPPED}
        (place / LOCK).write_text(json.dumps(lock), encoding="utf-8")
