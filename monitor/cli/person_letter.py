"""A person file as it is given to that person: a letter in plain words."""

from collections.abc import Iterator
from datetime import datetime

from monitor.cli.lines import count_of, hang, in_words, title
from monitor.domain.case import CaseStatus, TimelineEntry, TimelineKind
from monitor.domain.clock import Hours
from monitor.domain.effect import Action, Effect, State
from monitor.domain.flag import StepKind
from monitor.domain.inert import plain
from monitor.domain.label import LabelReason
from monitor.domain.message import MessageType
from monitor.domain.person_file import OurWords, PersonFile, TheirCase, TheirMessage
from monitor.domain.promise import MONTHS
from monitor.domain.reading import Kind
from monitor.domain.standing import Decided
from monitor.domain.stored import Mark
from monitor.domain.strike import StrikeKind

ROOM = 90
KINDS = {
    Kind.COMPLAINT: "a complaint",
    Kind.QUESTION: "a question",
    Kind.PRAISE: "thanks or praise",
    Kind.ABUSE: "angry words without a complaint",
    Kind.SPAM: "advertising",
    Kind.OTHER: "a mention of us",
}
TYPES = {
    MessageType.POST: "a public post",
    MessageType.REPLY: "a public reply",
    MessageType.QUOTE: "a public post that quotes another one",
    MessageType.DIRECT_MESSAGE: "a private message to us",
}
MARKS = {
    Mark.OPTED_OUT: "You get no automatic replies from us.",
    Mark.QUIET: "You get no automatic replies from us; we read what you write.",
    Mark.MUTED: "Your account is muted for ours on the platform.",
    Mark.FLAGGED: "A person of ours looks at what you write before anybody answers.",
}
#: what a person of ours decided about the reply that a program had prepared
DECIDED = {
    LabelReason.APPROVED: "A person of ours sent the reply that a program had prepared.",
    LabelReason.REWORDED: "A person of ours sent the reply that a program had prepared, changed.",
    LabelReason.REWRITTEN: "A person of ours wrote the reply.",
    LabelReason.NOT_A_COMPLAINT: "A person of ours noted: it is no complaint.",
    LabelReason.NOT_ABOUT_US: "A person of ours noted: it is not about us.",
    LabelReason.SENSITIVE: "A person of ours noted: a person answers this, and no program.",
    LabelReason.WRONG_WORDS: "A person of ours noted: the prepared reply did not fit.",
    LabelReason.UNEXPLAINED: "A person of ours decided not to send the prepared reply.",
    LabelReason.RAN_OUT: "Nobody decided on the prepared reply in time; it was not sent.",
    LabelReason.TAKEN_BACK: "A person of ours took the reply back.",
    LabelReason.SAID: "A person of ours noted how well a program would have answered it.",
}
#: reasons that the monitor gives by itself
REASONS = {
    "asked for it": "you asked for it",
    "the owner wants it so": "we decided so",
    "they were erased before": "what we knew of you was erased before, and you wrote anew",
    "opted out by handle, before they first wrote": "we decided so",
}
#: how they treated us, said to them
NOTED = {
    StrikeKind.THREAT: "a threat to people",
    StrikeKind.SLUR: "a slur",
    StrikeKind.HARASSMENT: "words against one of us by name",
    StrikeKind.INSULT: "an insult",
    StrikeKind.BAIT: "words to provoke us",
    StrikeKind.COPY: "the same text again",
    StrikeKind.SPAM: "advertising",
}
#: what a person decided then
LOOKED = {
    StepKind.DISMISS: "there was nothing to do",
    StepKind.WATCH: "we went on looking",
    StepKind.QUIET: "no automatic replies for a time",
    StepKind.MUTE: "your account was to be muted for ours",
    StepKind.HIDE: "a post of yours was to be hidden",
    StepKind.BLOCK: "your account was to be blocked for ours",
    StepKind.UNDO: "that was taken back",
}
MEASURES = {
    Action.MUTE: "muted you",
    Action.HIDE: "hid a post of yours",
    Action.BLOCK: "blocked you",
}


