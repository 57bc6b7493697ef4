"""Who asks for no automatic words: as people put it, and what only sounds like it."""

import time

import pytest

from monitor.domain.reading import Reading
from monitor.testing import a_message
from tests.unit.playbook_parts import reader

READER = reader()

ASKED = (
    "stop these automated messages now please",
    "Please stop sending me your automatic replies, thanks",
    "my cake is late, and no bots please",
    "Stop.",
    "STOP!!!",
    "stop it",
    "stop please",
    "please just stop already",
    "ok stop now, thanks",
    "@larch stop",
    "@larch @other stop it please",
    "unsubscribe",
    "no bots please",
    "No more bots, get me a human",
    "no robots",
    "I don't want automated replies",
    "I do not want to receive any more of these automated messages",
    "I don't want to talk to a bot",
    "I'm not going to talk to a robot, I want a human not a bot",
    "could you turn off the auto replies for me",
    "can you please stop replying to me with canned responses",
    "Would you kindly stop sending automated tweets to my account, it is very annoying",
    "please don't send me any more bot messages",
    "do not contact me again",
    "Please do not contact me any more, I am very unhappy with the way you handled my order",
    "stop messaging me",
    "I said stop messaging me",
    "I asked you to stop replying to me",
    "I'd like to opt out of these messages",
    "please unsubscribe me from whatever list this is",
    "take me off your list please",
    "enough with the automated apologies",
    "sick of your automated replies, get a person to call me",
    "I'm tired of these copy-paste answers",
    "I hate chatbots. is there a phone number?",
    "spare me the canned response",
    "fuck off bot",
    "shut up bot",
    "leave me alone",
    "just leave me alone, ok? not interested",
    "leave me alone you creeps",
    "quit it with the auto-replies",
    "no automated replies please",
    "My order never arrived. No automated responses, I want a real person to ring me today.",
    "Your cake was raw inside, I want my money back. And stop sending me automated messages.",
    "these bots need to stop",
    "bad bot",
    "don't reply",
    "please don't reply to this",
    "Stop tweeting at me",
    "you won't stop messaging me, it's driving me mad",
    "cease and desist from contacting me",
    "I do not consent to automated messages",
    "I withdraw my consent to being contacted by your automated system",
    "lass mich in Ruhe",
    "keine automatischen Nachrichten mehr bitte",
    "hört auf, mir automatische Nachrichten zu schicken",
    "dejen de enviarme mensajes automáticos",
    "no quiero respuestas automáticas",
    "arrêtez de m'envoyer des réponses automatiques",
    "pas de bots svp",
    "stop sending me messages",
    "stop with the replies already",
    "thanks but no bots",
    "I would rather not get auto-generated replies, please stop the bot",
    "keep your robot away from me",
    "if a chatbot answers this I'm gone",
    "real humans only",
    "opt out. cake never arrived",
    "I dont want ur scripted sorry",
    "don't bother replying",
    "I don't want to hear from you",
    "no need to reply",
    "not looking for a response",
    "Do not reply to my tweets ever again",
    "I'd prefer not to receive automated messages",
    "quit tagging me",
    "bots not welcome here",
    "Nobody asked you to reply",
    "and please, no bots, no automatic replies",
    "humans only please",
    "if a bot replies to this i'm leaving",
    "spare me your scripted apology",
    "please don't tag me",
    "no need to respond",
    "I would rather not get automated replies",
    "no reply needed",
    "don't want to hear from your bot",
    "please dont reply to me with a bot again",
    "stop @ing me",
    "can a human stop this bot from answering me",
    "get your robot off my posts",
    "stop replying",
    "dont message me",
    "i dont want canned answers, thanks",
    "quit sending me these copy paste messages",
    "take me off your auto reply",
    "never contact me again",
    "do not respond to this",
    "bot, go away",
    "stop tagging me",
    "no more automatic messages from you",
    "please no auto responses, i just wanted to vent",
    "enough with the bot replies",
    "i asked you to stop messaging me",
    "mute yourselves",
    "turn the bot off",
    "opt out",
    "this isnt for you, stop answering",
)

