"""What the Mastodon connector is made of; `connectors.mastodon` puts it together."""
