"""With `places` you can find where each part of a computation graph stands.

Columns go by depth: the circle that makes a value, then its box. Rows go by order: each way from an input to the end
has a number, and a value stands at the mean of the ways that pass it. A weight stands above or below its circle.
"""

from collections import defaultdict
from itertools import pairwise
from typing import NamedTuple

LEFT, COLUMN, TOP = 70, 87, 46
SLANT = 46  # how wide the strip is between two columns in which lines change rows
BOX, LEAF, GAP = 30, 130, 14  # half a box's height; how far a weight stands from its circle; between parts


class Places(NamedTuple):
    """boxes : name -> (x, y). circles : id -> (x, y). leaves : weight or the like -> whether it stands above (-1) or
    below (1). lines : (start, end) -> the points between them. width, bottom : of all. turned : circle or box -> 1 if
    its labels are below it, -1 if they are above. shared : the weights that stand between several circles."""

    boxes: dict
    circles: dict
    leaves: dict
    lines: dict
    turned: dict
    width: float
    bottom: float
    shared: frozenset


def places(shape, below=0, room=0, reach=(50, 50), aside=0, left=LEFT):
    """Return the Places of a Shape.

    below : how far the labels of a row reach from its middle. room : what a shared weight needs around it. reach : how
    far a column's parts reach to its left and to its right. aside : what a weight needs that stands below a row. left :
    where the first column is.
    """
    layout = _Layout(shape, reach, aside, left)
    xs = layout.columns()
    ys, turned = layout.heights(xs, below, room), layout.turned
    circles = {name: (xs[layer], ys[name]) for name, layer in layout.layer.items() if shape.vertices[name].inputs}
    boxes = {name: (xs[layout.layer[name] + bool(shape.vertices[name].inputs)], ys[name])
             for name in shape.nodes if name in layout.layer}
    for leaf, uses in layout.leaves.items():
        side = layout.side[leaf]
        boxes[leaf] = ((circles[uses[0]][0], ys[uses[0]] + side * LEAF) if not uses[1:] else
                       (sum(circles[use][0] for use in uses) / len(uses), ys[leaf]))
    lines = {(start, end): layout.line(start, end, xs, ys) for end in circles for start in shape.vertices[end].inputs
             if start in layout.layer}
    points = [point for line in lines.values() for point in line]
    lowest = max(y for _, y in (*boxes.values(), *circles.values(), *points))
    bottom = max([lowest + BOX] + [ys[name] + below for name in layout.layer if turned[name] == 1] * bool(below))
    shared = frozenset(leaf for leaf, uses in layout.leaves.items() if uses[1:])
    return Places(boxes, circles, layout.side, lines, turned, xs[-1] + LEFT - 6, bottom, shared)


