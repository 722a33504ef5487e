"""With this Python in a page runs a lesson's cells and keeps their widgets alive, as a notebook's kernel does.

    kernel = Kernel(post, cells)          # post(JSON) : called with each message to the page
    kernel.begin({"04-16": text})         # the set-up cell, and each exercise as it stands
    kernel.run("04-23")                   # a cell: posts its outputs; or returns the packages that it wants first
    kernel.check("04-16", text, "04-17")  # an answer: posts its verdict, and the cells to run again
    kernel.receive(comm, data)            # what the page's widgets say

It knows nothing of the page or the browser: a test runs it in any Python.
"""

import ast
import json
import linecache
import re
import sys
from contextlib import redirect_stdout
from html import unescape
from importlib.machinery import ModuleSpec
from io import StringIO
from types import ModuleType

WIDGET = "application/vnd.jupyter.widget-view+json"


def stand_in_for_ipython():
    """Give ipywidgets the few names of IPython that it imports: the package itself brings a dozen others."""
    modules = {name: ModuleType(name) for name in
               ("IPython", "IPython.display", "IPython.core", "IPython.core.interactiveshell")}
    sys.modules |= modules
    modules["IPython"].get_ipython = modules["IPython.core.interactiveshell"].InteractiveShell = lambda: None
    modules["IPython.display"].display = modules["IPython.display"].clear_output = print


def typeset(html):
    """Return the HTML of an output with MathML for its formulas; JupyterLab typesets them, too."""
    from nnlib.draw.formula import formula

    parts = re.split(r"(<pre.*?</pre>|<[^>]*>)", html, flags=re.DOTALL)
    parts[::2] = [re.sub(r"\$([^$]+)\$", lambda found: formula(unescape(found[1])), text) for text in parts[::2]]
    return "".join(parts)


class Absent:
    """Finds the packages that are known and not loaded yet, and notes which of them an import wanted."""

    def __init__(self, packages):
        self.packages, self.wanted = packages, set()

    def find_spec(self, name, path=None, target=None):
        return ModuleSpec(name, self) if name in self.packages else None

    def create_module(self, spec):
        self.wanted.add(spec.name)
        raise ModuleNotFoundError(f"{spec.name} is not loaded yet", name=spec.name)

    def exec_module(self, module):
        raise NotImplementedError


