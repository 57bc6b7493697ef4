"""From no account to a working one, in plain words."""

from monitor.domain.account import Ask, Setup, Step

SERVER = "https://bsky.social"
PASSWORD = "BLUESKY_APP_PASSWORD"

SETUP = Setup(
    title="Bluesky",
    minutes=2,
    before=(
        "It costs nothing, and nobody has to approve it.",
        "Bluesky lets a program answer only people who mention, reply to or quote the account.",
        "Use an app password, never the account's own: it can be taken away again by itself.",
    ),
    steps=(
        Step(
            words=(
                "Make an app password: press “Add App Password”, call it “complaint monitor”, tick "
                "“Allow access to your direct messages”, and copy what it shows. It is shown once."
            ),
            url="https://bsky.app/settings/app-passwords",
            asks=(
                Ask(name=PASSWORD, title="App password", example="abcd-efgh-ijkl-mnop"),
                Ask(
                    name="server",
                    title="Address of your own server, if the account is on one",
                    is_secret=False,
                    is_optional=True,
                    example="https://pds.yourshop.example",
                ),
            ),
        ),
        Step(
            words=(
                "Open the door: under “Allow new messages from” choose “Everyone”, or customers "
                "who are asked to message you cannot."
            ),
            url="https://bsky.app/messages/settings",
        ),
        Step(
            words=(
                "If answers may go out by themselves, mark the account as automated: Settings, "
                "Account, “Automation label”. Bluesky asks that of every account that answers by "
                "machine."
            ),
            url="https://bsky.app/settings/account",
        ),
    ),
)
