"""With this you can grade a class: notebooks in, a table out.

    python -m nnlib.grade SUBMISSIONS --output results.csv

    __main__             the command
      table              rows -> the .csv
      submissions        a folder or a .zip -> what each learner handed in
        cells            which lesson a notebook answers, and which of its cells answer what
      course             the lessons' set-up cells and answers, from lessons.json
      side_by_side       many processes at once, and what was done already
        running          an answer runs in a process of its own, and is judged outside of it
          limits         what that process must do without
"""
