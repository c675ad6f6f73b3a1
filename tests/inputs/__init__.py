"""Tests of `grader.inputs`."""
