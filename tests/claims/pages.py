"""What the README and the website's pages say with a number in it, and what makes it true."""

from claims import source

MEASURED = source("website/pages/instructors.md")

SAYS = r"""
inputs("z1")[1:] + inputs("z2")[1:] == ("w1", "w2")
    a network of two weights
'requires-python = ">=3.11"' in source("pyproject.toml")
    You need Python 3.11 or later
len(re.findall(r"(?m)^- [*]{2}", source("README.md"))) == 3
    in three ways:
'"megabytes": 11' in source("website/runtime.py") and "{megabytes} MB" in source("website/pages/index.md")
    a download of {megabytes} MB, once for all lessons.
MEASURED.count("pyodide-0.27.7") == 1
    0.27.7, they load
"by/4.0/" in source("README.md")
    CC BY 4.0
len(re.findall(r"(?m)^- \*(?!\*)", MEASURED)) == 2
    Two ways to publish it:
MEASURED.count("\n- **[A class at a glance](class.md)**") == MEASURED.count("\n- **This command**") == 1
    There are two ways to grade
    In both ways the folder holds
'part.write_text(text, encoding="utf-8", newline="")' in source("nnlib/grade/__main__.py")
    The table is text in UTF-8 with commas
"So 500 learners" in MEASURED
    A class of 500 needs
500 * 11 == 5.5e3 and round(5.5e3 * 8 / (5 * 60)) == 147 and "downloads 11 MB" in MEASURED
    So 500 learners who start within the same five minutes download 5.5 GB: 147 Mbit/s
0 in BY_NUMBER and source("notebooks/00_start_here.ipynb") != ""
    let the class open lesson 0
89 + 3 * 115 == 434 < 500 < 89 + 4 * 115 and "66 to 115 MB" in MEASURED
    So 0.5 GB a learner carries three open lessons, whichever they are: 434 MB
89 + 7 * 115 < 1000 and "66 to 115 MB" in MEASURED
    or give 1 GB
'"autosaveInterval": 10' in source("website/live.py")
    saved there every ten seconds
"| lesson | the learner can | tested by |" in MEASURED
    The third column has the names
12 in BY_NUMBER and BY_NUMBER[12].tagged("exercise") and not any(id.startswith("12.") for id in EXERCISES)
    Lesson 12 makes its tasks anew
    In lesson 12 `practice(
BY_NUMBER[7].cells[0].source.count("part 7 of the exercise") == 1 and "beyond the exercise" in BY_NUMBER[8].cells[0].source
    Each plan completes the exercise, which ends with lesson 7
MEASURED.count("`python editions/build.py ") == 2
    The last two commands need
"SECONDS, PATIENCE = 2, " in source("nnlib/grade/running.py")
    for 2 seconds at most
"MEMORY = 512 * 2 ** 20" in source("nnlib/grade/limits.py")
    with 512 MB more than
"PATIENCE = 10," in source("website/page/class/grading.js") and "memory: 1}" in source("website/page/class/grading.js")
    Each has 10 seconds and 1 GB.
"\n    (23, 7)\n" in source("nnlib/datasets.py") and "Accident (1986)" in source("nnlib/datasets.py")
    of lesson 8 are 23 temperatures and whether there was distress, from a report of a commission of the President of the United States (1986)
agreed: what was tried by hand
    lessons 0, 4 and 7 were run whole
agreed: measured once, on one machine, as the page says or the benchmarks do again
    downloads 11 MB on a first visit
    47 requests a second
    on two cores sent 13,600 requests and 2,300 MB a second to 200 clients
    The text, 2 to 100 kB a page
    holds 89 MB, and a kernel in which a whole lesson has run 66 to 115 MB
agreed: the length of an hour; that the plans fit it, test_instructors.py tests
    An hour has 60 minutes
agreed: a font's name
    cut from STIX Two Math
agreed: quoted from the work that the page names
    an effect size of 0.49, against 0.32 for showing the correct answer and 0.05 for
    Kleij et al. 2015
    Crouch et al. 2004
"""
