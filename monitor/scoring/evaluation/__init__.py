"""Evaluation: how well messages are understood, measured on texts that a person has labelled."""
