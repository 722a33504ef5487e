"""Build the course's website: `python website/build.py OUTDIR [--pyodide FOLDER] [--without-solutions] [--gzip]`.

OUTDIR gets index.html and a page a lesson, which comes alive in the browser, and in live/ the same lessons as notebooks
in JupyterLite. Any static web server can serve it. Needs the packages of website/requirements.txt.
"""

import argparse
import gzip
import sys
from pathlib import Path

import classroom
import live
import nbformat
import reading
from home import home
from instructors import instructors

ROOT = Path(__file__).resolve().parents[1]
ICON = '<link rel="icon" href="icon.svg">'
BACK = '<nav><p><a href="index.html">Backpropagation: all lessons</a></p></nav>'
SHRINKS = {".css", ".html", ".ipynb", ".js", ".json", ".mjs", ".svg", ".wasm", ".webmanifest", ".whl",
           ".zip"}


def without_solutions(notebook):
    """Return a copy without the cells that show an exercise's answer."""
    copy = nbformat.from_dict(notebook)
    copy.cells = [cell for cell in copy.cells if "solution" not in cell.metadata.get("tags", [])]
    return copy


def compress(folder):
    """Write a .gz beside each file that becomes smaller by it; a server sends that instead (nginx: gzip_static)."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in SHRINKS:
            path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("outdir", type=Path, help="a folder that does not exist, or is empty")
    parser.add_argument("--pyodide", type=Path, metavar="FOLDER",
                        help="the files of a Pyodide release: the site then asks no other host for anything")
    parser.add_argument("--without-solutions", action="store_true", help="leave out what answers the exercises")
    parser.add_argument("--gzip", action="store_true", help="write a .gz beside each file, for the server to send")
    options = parser.parse_args(arguments)
    if options.outdir.exists() and any(options.outdir.iterdir()):
        parser.error(f"{options.outdir} is not empty")
    if options.pyodide and not (options.pyodide / "pyodide-lock.json").exists():
        parser.error(f"{options.pyodide} holds no pyodide-lock.json")
    lessons = {path.name: nbformat.read(path, as_version=4) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))}
    pages = {}
    if options.without_solutions:
        lessons = {name: without_solutions(notebook) for name, notebook in lessons.items()}
    else:
        pages["instructors"] = instructors(lessons)  # it tells what to predict
    sheets = [] if options.without_solutions else [ROOT / "notebooks" / "formulas.html"]
    facts = live.build(lessons, (options.outdir / "live").resolve(), options.pyodide, options.gzip, sheets)
    pages["index"] = home(lessons, facts["megabytes"], instructors="instructors" in pages)
    if not options.without_solutions:
        pages["class"] = classroom.page(facts)
    reading.build(lessons, pages, options.outdir, facts)
    if not options.without_solutions:
        classroom.copy_scripts(options.outdir, facts)
    for sheet in sheets:
        text = sheet.read_text(encoding="utf-8")
        (options.outdir / sheet.name).write_text(text.replace("<body>", f"{ICON}<body>{BACK}"), encoding="utf-8")
    if options.gzip:
        compress(options.outdir)


if __name__ == "__main__":
    main(sys.argv[1:])
