"""Faults of ours and of the machine; see conftest.py."""
