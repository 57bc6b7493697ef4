"""Connectors: one file for each platform, its name the key in config.toml.

A connector imports `monitor.domain`, `monitor.errors`, `monitor.http` and its own library, and
never another connector. What a platform can do is what its connector implements: the roles in
`monitor.domain.ports`. Each has a function

    connect(settings, *, brand, clock, folder) -> Connector

that checks its own settings, reports every problem of them at once as ConfigError, and calls no
network. A leading underscore in a file's name means "not a connector".
"""
