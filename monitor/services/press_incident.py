"""Presses about a surge and an incident: one sentence for all, and a yes that names how many."""

from monitor.domain.incident import TELLS, Incident
from monitor.domain.inert import plain
from monitor.domain.lasting import parse_lasting
from monitor.domain.notice import Notice, NoticeKind
from monitor.domain.own_text import OwnText
from monitor.domain.press import Act, Answer, Field, Form, Press, Told
from monitor.domain.surge import Surge, SurgeEnd
from monitor.errors import InputError, WrongState
from monitor.services.desk_forms import choices, filled, form_for
from monitor.services.incident_plan import Plan
from monitor.services.press_draft import if_sent_now
from monitor.services.press_room import PressRoom
from monitor.services.press_told import no, refused, sentence
from monitor.services.surges import SurgeView, cause_in_words, people_in_words, usually

#: so many texts are shown as they would read
PREVIEWS = 3
#: of what somebody wrote, as an example
QUOTED = 200
OVER = "This surge is over. Look at the newest card."
ANYWAY = {"yes": "Resume, although it is not quiet yet"}


# --- a surge --------------------------------------------------------------------------------------


def start(room: PressRoom, press: Press, notice: Notice) -> Answer:
    """One sentence that is true for all of them; nothing is sent yet."""
    view = _view(room, notice)
    if view is None or view.surge is None:
        return no(OVER)
    known = _started(room, view.surge)
    if known is not None:
        return no(
            f"{known.started_by} started incident {known.number} at {room.at(known.started_at)}: "
            f"“{known.sentence}”"
        )
    if not press.filled:
        return _sentence_form(room, press, view, {})
    problems = _problems(room, press)
    if problems:
        return _sentence_form(room, press, view, problems)
    causes = [one.strip() for one in filled(press, "cause").split(",") if one.strip()]
    try:
        incident = room.incidents.start(
            causes, filled(press, "sentence"), by=press.by, promise=filled(press, "news")
        )
    except InputError as error:
        return _sentence_form(room, press, view, {"sentence": sentence(error.message)})
    return Told(words=_prepared(room, incident, "Nothing is sent yet."))


def examples(room: PressRoom, press: Press, notice: Notice) -> Answer:
    """Three of what came in, with what they share."""
    del press
    view = _view(room, notice)
    if view is None:
        return no(OVER)
    if not view.causes:
        return no("They share no cause that stands out.")
    cause = view.causes[0]
    lines = [f"{cause_in_words(cause)} ({people_in_words(cause.people)}):"]
    for message_id in cause.examples[:PREVIEWS]:
        message = room.message(message_id)
        if message is not None and message.text:
            text = plain(message.text)
            lines.append(f"“{text[:QUOTED]}{' … more' if len(text) > QUOTED else ''}”")
    return Told(words="\n".join(lines))


def false_alarm(room: PressRoom, press: Press, notice: Notice) -> Answer:
    """It was none."""
    view = _view(room, notice)
    if view is None:
        return no(_ended(room, notice))
    room.surges.end(SurgeEnd.FALSE_ALARM, by=press.by, anyway=True)
    return Told(
        words="No surge, then. For a day it takes twice as many complaints to begin one."
        f"{_drafts(view)}"
    )


def resume(room: PressRoom, press: Press, notice: Notice) -> Answer:
    """Machines may speak again; asked once more while it is not quiet."""
    view = _view(room, notice)
    if view is None:
        return no(_ended(room, notice))
    if not view.is_quiet and filled(press, "anyway") not in ANYWAY:
        return form_for(
            press,
            "Resume already?",
            (Field(name="anyway", label="It is not quiet yet", choices=choices(ANYWAY)),),
            says=(
                f"{view.volume.complaints} complaints in the last hour, usually "
                f"{usually(view.normal)}.",
            ),
            submit="Resume",
            problems={"anyway": "say that you mean it"} if press.filled else {},
        )
    room.surges.end(SurgeEnd.RESUMED, by=press.by, anyway=True)
    return Told(words=f"Machines may speak again, as far as they may.{_drafts(view)}")


# --- an incident ----------------------------------------------------------------------------------


