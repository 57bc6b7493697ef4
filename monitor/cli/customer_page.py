"""A customer as a page: since when, every case, what was kept and broken, who else it may be."""

from collections.abc import Iterator
from datetime import datetime

from monitor.cli.as_json import CASE_KEYS, PROMISE_KEYS, Keys, case_json, moment, promise_json
from monitor.cli.case_words import due_words, status_words
from monitor.cli.customer_accounts import ACCOUNT_KEYS, account_words, accounts_json
from monitor.cli.lines import count_of, hang, in_words, pad
from monitor.cli.measure_json import MEASURE_KEYS, measure_json
from monitor.cli.measure_lines import Circumstances, measure_lines
from monitor.domain.case import Case, Outcome, PromiseState
from monitor.domain.clock import Hours
from monitor.domain.customer_history import CustomerHistory, PastCase
from monitor.domain.inert import for_terminal
from monitor.domain.moments import when
from monitor.domain.reading import Kind
from monitor.domain.same_person import Confidence, Suggestion
from monitor.domain.store_ports import Tx
from monitor.domain.stored import Mark
from monitor.services.known_customers import Known

LABEL = 11
SUGGESTION_KEYS: Keys = {
    "author_id": "the other account, such as `x:42`",
    "handle": "its handle, without `@`",
    "name": "the name they gave themselves",
    "platform": "where it is",
    "confidence": "very_likely, likely or perhaps",
    "reasons[]": "why, in words",
    "signs[]": "why, each as one word",
}
HISTORY_KEYS: Keys = {
    "accounts[]": "every account of this customer",
    "first_at": "when they first wrote, as far as it is stored, or null",
    "last_at": "when they last wrote, or null",
    "messages": "how many messages of theirs are stored",
    "kinds": "how many of each kind",
    "cases[].promises[]": "every case, the newest first, with its promises",
    "promises.kept": "promises to them that were kept",
    "promises.broken": "promises that were broken",
    "promises.open": "promises that run",
    "goodwill.praise": "how often they praised us",
    "goodwill.put_right": "cases that ended well for them",
    "goodwill.won_back": "cases after which they thanked us",
    "goodwill.is_customer": "an order of your customer file is theirs",
    "orders[]": "those orders: order, name, since, orders, tags, is_linked",
    "marks[]": "what stands against or for an account: author_id, mark, since, until, why",
    "silent_until": "no second automatic word before then, or null",
    "measures[]": "mutes, blocks and hides that have not ended",
    "suggestions[]": "accounts that may be the same person",
}
JSON_KEYS: dict[str, dict[str, Keys]] = {
    "customer show": {
        "the history": HISTORY_KEYS,
        "each account": ACCOUNT_KEYS,
        "each case": CASE_KEYS,
        "each promise": PROMISE_KEYS,
        "each suggestion": SUGGESTION_KEYS,
        "each measure": MEASURE_KEYS,
    }
}
MARKS = {
    Mark.OPTED_OUT: "asked for no automatic words",
    Mark.QUIET: "you keep quiet towards them",
    Mark.MUTED: "you muted them",
    Mark.FLAGGED: "under review",
}
CONFIDENCE = {
    Confidence.VERY_LIKELY: "very likely",
    Confidence.LIKELY: "likely",
    Confidence.PERHAPS: "perhaps",
}
KINDS = {
    Kind.COMPLAINT: ("complaint", "complaints"),
    Kind.QUESTION: ("question", "questions"),
    Kind.PRAISE: ("word of praise", "words of praise"),
    Kind.ABUSE: ("insult", "insults"),
    Kind.SPAM: ("advertisement", "advertisements"),
    Kind.OTHER: ("other", "others"),
}


def page_lines(
    history: CustomerHistory, orders: tuple[Known, ...], here: Circumstances, room: int
) -> Iterator[str]:
    """The page."""
    now, hours = here.now, here.hours
    yield from _head(history, orders, now, hours, room)
    if history.cases:
        yield ""
        for past in history.cases:
            yield from _case_lines(past, now, hours, room)
    for measure in history.measures:
        yield ""
        yield from measure_lines(measure, here, room)
    if history.suggestions:
        yield ""
        yield from suggestion_lines(history.customer.id, history.suggestions, room)
    yield ""
    yield from _next(history)


