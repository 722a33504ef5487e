"""With `handed_in` you can read what a class handed in: a folder or a .zip, as learning platforms hand them out.

    work, said = handed_in(Path("submissions.zip"), lessons())

Nothing is unpacked to the disk, and no link is followed. What cannot be read is no error: it is said.
"""

import io
import re
import stat
import unicodedata
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from nnlib.exercises.notebook import read, short
from nnlib.grade.cells import cells_of, lesson_of

LARGEST = 64 * 2 ** 20  # bytes of a notebook; of a .zip in a .zip ten times as many
DEEPEST = 4  # .zip in .zip
OTHER = "This is another kind of file, and no notebook was handed in."
# How a platform names what was handed in: who, their number, the number of the file, and its name.
MOODLE = re.compile(r"(?P<who>.+?)_(?P<id>\d+)_assignsubmission_[a-z]+_?(?P<file>.*)")
CANVAS = (re.compile(r"(?:LATE_)?(?P<who>anon_[^\W_]+)_(?P<number>\d+)_(?P<file>.+)"),
          re.compile(r"(?P<who>[^_]+)(?:_LATE)?_(?P<id>\d+)_(?P<number>\d+)_(?P<file>.+)"))
ENDING = re.compile(r"\.ipynb(\.txt|\.json)?$", re.IGNORECASE)
COPY = re.compile(r"[-_ .]*(\(?\d*\)?|[-_ ]?copy[ _]?\d*)", re.IGNORECASE)


@dataclass(frozen=True)
class File:
    """One file. parts : folders, archives and its name. when : a number that grows with time. problem : or ""."""

    parts: tuple
    data: bytes = b""
    when: float = 0.0
    problem: str = ""


@dataclass(frozen=True)
class Work:
    """What one learner handed in for one lesson, "" if no lesson is known. cells : exercise -> code, cell by cell."""

    learner: str
    lesson: str
    cells: dict = field(default_factory=dict)
    problem: str = ""


def handed_in(place, lessons):
    """Return a list of Work, one for each learner and lesson, in order, and a list of sentences on what was found.

    Raises OSError or ValueError if `place` is neither a folder nor a .zip that can be read.
    """
    found, said = {}, []
    for file, learner, number in _told_apart(files(place, lessons), lessons, Path(place).stem):
        notebook, problem = (None, file.problem) if file.problem else read(file.data)
        numbers = lesson_of(notebook, number, lessons) if notebook else [number]
        named = _named(file.parts[0], lessons)
        order = (int(named["number"]) if named else 0, file.when, natural(file.parts))
        for each in numbers:
            cells = cells_of(notebook, lessons[each]) if notebook and each else {}
            problem = problem or ("" if each else "In this notebook is no cell of a lesson with exercises.")
            found.setdefault((learner, each), []).append((order, cells, problem, "/".join(file.parts)))
    work, alike = [], Counter(name for name, _ in {learner for learner, _ in found})
    for (learner, number), several in found.items():
        called = learner[0] if alike[learner[0]] == 1 else f"{learner[0]} ({learner[1]})"
        _, cells, problem, path = max(several, key=lambda each: each[0])
        if number or not any(other == learner and lesson for other, lesson in found):
            work.append(Work(called, number, cells, problem))
        if number and several[1:]:
            said.append(f"{called}, lesson {number}: {len(several)} notebooks; the latest counts: {path}")
        said += [f"{path}: {problem}" for _, _, problem, path in several if problem]
    return sorted(work, key=lambda each: (natural([each.learner]), int(each.lesson or 0))), said


def _told_apart(found, lessons, top):
    """Return the files that count, each with its learner and lesson: where somebody handed in notebooks, those, and of
    others one that is none."""
    by_hand = _by_hand(found, lessons)
    told = [(file, *names(file.parts, lessons, top, by_hand)) for file in found]
    notebooks = [each for each in told if each[0].problem != OTHER]
    done = {learner for _, learner, _ in notebooks}
    others = {learner: (file, learner, "") for file, learner, _ in told
              if learner not in done and _whose(file, lessons)}
    return notebooks + list(others.values() if notebooks else ())


def _whose(file, lessons):
    """Whether it can be told who handed in a file: of other kinds, only by its folder, or as a platform names it."""
    return file.problem != OTHER or file.parts[1:] or _named(file.parts[0], lessons)


def _named(name, lessons):
    """Return who, id, number and file of a name as a platform gives them, or None."""
    for pattern in (MOODLE, *CANVAS):
        match = pattern.fullmatch(name)
        found = match and {"id": "", "number": "0"} | match.groupdict()
        # In student_12_04_sigmoid_derivatives the 04 is the lesson's.
        if found and not any(f"{found['number']}_{found['file']}".startswith(each.file) for each in lessons.values()):
            return found
    return None


def _by_hand(found, lessons):
    """Return the names that only look like Canvas's, which gives each file a number of its own: cs_101_2_ada, …_bob."""
    of_number = {}
    for first in {_first(file.parts) for file in found}:
        named = _named(first, lessons)
        if named and named["number"] != "0":
            of_number.setdefault((named["who"], named["id"], named["number"]), []).append(first)
    return {first for alike in of_number.values() if len({re.sub(r"[ -]?\(\d+\)$", "", each) for each in alike}) > 1
            for first in alike}


