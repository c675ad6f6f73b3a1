"""Tests of the package `grader.watch`."""
