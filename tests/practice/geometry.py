"""With `faults` a test finds what overlaps in a computation graph, by computed geometry; `crossings` counts lines.

    faults(picture)        sentences, one for each two parts that lie over each other
"""

import re
import xml.etree.ElementTree as ET
from itertools import combinations, pairwise

from nnlib.draw.style import HIGHLIGHT

SVG = "{http://www.w3.org/2000/svg}"


def parts(picture):
    """Return the boxes, the circles, the segments of lines, and the texts of a picture."""
    boxes, circles, lines, texts = [], [], [], []
    for node in ET.fromstring(picture.svg).iter():
        kind, paint = node.tag.removeprefix(SVG), (node.get("fill"), node.get("stroke"))
        if kind == "rect" and node.get("stroke"):
            x, y, width, height = (float(node.get(side)) for side in ("x", "y", "width", "height"))
            boxes.append((x, y, x + width, y + height))
        elif kind == "circle" and HIGHLIGHT not in paint:
            circles.append(tuple(float(node.get(name)) for name in ("cx", "cy", "r")))
        elif kind == "path" and node.get("fill") == "none" and HIGHLIGHT not in paint:
            points = [tuple(map(float, each.split())) for each in re.split("[ML]", node.get("d")) if each]
            lines.append((points, node.get("stroke-width")))
        elif kind == "text":
            size, content = float(node.get("font-size")), "".join(node.itertext())
            x, y, width = float(node.get("x")), float(node.get("y")), 0.62 * size * len(content)
            left = x - width * {"start": 0, "middle": 0.5, "end": 1}[node.get("text-anchor")]
            texts.append((left, y - 0.72 * size, left + width, y + 0.1 * size))
    return boxes, circles, lines, texts


def enters(segment, box, rim=1.5):
    """Whether a segment passes through a box, and not just to its rim."""
    (x0, y0), (x1, y1) = segment
    low, high = 0.0, 1.0
    for start, move, least, most in ((x0, x1 - x0, box[0] + rim, box[2] - rim),
                                     (y0, y1 - y0, box[1] + rim, box[3] - rim)):
        if abs(move) < 1e-9:
            if not least < start < most:
                return False
            continue
        ends = sorted(((least - start) / move, (most - start) / move))
        low, high = max(low, ends[0]), min(high, ends[1])
    return low < high - 1e-9


def holds(box, point):
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def near(segment, circle):
    """Whether a segment passes over a circle in whose middle it does not begin or end."""
    (x0, y0), (x1, y1) = segment
    x, y, radius = circle
    if min(abs(x0 - x) + abs(y0 - y), abs(x1 - x) + abs(y1 - y)) < 1:
        return False
    length = (x1 - x0) ** 2 + (y1 - y0) ** 2
    at = max(0, min(1, ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length)) if length else 0
    return (x0 + at * (x1 - x0) - x) ** 2 + (y0 + at * (y1 - y0) - y) ** 2 < (radius - 1) ** 2


def segments(lines):
    return [segment for points, _ in lines for segment in pairwise(points)]


def crossings(picture):
    """Return how often two lines cross, each meeting of lines with a common end left out."""
    found, at = set(), dict.fromkeys(segments(parts(picture)[2]))
    for (a, b), (c, d) in combinations(at, 2):
        def turn(p, q, r):
            return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
        if turn(a, b, c) * turn(a, b, d) < -1e-6 and turn(c, d, a) * turn(c, d, b) < -1e-6:
            found.add((a, b, c, d))
    return len(found)


def apart(one, other):
    return any(min(one[side + 2], other[side + 2]) <= max(one[side], other[side]) for side in (0, 1))


def faults(picture):
    boxes, circles, lines, texts = parts(picture)
    around = [(x - radius, y - radius, x + radius, y + radius) for x, y, radius in circles]
    found = [f"{kind} {one} and {other}" for kind, group in (("boxes", [*boxes, *around]), ("texts", texts))
             for one, other in combinations(group, 2) if not apart(one, other)]
    found += [f"outside: {each}" for each in (*boxes, *around, *texts)
              if min(each[:2]) < 0 or each[2] > picture.width or each[3] > picture.height]
    for points, width in lines:
        for segment in segments([(points, width)]):
            own = [box for box in boxes for end in (points[0], points[-1]) if holds(box, end)]
            found += [f"line {segment} through the box {box}" for box in boxes
                      if box not in own and enters(segment, box)]
            found += [f"line {segment} over the circle {circle}" for circle in circles if near(segment, circle)]
    return found
