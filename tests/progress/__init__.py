"""Tests of the package `grader.progress`."""
