"""Import this before matplotlib, and it says nothing on stderr while it builds its font cache, once on each machine."""

import logging

_log = logging.getLogger("matplotlib.font_manager")
_was_disabled, _log.disabled = _log.disabled, True
try:
    import matplotlib.font_manager  # noqa: F401
finally:
    _log.disabled = _was_disabled
