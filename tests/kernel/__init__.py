"""The magics of notebooks, in a real kernel."""
