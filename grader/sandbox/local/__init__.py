"""The sandboxes without an engine: bubblewrap, and a bare process."""
