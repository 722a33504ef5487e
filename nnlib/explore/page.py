"""With this an explorer stands in a page: its style sheet and keys, its pictures, its tables."""

from html import escape
from pkgutil import get_data

from nnlib.draw.formula import font_face
from nnlib.draw.style import HIGHLIGHT

# An unseen image brings a listener: without it, JupyterLab takes an arrow key on a menu or a letter on a button for a
# command, and leaves the explorer.
KEYS = """<img alt="" hidden src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
  onload="
  const keep = event => event.ctrlKey || event.metaKey || event.altKey || event.key === 'Escape'
    || event.key === 'Enter' && event.shiftKey || event.stopPropagation();
  let tries = 99;
  const find = () => {
    const explorer = this.closest('.nnlib-explorer');
    explorer ? explorer.addEventListener('keydown', keep) : tries-- && requestAnimationFrame(find);
  };
  find();">"""
NARROWEST = 0.68  # of its width a picture keeps at least: two side by side then fit one below the other on a phone
ROW_HEAD, COLUMN_HEAD = 'th scope="row"', 'th scope="col"'


def style_and_keys():
    """Return the markup that each explorer brings once, before all that it shows."""
    sheet = get_data(__package__, "explorer.css").decode()
    return f"<style>{font_face()}\n{sheet}</style>{KEYS}"


def in_page(picture):
    """Return the markup of a Picture. SVG stands in the page itself: nothing flickers or jumps, as an <img> would."""
    # It shrinks with the page, but not until it can no longer be read: then it scrolls, to what is highlighted.
    shown = "".join(f'<div style="flex:0 1 {part.width:g}px;--least:{NARROWEST * part.width:.0f}px">{part.svg}</div>'
                    for part in picture.parts)
    return shown.replace(f'="{HIGHLIGHT}"', f'="{HIGHLIGHT}" class="nnlib-halo"')


def grid(name, heads, lines):
    """Return an HTML table that scrolls where it is too wide, by keyboard too.

    name : for screen readers. heads : texts. lines : sequences of texts, the first one heads its line.
    """
    def cells(tag, texts):
        return "".join(f"<{tag}>{escape(text)}</{tag.split()[0]}>" for text in texts)

    body = "".join(f"<tr>{cells(ROW_HEAD, line[:1])}{cells('td', line[1:])}</tr>" for line in lines)
    head = f"<thead><tr>{cells(COLUMN_HEAD, heads)}</tr></thead>"
    return (f'<div class="nnlib-grid" tabindex="0" role="group" aria-label="{escape(name)}">'
            f"<table>{head}<tbody>{body}</tbody></table></div>")


def table_html(rows):
    """Return label -> text as an HTML table."""
    return grid("values", ("name", "value"), rows.items())


def table_text(rows):
    """Return label -> text as plain text in two columns."""
    width = max(map(len, rows), default=0) + 1
    return "\n".join(f"{name:<{width}} {text}" for name, text in rows.items())
