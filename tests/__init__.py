"""What the complaint monitor promises, as claims that a machine can check."""
