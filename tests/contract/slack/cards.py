"""Blocks to post in tests."""

from tests.simulators.server import Fields


def card(text: str = "A complaint", *, value: str = "e12:1") -> list[Fields]:
    """A text with two buttons."""
    return [
        {"type": "section", "block_id": "what", "text": {"type": "mrkdwn", "text": text}},
        {
            "type": "actions",
            "block_id": "do",
            "elements": [
                button("send", "Send", value=value, style="primary"),
                button("edit", "Edit", value=value),
            ],
        },
    ]


def button(action_id: str, text: str, **more: object) -> Fields:
    label = {"type": "plain_text", "text": text}
    return {"type": "button", "action_id": action_id, "text": label, **more}


def modal(**more: object) -> Fields:
    """A modal with one text to fill in."""
    typed = {"type": "plain_text_input", "action_id": "text", "max_length": 300}
    label = {"type": "plain_text", "text": "What to say"}
    return {
        "type": "modal",
        "callback_id": "edited",
        "title": {"type": "plain_text", "text": "Edit"},
        "submit": {"type": "plain_text", "text": "Send"},
        "private_metadata": "e12:1",
        "blocks": [{"type": "input", "block_id": "say", "label": label, "element": typed}],
        **more,
    }