class _Layout:
    """layer : circle, or what is given and comes in from the left -> its column. row : the same -> its row.
    turned : the same -> 1 if its labels are below it, -1 if they are above. side : weight -> the same of itself."""

    def __init__(self, shape, reach, aside, left):
        self.shape, self.vertices, self.reach, self.aside, self.left = shape, shape.vertices, reach, aside, left
        self.uses = {name: [end for end, each in self.vertices.items() if name in each.inputs]
                     for name in self.vertices}
        self.leaves = {}
        for end, vertex in self.vertices.items():
            given = [name for name in vertex.inputs if not self.vertices[name].inputs]
            first = min(given, key=lambda name: name[0] != "x", default=None)
            for name in given:
                if name[0] != "x" and (len(given) < len(vertex.inputs) or name != first):
                    self.leaves.setdefault(name, []).append(end)
        self.leaves = {name: uses for name, uses in self.leaves.items() if uses == self.uses[name]}
        self._place()
        if any(uses[1:] and not self.can_share(uses) for uses in self.leaves.values()):
            self.leaves = {name: uses for name, uses in self.leaves.items() if not uses[1:]}
            self._place()
        middle = (min(self.row.values()) + max(self.row.values())) / 2
        self.turned = {name: -1 if row > middle + 1e-9 else 1 for name, row in self.row.items()}
        self.side = {}
        for end, vertex in self.vertices.items():
            for name in self.leaves.keys() & vertex.inputs:
                before = [leaf for each in self.main(end)[:1] if each[0] == "·" for leaf in self.vertices[each].inputs]
                beside = [self.side[leaf] for leaf in before if leaf in self.side]
                self.side[name] = -1 if self.leaves[name][1:] else -(beside or [self.turned[end]])[0]

    def can_share(self, uses):
        """Whether a weight can stand above its circles: all in one row, and not side by side."""
        spots = sorted(self.layer[use] for use in uses)
        return len({*self.row.values()}) == 1 and all(after - before > 2 for before, after in pairwise(spots))

    def main(self, name):
        """Return the inputs of a value that come in from the left."""
        return [each for each in self.vertices[name].inputs if each not in self.leaves]

    def out(self, name):
        """Return the column of the box, or of the circle alone."""
        return self.layer[name] + (bool(self.vertices[name].inputs) and name[0] != "·")

    def _place(self):
        """Set layer, row and the row of each line."""
        self.layer, sizes = {}, {}
        for name, vertex in self.vertices.items():
            if vertex.inputs:
                before = [self.out(each) for each in self.main(name) if each in self.layer]
                self.layer[name] = 1 + max(before, default=0)
                sizes[name] = sum(sizes.setdefault(each, 1) for each in self.main(name)) or 1
        for name, vertex in self.vertices.items():
            if not vertex.inputs and name not in self.leaves:
                self.layer[name] = min((self.layer[end] for end in self.uses[name]), default=1) - 1
                sizes.setdefault(name, 1)
        ways, starts, self.lane = {self.shape.last: 1}, {self.shape.last: 0}, {}
        for end in reversed(self.vertices):  # each way from the end back has a number, from 0
            if end in self.layer and self.vertices[end].inputs:
                before = 0
                for each in self.main(end):
                    ways[each] = ways.get(each, 0) + ways[end]
                    starts[each] = starts.get(each, 0) + starts[end] + ways[end] * before
                    self.lane[each, end] = starts[end] / ways[end] + before + (sizes[each] - 1) / 2
                    before += sizes[each]
        self.row = {name: starts[name] / ways[name] + (sizes[name] - 1) / 2 for name in self.layer}
        self._apart()

    def _apart(self):
        """Move what would stand in one place, or a line through a box, to a row of its own."""
        columns = defaultdict(list)

        def free(row, spots):
            while any(abs(row - other) < 1 - 1e-9 for spot in spots for other in columns[spot]):
                row += 0.5
            for spot in spots:
                columns[spot].append(row)
            return row

        for name in sorted(self.layer, key=self.row.get):
            self.row[name] = free(self.row[name], {self.layer[name], self.out(name)})
        for start, end in sorted(self.lane, key=self.lane.get):
            spots = range(self.out(start) + 1, self.layer[end])
            self.lane[start, end] = free(self.lane[start, end], spots) if spots else self.row[end]

    def bends(self, start, end):
        """Return the columns behind which a line changes its row."""
        lane, first, last = self.lane[start, end], self.out(start), self.layer[end] - 1
        return {spot for spot, row in ((first, self.row[start]), (last, self.row[end])) if abs(row - lane) > 1e-9} | (
            {first} if first == last and abs(self.row[start] - self.row[end]) > 1e-9 else set())

    def columns(self):
        """Return the x of each column."""
        wide = set().union(*(self.bends(*line) for line in self.lane))
        after = {self.layer[use] for leaf, uses in self.leaves.items() for use in uses
                 if self.side[leaf] == self.turned[use] or self.crowded(leaf, use)}
        xs = [self.left]
        for spot in range(max(map(self.out, self.layer))):
            xs.append(xs[-1] + (sum(self.reach) + SLANT if spot in wide else COLUMN) + self.aside * (spot in after))
        return xs

    def crowded(self, leaf, use):
        """Whether another weight stands close to the right of a weight, on the same side of its row."""
        return any(self.side[other] == self.side[leaf] and self.row[each] == self.row[use]
                   and 0 < self.layer[each] - self.layer[use] < 3
                   for other, uses in self.leaves.items() for each in uses)

    def heights(self, xs, below, room):
        """Return name -> y."""
        up, down = ({name: BOX for name in self.layer} for _ in range(2))
        reach = {-1: up, 1: down}
        for name in self.layer:
            merges = len([each for each in self.main(name) if each[0] != "·"]) > 1  # two boxes come in from the left
            for side in (1, -1) if merges else (self.turned[name],):
                reach[side][name] = max(reach[side][name], below)
        for leaf, [use, *others] in self.leaves.items():
            if not others:
                reach[self.side[leaf]][use] = max(reach[self.side[leaf]][use], LEAF + BOX)
        left, right = self.reach
        parts = [(xs[self.layer[name]] - left, xs[self.out(name)] + right, self.row[name], up[name], down[name])
                 for name in self.layer]
        parts += [(xs[self.out(start) + 1], xs[self.layer[end] - 1], lane, 6, 6)
                  for (start, end), lane in self.lane.items() if self.layer[end] - self.out(start) > 1]
        pitch = max([(one[4] + other[3] + GAP) / (other[2] - one[2]) for one in parts for other in parts
                     if other[2] > one[2] + 1e-9 and one[0] < other[1] and other[0] < one[1]], default=0)
        shared = {leaf: uses for leaf, uses in self.leaves.items() if uses[1:]}
        top = max(up[name] - pitch * row for name, row in self.row.items())
        first = TOP - BOX + max(top, LEAF + BOX if shared or top > BOX else top)
        first += (2 * BOX + GAP) * any(map(self.between, shared.values()))
        ys = {name: first + pitch * row for name, row in self.row.items()}
        for leaf in shared:
            ys = {name: y + room for name, y in ys.items()} | {leaf: TOP + room / 3}
        return ys

    def between(self, uses):
        """Return the weights that stand between the circles of a shared one, in its row."""
        spots = [self.layer[use] for use in uses]
        return [leaf for leaf, [use, *others] in self.leaves.items() if not others and self.side[leaf] == -1
                and min(spots) - 1 <= self.layer[use] <= max(spots) + 1]

    def line(self, start, end, xs, ys):
        """Return the points of a line from the right of one value to the circle of another."""
        first, last = self.out(start), self.layer[end] - 1
        y_of = {self.row[name]: ys[name] for name in self.layer}
        pitch = next(((b - a) / (p - q) for (q, a), (p, b) in pairwise(sorted(y_of.items()))), 0)
        y = ys[start] + pitch * (self.lane[start, end] - self.row[start])
        points = [(xs[first] + (0 if start[0] == "·" else 47), ys[start])]
        if abs(y - ys[start]) > 1e-9:
            points += [(xs[first + 1] - self.reach[0] - SLANT, ys[start]), (xs[first + 1] - self.reach[0], y)]
        if abs(y - ys[end]) > 1e-9:
            points += [(xs[last + 1] - self.reach[0] - SLANT, y), (xs[last + 1] - self.reach[0], ys[end])]
        return (*points, (xs[self.layer[end]], ys[end]))
