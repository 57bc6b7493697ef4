"""Setting up X, in plain words."""

from monitor.domain.account import Ask, Setup, Step

API_KEY, API_SECRET = "X_API_KEY", "X_API_SECRET"
ACCESS_TOKEN, ACCESS_SECRET = "X_ACCESS_TOKEN", "X_ACCESS_SECRET"

SETUP = Setup(
    title="X",
    minutes=20,
    before=(
        "X takes money for every post it shows a program and every post a program writes. Twenty "
        "mentions a day come to about $6.60 a month, ten replies a day to about $3.00; a link in "
        "a reply costs $0.20. You buy credits first, and can set a spending cap.",
        "X lets a program answer only people who name or quote your account. What a search finds "
        "comes to you as an alert, with a draft to post by hand.",
        "A program may not write to somebody privately before they wrote to you, so the reply "
        "invites them to. Encrypted chats on X never show in what a program may read.",
        "You describe your own use of the API in your own developer account. X's terms forbid a "
        "vendor to make customers register apps for its product; this one you run yourself.",
    ),
    steps=(
        Step(
            words="Sign in with the account of your business. Accept the developer agreement and "
            "say in your own words what you do: you read posts that mention your business, and "
            "answer complaints once, with texts that you wrote yourself and that you approve.",
            url="https://console.x.com",
        ),
        Step(
            words="Buy credits for some dollars and set a spending cap, so that nothing can "
            "become more expensive than you want.",
            url="https://console.x.com",
        ),
        Step(
            words='Create an app. In its settings open "User authentication settings" and '
            'choose the permission "Read and write and Direct message". X asks for a website '
            "and a callback address there: write your shop's website twice.",
            url="https://console.x.com",
        ),
        Step(
            words='Open "Keys and tokens" of the app and copy the API key and its secret. X '
            "shows them once.",
            asks=(
                Ask(name=API_KEY, title="API key (also called consumer key)"),
                Ask(name=API_SECRET, title="API key secret"),
            ),
        ),
        Step(
            words='On the same page press Generate beside "Access token and secret", after the '
            "permission was set: an older token keeps the older permission.",
            asks=(
                Ask(
                    name=ACCESS_TOKEN,
                    title="Access token",
                    example="1234567890-AbCdEf: begins with your account's number",
                ),
                Ask(name=ACCESS_SECRET, title="Access token secret"),
            ),
        ),
        Step(
            words="Let strangers write to you: allow message requests from everyone.",
            url="https://x.com/settings/direct_messages",
        ),
        Step(
            words="Mark the account as automated, name who manages it, and say in its profile "
            "who runs it. X asks that of every account that answers by a program.",
            url="https://x.com/settings/account/automation",
        ),
    ),
)
