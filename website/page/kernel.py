"""With this Python in a page runs a lesson's cells and keeps their widgets alive, as a notebook's kernel does.

    stand_in_for_ipython()                # in the browser, and import_widgets_when_used(): so it starts sooner
    kernel = Kernel(post, cells)          # post(JSON) : called with each message to the page
    kernel.words = {"cell": "answer"}     # what outputs say -> what the page says in its place
    kernel.choices = {"04-06": "B"}       # what was chosen of the lesson's questions
    kernel.begin({"04-16": text})         # what was kept of the answers
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
from html import escape, unescape
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import find_spec, module_from_spec
from io import StringIO
from itertools import chain, takewhile
from pkgutil import iter_modules
from types import ModuleType
from typing import NamedTuple

# What phones and word processors write by themselves -> what Python wants.
TYPED = {"…": "...", "÷": "/", "\N{NO-BREAK SPACE}": "a space",
         **dict.fromkeys("‘’", "'"), **dict.fromkeys("“”«»", '"'),
         **dict.fromkeys("−–—", "-"), **dict.fromkeys("×·", "*")}
WIDGET = "application/vnd.jupyter.widget-view+json"


def stand_in_for_ipython():
    """Give ipywidgets the few names of IPython that it imports: the package itself brings a dozen others."""
    modules = {name: ModuleType(name) for name in
               ("IPython", "IPython.display", "IPython.core", "IPython.core.interactiveshell")}
    sys.modules |= modules
    modules["IPython"].get_ipython = modules["IPython.core.interactiveshell"].InteractiveShell = lambda: None
    modules["IPython.display"].display = modules["IPython.display"].clear_output = print


def keep_width(html):
    """Return the HTML of an output with a least width for its wide pictures: at that they can still be read."""
    from nnlib.explore.page import NARROWEST

    def kept(picture):
        width = int(picture[2])
        return f'<img class="wide" {picture[1]}min-width:{NARROWEST * width:.0f}px;' if width > 600 else picture[0]

    return re.sub(r'<img ([^>]* width="(\d+)"[^>]* style=")', kept, html)


def import_widgets_when_used():
    """Let ipywidgets import each of its modules with the first name that is wanted of it: most are not."""
    often = [f"widget_{name}" for name in ("string", "box", "layout", "button", "float", "selection")]

    def find(name):
        if not name.startswith("__"):
            others = (part.name for part in iter_modules(module.__path__))
            for part in chain(often, others):
                found = import_module(f"ipywidgets.widgets.{part}")
                if hasattr(found, name):
                    return getattr(found, name)
        raise AttributeError(f"ipywidgets has no {name}")

    for name in ("ipywidgets", "ipywidgets.widgets"):
        sys.modules[name] = module = module_from_spec(find_spec(name))
        module.__getattr__ = find
    sys.modules["ipywidgets"].widgets = module
    import_module("ipywidgets.comm")
    # For each class that it makes it would look through the stack for whom to warn, dozens of times.
    import_module("ipywidgets.widgets.utils").deprecation = lambda *_: None


def typeset(html):
    """Return the HTML of an output with MathML for its formulas; JupyterLab typesets them, too."""
    from nnlib.draw.formula import formula

    parts = re.split(r"(<pre.*?</pre>|<[^>]*>)", html, flags=re.DOTALL)
    parts[::2] = [re.sub(r"\$([^$]+)\$", lambda found: formula(unescape(found[1])), text) for text in parts[::2]]
    return "".join(parts)


def markdown(text):
    """Return the few things of Markdown that a solution has as HTML: paragraphs, formulas, code, and HTML itself."""
    from nnlib.draw.formula import formula

    made = []
    for part in re.split(r"(```python\n.*?```)|\n\n", text, flags=re.DOTALL):
        if part and part.startswith("```"):
            made.append(f'<div class="highlight"><pre>{escape(part[10:-3])}</pre></div>')
        elif part and part.startswith("$$"):
            made.append(formula(part.strip("$\n"), block=True))
        elif part and part.strip():
            inside = re.sub(r"`([^`]+)`", r"<code>\1</code>", re.sub(r"[*]{2}(.+?)[*]{2}", r"<b>\1</b>", part))
            made.append(inside if part.lstrip().startswith("<") else f"<p>{inside}</p>")
    return "".join(made)


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
        self.names, self.absent = {"__name__": "__main__", "display": self.display}, Absent(absent)
        self.words, self.choices = {}, {}
        self.waiting, self.put_off, self.displayed = [], [], []
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
        """Hold the set-up cell and the exercises ready: each statement runs when its names are first needed.

        answers : cell -> text that was kept. So the first explorer does not wait for what it does not use.
        """
        for id, cell in self.cells.items():
            if "setup" in cell["tags"]:
                self.waiting += [Waiting(bound(each), read(each), ast.Module([each], []), id)
                                 for each in self.parsed(id, cell["source"]).body]
            elif "exercise" in cell["tags"]:
                try:
                    tree = self.parsed(id, answers.get(id, cell["source"]))
                except SyntaxError:
                    continue
                self.waiting.append(Waiting(bound(tree), read(tree), tree, id))

    def need(self, names):
        """Run what defines these names, and before it what that needs."""
        for each in [each for each in self.waiting if each.names & names]:
            if each not in self.waiting:
                continue
            self.waiting.remove(each)
            self.need(each.reads)
            try:
                with redirect_stdout(StringIO()):
                    exec(compile(each.tree, self.file(each.cell), "exec"), self.names)
            except Exception:  # the cell that needs it says so
                if self.absent.wanted:
                    self.put_off.append(each)

    def define(self, id, text, printed=None):
        """Run an exercise. Returns None, or in words what is wrong with it, and where: (message, place or None)."""
        self.waiting = [each for each in self.waiting if each.cell != id]
        wanted = bound(ast.parse(self.cells[id]["source"]))
        for name in wanted:  # an earlier answer is not judged in the place of this one
            self.names.pop(name, None)
        try:
            tree = self.parsed(id, text)
            self.need(read(tree))
            with redirect_stdout(printed or StringIO()):
                exec(compile(tree, self.file(id), "exec"), self.names)
        except SyntaxError as error:
            line = (error.text or "").rstrip("\n")
            start = min(max((error.offset or 1) - 1, 0), max(len(line) - 1, 0))
            end = error.end_offset - 1 if error.end_lineno == error.lineno and error.end_offset else start + 1
            place = (line, start, max(end, start + 1)) if line.strip() else None
            odd = line[start:start + 1]
            why = f"{odd} is no character of Python's. Type {TYPED[odd]} in its place" if odd in TYPED else error.msg
            return f"Python cannot read line {error.lineno} of your answer: {why}.", place
        except Exception as error:
            return f"Your answer stops before it can be checked: {type(error).__name__}: {error}.", None
        missing = sorted(wanted - self.names.keys())
        if missing:
            return f"Your answer holds no {missing[0]}. Does its first line still give it that name?", None
        return None

    def check(self, id, text, check=None):
        """Judge an answer. id : its cell. check : the cell that checks it."""
        from nnlib.checker.verdict import Verdict

        printed = StringIO()
        fault = self.define(id, text, printed)
        if fault:
            verdicts = [Verdict("wrong", fault[0], place=fault[1])]
            outputs = [shown(*verdicts)]
        else:
            outputs, verdicts, _ = self.evaluate(check) if check else ([], [], None)
        if printed.getvalue():
            outputs.append({"text": printed.getvalue()})
        found = [verdict.status for verdict in verdicts if isinstance(verdict, Verdict)]
        status = next((each for each in found if each != "right"), "right" if found else None)
        self.post(type="verdict", id=id, outputs=self.worded(outputs), status=status, again=self.depend_on(id, text))

    def run(self, id):
        """Run a cell, and post its outputs."""
        outputs, values, error = self.evaluate(id)
        wanted, self.absent.wanted = sorted(self.absent.wanted), set()
        if wanted:
            return json.dumps(wanted)
        for question in values if "predict" in self.cells[id]["tags"] else ():
            self.choose(id, question)
        said = error and f"This stopped: {type(error).__name__}: {error}"
        self.post(type="outputs", id=id, outputs=self.worded(outputs), error=said)
        return None

    def choose(self, id, question):
        """Choose again what was chosen of a question, and post each later choice."""
        def chosen(change):
            self.choices[id] = change["new"]
            self.post(type="chosen", id=id, choice=change["new"])

        if self.choices.get(id) in question.buttons:  # a corrected lesson may have others
            question.choice = self.choices[id]
        question.observe(chosen, "choice")

    def task(self, id, exercise, level=None, seed=None):
        """Put another task of practice into a cell and those below it, up to the next task; posts what they are now.

        level, seed : of the new task; None for the same level, and the next seed.
        """
        old = [int(number) for number in re.findall(r"\d+", self.cells[id]["source"])]
        level, seed = old[0] if level is None else level, old[1] + 1 if seed is None else seed
        below = [*self.cells.values()][[*self.cells].index(id):]
        own = [*below[:1], *takewhile(lambda cell: not cell["source"].startswith("practice(level"), below[1:])]
        for cell in own:
            cell["source"] = re.sub(r"practice\((level=)?\d+, (seed=)?\d+\)",
                                    rf"practice(\g<1>{level}, \g<2>{seed})", cell["source"])
        self.run(id)
        made = self.displayed[-1]
        function, ids = f"dloss_d{made.weight}", [cell["id"] for cell in own]
        answer, check = own[ids.index(exercise):][:2]
        answer["source"] = re.sub(r"def \w+\(.*?\)", f"def {function}({', '.join(made.parameters)})", answer["source"])
        check["source"] = re.sub(r"dloss_d\w+", function, check["source"])
        again = [cell["id"] for cell in own if f"practice({level}, {seed})" in cell["source"]]
        self.post(type="task", id=exercise, level=level, seed=seed, again=again,
                  sources={cell["id"]: cell["source"] for cell in own})

    def loaded(self, packages):
        """Go on with packages that have been wanted, and are loaded now."""
        self.absent.packages = [name for name in self.absent.packages if name not in packages]
        self.waiting, self.put_off = self.put_off + self.waiting, []

    def display(self, *values):
        """Show values, as a notebook's function does."""
        self.displayed += values

    def evaluate(self, id):
        """Return a cell's outputs, as dicts with widget, html or text, the values that it shows, and its error."""
        printed, value, stopped, self.displayed = StringIO(), None, None, []
        try:
            tree = self.parsed(id, self.cells[id]["source"])
            self.need(read(tree))
            body = tree.body
            last = ast.Expression(body.pop().value) if body and isinstance(body[-1], ast.Expr) else None
            with redirect_stdout(printed):
                exec(compile(ast.Module(body, []), self.file(id), "exec"), self.names)
                if last:
                    value = eval(compile(last, self.file(id), "eval"), self.names)
            if value is not None:
                self.displayed.append(value)
        except Exception as error:
            stopped = error
        outputs = [{"text": printed.getvalue()}] if printed.getvalue() else []
        return outputs + [shown(each) for each in self.displayed], self.displayed, stopped

    def worded(self, outputs):
        return [{kind: worded(text, self.words) for kind, text in each.items()} for each in outputs]

    def parsed(self, id, source):
        """Return a cell as a tree; its lines can then be found again by who looks at a function's source."""
        linecache.cache[self.file(id)] = len(source), None, source.splitlines(keepends=True), self.file(id)
        return ast.parse(source, self.file(id))

    def file(self, id):
        return f"<cell {id}>"

    def depend_on(self, id, text):
        """Return the cells that show more once an answer is there: those that name it, and the progress."""
        try:
            names = bound(ast.parse(text)) | {"progress"}
        except SyntaxError:
            return []
        ids = {tag.partition(":")[2] for tag in self.cells[id]["tags"] if tag.startswith("exercise:")}
        return [other for other, cell in self.cells.items() if not {"setup", "exercise", "check"} & set(cell["tags"])
                and (names & read(tree := ast.parse(cell["source"])) or ids & texts(tree))]


