"""From no mailbox to a working one, in plain words."""

from monitor.domain.account import Ask, Setup, Step

PASSWORD = "MAILBOX_PASSWORD"
SENDERS = (
    "businessprofile-noreply@google.com OR yelp.com OR trustpilot.com OR trustpilotmail.com OR "
    "tripadvisor.com OR facebookmail.com"
)

SETUP = Setup(
    title="Mailbox",
    minutes=10,
    before=(
        "It reads the mails by which Google, Yelp, Trustpilot, Tripadvisor and Facebook tell you "
        "of a review. It costs nothing, and no approval is needed.",
        "It only reads: no mail is sent, moved, deleted or marked as read. Answers to reviews you "
        "post by hand; each alert has the link.",
        "Give it a folder that holds nothing else, or best a mailbox of its own: every mail in it "
        "becomes a mention, and is stored.",
        "Outlook.com and Microsoft 365 let no program in with a password. Let their rule redirect "
        "the mails to a mailbox elsewhere, such as a Gmail address made for it.",
    ),
    steps=(
        Step(
            words=(
                "Turn the mails on: at each service where you are reviewed, look for “email "
                "notifications” in the settings of your business page and tick “new reviews”. For "
                "Google this is:"
            ),
            url="https://business.google.com/settings",
        ),
        Step(
            words=(
                "Gather them. In Gmail make a filter: into “From” write "
                f"“{SENDERS}”, press “Create filter”, tick “Skip the Inbox” and “Apply the label”, "
                "and make the label “Reviews”. To send them to a mailbox of its own, tick “Forward "
                "it to” instead. In Outlook make a rule with the same senders and choose "
                "“Redirect to”, not “Forward to”: a forwarded mail comes from you, not from Yelp."
            ),
            url="https://mail.google.com/mail/u/0/#settings/filters",
            asks=(
                Ask(
                    name="folder",
                    title="Folder or label with the reviews",
                    is_secret=False,
                    is_optional=True,
                    example="Reviews",
                ),
            ),
        ),
        Step(
            words=(
                "Make an app password for the mailbox that holds them: press “Create”, call it "
                "“complaint monitor”, and copy the sixteen letters. Google asks for two-step "
                "verification first. Other providers have the same under “Security”."
            ),
            url="https://myaccount.google.com/apppasswords",
            asks=(
                Ask(
                    name="server",
                    title="Mail server (IMAP)",
                    is_secret=False,
                    example="imap.gmail.com",
                ),
                Ask(
                    name="user",
                    title="Mail address",
                    is_secret=False,
                    example="reviews.larchandloaf@gmail.com",
                ),
                Ask(name=PASSWORD, title="App password", example="abcd efgh ijkl mnop"),
            ),
        ),
    ),
)
