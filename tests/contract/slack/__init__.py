"""The simulated Slack, held to what the real slack-sdk and slack-bolt expect of Slack."""
