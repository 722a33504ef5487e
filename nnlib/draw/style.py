"""With this you can give every picture of the course the same colours and dashes, and every number the same form.

    >>> number(1.5), number(-0.67918), number(0.000031)
    ('1.5', '−0.6792', '3.10e−05')
"""

# Okabe & Ito's palette, told apart by colour-blind readers. One meaning each, in the whole course.
VALUE = "#0072B2"             # forward values: blue
LOCAL_DERIVATIVE = "#D55E00"  # local derivatives: vermillion
GRADIENT = "#009E73"          # gradients: bluish green
HIGHLIGHT = "#F0E442"         # a highlighted path: yellow, always under a thick dark line
OTHERS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")  # to tell lines apart
DASHES = ("", "9 5", "3 4", "9 4 2 4")  # as SVG's stroke-dasharray; colour never carries a meaning alone
LINE_STYLES = ("-", "--", ":", "-.")  # the same for matplotlib

# Tints to write on: INK on each of them has a contrast above 14:1.
VALUE_TINT, LOCAL_DERIVATIVE_TINT, GRADIENT_TINT = "#E6F2F9", "#FDEEE4", "#E3F5EF"
NEUTRAL_TINT, PAPER = "#F2F2F2", "#FFFFFF"
INK, NEUTRAL, GRID = "#1A1A1A", "#555555", "#E3E3E3"
FONTS = ("Arial", "Helvetica", "Liberation Sans")  # the first one that a machine has

COLUMN_INCHES, ROW_INCHES, DOTS_PER_INCH = 5.0, 3.4, 120


def line(k):
    """Return the colour and the dashes of line k, counted from 0; four are told apart by their dashes alone."""
    return OTHERS[k % len(OTHERS)], DASHES[k % len(DASHES)]


def number(value):
    """Write one number as text, rounded to four decimals, with a true minus sign.

    value : a number. Returns "−0.6792"; "1.5" where up to four decimals give the value exactly (so
    trailing zeros show that a number was rounded); "3.10e−05" below 0.0005 or from 1e5 on.
    """
    value = float(value)
    if value and (abs(value) < 0.0005 or abs(value) >= 1e5):
        return f"{value:.2e}".replace("-", "−")
    text = f"{value:.4f}"
    if abs(float(text) - value) <= 1e-15 * max(1.0, abs(value)):  # 0.1 · 3 is exact enough to read 0.3
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace("-", "−")


def number_or_dash(value):
    """Write one number as text, or a dash where there is none."""
    return "–" if value is None else number(value)


def limits(values):
    """Return the ends of an axis with room around what stands on it. values : numbers, as a list or an array."""
    low, high = float(min(values)), float(max(values))
    margin = 0.12 * (high - low) or 0.5
    return low - margin, high + margin