def files(place, lessons):
    """Return each file in a folder or a .zip; those that are no notebooks, or cannot be looked into, with a problem."""
    place = Path(place)
    if place.is_dir():
        return _in_folder(place, ())
    if not zipfile.is_zipfile(place):
        raise ValueError(f"{place} is neither a folder nor a .zip")
    found = [file for file in _in_zip(place, (), DEEPEST) if _whose(file, lessons)]
    tops = {file.parts[0] for file in found}
    wrapped = len(tops) == 1 and all(file.parts[1:] for file in found) and not MOODLE.fullmatch(*tops)
    if wrapped and ({place.stem} == tops or any(file.parts[2:] for file in found)):
        found = [replace(file, parts=file.parts[1:]) for file in found]
    return found


def _in_folder(folder, parts):
    found = []
    for path in sorted(each for each in folder.iterdir() if not _hidden(each.name)):
        here = (*parts, _name(path.name))
        if path.is_symlink():
            found.append(File(here, problem="This is a link, and no link is followed."))
        elif path.is_dir():
            inside = _in_folder(path, here)
            found += inside or ([] if parts else [File((*here, ""), problem="In this folder is no notebook.")])
        elif path.is_file():
            found += _file(here, path.stat().st_mtime, path.stat().st_size, lambda path=path: path.open("rb"), DEEPEST)
    return found


def _in_zip(archive, parts, depth):
    """Return the files in an archive. archive : a path or an open file."""
    found = []
    try:
        with zipfile.ZipFile(archive) as opened:
            for info in opened.infolist():
                here = [_name(each) for each in re.split(r"[/\\]", _decoded(info)) if each not in ("", ".", "..")]
                if info.is_dir() or not here or any(map(_hidden, here)):
                    continue
                if stat.S_ISLNK(info.external_attr >> 16):
                    found.append(File((*parts, *here), problem="This is a link, and no link is followed."))
                    continue
                found += _file((*parts, *here), _time(info), info.file_size, lambda info=info: opened.open(info), depth)
    except (*UNREADABLE, OSError) as error:
        found.append(File((*parts, ""), problem=f"This .zip cannot be read: {short(error)}"))
    return found


UNREADABLE = zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError  # RuntimeError: it wants a password


def _file(parts, when, size, opening, depth):
    """Return a file, or what is in a .zip."""
    name = parts[-1].lower()
    archive = name.endswith(".zip")
    if not (archive or ENDING.search(name)):
        return [File(parts, problem=OTHER)]
    most = LARGEST * (10 if archive else 1)
    try:
        if size > most:
            raise ValueError(f"it is larger than {most // 2 ** 20} MB")
        with opening() as file:
            data = file.read(most + 1)
        if len(data) > most:
            raise ValueError(f"it is larger than {most // 2 ** 20} MB")
    except (*UNREADABLE, OSError) as error:
        return [File(parts, when=when, problem=f"This file cannot be read: {short(error)}")]
    if not archive:
        return [File(parts, data, when)]
    if not depth:
        return [File(parts, when=when, problem="This .zip lies too deep in others.")]
    inside = _in_zip(io.BytesIO(data), (*parts[:-1], parts[-1][:-4]), depth - 1)
    return inside or [File((*parts[:-1], parts[-1][:-4], ""), problem="In this .zip is no notebook.")]


def _decoded(info):
    """Return the name of a file in an archive: many write UTF-8 and do not say so."""
    try:
        return info.filename if info.flag_bits & 0x800 else info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _time(info):
    try:
        return datetime(*info.date_time).timestamp()
    except (ValueError, OverflowError, OSError):
        return 0.0


def _hidden(name):
    return name.startswith(".") or name == "__MACOSX"


def _name(name):
    """Return a name as it is compared and shown: its accents in one form, no control characters."""
    name = name.encode("utf-8", "replace").decode("utf-8")
    return "".join(each if each.isprintable() else " " for each in unicodedata.normalize("NFC", name))


def _first(parts):
    """Return the name that may be a platform's: of a folder, or of a notebook."""
    return parts[0] if parts[1:] else re.sub(ENDING, "", parts[0])


def names(parts, lessons, top, by_hand):
    """Return the learner, as a name and a platform's number or "", and the lesson that the file's name tells, or "".

    top : what a learner is called who has neither a folder nor a name in the file's. by_hand : no platform's names.
    """
    file, first = re.sub(ENDING, "", parts[-1]), _first(parts)
    named = None if first in by_hand else _named(first, lessons)
    if named:
        return (named["who"].strip(), named["id"]), _told(file if parts[1:] else named["file"], lessons)[0]
    number, rest = _told(file, lessons)
    return (parts[0] if parts[1:] else rest or top, ""), number


def _told(name, lessons):
    """Return the lesson that a file's name tells, "" if none, and what is left of the name."""
    for number, lesson in lessons.items():
        before, found, after = name.partition(lesson.file)
        if found:
            return number, before.strip("-_ .") or ("" if COPY.fullmatch(after) else after.strip("-_ ."))
    match = re.search(r"lesson[-_ ]*0*(\d+)", name, re.IGNORECASE) or re.match(r"(?:0(\d)|(\d\d))(?=[-_ .]|$)", name)
    number = next(filter(None, match.groups()), "") if match else ""
    return (number if number in lessons else ""), name


def natural(parts):
    """Return a key that sorts 2 before 10."""
    plain = (re.sub(r"(\.\w+)+$", "", part).casefold() for part in parts)
    return [[(int(each), "") if each.isdecimal() else (-1, each) for each in re.split(r"(\d+)", part) if each]
            for part in plain]
