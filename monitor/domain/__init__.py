"""The pure core: what a complaint monitor knows and decides. No clock, no network, no database."""
