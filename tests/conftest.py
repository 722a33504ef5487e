"""Keep the user's own IPython settings out of the lessons' kernels, and hypothesis from writing into the checkout."""

import os
import tempfile

from hypothesis import configuration


def pytest_configure(config):
    folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    os.environ["IPYTHONDIR"] = folder.name
    configuration.set_hypothesis_home_dir(os.path.join(folder.name, "hypothesis"))
    config.add_cleanup(folder.cleanup)
