"""The app manifest: what the owner pastes at Slack to make the app with everything it needs."""

from typing import Any, Final

from monitor.slack.socket import COMMAND, WHY

NAME: Final = "Complaint monitor"
#: what the bot token may do, and why
SCOPES: Final = {
    "chat:write": "post cards and change them",
    "commands": "the command /monitor and the shortcut Why?",
    "channels:history": "find a card again after a crash, in a public channel",
    "groups:history": "the same in a private channel",
    "channels:read": "test that the app is in the channel",
    "groups:read": "the same in a private channel",
    "users:read": "test that approvers are people",
}
#: without these nothing works; the others only help
NEEDED: Final = frozenset({"chat:write", "commands"})


# Any: JSON for Slack
def manifest(brand: str) -> dict[str, Any]:
    """Ready to be pasted under "From a manifest"."""
    return {
        "display_information": {
            "name": NAME,
            "description": f"Complaints about {brand}, and what to answer"[:140],
        },
        "features": {
            "bot_user": {"display_name": NAME, "always_online": True},
            "slash_commands": [
                {
                    "command": COMMAND,
                    "description": "What waits, cases, pause, the report",
                    "usage_hint": "status | inbox | case 7 | pause 30",
                    "should_escape": False,
                }
            ],
            "shortcuts": [
                {
                    "name": "Why?",
                    "type": "message",
                    "callback_id": WHY,
                    "description": "Why the monitor decided so",
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "interactivity": {"is_enabled": True},
            "socket_mode_enabled": True,
            "org_deploy_enabled": False,
            "token_rotation_enabled": False,
        },
    }
