"""With these you can read a saved notebook, whatever version or damage it has.

    cells, problem = read(data)             its cells, or None and why it cannot be read
    saved(Path("."))                        {"4.gradient": "right"}: the verdicts saved in a folder's notebooks
"""

import json
import re
from contextlib import suppress

import numpy as np

CHECK = re.compile(r"""^\s*check\(\s*["']([^"']+)["']\s*,\s*(\w+)\s*\)""", re.MULTILINE)
TEXT = re.compile(r'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
DEEPEST = 100  # lists in lists; in a browser, Python ends at some hundreds
GIVES = r"^\s*(def\s+{0}\b|{0}\s*=)"  # a name its value, as far as a text tells
VERDICT = re.compile(r"\W (right|wrong|not tried)\b")


def saved(folder):
    """Return exercise -> status, as the notebooks in a folder show it; of several, what was saved last counts."""
    found, held = {}, []
    for path in folder.glob("[!.]*.ipynb"):
        with suppress(OSError):  # what cannot be read has nothing to tell
            held.append((path.stat().st_mtime, path.name, path.read_bytes()))
    for *_, data in sorted(held):
        for cell in read(data)[0] or ():
            for id, _ in CHECK.findall(source(cell))[-1:]:
                for status in _verdicts(cell):
                    found[id] = status
    return found


def _verdicts(cell):
    """Return the statuses that a cell's outputs show."""
    outputs = cell.get("outputs")
    for output in outputs if isinstance(outputs, list) else ():
        data = output.get("data") if isinstance(output, dict) else None
        match = VERDICT.match(source({"source": data.get("text/plain", "")})) if isinstance(data, dict) else None
        if match:
            yield match[1]


def read(data):
    """Return the cells of a notebook of any version and "", or None and why it cannot be read."""
    if not data.strip():
        return None, "The file is empty."
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    try:
        notebook = loads(text)
    except ValueError as error:
        return None, f"The notebook cannot be read: {short(error)}"
    sheets = notebook.get("worksheets", [notebook]) if isinstance(notebook, dict) else []
    cells = [cell for sheet in sheets if isinstance(sheet, dict) and isinstance(sheet.get("cells"), list)
             for cell in sheet["cells"] if isinstance(cell, dict)] if isinstance(sheets, list) else []
    return (cells, "") if cells else (None, "This is no notebook, or one without cells.")


def loads(text):
    """Return what JSON says. Raises ValueError if it cannot be read, or lists lie deeper in others than in any notebook."""
    if _depth(text) > DEEPEST and _depth(TEXT.sub("", text)) > DEEPEST:
        raise ValueError(f"lists lie in lists, more than {DEEPEST} deep")
    return json.loads(text)


def _depth(text):
    """Return how deep the brackets in a text go."""
    codes = np.frombuffer(text.encode("utf-8", "replace"), np.uint8)
    steps = np.isin(codes, (ord("["), ord("{"))).astype(np.int8) - np.isin(codes, (ord("]"), ord("}")))
    return np.cumsum(steps, dtype=np.int32).max(initial=0)


def source(cell):
    """Return the text of a cell, of any version of the format, or "" if it has none."""
    text = cell.get("source", cell.get("input", ""))
    return text if isinstance(text, str) else "".join(each for each in text if isinstance(each, str)) if (
        isinstance(text, list)) else ""


def tags(cell):
    """Return the tags of a cell, [] if what stands there is no list of tags."""
    metadata = cell.get("metadata")
    found = metadata.get("tags") if isinstance(metadata, dict) else None
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []


def short(error):
    """Return what an error says, on one short line."""
    return " ".join(str(error).split())[:200] or type(error).__name__
