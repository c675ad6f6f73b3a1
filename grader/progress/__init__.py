"""What a learner has done: each attempt with its code, how far they are, what comes next. Nothing is graded by it."""
