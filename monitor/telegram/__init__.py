"""The owner's desk in Telegram: cards with buttons, over long polling, so no public address.

`telegram` (python-telegram-bot) is loaded when the config names this desk. Limits: the Bot API's
documentation.
"""