def suggestion_lines(
    author_id: str, suggestions: tuple[Suggestion, ...], room: int
) -> Iterator[str]:
    """Who it may be, why, and what to say to it."""
    own = for_terminal(author_id, 200)
    for one in suggestions:
        other = for_terminal(one.author.id, 200)
        words = f"{account_words(one.author)}: {CONFIDENCE[one.confidence]}, because"
        yield from hang("May be the same person as ", f"{words} {'; '.join(one.reasons)}.", room)
        yield f"  They are:     monitor customer link {own} {other}"
        yield f"  They are not: monitor customer not-same {own} {other}"


def _head(
    history: CustomerHistory, orders: tuple[Known, ...], now: datetime, hours: Hours, room: int
) -> Iterator[str]:
    ids = history.customer.identities
    links = {link.author_id: link for link in history.customer.links}
    yield f"Customer: {account_words(history.authors[0], ids[0])}"
    facts = []
    for author, id_ in zip(history.authors[1:], ids[1:], strict=True):
        link = links[id_]
        why = f": {for_terminal(link.why, 200)}" if link.why else ""
        by = f"linked by {for_terminal(link.by, 40)}, {when(link.at, now, hours)}{why}"
        facts.append(("also", f"{account_words(author, id_)} ({by})"))
    facts += [
        ("since", _since(history, now, hours)),
        ("wrote", _wrote(history)),
        *(("customer", for_terminal(one.words, 300)) for one in orders),
        ("promised", _promised(history)),
        ("goodwill", _goodwill(history, is_customer=bool(orders))),
        *(("noted", _mark(history, place, now, hours)) for place in range(len(history.marks))),
        ("silence", _silence(history, now, hours)),
    ]
    for name, value in facts:
        if value:
            yield from hang("  " + pad(name, LABEL), value, room)


def _since(history: CustomerHistory, now: datetime, hours: Hours) -> str:
    if history.first_at is None or history.last_at is None:
        return "nothing they wrote is kept any more"
    first = when(history.first_at, now, hours)
    if history.first_at == history.last_at:
        return first
    return f"{first}, last {when(history.last_at, now, hours)}"


def _wrote(history: CustomerHistory) -> str:
    if not history.messages:
        return ""
    kinds = ", ".join(count_of(number, *KINDS[kind]) for kind, number in history.kinds)
    return f"{count_of(history.messages, 'message')}" + (f": {kinds}" if kinds else "")


def _promised(history: CustomerHistory) -> str:
    told = [
        f"{number} {words}"
        for state, words in (
            (PromiseState.KEPT, "kept"),
            (PromiseState.BROKEN, "broken"),
            (PromiseState.RENEWED, "renewed"),
            (PromiseState.OPEN, "still runs" if history.promised(PromiseState.OPEN) == 1 else
             "still run"),
        )
        if (number := history.promised(state))
    ]  # fmt: skip
    return ", ".join(told)


def _goodwill(history: CustomerHistory, *, is_customer: bool) -> str:
    praise = history.count(Kind.PRAISE)
    told = [
        f"praised you {'once' if praise == 1 else f'{praise} times'}" if praise else "",
        f"{count_of(history.put_right, 'case')} put right" if history.put_right else "",
        f"{count_of(history.won_back, 'time')} won back" if history.won_back else "",
        "is a customer" if is_customer else "",
    ]
    return ", ".join(one for one in told if one)


def _mark(history: CustomerHistory, place: int, now: datetime, hours: Hours) -> str:
    noted = history.marks[place]
    mark = noted.mark
    until = f", until {when(mark.until, now, hours)}" if mark.until is not None else ""
    why = f" ({for_terminal(mark.why, 200)})" if mark.why else ""
    where = ""
    if history.customer.is_linked:
        known = dict(zip(history.customer.identities, history.authors, strict=True))
        where = f" as {account_words(known.get(noted.author_id), noted.author_id)}"
    since = when(mark.at, now, hours)
    return f"{MARKS[mark.mark]}{where}, since {since}{until}{why}"


