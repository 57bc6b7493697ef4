"""A playbook from the owner's files to rules that decide, with every problem told at once."""

from monitor.rules.parse import load_playbook

__all__ = ["load_playbook"]
