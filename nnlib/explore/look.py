"""With this all explorers look alike: their style sheet, the labels of their controls, their tables."""

from html import escape

from nnlib.draw import style

# Text takes the theme's colours; pictures bring a background of their own. The unseen image brings a listener: without
# it, JupyterLab takes an arrow key on a menu or a letter on a button for a command, and leaves the explorer.
CSS = """<style>
.nnlib-explorer {box-sizing: border-box; padding: 0 4px;
  color: var(--jp-content-font-color1, inherit); font-size: 14px; line-height: 1.5}
.nnlib-explorer .widget-html, .nnlib-explorer .widget-html-content {height: auto; line-height: 1.5; overflow: visible;
  font-size: 14px; color: var(--jp-content-font-color1, inherit)}
.nnlib-explorer .widget-html-content {margin: 0; flex: 1 1 0; min-width: 0}
.nnlib-explorer .nnlib-picture, .nnlib-grid {overflow-x: auto}
.nnlib-picture.widget-html {margin: 2px 0}
.nnlib-explorer .widget-hbox {overflow: visible}
.nnlib-picture .widget-html-content {display: flex; flex-wrap: wrap; gap: 14px}
.nnlib-picture svg, .nnlib-picture img {display: block; max-width: 100%; height: auto}
.nnlib-explorer.nnlib-explorer :focus-visible {outline: 2px solid var(--jp-brand-color1, #1976d2) !important;
  outline-offset: 2px}
.nnlib-field > .widget-label, .nnlib-unseen {position: absolute; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap}
.nnlib-stale {opacity: 0.35}
.nnlib-alert {box-sizing: border-box; margin: 4px 0; padding: 6px 12px; border: 2px solid #D55E00; border-radius: 6px}
.nnlib-alert::before {content: "⚠ "}
.nnlib-explorer table {border-collapse: collapse; margin: 4px 0; font-variant-numeric: tabular-nums}
.nnlib-explorer th, .nnlib-explorer td {padding: 2px 10px; text-align: left; font-weight: normal;
  border: 1px solid var(--jp-border-color1, #bbb)}
.nnlib-explorer thead th {font-weight: 600}
.nnlib-lines > div {min-height: 1.9em}
.nnlib-fractions > div {min-height: 3em; display: flex; flex-wrap: wrap; align-items: center}
.nnlib-explorer math {font: 1.2em "STIX Two Text", "Times New Roman", "Liberation Serif", serif; math-style: normal}
.nnlib-explorer mi {text-transform: none; font-style: italic}
.nnlib-explorer msub {margin-right: -0.1em}
.nnlib-lit {padding: 1px 3px; border-bottom: 2px solid #1A1A1A}
</style>
<img alt="" hidden src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7" onload="
  const keep = event => event.ctrlKey || event.metaKey || event.altKey || event.key === 'Escape'
    || event.key === 'Enter' && event.shiftKey || event.stopPropagation();
  let tries = 99;
  const find = () => {
    const explorer = this.closest('.nnlib-explorer');
    explorer ? explorer.addEventListener('keydown', keep) : tries-- && requestAnimationFrame(find);
  };
  find();">"""
ROW_HEAD, COLUMN_HEAD = 'th scope="row"', 'th scope="col"'
LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def label(name):
    """Return a control's label: "w₁" for w1, "true class y*" for y, "step size" for step_size."""
    if name == "y":
        return "true class y*"
    return name.replace("_", " ") if len(name) > 2 else name[0] + name[1:].translate(LOWERED)


def in_formula(value, factor=False):
    """Return a number as LaTeX. factor : it follows a sign, so a negative one stands in parentheses."""
    text = style.number(value)
    return f"({text})" if factor and text.startswith("−") else text


def in_page(picture):
    """Return the markup of a Picture. SVG stands in the page itself: nothing flickers or jumps, as an <img> would."""
    # It shrinks with the page, but not until it can no longer be read: then it scrolls.
    return "".join(f'<div style="flex:0 1 {part.width:g}px;min-width:{0.56 * part.width:.0f}px">{part.svg}</div>'
                   for part in picture.parts)


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
