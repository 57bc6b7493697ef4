"""From no account to a working one, in plain words."""

from monitor.domain.account import Ask, Setup, Step

REFRESH_TOKEN = "REDDIT_REFRESH_TOKEN"

SETUP = Setup(
    title="Reddit",
    minutes=20,
    before=(
        "Since November 2025 Reddit has to approve every new use of its API, and a business needs "
        "a permission of its own. This can take weeks and may be refused; without it, nothing here "
        "works. If you have an approved app already, it goes on working.",
        "By default nothing is posted by the program: you get an alert with a link and a draft, "
        "and post it by hand. Only where a subreddit's moderators have allowed it in writing, and "
        "the link stands in config.toml, does it answer by itself.",
        "Use an account that carries the name of the business, and say in its profile who writes "
        "there and that a program helps. Many subreddits ban programs that do not say so.",
        "Reddit's chats cannot be read or sent by a program, and more and more people take only "
        "chats: look into them by hand.",
        "It costs nothing, for up to a hundred requests a minute; the monitor needs a handful.",
    ),
    steps=(
        Step(
            words="Ask Reddit for access: choose that you are a developer and say in one sentence "
            "what it does, such as: reads what people write to our business's account and about "
            "it, and sends the owner alerts; answers only who wrote to us. Then wait for the yes.",
            url="https://support.reddithelp.com/hc/en-us/requests/new",
        ),
        Step(
            words="Log in as the account of the business and choose `create another app…`. As type "
            "choose `script`, as redirect uri write http://localhost:8080. Copy the id below the "
            "app's name, and the secret.",
            url="https://www.reddit.com/prefs/apps",
            asks=(
                Ask(name="REDDIT_CLIENT_ID", title="id of the app", example="p-jcoLKBynTLew"),
                Ask(name="REDDIT_CLIENT_SECRET", title="secret of the app"),
            ),
        ),
        Step(
            words="Let the app use the account, on Reddit's own page: open the address below in "
            "the browser in which that account is logged in, and press `allow`. The browser then "
            "shows an error, for there is nothing at localhost: that is as it should be. Copy the "
            "whole address from the top of the browser. This works with two-factor authentication, "
            "and no password is kept here.",
            consent=REFRESH_TOKEN,
        ),
        Step(
            words="Without that: the name and the password of the account. It does not work where "
            "the account has two-factor authentication.",
            unless=REFRESH_TOKEN,
            asks=(
                Ask(
                    name="REDDIT_USERNAME",
                    title="name of the account, without u/",
                    example="larchandloaf",
                ),
                Ask(name="REDDIT_PASSWORD", title="its password"),
            ),
        ),
        Step(
            words="Let everybody send the account private messages: choose `Everyone`.",
            url="https://www.reddit.com/settings/privacy",
        ),
    ),
)
