"""Simulators: fake platforms in processes of their own, which remember what the public saw."""
