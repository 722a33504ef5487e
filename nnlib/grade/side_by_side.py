"""With `graded` you can judge the work of a class, as many processes side by side as the machine can take.

    rows = graded(work, lessons(), Path("results.csv.begun"))

What is done is kept in that file, line by line: after an interruption, only the rest is judged.
"""

import json
import multiprocessing
import os
import signal
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from hashlib import sha256

from nnlib.exercises import EXERCISES
from nnlib.grade import running
from nnlib.grade.limits import die_with_parent
from nnlib.grade.submissions import Work

BESIDE = 2  # processes for each processor: some wait


def graded(work, course, begun):
    """Return the rows of all work. begun : the file that keeps what is done, line by line."""
    keys = [sha256(repr((each, course.get(each.lesson))).encode()).hexdigest() for each in work]
    done, free = _kept(begun), set()
    left = [k for k, key in enumerate(keys) if key not in done]
    with begun.open("a", encoding="utf-8") as file:
        for k, rows, unlimited in _side_by_side(work, left, course):
            done[keys[k]] = rows
            free |= {*unlimited}
            print(json.dumps([keys[k], rows]), file=file, flush=True)
            _progress(sum(key in done for key in keys), len(keys))
    if free:
        print(f"On this system nothing limits {', '.join(sorted(free))}: what was handed in is free to use them.",
              file=sys.stderr)
    return [row for key in keys for row in done[key]]


def _kept(begun):
    """Return key -> rows, as far as an earlier run came."""
    found = {}
    for line in begun.read_text(encoding="utf-8").splitlines() if begun.exists() else ():
        with suppress(ValueError):  # it was stopped while it wrote
            key, rows = json.loads(line)
            found[key] = rows
    return found


def _side_by_side(work, left, course):
    """Yield (k, rows, unlimited) for the work left, as each is done."""
    os.environ |= {"OPENBLAS_NUM_THREADS": "1", "MPLBACKEND": "agg"}  # limits leave no threads and no windows
    alone = False
    while left:
        with ProcessPoolExecutor(1 if alone else (os.cpu_count() or 1) * BESIDE, multiprocessing.get_context("spawn"),
                                 _prepare, (course, sorted({work[k].lesson for k in left} - {""}))) as pool:
            pool.submit(os.getpid).result()  # if they cannot begin, that is no learner's doing
            futures = {pool.submit(_judged, work[k]): k for k in left}
            try:
                for future in as_completed(futures):
                    rows, unlimited = future.result()
                    left.remove(futures[future])
                    yield futures[future], rows, unlimited
                    alone = False
            except BrokenProcessPool:  # where a process cannot be limited, it may end the one that judges it
                if alone:
                    k = left.pop(0)
                    yield k, [(work[k].learner, work[k].lesson, id, "wrong", "process-ended", running.ENDED)
                              for id in course[work[k].lesson].answers], []
                alone = True
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                for process in multiprocessing.active_children():
                    process.kill()
                raise


def _prepare(course, numbers):
    """Load and work out in each process what the judging of these lessons needs."""
    global _course
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interruption is for the command, which ends this process
    with suppress(OSError, AttributeError):
        die_with_parent()
    if not multiprocessing.parent_process().is_alive():
        os._exit(1)
    import matplotlib.pyplot  # noqa: F401 - where nothing can be written, it cannot be loaded any more
    _course = course
    main = sys.modules["__main__"]
    for number in numbers:
        running.namespace(course[number].setup)
        for id in course[number].answers:
            EXERCISES[id].judge(lambda *given: 1.0)
        as_handed_out = {id: [answer.stub] for id, answer in course[number].answers.items()}
        rows, _ = running.judged(Work("", number, as_handed_out), course)
        if {row.status for row in rows} != {"not tried"}:
            raise OSError(f"lesson {number}, as it is handed out, cannot be judged on this machine: {rows}")
    sys.modules["__main__"] = main


def _judged(work):
    return running.judged(work, _course)


def _progress(done, all_):
    """Show how far it is: on a screen in one line, in a file a line now and then."""
    if sys.stderr.isatty():
        width = 30 * done // all_
        print(f"\r[{'#' * width:30}] {done} of {all_}", end="\n" if done == all_ else "", file=sys.stderr, flush=True)
    elif done == all_ or done % 100 == 0:
        print(f"{done} of {all_}", file=sys.stderr)
