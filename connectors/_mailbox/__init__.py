"""What the mailbox connector is made of."""
