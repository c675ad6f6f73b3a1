"""`dlgrade watch`: a file is judged at each save, on one screen.

`saves` notices that a file has changed, `terminal` owns the screen and the keys, `loop` runs and cancels judgements and
answers keys; what is on the screen is made by `screen` from a `view.View`.
"""
