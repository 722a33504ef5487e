"""A class's notebooks become a table: whatever is handed in, however it is packed, and whatever the answers do."""

import io
import json
import os
import zipfile
from pathlib import Path

import numpy as np
import pytest
from exercises.answers import answer, sample, solution, source
from grade.classroom import GRADIENT, LOCALS, as_in_notebook, differing, filled, graded, hand_in, laid, learners

from nnlib.exercises import EXERCISES
from nnlib.exercises.remote import call, claim, from_plain, plain, verdict
from nnlib.grade import side_by_side
from nnlib.grade.__main__ import main
from nnlib.grade.cells import cells_of
from nnlib.grade.course import lessons
from nnlib.grade.running import _judged_apart
from nnlib.grade.submissions import handed_in
from nnlib.grade.table import as_csv
from nnlib.topology import PATHS

COURSE_LESSONS = lessons()
FOUR, SEVEN = "04_sigmoid_derivatives", "07_update_rule"
RIGHT = filled({id: solution(id) for id in (LOCALS, GRADIENT)})
LATER = filled({id: sample(id)[1] for id in (LOCALS, GRADIENT)})
STEP = filled({}, SEVEN)


def packed(files):
    """The bytes of a .zip. files : name -> bytes, or (bytes, seconds)."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, data in files.items():
            data, second = data if isinstance(data, tuple) else (data, 0)
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, second)), data)
    return held.getvalue()


def work(tmp_path, files, name="class.zip"):
    """What a .zip of these files holds: learner and lesson -> Work, and what is said of them."""
    (tmp_path / name).write_bytes(packed(files))
    found, said = handed_in(tmp_path / name, COURSE_LESSONS)
    return {(each.learner, each.lesson): each for each in found}, said


@pytest.mark.parametrize(("names", "wanted"), [
    ({"Ada Lovelace_12_assignsubmission_file_/notebook.ipynb": RIGHT, "Bo_7_assignsubmission_file/x/notebook.ipynb": RIGHT,
      "Cy_8_assignsubmission_file_04.ipynb": RIGHT}, {("Ada Lovelace", "4"), ("Bo", "4"), ("Cy", "4")}),
    ({f"Ada_{k}_assignsubmission_file_/a.ipynb": RIGHT for k in (1, 2)}, {("Ada (1)", "4"), ("Ada (2)", "4")}),
    ({"lovelaceada_LATE_1_2_notebook.ipynb": RIGHT, "turing_3_4_x-1.ipynb": STEP}, {("lovelaceada", "4"), ("turing", "7")}),
    ({"anon_aB3dE_98765_x.ipynb": RIGHT, "LATE_anon_Q7_98766_x.ipynb": RIGHT, "anon_aB3dE_98764_y.ipynb": STEP},
     {("anon_aB3dE", "4"), ("anon_Q7", "4"), ("anon_aB3dE", "7")}),
    *(({f"{name}.ipynb": RIGHT for name in names}, {(name, "4") for name in names}) for names in (
        ("math_a_101_2_ada", "math_a_101_2_bob"), ("cs_101_2_ada", "cs_101_2_bob"))),
    ({"turing_3_40_x.ipynb": RIGHT, "turing_3_40_x (1).ipynb": RIGHT, "turing_3_41_y.ipynb": STEP},
     {("turing", "4"), ("turing", "7")}),
    ({f"student_{k}_{FOUR}.ipynb": RIGHT for k in (3, 12)}, {("student_3", "4"), ("student_12", "4")}),
    ({"ada/a/b/one.ipynb": RIGHT, "ada/two.ipynb": STEP, "bob.ipynb": STEP}, {("ada", "4"), ("ada", "7"), ("bob", "7")}),
    ({f"ada_{FOUR}.ipynb": b"", f"{FOUR}_bob (1).ipynb": b""}, {("ada", "4"), ("bob (1)", "4")}),
    ({"class/ada/x.ipynb": RIGHT, "class/bob/x.ipynb": RIGHT}, {("ada", "4"), ("bob", "4")}),
    ({"Zoe\u0308/x.ipynb": RIGHT, "Zo\u00eb/y.ipynb": STEP, "李小龙/x.ipynb": RIGHT}, {("Zoë", "4"), ("Zoë", "7"), ("李小龙", "4")}),
    ({"ada/x.ipynb": RIGHT, "__MACOSX/ada/._x.ipynb": b"\0", "ada/.ipynb_checkpoints/x-checkpoint.ipynb": LATER,
      "bob/._x.ipynb": b"", "bob/x.ipynb": STEP}, {("ada", "4"), ("bob", "7")}),
    ({"ada.zip": packed({"x.ipynb": RIGHT, "more.zip": packed({"y.ipynb": STEP})}), "bob/z.ipynb": STEP},
     {("ada", "4"), ("ada", "7"), ("bob", "7")}),
    ({"../../ada/x.ipynb.txt": RIGHT, "/bob\\X.IPYNB": RIGHT}, {("ada", "4"), ("bob", "4")}),
    ({f"ada/{SEVEN}.ipynb": RIGHT, "bob/lesson 7.ipynb": b"?", "eve/x.ipynb": b"?"}, {("ada", "4"), ("bob", "7"), ("eve", "")}),
])  # fmt: skip
def test_learners_and_lessons_are_told(tmp_path, names, wanted):
    assert work(tmp_path, names)[0].keys() == wanted


@pytest.mark.parametrize("top", ["", "class/"])
def test_whoever_hands_in_another_kind_of_file_has_a_row(tmp_path, top):
    others = ("Ada_1_assignsubmission_file_/lesson4.pdf", "Bob_2_assignsubmission_file_/lesson4.pdf", "eve_4_5_notes.txt",
              "Bob_2_assignsubmission_file_/my.docx", "Cleo_3_assignsubmission_onlinetext_/onlinetext.html", "grades.csv")
    rows, said = work(tmp_path, {f"{top}Ada_1_assignsubmission_file_/x.ipynb": RIGHT, **{top + name: b"" for name in others},
                                 "readme.txt": b""})
    assert {key: each.problem for key, each in rows.items()} == {("Ada", "4"): "", **{
        (name, ""): "This is another kind of file, and no notebook was handed in." for name in ("Bob", "Cleo", "eve")}}
    assert len(said) == 3 and "eve_4_5_notes.txt: This is another kind of file" in " ".join(said)
    assert work(tmp_path, {"ada/x.pdf": b"", "bob_1_2_x.txt": b""}) == ({}, [])


def test_a_folder_is_read_as_its_zip_is_and_no_link_is_followed(tmp_path):
    files = {"ada/x.ipynb": RIGHT, "bob.ipynb": STEP, "eve/deep/x.ipynb": b"{", "ada/.ipynb_checkpoints/x.ipynb": STEP}
    laid(tmp_path / "class", files)
    found, _ = handed_in(tmp_path / "class", COURSE_LESSONS)
    assert {(each.learner, each.lesson): each for each in found} == work(tmp_path, files, "z.zip")[0]
    if hasattr(os, "symlink"):
        (tmp_path / "class" / "mallory").symlink_to(tmp_path / "class" / "ada")
        (tmp_path / "class" / "loop").symlink_to(tmp_path)
        found, _ = handed_in(tmp_path / "class", COURSE_LESSONS)
        assert [each.problem for each in found if each.learner == "mallory"] == ["This is a link, and no link is followed."]


@pytest.mark.parametrize(("early", "late"), [
    ("a/1.ipynb", "a/2.ipynb"), ("a/x.ipynb", "a/x-1.ipynb"), ("a/x 9.ipynb", "a/x 10.ipynb"),
    ("a_1_5_x.ipynb", "a_LATE_1_11_x.ipynb"), ("a/x.ipynb", "a/x (1).ipynb")])
def test_the_latest_counts_and_that_is_said(tmp_path, early, late):
    for files in ({early: RIGHT, late: LATER}, {late.replace("_11_", "_4_"): RIGHT, early: (LATER, 4)}):
        found, said = work(tmp_path, files)
        assert found["a", "4"].cells[LOCALS] == [sample(LOCALS)[1]]
        assert said == [f"a, lesson 4: 2 notebooks; the latest counts: {[*files][1]}"]


CELLS = json.loads(RIGHT)["cells"]
OLD = [{"input" if key == "source" else key: value for key, value in cell.items()} for cell in CELLS]


@pytest.mark.parametrize("data", [
    RIGHT, b"\xef\xbb\xbf" + RIGHT, RIGHT.decode().encode("utf-16"),
    json.dumps(json.loads(RIGHT), ensure_ascii=False).encode("latin-1", "replace"),
    {"cells": [cell | {"metadata": {}} for cell in CELLS]}, {"nbformat": 3, "worksheets": [{"cells": OLD}]},
    {"cells": [cell | {"metadata": {"tags": "lost"}, "id": None} for cell in CELLS]},
], ids=["plain", "bom", "utf-16", "latin-1", "tags", "nbformat-3", "ids"])  # fmt: skip
def test_answers_are_found_in_notebooks_of_any_kind(tmp_path, data):
    found, said = work(tmp_path, {"ada/n.ipynb": json.dumps(data).encode() if isinstance(data, dict) else data})
    assert found["ada", "4"].cells == {id: [solution(id)] for id in (LOCALS, GRADIENT)} and not said


def test_of_the_cells_only_those_of_the_exercises_are_taken_and_a_stub_beside_an_answer_is_none():
    more = [{"cell_type": "code", "metadata": {"tags": [f"exercise:{GRADIENT}"]}, "source": code}
            for code in ("helper = 1", COURSE_LESSONS["4"].answers[GRADIENT].stub)]
    cells = [cell for cell in CELLS if f"exercise:{LOCALS}" not in cell["metadata"].get("tags", [])] + more
    assert cells_of(cells, COURSE_LESSONS["4"]) == {LOCALS: [], GRADIENT: [solution(GRADIENT), "helper = 1"]}


@pytest.mark.parametrize(("file", "data", "said"), [
    *(("ada/n.ipynb", data, "lists lie in lists") for data in (
        b"[" * 10 ** 5, b'[{"a":' * 10 ** 4, b'["",' * 10 ** 4, b"[" * 101 + b'"' + b'\\"' * 10 ** 6)),
    ("ada.zip", b"PK\x03\x04 and no more", "cannot be read"), ("ada.zip", packed({"x.txt": b""}), "no notebook"),
    ("ada.zip", packed({"x.ipynb": RIGHT}).replace(RIGHT[:50], b"?" * 50), "cannot be read"),
    ("ada.zip", packed({"x.ipynb": RIGHT}).replace(b"PK\x01\x02\x14\x03\x14\0\0", b"PK\x01\x02\x14\x03\x14\0\x01")
     .replace(b"PK\x03\x04\x14\0\0", b"PK\x03\x04\x14\0\x01"), "password"),  # it is said to be encrypted
], ids=range(8))  # fmt: skip
def test_of_what_cannot_be_read_that_is_said(tmp_path, file, data, said):
    found, lines = work(tmp_path, {file: data, "bob/x.ipynb": filled({GRADIENT: "'" + "\x1b[0m" * 1000 + "'"})})
    assert [said in each for each in (found["ada", ""].problem, *lines)] == [True, True] and ("bob", "4") in found


# ---- an answer in another process

def sent(value):
    """A value as it comes from one process to the other."""
    return json.loads(json.dumps(value))


@pytest.mark.parametrize("code", [solution, lambda id: sample(id)[1]], ids=["right", "wrong"])
@pytest.mark.parametrize("id", EXERCISES)
def test_an_answer_elsewhere_is_right_if_its_numbers_are(id, code):
    name = COURSE_LESSONS[id.split(".")[0]].answers[id].name
    function, asked = answer(id, code(id)), []

    def ask(given):
        asked.append(given)
        return sent(call(id, function, sent(given)))

    told, true = sent(claim(id, name, {name: function})), EXERCISES[id].judge(function)
    assert (told["status"], told["message"]) == (true.status, true.message)
    seen = verdict(id, told, ask)
    assert (seen.status, seen.message) == (true.status, true.message)
    assert bool(asked) == (true.status == "right" and callable(function))
    assert verdict(id, told | {"status": "right"}, ask).status == true.status


UNFIT = [None, 0.5, 10 ** 400, float("nan"), {"given": ["g1", 10 ** 9]}, {"given": []}, {"tuple": 3}, {"array": [[], 3]},
         {"array": [10 ** 400]}, {"dict": [3]}, {"dict": [[[], 3]]}, {"one": 1, "two": 2}, [{"other": "x"}]]
LONG = [{"text": str(k)} for k in range(10 ** 5)]  # costs no time


@pytest.mark.parametrize(("told", "called"), [
    *((told, None) for told in (None, [], "right", {}, {"status": "wrong", "message": 3}, {"status": []}, {"status": "wrong", "message": "", "mistake": 3},
                                *({"status": "right", "answer": each} for each in (*UNFIT, LONG)))),
    *(({"status": "right"}, called) for called in (3, {}, *({"returned": each} for each in UNFIT), {"returned": 3, "left": 3},
                                                   {"returned": 3, "left": [0.5, [[]]]})),
])
def test_whatever_a_process_says_it_does_not_make_an_answer_right(told, called):
    for id in (GRADIENT, "10.reverse", "3.path"):
        assert verdict(id, told, lambda given: called).status != "right"


def test_only_plain_values_pass():
    for value in (None, True, 1, 0.5, "w1", ["w1"], [1, (2.0, "x")], {"z1": 1.0}, [("z1", [("x", 0.5)])]):
        assert from_plain(sent(plain(value)), GRADIENT) == value
    g1 = EXERCISES["1.forward"].parameters["g1"].values[1]
    assert from_plain(plain(g1, "1.forward"), "1.forward") is g1
    assert plain(object()) == {"other": "object"}


# ---- the command

@pytest.mark.skipif(os.name != "posix", reason="where nothing can be limited, cheats do harm")
def test_each_row_of_a_class_is_what_it_should_be(tmp_path):
    made = list(learners())
    kept = ("cheat", "broken empty", "broken half", "endless before", "right", "untouched", "half")
    wanted = hand_in(tmp_path / "class", [each for each in made if each[0].startswith(kept)]
                     + [each for each in made if "4." in each[0]][::25])
    said, rows = graded(tmp_path / "class", tmp_path / "results.csv")
    assert said.startswith("status 0\n") and differing(rows, wanted) == [], said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["class", "results.csv"]
    assert {(tmp_path / "class" / name / f"{FOUR}.ipynb").exists() for name in wanted} == {True}


def test_an_interrupted_run_goes_on(tmp_path, monkeypatch):
    begun, judged = tmp_path / "results.csv.begun", []

    def side_by_side_(work, left, course):
        for k in left:
            if len(judged) == 2:
                raise KeyboardInterrupt
            judged.append(k)
            yield k, [(work[k].learner, "4", LOCALS, "right", "", "")], []

    def interrupted(files):
        laid(tmp_path / "class", files)
        judged.clear()
        with pytest.raises(KeyboardInterrupt):
            side_by_side.graded(handed_in(tmp_path / "class", COURSE_LESSONS)[0], COURSE_LESSONS, begun)
        return judged

    monkeypatch.setattr(side_by_side, "_side_by_side", side_by_side_)
    assert interrupted({f"{name}/n.ipynb": RIGHT for name in "abcd"}) == [0, 1]
    begun.write_text(begun.read_text() + '["half a li')
    assert interrupted({"b/n.ipynb": LATER}) == [1, 2], "handed in anew in the meantime"


def test_no_cell_of_the_table_is_a_formula():
    table = as_csv([(f"{sign}SUM(A1)", "4", LOCALS, "right", "", "") for sign in "=+-@"])
    assert as_csv([("\ud800\0\n", *[""] * 5)]).encode()
    assert table.splitlines()[1:] == [f"'{sign}SUM(A1),4,{LOCALS},right,," for sign in "=+-@"]


@pytest.mark.parametrize("place", ["nothing", "file.txt"])
def test_what_is_no_folder_and_no_zip_is_said(tmp_path, place):
    (tmp_path / "file.txt").write_text("")
    assert main([str(tmp_path / place), "--output", str(tmp_path / "r.csv")]) == 2
    assert not (tmp_path / "r.csv").exists()


@pytest.mark.parametrize("id", ["1.forward", "5.path", "7.step", "10.times"])
def test_messages_are_those_of_the_notebook_for_each_mistake(id):
    lesson = COURSE_LESSONS[id.split(".")[0]]
    for code in (source(EXERCISES[id], [mistake]) for mistake in EXERCISES[id].singles):
        assert _judged_apart(id, {each: [] for each in lesson.answers} | {id: [code]}, lesson, [], set()) == as_in_notebook(id, code)


def test_of_a_cell_that_python_cannot_read_the_line_is_told_and_after_an_error_the_cells_go_on():
    cells = {LOCALS: ["scale = 1\nraise ValueError"], GRADIENT: [solution(GRADIENT).replace("return", "return scale *")]}
    assert _judged_apart(GRADIENT, cells, COURSE_LESSONS["4"], [], set())[0] == "right"
    cells[GRADIENT] = ["def dloss_dw2(y, a1, a2):\n    return (a2 - y * a1"]
    assert _judged_apart(GRADIENT, cells, COURSE_LESSONS["4"], [], set())[2] == (
        "Your code raises SyntaxError ('(' was never closed), in line 2: return (a2 - y * a1")


def test_lessons_of_ones_own_give_the_set_up(tmp_path):
    assert lessons(Path(__file__).parents[2] / "notebooks") == COURSE_LESSONS
    with pytest.raises(ValueError, match="no notebook"):
        lessons(tmp_path)


@pytest.mark.parametrize("made", [np.array, set, tuple, iter, list])
def test_a_path_is_right_as_whatever_check_takes(made):
    space = {"path_to_w2": made(PATHS["w2"])}
    true = EXERCISES["3.path"].judge(made(PATHS["w2"])).status
    assert verdict("3.path", sent(claim("3.path", "path_to_w2", space)), None).status == true


@pytest.mark.parametrize("kind", [float, np.float32, np.longdouble, np.array, lambda z: np.array(z, dtype=np.longdouble)])
def test_numbers_are_right_as_whatever_check_takes(kind):
    def forward(x, w1, w2, g1, g2):
        return np.array([x * w1, g1(x * w1), g1(x * w1) * w2, kind(g2(g1(x * w1) * w2))], dtype=object if kind is np.array else None)

    told = sent(claim("1.forward", "forward", {"forward": forward}))
    seen = verdict("1.forward", told, lambda given: sent(call("1.forward", forward, given)))
    assert seen.status == EXERCISES["1.forward"].judge(forward).status == "right"
