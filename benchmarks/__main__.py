"""All benchmarks, one after the other, on one page: `python benchmarks`, about ten minutes. Needs Chromium."""

import sys

import explorers
import lessons
import maths

sys.exit(max([each.main() for each in (maths, lessons, explorers)]))
