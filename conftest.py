"""Before any test runs: how many processes there are, and what their kernels keep to themselves.

The kernels do not see the user's own IPython settings, and hypothesis writes nothing into the checkout.
"""

import os
import tempfile
from itertools import count
from pathlib import Path

import pytest
from hypothesis import configuration
from jupyter_client.manager import KernelManager


def pytest_configure(config):
    folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    os.environ["IPYTHONDIR"] = folder.name
    configuration.set_hypothesis_home_dir(os.path.join(folder.name, "hypothesis"))
    original, numbers = KernelManager.__init__, count()

    def start(self, **settings):
        # Ports are found free first and taken later: two kernels that start at the same moment may find the same one.
        original(self, **{"transport": "ipc", "ip": f"{folder.name}/kernel{next(numbers)}"} | settings)

    if os.name == "posix":
        KernelManager.__init__ = start
    config.add_cleanup(folder.cleanup)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config):
    """No other process where a file is named: a few tests are done before it has started.

    Else one more than there are cores: those that work a browser wait for it.
    """
    named = any(Path(argument.partition("::")[0]).is_file() for argument in config.args)
    return 0 if named else (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items):
    """The browser's tests first: they take longest, and at the end one process would wait for them alone."""
    items.sort(key=lambda item: not item.get_closest_marker("browser"))
