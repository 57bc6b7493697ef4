"""What the monitor does, step by step: ingest, triage, deliver, review, deadlines."""
