"""Connectors: one file for each platform, its name the key in config.toml.

A connector imports `monitor.domain`, `monitor.errors`, `monitor.http` and its own library, and
never another connector. What a platform can do is what its connector implements: the roles in
`monitor.domain.connectors`. Each has a function

    connect(settings) -> Connector

that checks its own settings, reports every problem of them at once as ConfigError, and calls no
network. A leading underscore means "not a connector": `_bluesky` is what `bluesky` is made of.
docs/write-a-connector.md shows a whole one.
"""
