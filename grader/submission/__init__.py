"""What learners hand in: found and read once (`files`), assigned to an exercise (`naming`), made text and parsed.

What is wrong with the *file* (missing, a folder, too large ...) is `refused.Refused`; what is wrong with its *content*
is the business of `decoding` and `parsing`.
"""
