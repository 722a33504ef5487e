"""What a process has given up, it does not get: asked for in a process that has limited itself."""

import json
import subprocess
import sys

import pytest

TRIED = """
import ctypes, json, os, socket, sys, threading
from nnlib.grade.limits import limit
from nnlib.grade.running import READABLE
path = sys.argv[1]
tried = {
    "fork": os.fork, "kill": lambda: os.kill(os.getppid(), 0), "run": lambda: os.execv(sys.executable, ["python"]),
    "network": lambda: socket.socket(), "thread": threading.Thread(target=print).start,
    "write": lambda: open(path, "a"), "read": lambda: open(path), "unlink": lambda: os.unlink(path),
    "list": lambda: os.listdir(os.path.dirname(path)), "truncate": lambda: os.truncate(path, 0),
    "chmod": lambda: os.chmod(path, 0), "rename": lambda: os.rename(path, path + "x"), "memory": lambda: bytearray(10 ** 10),
}
free, got = limit(2, READABLE), []
for name, call in tried.items():
    try:
        call()
        got.append(name)
    except (OSError, RuntimeError, MemoryError):
        pass
assert open(os.__file__).read(10) and open(os.devnull, "w").write("x"), "these it keeps"
print(json.dumps([free, got]), flush=True)
while True:
    pass
"""


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone can limit all of it")
def test_a_limited_process_gets_nothing_that_it_gave_up(tmp_path):
    path = tmp_path / "results.csv"
    path.write_text("kept")
    run = subprocess.run([sys.executable, "-c", TRIED, str(path)], capture_output=True, text=True, timeout=60,
                         env={"OPENBLAS_NUM_THREADS": "1"})
    assert json.loads(run.stdout) == [[], []], run.stderr
    assert run.returncode != 0 and path.read_text() == "kept"  # and it was ended


def test_elsewhere_what_is_not_limited_is_named(monkeypatch):
    from nnlib.grade import limits
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(limits, "resource", None)
    assert limits.limit(2, []) == ["memory", "files", "processes and network"]
