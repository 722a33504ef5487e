"""With this the browser need not compile: Pyodide's packages with bytecode in place of their source.

    python3.12 bytecode.py FOLDER [--stored]      # by Python 3.12, or by Pyodide itself in Node

Each wheel in FOLDER and python_stdlib.zip are written anew. nnlib keeps its source beside the bytecode, since a lesson
shows it. --stored : the zips are not compressed, for a server that sends the whole file compressed.
"""

import re
import sys
import zipfile
from importlib._bootstrap_external import _code_to_hash_pyc
from importlib.util import source_hash
from pathlib import Path

# What no page and no lesson loads: tests, and what only compilers use. jedi, in JupyterLite, reads its own .pyi files.
LEFT_OUT = re.compile(r"(^|/)(tests|include|f2py)/|\.(a|c|h|pxd|pyx)$")
READABLE = "nnlib-"
STDLIB = "python_stdlib.zip"


def wanted(archive, name):
    return not LEFT_OUT.search(name) and (name[-4:] != ".pyi" or archive.startswith("jedi-"))


def compiled(archive, name, source):
    """Return the bytecode of a module that is never compared with its source, or None if it is no Python 3.12."""
    try:
        # Packages read their own docstrings; the standard library does not.
        code = compile(source, f"/lib/{name}", "exec", dont_inherit=True, optimize=2 if archive == STDLIB else 0)
    except SyntaxError:  # a template, or another version's
        return None
    return bytes(_code_to_hash_pyc(code, source_hash(source), checked=False))


def members(archive, names, read):
    """Yield the name and content of each file that the new archive holds."""
    for name in filter(lambda each: wanted(archive, each), names):
        content = read(name)
        code = compiled(archive, name, content) if name.endswith(".py") else None
        if code is None or archive.startswith(READABLE):
            yield name, content
        if code is not None:
            folder, _, module = name[:-3].rpartition("/")
            cache = f"{folder}/__pycache__/{module}.cpython-312.pyc"
            yield (cache if archive.startswith(READABLE) else f"{name}c"), code


def rewrite(path, method):
    with zipfile.ZipFile(path) as old:
        new = list(members(path.name, [each for each in old.namelist() if not each.endswith("/")], old.read))
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in new:
            archive.writestr(zipfile.ZipInfo(name), content, method)


def main(folder, *options):
    if sys.version_info[:2] != (3, 12):
        raise SystemExit("Python 3.12 was wanted: Pyodide's bytecode is that version's")
    method = zipfile.ZIP_STORED if "--stored" in options else zipfile.ZIP_DEFLATED
    for path in sorted(Path(folder).iterdir()):
        if path.suffix == ".whl" or path.name == STDLIB:
            rewrite(path, method)


if __name__ == "__main__":
    main(*sys.argv[1:])
