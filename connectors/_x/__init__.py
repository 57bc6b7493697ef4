"""What the connector for X is made of. Raw JSON ends in `parse` and `direct`; only `session` calls
tweepy."""