NOT_ASKED = (
    "stop it, your cake is late",
    "please stop sending me broken cakes",
    "stop charging my card twice",
    "the bus stop by your shop is dirty",
    "non stop queues at your place",
    "non stop",
    "bus stop",
    "full stop",
    "Worst bakery in town. Full stop.",
    "I can't stop eating your bread",
    "don't stop making the rye!",
    "never stop",
    "why did you stop replying to me",
    "you stopped replying to my emails",
    "you just stop replying to me after taking my money",
    "you don't reply to emails",
    "you never contact me when my order is ready",
    "why do you not contact me",
    "they do not reply",
    "the smell won't go away",
    "will the rash go away",
    "your driver wouldn't leave me alone",
    "I told your driver to leave me alone",
    "your staff would not leave me alone in the shop",
    "I got no automated reply to my order",
    "no automated reply came, is my order in?",
    "I never got your automated confirmation",
    "stop the automatic doors from slamming",
    "your automatic doors don't stop for prams",
    "the captcha says I'm not a robot and then fails",
    "are you a bot?",
    "is this account run by a bot?",
    "how do I unsubscribe from the newsletter",
    "your newsletter has no unsubscribe",
    "I wish the drilling next door would stop, the tea room was lovely otherwise",
    "stop by the shop tomorrow, they have fresh rye",
    "we always stop here on the way to work",
    "I stopped at the shop and got a bun",
    "one stop shop for all your baking",
    "no more rye at noon?!",
    "no more messages from you since Monday, where is my order?",
    "you need to stop overcharging people",
    "stop selling stale bread",
    "stop hiding the nuts in the ingredients",
    "stop. my son is choking",
    "the robot that makes the coffee is broken",
    "coffee robot stopped working",
    "your automated phone line hung up on me",
    "I had to stop at the door because of the queue",
    "please don't reply only with opening hours, I know them. My cake never came today",
    'they said "stop messaging me" to my mother, what a cheek',
    'your reply reads "reply STOP to opt out" and nothing happens',
    "no bots were harmed",
    "they talk to me like I'm dirt",
    "you don't talk to me like that, ever",
    "we had to remove me from the booking",
    "Please stop the queue jumping",
    "Don't contact the shop by phone, nobody answers",
    "I don't want to hear from you that it is out of stock",
    "you don't bother replying",
    "why don't you bother replying",
    "you didn't bother replying to me",
    "do you keep robots",
    "the robot keeps away from me",
    "looking for a response since Monday",
    "still not getting a response",
    "if a bot answers, how do I reach a human?",
    "I dont want ur scones to end",
    "they said there was no need to reply",
    "nobody replied",
    "nobody asked you to change the recipe",
    "I want to hear from you",
    "opt out of the newsletter how?",
    "are humans only allowed with dogs",
    "do not reply to my emails and then wonder why",
    "I'd prefer not to receive cold cakes",
    "tagging me in the photo was sweet",
    "your emails come from a do not reply address",
    "you never reply",
    "the robot vacuum stopped after a week",
    "please stop selling out of rye",
    "stop by for coffee any time",
    "my bot broke down",
    "dont leave me alone with those buns",
    "unsubscribe link in your newsletter doesnt work",
    "please do not stop making these",
    "leave the cake with my neighbour",
    "the bus didnt stop",
    "nobody should contact me but you did, thank you",
)


def read(text: str) -> Reading:
    return READER.read(a_message(text=text))


@pytest.mark.parametrize("text", ASKED)
def test_asks_for_no_machine(text: str) -> None:
    assert "opt_out" in read(text).marks


@pytest.mark.parametrize("text", NOT_ASKED)
def test_asks_for_something_else(text: str) -> None:
    assert "opt_out" not in read(text).marks


@pytest.mark.parametrize(
    "text",
    [
        "my cake is late, and no bots please",
        "My order never arrived. No automated responses, I want a real person to ring me today.",
        "Your cake was raw inside, I want my money back. And stop sending me automated messages.",
    ],
)
def test_a_complaint_beside_it_stays_a_complaint(text: str) -> None:
    reading = read(text)
    assert (str(reading.kind), str(reading.certainty)) == ("complaint", "likely")


@pytest.mark.parametrize(
    "text", ["STOP!!!", "no bots please", "no more canned responses", "bad bot"]
)
def test_asking_for_it_is_no_complaint_by_itself(text: str) -> None:
    assert str(read(text).kind) == "other"


def test_its_evidence_are_the_words_that_ask() -> None:
    reading = read("stop sending me your automatic replies")
    assert [(one.list, one.phrase) for one in reading.evidence] == [
        ("opt_out.refusal", "stop"),
        ("opt_out.machine", "automat* repl*"),
    ]
    assert "opt_out" not in read("I hate the queue, but the robot that pours is fun").marks
    assert read("the bus stop").evidence == ()


def test_sentences_and_distance_keep_a_refusal_from_its_machine() -> None:
    assert "opt_out" not in read("stop. the bot that makes coffee is broken").marks
    far = "stop telling everybody in the whole wide town about the new robots"
    assert "opt_out" not in read(far).marks


@pytest.mark.parametrize(
    "piece", ["stop ", "stop the bot? ", 'you stop messaging me "', "no bots, "]
)
def test_the_time_of_a_hostile_text_is_bounded(piece: str) -> None:
    began = time.perf_counter()
    read(piece * (40_000 // len(piece)))
    assert time.perf_counter() - began < 2  # quadratic would take minutes


@pytest.mark.parametrize(
    "text",
    [
        "sorry wrong account",
        "oops, wrong company",
        "sorry meant for @other",
        "meant to tag the other shop",
        "ignore that",
        "disregard my last",
        "neighbour had it",
        "my neighbor had it",
        "found it at the back door",
        "oops it's here",
        "it just came",
        "edit: sorry, found the voucher",
        "I deleted my last tweet",
    ],
)
def test_takes_it_back(text: str) -> None:
    assert "takes_back" in read(text).marks


@pytest.mark.parametrize(
    "text",
    [
        "you charged the wrong account",
        "money went to the wrong account",
        "cake was meant for Saturday",
        "it's here, and it's cold",
        "opt out. cake never arrived",
    ],
)
def test_takes_nothing_back(text: str) -> None:
    assert "takes_back" not in read(text).marks


@pytest.mark.parametrize(
    ("text", "is_asked"),
    [
        ("@larch unsubscribe! And where is my cake?", True),
        ("Your cake never came. Opt out.", True),
        ("stop. my cake never came", False),
        ("they told us to unsubscribe. how?", False),
        ("where is the unsubscribe link", False),
    ],
)
def test_a_sentence_of_its_own_that_can_mean_nothing_else(text: str, is_asked: bool) -> None:
    assert ("opt_out" in read(text).marks) is is_asked
