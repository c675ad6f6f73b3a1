"""A Gradescope autograder: `pack` makes its zip, `run` is what it does there with one submission."""