class Kernel:
    """The cells of one lesson. cells : dicts with id, tags and source. absent : names that are loaded when wanted."""

    def __init__(self, post, cells, absent=()):
        self.post = lambda **message: post(json.dumps(message))
        self.cells = {cell["id"]: cell for cell in cells}
        self.names, self.late, self.absent = {"__name__": "__main__"}, [], Absent(absent)
        self.needed_late = set()
        sys.meta_path.append(self.absent)
        self.open_comms()

    # ---- widgets

    def open_comms(self):
        """Let widgets talk to the page."""
        import comm
        import ipywidgets

        kernel = self

        class Comm(comm.base_comm.BaseComm):
            def publish_msg(self, kind, data=None, metadata=None, buffers=None, **_):
                kernel.post(type=kind, comm=self.comm_id, data=data, metadata=metadata or {})

        comm.create_comm = Comm
        self.comms = comm.get_comm_manager()
        ipywidgets.HTMLMath.value.tag(to_json=lambda value, widget: typeset(value))

    def receive(self, comm, data):
        """Hand a widget what the page says of it; the page then hears that it may go on."""
        found = self.comms.get_comm(comm)
        if found:
            found.handle_msg({"content": {"comm_id": comm, "data": data}, "buffers": []})
        self.post(type="idle", comm=comm)

    # ---- cells

    def begin(self, answers):
        """Run the set-up cell, and define what each exercise asks for. answers : cell -> text that was kept."""
        for cell in self.cells.values():
            if "setup" in cell["tags"]:
                self.set_up(cell)
        for cell in self.cells.values():
            if "exercise" in cell["tags"]:
                self.define(cell["id"], answers.get(cell["id"], cell["source"]))

    def set_up(self, cell):
        """Run a cell statement by statement: what wants a package that is not loaded yet, and what follows, waits."""
        for statement in self.parsed(cell["id"], cell["source"]).body:
            self.late.append(compile(ast.Module([statement], []), self.file(cell["id"]), "exec"))
        self.catch_up()

    def catch_up(self):
        """Run those statements of the set-up cell that have waited."""
        waiting, self.late = self.late, []
        for code in waiting:
            try:
                with redirect_stdout(StringIO()):
                    exec(code, self.names)
            except Exception:
                self.late.append(code)
        self.needed_late, self.absent.wanted = self.absent.wanted, set()

    def define(self, id, text, printed=None):
        """Run an exercise. Returns None, or in words what is wrong with it, and where: (message, place or None)."""
        try:
            with redirect_stdout(printed or StringIO()):
                exec(compile(self.parsed(id, text), self.file(id), "exec"), self.names)
        except SyntaxError as error:
            line = (error.text or "").rstrip("\n")
            start = min(max((error.offset or 1) - 1, 0), max(len(line) - 1, 0))
            end = error.end_offset - 1 if error.end_lineno == error.lineno and error.end_offset else start + 1
            place = (line, start, max(end, start + 1)) if line.strip() else None
            return f"Python cannot read line {error.lineno} of your answer: {error.msg}.", place
        except Exception as error:
            return f"Your answer stops before it can be checked: {type(error).__name__}: {error}.", None
        return None

    def check(self, id, text, check=None):
        """Judge an answer. id : its cell. check : the cell that checks it."""
        from nnlib.checker.verdict import Verdict

        printed = StringIO()
        fault = self.define(id, text, printed)
        if fault:
            verdict = Verdict("wrong", fault[0], place=fault[1])
            outputs = [shown(verdict)]
        else:
            outputs, verdict, _ = self.evaluate(check) if check else ([], None, None)
        if printed.getvalue():
            outputs.append({"text": printed.getvalue()})
        self.post(type="verdict", id=id, outputs=outputs, status=getattr(verdict, "status", None),
                  said=str(verdict), again=self.depend_on(text))
        return None

    def run(self, id):
        """Run a cell, and post its outputs."""
        outputs, _, error = self.evaluate(id)
        if isinstance(error, NameError):
            self.absent.wanted |= self.needed_late
        wanted, self.absent.wanted = sorted(self.absent.wanted), set()
        if wanted:
            return json.dumps(wanted)
        said = error and f"This stopped: {type(error).__name__}: {error}"
        self.post(type="outputs", id=id, outputs=outputs, error=said)
        return None

    def loaded(self, packages):
        """Go on with packages that have been wanted, and are loaded now."""
        self.absent.packages = [name for name in self.absent.packages if name not in packages]
        self.catch_up()

    def evaluate(self, id):
        """Return a cell's outputs, as dicts with widget, html or text, its last value, and its error."""
        printed, value, outputs, stopped = StringIO(), None, [], None
        try:
            body = self.parsed(id, self.cells[id]["source"]).body
            last = ast.Expression(body.pop().value) if body and isinstance(body[-1], ast.Expr) else None
            with redirect_stdout(printed):
                exec(compile(ast.Module(body, []), self.file(id), "exec"), self.names)
                if last:
                    value = eval(compile(last, self.file(id), "eval"), self.names)
            if value is not None:
                outputs.append(shown(value))
        except Exception as error:
            stopped = error
        if printed.getvalue():
            outputs.insert(0, {"text": printed.getvalue()})
        return outputs, value, stopped

    def parsed(self, id, source):
        """Return a cell as a tree; its lines can then be found again by who looks at a function's source."""
        linecache.cache[self.file(id)] = len(source), None, source.splitlines(keepends=True), self.file(id)
        return ast.parse(source, self.file(id))

    def file(self, id):
        return f"<cell {id}>"

    def depend_on(self, text):
        """Return the cells that show more once an answer is there: those that read its names, and the progress."""
        try:
            names = {name for node in ast.parse(text).body for name in bound(node)} | {"progress"}
        except SyntaxError:
            return []
        return [id for id, cell in self.cells.items() if not {"setup", "exercise", "check"} & set(cell["tags"])
                and names & {node.id for node in ast.walk(ast.parse(cell["source"])) if isinstance(node, ast.Name)}]


def bound(node):
    """Return the names that a statement defines."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    return [each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)]


def shown(value):
    """Return what a page shows of a value: a widget, or the first of HTML and text that it has."""
    bundle = value._repr_mimebundle_() if hasattr(value, "_repr_mimebundle_") else {}
    if WIDGET in bundle:
        return {"widget": bundle[WIDGET]["model_id"]}
    html = bundle.get("text/html") or (value._repr_html_() if hasattr(value, "_repr_html_") else None)
    return {"html": typeset(html)} if html else {"text": bundle.get("text/plain") or repr(value)}