def send_to_all(room: PressRoom, press: Press, incident: Incident) -> Answer:
    """A yes for as many as the card showed."""
    if not incident.is_open:
        return no(_over(room, incident))
    if press.version == 0:
        return no("It is not known to how many. Look at the newest card.")
    try:
        plan = room.incidents.send(incident.number, press.version, by=press.by)
    except WrongState as error:
        with room.store.read() as tx:
            now = room.incidents.plan(tx, incident.number)
        return no(_said_yes(room, now)) if not now.ready else refused(error)
    many = len(plan.ready)
    leave = "It leaves" if many == 1 else "They leave one after the other, some 20 seconds apart;"
    return Told(
        words=f"Yes to {people_in_words(many)}. {leave} each is looked at once more before."
    )


def mended(room: PressRoom, press: Press, incident: Incident) -> Answer:
    """It is over: asked for the sentence that says so."""
    if not incident.is_open:
        return no(_over(room, incident))
    if incident.mended_at is not None:
        return no(
            f"{incident.mended_by} said so at {room.at(incident.mended_at)}: "
            f"“{incident.mended_sentence}”"
        )
    words = filled(press, "sentence")
    problems = _problems(room, press) if press.filled else {}
    if words and not problems:
        try:
            told = room.incidents.mended(incident.number, words, by=press.by)
        except InputError as error:
            problems = {"sentence": sentence(error.message)}
        else:
            return Told(words=_prepared(room, told, "Nobody is told yet."))
    return form_for(
        press,
        "It is mended",
        (
            Field(
                name="sentence",
                label="One sentence that says so",
                hint="It works again, thank you for your patience.",
                is_long=True,
            ),
        ),
        says=("Whoever was told of it can be told this, with another yes.",),
        problems=problems,
    )


def more_time(room: PressRoom, press: Press, incident: Incident) -> Answer:
    """It takes longer than was promised: asked for the sentence, and by when there is news."""
    if not incident.is_open:
        return no(_over(room, incident))
    if press.version not in (0, incident.renewals + 1):
        # the card names which time it would be
        return no(f"More time was noted already: “{incident.later_sentence or incident.sentence}”")
    problems: dict[str, str] = {}
    if press.filled:
        words = filled(press, "sentence")
        problems = _problems(room, press) if words else {}
        if not problems:
            try:
                told = room.incidents.more_time(
                    incident.number, words, by=press.by, promise=filled(press, "news")
                )
            except InputError as error:
                problems = {"sentence": sentence(error.message)}
            except WrongState as error:
                return refused(error)
            else:
                return Told(words=_prepared(room, told, "Nobody is told yet."))
    return form_for(
        press,
        "It takes longer",
        (
            Field(
                name="sentence",
                label="One sentence about it, if there is something to say",
                hint="We wait for a part that comes tomorrow.",
                is_long=True,
                is_needed=False,
            ),
            _news_field(room),
        ),
        says=("Whoever was told of it can be told this, with another yes.",),
        problems=problems,
    )


def end(room: PressRoom, press: Press, incident: Incident) -> Answer:
    """Closed: what was not sent is not sent."""
    if not incident.is_open:
        return no(_over(room, incident))
    room.incidents.end(incident.number, by=press.by)
    return Told(
        words=f"Incident {incident.number} is closed. What was not sent is not sent; the cases "
        "stay as they are."
    )


# --- parts ----------------------------------------------------------------------------------------


def _view(room: PressRoom, notice: Notice) -> SurgeView | None:
    """How the surge of this card stands; None: it is over."""
    if notice.kind is not NoticeKind.SURGE:
        return None
    with room.store.read() as tx:
        view = room.surges.view(tx)
    if view.surge is None or view.surge.began_at != notice.began_at:
        return None
    return view


def _ended(room: PressRoom, notice: Notice) -> str:
    """Whoever ended the surge of this card."""
    with room.store.read() as tx:
        last = room.surges.view(tx).last
    if last is None or last.began_at != notice.began_at or last.ended_at is None:
        return OVER
    how = "it was none" if last.end is SurgeEnd.FALSE_ALARM else "machines may speak again"
    return f"{last.ended_by} said at {room.at(last.ended_at)}: {how}."


def _started(room: PressRoom, surge: Surge) -> Incident | None:
    """The one that somebody has begun since."""
    with room.store.read() as tx:
        open_ones = tx.incidents.open_of(room.brand)
    since = [one for one in open_ones if one.started_at >= surge.began_at]
    return since[0] if since else None


