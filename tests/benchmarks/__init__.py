"""Benchmarks: ratios measured in one run against a named reference, never a timed test."""