def letter(file: PersonFile, hours: Hours) -> Iterator[str]:
    """Line by line, for the person."""
    yield f"What {plain(file.brand)} keeps about you"
    yield f"Made on {_day(file.made_at, hours)}, {hours.local(file.made_at):%H:%M}."
    yield from _account(file)
    yield from _part(f"What you wrote ({count_of(len(file.messages), 'message')})")
    for theirs in file.messages:
        yield from _message(theirs, hours)
    yield from _part(f"What we said to you ({count_of(len(file.said), 'reply', 'replies')})")
    yield from _said(file.said, hours)
    prepared = list(_prepared(file.effects, hours))
    if prepared:
        yield from _part("What we prepared and did not send, and what we did")
        yield from prepared
    if file.cases:
        yield from _part("Your cases: what we wrote down to keep our promises")
        for case in file.cases:
            yield from _case(case, hours)
    noted = list(_noted(file, hours))
    if noted:
        yield from _part("What is noted about your account")
        yield from noted
    yield from _part("Why, and who sees it")
    yield from _wrapped(
        "We read what is written to us and about us in public, so that we can answer, put things "
        "right and keep what we promise. A program sorts it first; what it made of each message "
        "stands beside it above. The people who answer for us see it, and nobody else; what you "
        "wrote in public is public on the platform as well."
    )
    yield from _wrapped(
        "You can ask us to correct it, or to erase all of it. Then only counts without your name "
        "are left, and a scrambled mark that keeps your old posts from being stored again."
    )


def _account(file: PersonFile) -> Iterator[str]:
    yield from _part("Your account")
    author = file.author
    yield f"  {title(author.platform)}: {plain(author.id)}"
    for other in file.others:
        yield f"  {title(other.platform)}: {plain(other.id)}, which we take to be yours as well"
    if file.handles:
        yield f"  called {', '.join(f'@{plain(handle)}' for handle in file.handles)}"
    if file.names:
        yield f"  shown as {', '.join(plain(name) for name in file.names)}"
    if author.followers is not None:
        yield f"  {count_of(author.followers, 'follower')}, as the platform told us"


def _message(theirs: TheirMessage, hours: Hours) -> Iterator[str]:
    message = theirs.message
    yield ""
    yield f"  {_moment(message.created_at, hours)}, {TYPES[message.type]}"
    if message.url:
        yield f"    {plain(message.url)}"
    yield from _quoted(message.text)
    for earlier in theirs.earlier:
        yield "    before you edited it:"
        yield from _quoted(earlier.text)
    if message.deleted_at is not None:
        yield f"    You deleted it on {_day(message.deleted_at, hours)}."
    for media in message.media:
        yield from _wrapped(f"With {media.kind}: {plain(media.url)}", "    ")
    if theirs.reading is not None:
        about = theirs.reading.topic
        topic = f", about: {in_words(about.name)}" if about is not None else ""
        took = f"A program took it for {KINDS[theirs.reading.kind]}{topic}."
        yield from _wrapped(took, "    ")
    if theirs.label is not None:
        yield from _wrapped(DECIDED[theirs.label.reason], "    ")
    since = f"Kept since {_day(message.seen_at, hours)}"
    until = "until our case with you has ended"
    if theirs.words_until is not None:
        until = f"until {_day(theirs.words_until, hours)}"
    yield f"    {since}, {until}."


def _quoted(text: str) -> Iterator[str]:
    if not text:
        yield "    (no words are kept)"
    for line in plain(text, keep_lines=True).splitlines():
        yield from hang("    | ", line, ROOM)


def _said(said: tuple[OurWords, ...], hours: Hours) -> Iterator[str]:
    if not said:
        yield "  Nothing."
    for one in said:
        how = "privately" if one.is_private else "in public"
        yield ""
        yield f"  {_moment(one.at, hours)}, {how}"
        if one.url:
            yield f"    {plain(one.url)}"
        yield from _quoted(one.text)


def _prepared(effects: tuple[Effect, ...], hours: Hours) -> Iterator[str]:
    for effect in effects:
        day = _day(effect.created_at, hours)
        if effect.action in MEASURES:
            state = "" if effect.state is State.SENT else " (not carried out, or taken back)"
            yield f"  {day}: we {MEASURES[effect.action]}{state}"
        elif effect.state is State.RETRACTED:
            yield f"  {day}: a reply to you, which we deleted again"
        else:
            waits = effect.state in (State.PROPOSED, State.APPROVED, State.HELD, State.PENDING)
            yield f"  {day}: a reply to you, {'not sent yet' if waits else 'not sent'}"
        words = effect.text or effect.slots.own_text
        if words:
            yield from _quoted(words)


