"""Standard cases: what a statement promises of every call (`grader.catalogue.promises`), tried on the calls of its
tests.

An author writes what is right for one call, or for one object; that calls leave each other, their arguments and each
other's results alone is tried here, for all exercises alike. A test of the exercise runs once more, live, with the
submission:

    entries    what a request calls
    trace      the same test with other inputs, written down as requests while it runs with the reference
    watched    the submission's side: before and after each request of the test, the other one's next request is made;
               what goes in and what comes out stays beside the submission, and is asked for again
    trial      what each test shows of each promise, for one submission
    cases      the cases, and which tests are run again

Nobody is failed here for a test that fails by itself: whatever goes wrong is tried alone first.
"""
