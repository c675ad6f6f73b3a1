"""`dlgrade serve`: a page to solve in, on this machine, over the judge that `check` and `watch` use.

`guard` lets nobody in but the learner's own browser; `draft` is the learner's file; `desk` keeps the judge and what
goes on with each exercise; `views` says what a page shows; `app` has the routes, and `serving` the socket. `statement`
and `formula` make HTML of a statement.
"""
