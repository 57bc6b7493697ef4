"""From no account to a working one, in plain words."""

from monitor.domain.account import Ask, Setup, Step

#: what the token has to be allowed, and what for
NEEDED = {
    "read:accounts": "to know whose token it is",
    "read:notifications": "to read mentions",
    "read:statuses": "to read posts, and to see whether a reply is out",
    "write:statuses": "to reply, and to take a reply back",
}
#: what may be missing, and what then does not work
WISHED = {
    "read:search": "keyword searches",
    "read:follows": "seeing whether somebody is muted or blocked",
    "write:mutes": "muting",
    "write:blocks": "blocking",
}

SETUP = Setup(
    title="Mastodon",
    minutes=5,
    before=(
        "Mastodon costs nothing and needs no approval.",
        "Every server has rules of its own: read yours about automated accounts.",
        "Your account should say that it is automated; the monitor checks that it does.",
    ),
    steps=(
        Step(
            words=(
                "Log in to the business's own account on its server, in a browser. Where the "
                "address bar shows another address than your handle ends with, write that one."
            ),
            asks=(
                Ask(
                    name="server",
                    title="Address of your server",
                    is_secret=False,
                    is_optional=True,
                    example="https://mastodon.example",
                ),
            ),
        ),
        Step(
            words=(
                "Open Preferences, then Development, then New application. As its name write "
                "`complaint monitor`. Tick exactly these boxes and no others: "
                + ", ".join((*NEEDED, *WISHED))
                + ". Press Submit."
            ),
        ),
        Step(
            words=(
                "Open the application that you have just made, and copy what stands beside "
                "`Your access token`."
            ),
            asks=(Ask(name="MASTODON_TOKEN", title="Access token"),),
        ),
        Step(
            words=(
                "Open Preferences, then Public profile, and tick `This is an automated account`."
            ),
        ),
        Step(
            words=(
                "Open Preferences, then Notifications, and let private mentions and mentions by "
                "new accounts through: customers in trouble are often new."
            ),
        ),
    ),
)
