"""The sandbox in a container engine."""
