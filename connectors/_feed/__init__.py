"""What the feed connector is made of."""
