"""Faults: what must survive kill -9, lost answers, full disks; judged from outside."""
