"""A playbook from the owner's files to rules that decide, with every problem told at once."""
