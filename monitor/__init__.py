"""Reads public mentions of a brand, answers a complaint once, keeps the promise in private."""

__version__ = "0.1.0"