def _silence(history: CustomerHistory, now: datetime, hours: Hours) -> str:
    if history.silent_until is None:
        return ""
    return f"no second automatic word before {when(history.silent_until, now, hours)}"


def _case_lines(past: PastCase, now: datetime, hours: Hours, room: int) -> Iterator[str]:
    case = past.case
    told = [
        f"opened {when(case.opened_at, now, hours)}",
        in_words(case.topic),
        status_words(case),
        f"due {due_words(case, now, hours)}" if case.is_open and case.deadline_at else "",
        f"cause: {for_terminal(case.cause, 120)}" if case.cause else "",
        for_terminal(case.make_good, 120),
        case.cost.written if case.cost is not None else "",
        _promises(past),
        "they thanked us later" if case.outcome is Outcome.RECOVERED else "",
    ]
    label = pad(f"Case {case.number}", LABEL + 2)
    yield from hang(label, " · ".join(one for one in told if one), room)


def _promises(past: PastCase) -> str:
    broken = sum(one.state is PromiseState.BROKEN for one in past.promises)
    kept = sum(one.state is PromiseState.KEPT for one in past.promises)
    told = [f"{count_of(kept, 'promise')} kept" if kept else ""]
    told.append(f"{count_of(broken, 'promise')} broken" if broken else "")
    return ", ".join(one for one in told if one)


def _next(history: CustomerHistory) -> Iterator[str]:
    case = history.open_case
    if case is not None:
        yield f"Their open case: monitor case {case.number}"
    own = for_terminal(history.customer.id, 200)
    yield f"The same person elsewhere: monitor customer link {own} ACCOUNT"
    yield f"All that is kept, to give to them: monitor export --person {own}"


def history_json(tx: Tx, history: CustomerHistory, orders: tuple[Known, ...]) -> dict[str, object]:
    """The keys of HISTORY_KEYS."""
    return {
        "accounts": accounts_json(tx, history.customer),
        "first_at": moment(history.first_at),
        "last_at": moment(history.last_at),
        "messages": history.messages,
        "kinds": {kind.value: number for kind, number in history.kinds},
        "cases": [_case_json(past.case, past) for past in history.cases],
        "promises": {
            state.value: history.promised(state)
            for state in (PromiseState.KEPT, PromiseState.BROKEN, PromiseState.OPEN)
        },
        "goodwill": {
            "praise": history.count(Kind.PRAISE),
            "put_right": history.put_right,
            "won_back": history.won_back,
            "is_customer": bool(orders),
        },
        "orders": [order_json(one) for one in orders],
        "marks": [
            {
                "author_id": one.author_id,
                "mark": one.mark.mark.value,
                "since": moment(one.mark.at),
                "until": moment(one.mark.until),
                "why": one.mark.why,
            }
            for one in history.marks
        ],
        "silent_until": moment(history.silent_until),
        "measures": [measure_json(one) for one in history.measures],
        "suggestions": [suggestion_json(one) for one in history.suggestions],
    }


def _case_json(case: Case, past: PastCase) -> dict[str, object]:
    return {**case_json(case), "promises": [promise_json(one) for one in past.promises]}


def order_json(one: Known) -> dict[str, object]:
    """An order of the customer file, and how it is known whose it is."""
    customer = one.customer
    return {
        "order": customer.order,
        "name": customer.name,
        "since": customer.since.isoformat() if customer.since is not None else None,
        "orders": customer.orders,
        "tags": list(customer.tags),
        "is_linked": one.is_linked,
    }


def suggestion_json(one: Suggestion) -> dict[str, object]:
    """The keys of SUGGESTION_KEYS."""
    return {
        "author_id": one.author.id,
        "handle": one.author.handle,
        "name": one.author.name,
        "platform": one.author.platform,
        "confidence": one.confidence.value,
        "reasons": list(one.reasons),
        "signs": [sign.value for sign in one.signs],
    }
