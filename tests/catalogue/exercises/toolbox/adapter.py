def twice(submission, values):
    return [submission.scale(value) for value in values]
