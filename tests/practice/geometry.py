"""With `faults` a test finds what overlaps in a computation graph, by computed geometry; `crossings` counts lines.

    faults(picture)        sentences, one for each part that lies over another or outside
"""

import re
import xml.etree.ElementTree as ET
from itertools import combinations, pairwise

import numpy as np
from matplotlib.path import Path
from matplotlib.transforms import Bbox

from nnlib.draw.style import HIGHLIGHT

SVG = "{http://www.w3.org/2000/svg}"


def parts(picture):
    """Return the boxes, the circles as (middle, radius), the lines as points, and the texts as boxes of a picture."""
    boxes, circles, lines, texts = [], [], [], []
    for node in ET.fromstring(picture.svg).iter():
        kind, plain = node.tag.removeprefix(SVG), HIGHLIGHT not in (node.get("fill"), node.get("stroke"))
        at = {name: float(number) for name, number in node.items() if re.fullmatch(r"-?[\d.]+", number)}
        if kind == "rect" and node.get("stroke"):
            boxes.append(Bbox.from_bounds(*(at[name] for name in ("x", "y", "width", "height"))))
        elif kind == "circle" and plain:
            circles.append(((at["cx"], at["cy"]), at["r"]))
        elif kind == "path" and node.get("fill") == "none" and plain:
            lines.append([tuple(map(float, each.split())) for each in re.split("[ML]", node.get("d")) if each])
        elif kind == "text":
            size, width = at["font-size"], 0.62 * at["font-size"] * len("".join(node.itertext()))
            left = at["x"] - width * {"start": 0, "middle": 0.5, "end": 1}[node.get("text-anchor")]
            texts.append(Bbox.from_extents(left, at["y"] - 0.72 * size, left + width, at["y"] + 0.1 * size))
    return boxes, circles, lines, texts


def crossings(picture):
    """Return how often two lines cross, each meeting of lines with a common end left out."""
    segments = {segment for line in parts(picture)[2] for segment in pairwise(line)}
    return sum(Path(one).intersects_path(Path(other)) for one, other in combinations(segments, 2)
               if not {*one} & {*other})


def faults(picture):
    boxes, circles, lines, texts = parts(picture)
    around = [*boxes, *(Bbox([np.subtract(*each), np.add(*each)]) for each in circles)]
    found = [f"{each} lies over another" for group in (around, texts) for each in group
             if each.padded(-1e-9).count_overlaps(group) > 1]
    found += [f"outside: {each}" for each in (*around, *texts)
              if each.min.min() < 0 or each.x1 > picture.width or each.y1 > picture.height]
    inside = [(middle, Path.circle(middle, radius - 1)) for middle, radius in circles]
    for line in lines:
        others = [box.padded(-1.5) for box in boxes if not box.count_contains([line[0], line[-1]])]
        for segment in map(Path, pairwise(line)):
            found += [f"line {segment} through {box}" for box in others if segment.intersects_bbox(box, filled=False)]
            found += [f"line {segment} over the circle around {middle}" for middle, circle in inside
                      if segment.intersects_path(circle) and abs(segment.vertices - middle).sum(axis=1).min() >= 1]
    return found
