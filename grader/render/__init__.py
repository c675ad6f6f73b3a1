"""The pages that people read in the terminal: reports, summaries and statements.

A `Report` holds facts; `sentences` turns them into English and Chinese, the other modules lay them out. They import
rich, and the statement's a parser of Markdown, so commands import each when it has something to show.
"""
