"""Cards and notices as they really come, for tests of the channels that lay them out."""

from datetime import timedelta

from monitor.domain.message import Media
from monitor.domain.notice import Notice, NoticeKind
from monitor.domain.ports import Card
from monitor.domain.reading import Evidence
from monitor.domain.values import replace
from monitor.testing import MONDAY_MORNING, a_reading, an_author
from tests.shop import BRAND, Shop

#: everything that a stranger could try, in one line
HOSTILE = (
    "<!channel> <@U012AB3CD> <https://evil.example|bank> https://evil.example/x www.evil.example "
    "<script>alert(1)</script><img src=https://evil.example/p.png> \" onload='x' @everyone *b* `c` "
    "\x1b[2J\u202egpj.exe [click](https://evil.example) {{7*7}} "
    "\r\nBcc: all@evil.example\r\n\r\nhello"
)
HOSTILE_NAME = "Eve\r\nBcc: all@evil.example <!here> </title><a href=//evil.example>"


def a_card(text: str = "@larchandloaf the cake arrived broken and the box was damaged") -> Card:
    """Of a complaint with a draft that waits."""
    shop = Shop()
    shop.complaint(text)
    return _last(shop)


def danger_card() -> Card:
    """Of something that wakes."""
    shop = Shop()
    text = "@larchandloaf my son has a nut allergy and nobody could tell us what is in it"
    shop.hear(shop.says(text))
    return _last(shop)


def overheard_card() -> Card:
    """Of a complaint that does not address us, with a picture."""
    shop = Shop()
    text = "the birthday cake from larch & loaf was stale, does nobody taste it?"
    picture = Media(kind="image", url="https://m.example/1", alt="")
    shop.hear(shop.says(text, addressed=False, media=(picture,)))
    return _last(shop)


def raised_card() -> Card:
    """Of a draft that nobody decided on for half its time."""
    shop = Shop()
    shop.complaint()
    shop.work_for(timedelta(hours=4), step=timedelta(minutes=10))
    return next(card for card in shop.channel.cards if card.effect.template == "draft-raised")


def hostile_card() -> Card:
    """Everything that strangers write is written to do harm."""
    card = a_card()
    assert card.message is not None
    author = an_author(HOSTILE_NAME, id="x:eve", handle="eve\n<!here>")
    return replace(
        card,
        message=replace(
            card.message, author=author, text=HOSTILE, url="https://evil.example/<x>|y"
        ),
        reading=a_reading(questions=(HOSTILE[:120],)),
        effect=replace(
            card.effect, slots=replace(card.effect.slots, name=HOSTILE_NAME, note=HOSTILE)
        ),
        orders=(HOSTILE,),
    )


def slur_card() -> Card:
    """With a word that nobody has to read."""
    card = a_card()
    assert card.message is not None
    heard = Evidence(list="conduct.slur", phrase="subhuman*")
    return replace(
        card,
        message=replace(card.message, text="you Subhumans broke my cake"),
        reading=a_reading(evidence=(heard,)),
    )


def a_notice() -> Notice:
    """A platform cannot be read."""
    return Notice(
        number=3,
        brand=BRAND,
        key="blind x",
        kind=NoticeKind.BLIND,
        headline="X cannot be read",
        text="It says: 503 <!channel>. Nothing is seen meanwhile.",
        fix="monitor check",
        began_at=MONDAY_MORNING,
    )


def an_end() -> Notice:
    """The same, over."""
    return replace(a_notice(), ended_at=MONDAY_MORNING, due_at=MONDAY_MORNING)


def _last(shop: Shop) -> Card:
    shop.notify.due()
    return shop.channel.cards[-1]