class Waiting(NamedTuple):
    """Statements that have not run yet. names : that they define. reads : names that they use."""

    names: set
    reads: set
    tree: ast.Module
    cell: str


def read(tree):
    """Return the names that code uses."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def worded(text, words):
    """Return a text in a page's words. words : what is said -> what is said in its place."""
    for said, instead in words.items():
        text = text.replace(said, instead)
    return text


def texts(tree):
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def bound(node):
    """Return the names that code defines, not those inside its functions."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.alias):
        return {(node.asname or node.name).split(".")[0]}
    if isinstance(node, ast.Name):
        return {node.id} if isinstance(node.ctx, ast.Store) else set()
    return set().union(*map(bound, ast.iter_child_nodes(node)))


def shown(value):
    """Return what a page shows of a value: a widget, or the first of HTML and text that it has."""
    bundle = value._repr_mimebundle_() if hasattr(value, "_repr_mimebundle_") else {}
    if WIDGET in bundle:
        return {"widget": bundle[WIDGET]["model_id"]}
    html = bundle.get("text/html") or (value._repr_html_() if hasattr(value, "_repr_html_") else None)
    if not html and hasattr(value, "_repr_markdown_"):
        html = markdown(value._repr_markdown_())
    return {"html": keep_width(typeset(html))} if html else {"text": bundle.get("text/plain") or repr(value)}
