"""The owner's desk in Slack: cards with buttons, over a socket that the monitor opens itself.

`slack_sdk` and `slack_bolt` are loaded when the config names this desk. Limits and error names:
Slack's documentation of Block Kit and of each method, and the models of `slack_sdk`.
"""
