"""Keep the user's own IPython settings out of the lessons' kernels."""

import os
import tempfile


def pytest_configure(config):
    folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    os.environ["IPYTHONDIR"] = folder.name
    config.add_cleanup(folder.cleanup)
