"""What conftest.py promises: a kernel takes no port, and where a file is named no other process starts."""

import os
from types import SimpleNamespace

import nbformat.v4 as v4
import pytest
from store_outputs import execute


@pytest.mark.skipif(os.name != "posix", reason="kernels listen at files on macOS and Linux only")
def test_a_kernel_takes_no_port():
    cell = v4.new_code_cell("from ipykernel.connect import get_connection_info\nprint(get_connection_info())")
    execute(v4.new_notebook(cells=[cell]), "made here")
    assert '"transport": "ipc"' in cell.outputs[0].text


@pytest.mark.parametrize(("named", "alone"), [("tests", False), (__file__, True), (f"{__file__}::test_a", True)])
def test_where_a_file_is_named_no_other_process_starts(pytestconfig, named, alone):
    config = SimpleNamespace(args=[named], option=SimpleNamespace(numprocesses="logical"))
    assert (pytestconfig.hook.pytest_xdist_auto_num_workers(config=config) == 0) == alone
