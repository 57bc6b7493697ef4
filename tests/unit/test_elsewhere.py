"""What is wrong somewhere else, in a dream or in a story, gets no word of a machine's from us."""

import pytest

from monitor.domain.policy import Mode
from monitor.domain.reading import Reading
from monitor.scoring.grounds import weigh
from monitor.scoring.phrases import Hit
from monitor.testing import a_message
from tests.shop import Shop, policy
from tests.unit.playbook_parts import reader
from tests.unit.test_services_bookkeeping import SETTLES, case_of

READER = reader()

NOT_OURS = (
    "unlike the place next door, who never answer the phone and overcharged me twice",
    "Don't go to Crumb Corner. Stale bread, rude staff, overpriced. Come here instead",
    "someone on here says your bread is stale and your staff rude. Not my experience at all",
    "my boss is a nightmare, the printer is broken and nobody answers. need cake",
    "in my dream last night you sent me the wrong cake and nobody answered the phone",
    "film idea: a baker who never answers the phone and always sends the wrong cake",
    "the customer before me was so rude and complained about everything, poor staff",
    "just spent 2 hours on hold with my insurance, terrible. I had your focaccia",
    "Vodafone have charged me twice this month and nobody answers the phone. Is the rye in",
    "last bakery I tried was awful, stale bread and rude staff. fingers crossed for yours",
)
TAKEN_BACK = (
    "I was overcharged, rang, refunded on the spot. what a shop",
    "cancelled my order by mistake, can i place it again",
    "nobody answered the door when your driver came, my fault, I was asleep",
    "sorry I was rude to your staff yesterday. Bad day. Please tell them",
)
OURS = (
    "MY ORDER IS THREE DAYS LATE AND NOBODY ANSWERS MY EMAILS",
    "charged twice for one order and three emails later still no refund",
    "the sourdough was mouldy inside, bought this morning. very disappointed",
    "I spoke to your staff and they were rude",
    "your staff were rude to me this morning and the coffee was cold",
    "the other shop of yours sent the wrong cake",
)


def read(text: str) -> Reading:
    return READER.read(a_message(text=text))


@pytest.mark.parametrize("text", NOT_OURS)
def test_tells_of_somebody_else(text: str) -> None:
    assert "elsewhere" in read(text).marks


@pytest.mark.parametrize("text", TAKEN_BACK)
def test_takes_it_back(text: str) -> None:
    assert "takes_back" in read(text).marks


@pytest.mark.parametrize("text", OURS)
def test_a_complaint_to_us_is_none_of_these(text: str) -> None:
    assert {"elsewhere", "takes_back"}.isdisjoint(read(text).marks)


@pytest.mark.parametrize("text", [*NOT_OURS, *TAKEN_BACK])
def test_no_machine_apologises_for_it(text: str) -> None:
    shop = Shop(policy=policy(Mode.AUTOMATIC))
    shop.hear(shop.says(f"@larchandloaf {text}"))
    shop.work_for(SETTLES)
    assert shop.x.public == []


def test_what_is_wrong_elsewhere_is_still_heard() -> None:
    shop = Shop(policy=policy(Mode.AUTOMATIC))
    shop.hear(shop.says(f"@larchandloaf {NOT_OURS[0]}"))
    assert case_of(shop).deadline_at is not None


def test_the_model_does_not_see_it() -> None:
    hit = Hit(list="elsewhere", phrase="my boss is", start=0, end=3)
    grounds = weigh([hit], ["my", "boss", "is"], "my boss is")
    assert grounds.elsewhere == [hit]
    assert grounds.counted == []
