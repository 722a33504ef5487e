"""With this you can build the pages: each lesson as HTML with its stored outputs, by nbconvert.

    build(lessons, pages, Path("site"), facts)

A page can be read with no script: its formulas are MathML, made at build time. Where scripts run, it comes alive.
"""

import re
import shutil
import sys
from pathlib import Path

import nbformat
import nbformat.v4 as v4
from alive import PAGE, copy_scripts, place, reworded, split, told, words
from jinja2 import pass_context
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from nnlib.draw.formula import FONT, formula

sys.path.insert(0, str(PAGE))
from kernel import keep_width, typeset, worded

TEMPLATE = Path(__file__).resolve().parent / "template"
TO_LESSON = re.compile(r"(\]\(\w+)\.ipynb(#[\w-]+)?\)")
LIVE = "live/notebooks/index.html?path="


def anchor(heading):
    """Return the id of a heading, for links to it."""
    return re.sub(r"\W+", "-", re.sub(r"<[^>]*>", "", heading).lower()).strip("-")


def keep_together(html):
    """Return the HTML with each formula in the text on one line with the brackets and the punctuation next to it."""
    return re.sub(r"\(?<math>(?:(?!</math>).)*</math>[^\s<]*",
                  r'<span class="together">\g<0></span>', html, flags=re.DOTALL)


class Renderer(IPythonRenderer):
    """Markdown with MathML for its formulas, and wide tables in a box that scrolls."""

    def inline_math(self, body):
        return formula(body)

    def block_math(self, body):
        return formula(body, block=True)

    def latex_environment(self, name, body):
        return self.block_math(rf"\begin{{{name}}}{body}\end{{{name}}}")

    def heading(self, text, level):
        id = f' id="{anchor(text)}"' if level < 4 else ""  # those below come again and again
        return f"<h{level}{id}>{text}</h{level}>"

    def table(self, text):
        return f'<div class="scroll"><table>{text}</table></div>'


class Exporter(HTMLExporter):
    """nbconvert's HTML in the frame of template/, with nothing loaded from elsewhere."""

    def __init__(self):
        super().__init__(
            extra_template_basedirs=[str(TEMPLATE.parent)],
            template_name=TEMPLATE.name,
            exclude_input_prompt=True,
            exclude_output_prompt=True,
            exclude_anchor_links=True,
        )

    @pass_context
    def markdown2html(self, context, source):
        return MarkdownWithMath(renderer=Renderer(escape=False, exclude_anchor_links=True)).render(source)


def let_focus(html):
    """Return the HTML with what may be wider than the page in reach of the keyboard, so that it scrolls by keyboard."""
    boxes = r'div class="(?:[^"]* )?(?:highlight|jp-OutputArea-output|scroll)[ "]|math display="block"'
    return re.sub(rf'<(?={boxes})(\w+)', r'<\1 tabindex="0"', html)


def title(notebook):
    """Return the heading of a notebook."""
    return notebook.cells[0].source.splitlines()[0].removeprefix("# ")


def minutes(notebook):
    """Return the minutes that a lesson's head names."""
    return int(re.search(r"(\d+) minutes", notebook.cells[0].source)[1])


def text_page(*texts):
    """Return a notebook of Markdown cells, to be made into a page as a lesson is."""
    return v4.new_notebook(cells=[v4.new_markdown_cell(text) for text in texts])


def page(notebook, name=None, facts=None):
    """Return a notebook as an HTML page. name : of the lesson, as a file. facts : with them the page comes alive."""
    copy = nbformat.from_dict(notebook)
    copy.metadata |= {"title": title(notebook), "run": name and LIVE + name}
    copy.cells = [part for cell in copy.cells for part in split(cell)]
    if facts:
        copy.metadata["told"] = told(name, copy, facts)
    said = words(copy)
    place(copy)
    for cell in copy.cells:
        if cell.cell_type == "markdown":
            cell.source = TO_LESSON.sub(r"\1.html\2)", reworded(cell.source) if name else cell.source)
        for output in cell.get("outputs", []):
            if "text" in output:
                output.text = worded(output.text, said)
            if "text/html" in output.get("data", {}):
                output.data["text/html"] = keep_width(typeset(worded(output.data["text/html"], said)))
    return let_focus(keep_together(Exporter().from_notebook_node(copy)[0]))


def build(lessons, pages, folder, facts):
    """Write the lessons, file name -> notebook, and other pages, name -> notebook, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    copy_scripts(folder)
    for path in (*(TEMPLATE / name for name in ("style.css", "reading.js", "icon.svg")), FONT,
                 FONT.with_name(f"{FONT.stem}-LICENSE.txt")):
        shutil.copy(path, folder)
    for name, notebook in lessons.items():
        (folder / name.replace(".ipynb", ".html")).write_text(page(notebook, name, facts), encoding="utf-8")
    for name, notebook in pages.items():
        html = page(notebook, facts=facts if name == "index" else None)
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
