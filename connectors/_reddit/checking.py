"""Tests of the account: what works, what will not, and what nobody can test from here."""

from collections.abc import Iterator

from connectors._reddit.faults import LOGIN_HINT, Cause, Fault
from connectors._reddit.options import PERMITTED_LIKE, Options
from connectors._reddit.parse import is_set
from connectors._reddit.reading import Account
from connectors._reddit.session import Session
from monitor.domain.account import Checked, Level, Topic

#: what we ask for, and what is missing without it
SCOPES = {
    "identity": "who we are",
    "read": "posts and comments",
    "history": "our own comments",
    "privatemessages": "mentions, replies and private messages",
    "submit": "answers",
    "edit": "taking an answer back",
}
#: only for blocking: the rest works without
MORE_SCOPES = {"account": "blocking somebody"}
OFFLINE = "try again later; https://www.redditstatus.com tells whether it is Reddit"


class Checking:
    """AccountCheck."""

    def __init__(
        self, session: Session, public: Session, account: Account, options: Options
    ) -> None:
        self._session = session
        self._public = public
        self._account = account
        self._options = options

    def check(self) -> Iterator[Checked]:
        """Every finding. Raises nothing."""
        try:
            me, _ = self._account.name_and_id()
            scopes = self._session.scopes()
        except Fault as failed:
            yield _not_in(failed)
            return
        yield _fine(Topic.CREDENTIALS, f"logged in as u/{me}")
        yield from _scopes(scopes)
        yield from self._guarded(Topic.VISIBILITY, self._seen_by_all(me))
        yield from self._guarded(Topic.DOOR, self._door())
        for name in sorted({*self._options.subreddits, *self._options.permitted}):
            yield from self._guarded(Topic.VISIBILITY, self._subreddit(name))
        yield from _words(self._options)

    def check_door(self) -> Checked:
        """Our own door alone."""
        return next(self._guarded(Topic.DOOR, self._door()))

    def _guarded(self, topic: Topic, findings: Iterator[Checked]) -> Iterator[Checked]:
        """One test that fails does not keep the others from being made."""
        try:
            yield from findings
        except Fault as failed:
            words = f"could not be tested: {failed.why}"
            yield Checked(topic=topic, level=Level.WARNING, words=words, hint=OFFLINE)

    def _seen_by_all(self, me: str) -> Iterator[Checked]:
        """A shadow-banned account writes, and nobody sees it."""
        try:
            about = self._public.get(f"user/{me}/about/")
        except Fault as failed:
            if failed.status != 404:
                raise
            yield Checked(
                topic=Topic.VISIBILITY,
                level=Level.BROKEN,
                words=f"nobody but us sees u/{me}: Reddit has shadow-banned the account",
                hint="appeal at https://www.reddit.com/appeals",
            )
            return
        if is_set(about, "is_suspended"):
            words, hint = f"Reddit has suspended u/{me}", "appeal at https://www.reddit.com/appeals"
            yield Checked(topic=Topic.VISIBILITY, level=Level.BROKEN, words=words, hint=hint)
        else:
            yield _fine(Topic.VISIBILITY, f"the public sees u/{me}")

    def _door(self) -> Iterator[Checked]:
        prefs = self._session.get("api/v1/me/prefs")
        who = prefs.get("accept_pms") if isinstance(prefs, dict) else None
        if who == "everyone":
            yield Checked(
                topic=Topic.DOOR,
                level=Level.FINE,
                words="everybody may send us a private message",
                is_open=True,
            )
        elif who is None:
            yield Checked(
                topic=Topic.DOOR,
                level=Level.ASK,
                words="may everybody send the account a private message?",
                hint="look at https://www.reddit.com/settings/privacy",
            )
        else:
            yield Checked(
                topic=Topic.DOOR,
                level=Level.WARNING,
                words="strangers cannot send us private messages",
                hint="choose `Everyone` at https://www.reddit.com/settings/privacy",
                is_open=False,
            )

    def _subreddit(self, name: str) -> Iterator[Checked]:
        try:
            about = self._session.get(f"r/{name}/about/")
        except Fault as failed:
            if failed.cause is not Cause.STATUS or failed.status >= 500:
                raise
            yield Checked(
                topic=Topic.VISIBILITY,
                level=Level.WARNING,
                words=f"r/{name} cannot be read: it is private, or not there",
                hint="correct its name under `[connectors.reddit]`, or ask its moderators",
            )
            return
        if is_set(about, "user_is_banned"):
            yield Checked(
                topic=Topic.VISIBILITY,
                level=Level.WARNING,
                words=f"we are banned from r/{name}: nothing of ours can be said there",
                hint="write to its moderators, as a person",
            )
        else:
            yield _fine(Topic.VISIBILITY, f"r/{name} can be read")


def _not_in(failed: Fault) -> Checked:
    hint = LOGIN_HINT if failed.cause is Cause.LOGIN else OFFLINE
    return Checked(topic=Topic.CREDENTIALS, level=Level.BROKEN, words=failed.why, hint=hint)


def _scopes(scopes: frozenset[str]) -> Iterator[Checked]:
    if "*" in scopes:
        yield _fine(Topic.SCOPES, "the credentials may do everything the account may")
        return
    missing = {name: what for name, what in SCOPES.items() if name not in scopes}
    if missing:
        told = ", ".join(f"`{name}` ({what})" for name, what in missing.items())
        yield Checked(
            topic=Topic.SCOPES,
            level=Level.BROKEN,
            words=f"the credentials lack {told}",
            hint="make a new refresh token with all of: " + " ".join((*SCOPES, *MORE_SCOPES)),
        )
    else:
        yield _fine(Topic.SCOPES, "the credentials may do what is needed")
    for name, what in MORE_SCOPES.items():
        if name not in scopes:
            words = f"the credentials lack `{name}` ({what})"
            hint = "without it the profile's page is opened for you to do it by hand"
            yield Checked(topic=Topic.SCOPES, level=Level.WARNING, words=words, hint=hint)


def _words(options: Options) -> Iterator[Checked]:
    """What cannot be tested, said honestly."""
    yield Checked(
        topic=Topic.CREDENTIALS,
        level=Level.ASK,
        words="has Reddit approved this use of its API? Since November 2025 every new one needs it",
        hint="docs/platforms/reddit.md says how to ask; without it Reddit may switch it off",
    )
    yield Checked(
        topic=Topic.BOT_LABEL,
        level=Level.ASK,
        words="does the profile say who writes there, and that a program helps?",
        hint="Reddit has no label for it: write it at https://www.reddit.com/settings/profile",
    )
    yield Checked(
        topic=Topic.VISIBILITY,
        level=Level.NOTE,
        words="chats reach only the owner's own screen: no program may read or send them",
        hint="look into them by hand, or ask people for a private message",
    )
    if options.permitted:
        told = ", ".join(f"r/{name} ({link})" for name, link in sorted(options.permitted.items()))
        yield _fine(Topic.LIMITS, f"answers go out in {told}")
    else:
        yield Checked(
            topic=Topic.LIMITS,
            level=Level.NOTE,
            words="no subreddit has allowed answers by a program: all are drafts for you to post",
            hint=f"with a moderator's yes, write `permitted = {PERMITTED_LIKE}`",
        )


def _fine(topic: Topic, words: str) -> Checked:
    return Checked(topic=topic, level=Level.FINE, words=words)