def _sentence_form(
    room: PressRoom, press: Press, view: SurgeView, problems: dict[str, str]
) -> Form:
    cause = cause_in_words(view.causes[0]) if view.causes else ""
    people = people_in_words(view.causes[0].people) if view.causes else ""
    return form_for(
        press,
        "Start an incident",
        (
            Field(
                name="sentence",
                label="One sentence that is true for all of them",
                hint="Our payment page is down since 10, and we are on it.",
                is_long=True,
            ),
            Field(
                name="cause",
                label="What they share: a topic, or words in what they wrote",
                text=cause,
                hint="payment page",
            ),
            _news_field(room),
        ),
        says=(f"{people} share it." if people else "", _shape(room)),
        submit="Prepare",
        problems=problems,
    )


def _news_field(room: PressRoom) -> Field:
    news = {room.policy.first_answer: f"in {room.policy.first_answer}"}
    news |= {"2 office hours": "in 2 office hours", "1 office day": "in 1 office day"}
    return Field(
        name="news",
        label="By when they hear from you again",
        text=room.policy.first_answer,
        choices=choices(news),
    )


def _shape(room: PressRoom) -> str:
    """How a text with the sentence reads."""
    family = room.playbook.families.get(TELLS)
    if family is None:
        return ""
    template = room.playbook.template(f"{TELLS}.{next(iter(family.variants))}")
    shown = {"{hello}": "Hello, ", "{note}": "[your sentence]", "{sign}": ""}
    for name, words in shown.items():
        template = template.replace(name, words)
    return f"It would read: “{template.replace('{by}', 'by 12:00 on Wednesday')}”"


def _problems(room: PressRoom, press: Press) -> dict[str, str]:
    problems: dict[str, str] = {}
    words = filled(press, "sentence")
    found = room.own_words.look(words, None, room.now) if words else OwnText()
    against = (*found.forbidden, *found.wants_reason)
    if not words:
        problems["sentence"] = "write one sentence"
    elif against:
        problems["sentence"] = plain("; ".join(against)).replace("`", "'")
    if press.act is Act.START_INCIDENT:
        if not filled(press, "cause").strip(", "):
            problems["cause"] = "a topic, or words that stand in what they wrote"
        try:
            parse_lasting(filled(press, "news") or room.policy.first_answer)
        except ValueError as problem:
            problems["news"] = str(problem).replace("`", "'")
    return problems


def _prepared(room: PressRoom, incident: Incident, first: str) -> str:
    """To how many, and how some of the texts read."""
    with room.store.read() as tx:
        plan = room.incidents.plan(tx, incident.number)
    if not plan.ready:
        return f"Incident {incident.number}: nobody can be told by program. {first}"
    many = people_in_words(len(plan.ready))
    texts = [if_sent_now(room, effect).text for effect in plan.ready[:PREVIEWS]]
    lines = [f"Incident {incident.number}: drafts for {many} are ready. {first}"]
    lines += [f"“{text}”" for text in texts]
    return "\n".join(lines)


def _said_yes(room: PressRoom, plan: Plan) -> str:
    """Nobody is left to be told."""
    out = plan.told + plan.in_line
    if not out:
        return "Nobody waits for a word of it."
    with room.store.read() as tx:
        people = tx.incidents.people(plan.incident.number)
        words = [tx.outbox.get(one.word) for one in people if one.word is not None]
    yes = [one for one in words if one is not None and one.decided_by and one.decided_at]
    if not yes:
        return f"{people_in_words(out)} are told or in line already."
    last = max(yes, key=lambda one: one.decided_at or one.created_at)
    at = room.at(last.decided_at or last.created_at)
    return f"{last.decided_by} said yes to it at {at}: {people_in_words(out)} are told or in line."


def _over(room: PressRoom, incident: Incident) -> str:
    at = f" at {room.at(incident.ended_at)}" if incident.ended_at is not None else ""
    return f"{incident.ended_by} closed incident {incident.number}{at}."


def _drafts(view: SurgeView) -> str:
    if not view.drafts:
        return ""
    waits = "1 reply still waits" if view.drafts == 1 else f"{view.drafts} replies still wait"
    return f" {waits} for a yes."
