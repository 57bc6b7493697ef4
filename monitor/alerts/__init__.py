"""Where alerts go. Each channel lays a card out for its readers and makes strangers' text inert."""
