"""A test of the mailbox: can it be read, is the folder there, does it hold reviews and no more."""

import difflib
from collections.abc import Iterator

from connectors._mailbox.account import Account
from connectors._mailbox.line import Folder, Line, NoFolder, NotGiven, line_to
from connectors._mailbox.mail import SURPRISES, Mail, read
from connectors._mailbox.services import service_of
from monitor.domain.account import Checked, Level, Topic
from monitor.errors import ConnectorError

#: the newest mails that are looked at
LOOKED_AT = 30
#: they are looked for among so many numbers
NUMBERS = 1_000
#: fewer tell nothing
ENOUGH = 5


def check(account: Account) -> Iterator[Checked]:
    """Every finding, the good ones too; an outage is one."""
    try:
        with line_to(account) as line:
            findings = _looked(line, account)
    except ConnectorError as error:
        hint = error.hint or ("" if error.permanent else "try again later")
        findings = [
            Checked(topic=Topic.CREDENTIALS, level=Level.BROKEN, words=error.message, hint=hint)
        ]
    yield from findings


def _looked(line: Line, account: Account) -> list[Checked]:
    found = [
        Checked(
            topic=Topic.CREDENTIALS,
            level=Level.FINE,
            words=f"logged in to {account.host} as {account.user}",
        )
    ]
    try:
        folder = line.examine(account.folder)
    except NoFolder:
        return [*found, _no_folder(line.folders(), account.folder)]
    count = f"{folder.count} {'mail' if folder.count == 1 else 'mails'}"
    found.append(
        Checked(
            topic=Topic.VISIBILITY,
            level=Level.FINE,
            words=f"the folder “{account.folder}” can be read: {count}",
        )
    )
    mails = _newest(line, folder) if folder.count else []
    return [*found, *_about(mails, account)]


def _no_folder(names: list[str], wanted: str) -> Checked:
    near = difflib.get_close_matches(wanted, names, n=1, cutoff=0.5)
    hint = f"did you mean `{near[0]}`?" if near else f"there are: {', '.join(names[:20])}"
    words = f"the mailbox has no folder `{wanted}`"
    return Checked(topic=Topic.VISIBILITY, level=Level.BROKEN, words=words, hint=hint)


def _newest(line: Line, folder: Folder) -> list[Mail]:
    mails = []
    # not all numbers: an ordinary mailbox has a hundred thousand of them
    for uid in line.after(max(0, folder.next_uid - NUMBERS))[-LOOKED_AT:]:
        try:
            mails.append(read(line.headers(uid)))
        except (NotGiven, *SURPRISES):
            continue
    return mails


def _about(mails: list[Mail], account: Account) -> Iterator[Checked]:
    """Is it a mailbox for reviews, and does its server look who sends them?"""
    if len(mails) < ENOUGH:
        return
    others = sum(service_of(mail.sender) is None for mail in mails)
    if others * 2 > len(mails):
        yield Checked(
            topic=Topic.VISIBILITY,
            level=Level.WARNING,
            words=f"“{account.folder}” looks like your ordinary mail: {others} of its newest "
            f"{len(mails)} mails are no reviews, and each of them would become a mention",
            hint="make a folder with a rule that puts the reviews there, and name it: "
            'folder = "Reviews"',
        )
    if not any(mail.results for mail in mails):
        yield Checked(
            topic=Topic.LIMITS,
            level=Level.NOTE,
            words="the mail server does not write down whether a sender is who it says, so a "
            "false review by mail cannot be told from a true one",
            hint="large providers do; look at the page before you act on a review",
        )
