"""With `practice` you get a network that no lesson has shown, one question about it, and a check of your answer.

    from nnlib.practice import practice
    task = practice(level=2, seed=7)
    task                        the graph with its numbers, and the question
    task.check(answer)          the verdict on the paths, or on the gradient
    task.hints, task.solution

    practice → Task             what is asked, shown and checked
      networks                  makes a network from a level and a seed
      mistakes, texts           make the catalogue of mistakes from its graph
      gradient                  judges a function, path by path
      paths                     judges a list of paths
      solution                  hints, and the answer derived line by line
"""

from nnlib.practice.task import Task, practice

__all__ = ["Task", "practice"]
