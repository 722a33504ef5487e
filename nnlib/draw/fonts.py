"""Import this before matplotlib, and it says nothing on stderr while it builds its font cache, once on each machine.

FAMILIES are those that a figure is lettered in, as the pictures in SVG are; matplotlib brings the last one.
"""

import logging

from nnlib.draw import style

_log = logging.getLogger("matplotlib.font_manager")
_was_disabled, _log.disabled = _log.disabled, True
try:
    from matplotlib import font_manager
finally:
    _log.disabled = _was_disabled
FAMILIES = [*[name for name in style.FONTS if name in font_manager.get_font_names()][:1], "DejaVu Sans"]
