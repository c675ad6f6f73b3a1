"""Tests of grader/judge/standard."""