def _case(theirs: TheirCase, hours: Hours) -> Iterator[str]:
    case = theirs.case
    about = f", about: {in_words(case.topic)}" if case.topic else ""
    yield ""
    yield f"  Case {case.number}, opened on {_day(case.opened_at, hours)}{about}"
    for entry in theirs.timeline:
        what = f"{_moment(entry.at, hours)}  {_happened(entry, hours)}"
        yield from _wrapped(what, "    ")
    if case.cause:
        yield from _wrapped(f"What we took for the cause: {plain(case.cause)}", "    ")
    if case.make_good:
        yield from _wrapped(f"What we gave to put it right: {plain(case.make_good)}", "    ")
    if case.tags:
        yield from _wrapped(f"Our words for the case: {plain(', '.join(case.tags))}", "    ")
    if theirs.is_evidence_kept:
        yield "    It is kept as evidence until we no longer need it."
    elif theirs.until is not None:
        yield f"    Kept with your name until {_day(theirs.until, hours)}."
    elif case.status is not CaseStatus.RESOLVED:
        yield "    It is open, and kept at least until it ends."


def _happened(entry: TimelineEntry, hours: Hours) -> str:
    """What a line of a timeline tells, in a sentence's part."""
    words = plain(entry.words)
    match entry.kind:
        case TimelineKind.OPENED:
            return f"opened; for us: {words}" if words else "opened"
        case TimelineKind.PROMISED:
            until = datetime.fromisoformat(entry.words)
            return f"we promised you an answer by {_moment(until, hours)}"
        case TimelineKind.PROMISE_ENDED:
            return f"our promise: {in_words(words)}"
        case TimelineKind.NOT_SENT:
            return f"a reply to you was not sent: {words}"
        case _:
            return words


def _noted(file: PersonFile, hours: Hours) -> Iterator[str]:
    for mark in file.marks:
        until = f", until {_day(mark.until, hours)}" if mark.until is not None else ""
        why = f" Why: {REASONS.get(mark.why, plain(mark.why))}." if mark.why else ""
        since = f"Since {_day(mark.at, hours)}{until}."
        yield from _wrapped(f"{MARKS[mark.mark]} {since}{why}", "  ")
    for strike in file.strikes:
        where = f" ({plain(strike.url)})" if strike.url else ""
        words = f"On {_day(strike.at, hours)} we noted: {NOTED[strike.kind]}{where}."
        yield from _wrapped(words, "  ")
    for one in file.flags:
        yield from _flag(one, hours)
    if file.silent_until is not None and file.silent_until > file.made_at:
        yield from _wrapped(
            f"You get no second automatic reply before {_day(file.silent_until, hours)}.", "  "
        )
    if file.set_aside:
        found = count_of(
            file.set_aside,
            "piece of data that our program could not read names",
            "pieces of data that our program could not read name",
        )
        yield from _wrapped(f"{found} your account; ask us for it.", "  ")


def _flag(one: Decided, hours: Hours) -> Iterator[str]:
    """That a person was asked to look, and what they decided."""
    opened = _day(one.flag.opened_at, hours)
    yield from _wrapped(f"From {opened} on a person of ours was asked to look at that.", "  ")
    for step in one.steps:
        if step.kind in LOOKED:
            why = f" Why: {plain(step.why)}." if step.why else ""
            words = f"On {_day(step.at, hours)}: {LOOKED[step.kind]}.{why}"
            yield from _wrapped(words, "  ")


def _part(heading: str) -> Iterator[str]:
    yield ""
    yield heading
    yield "-" * len(heading)


def _wrapped(text: str, indent: str = "") -> Iterator[str]:
    yield from hang(indent, text, ROOM)


def _day(at: datetime, hours: Hours) -> str:
    local = hours.local(at)
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}"


def _moment(at: datetime, hours: Hours) -> str:
    return f"{_day(at, hours)}, {hours.local(at):%H:%M}"
