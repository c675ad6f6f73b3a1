"""`dlgrade serve`: a page to solve in, a shell over the same judge."""
