"""What the Reddit connector is made of."""
