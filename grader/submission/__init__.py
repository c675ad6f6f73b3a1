"""Learners' submissions: found and read once (`files`), assigned to an exercise (`naming`), decoded and parsed.

What is wrong with the *file* (missing, a folder, too large ...) is `refused.Refused`; what is wrong with its *content*
is the business of `decoding` and `parsing`.
"""
