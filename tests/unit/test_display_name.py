"""The name check: the right name or none."""

import pytest

from monitor.domain.display_name import usable_first_name
from monitor.domain.not_names import NOT_NAMES, PARTICLES

REFUSED = ("scammer", "scam", "liar", "ass", "stupid", "you people")


@pytest.mark.parametrize(
    ("display_name", "name"),
    [
        ("Ada Quill", "Ada"),
        ("Maria", "Maria"),
        ("  Maria  ", "Maria"),
        ("Maria 🌸 Lopez", "Maria"),
        ("☀️ Maria ☀️", "Maria"),
        ("Maria (she/her)", "Maria"),
        ("Maria L.", "Maria"),
        ("Maria A. Lopez", "Maria"),
        ("Maria de la Cruz", "Maria"),
        ("Ada van der Berg", "Ada"),
        ("Ada De Vries", "Ada"),
        ("Mohammed bin Salman", "Mohammed"),
        ("Bo O'Brien", "Bo"),
        ("Bo O’Brien", "Bo"),
        ("Cy Quill-Lopez", "Cy"),
        # family names that are common words
        ("Emma White", "Emma"),
        ("Tom Baker", "Tom"),
        # a plural of ours would swallow these
        ("Chris", "Chris"),
        ("James", "James"),
        ("José", "José"),
        # a letter and its accent apart
        ("Jose\u0301", "José"),
        ("Şule", "Şule"),
        ("Анна Петрова", "Анна"),
        ("Ελένη", "Ελένη"),
        ("Maximilianaaus", "Maximilianaaus"),
        # short refused words count only when they stand alone
        ("Cassandra", "Cassandra"),
        # "Julia R" holds no liar
        ("Julia Rossi", "Julia"),
    ],
)
def test_a_plain_name_is_used(display_name: str, name: str) -> None:
    assert usable_first_name(display_name, REFUSED) == name


@pytest.mark.parametrize(
    "display_name",
    [
        "",
        "   ",
        # not a name
        "Pizza Lover",
        "The Dude",
        "Angry Customer",
        "Mum of 3",
        "Mum Of Three",
        "Acme Support",
        "Fed Up",
        "Never Again",
        "Pizza",
        "Pizzas",
        "Flying Pizza",
        "Maria Sucks",
        "Maria hates Acme",
        "Maria from Berlin",
        "One Two Three Four Five",
        # titles: "Hi Lopez" is rude, and "Hi Maria" not asked for
        "Dr Maria Lopez",
        "Dr. Maria Lopez",
        "Mrs Lopez",
        "Prof. Quill",
        # handles and how people shout
        "maria",
        "marialz",
        "MARIA",
        "MARIA LOPEZ",
        "McDonald",
        "maria_lopez",
        "Maria83",
        "M4ria",
        "Aaaah",
        "Brrr",
        # too short, too long, half a name
        "M",
        "B. Okoro",
        "Maximilianaaust",
        "Anne-Marie Quill",
        "D'Angelo",
        # refused words, also inside a word, in accents, in letters that look the same
        "Scam Queen",
        "Scamqueen",
        "Ada Scammer",
        "Scám",
        "Liarella",
        "Ada Ass",
        # letters that only look Latin
        "Мaria",
        "Mаria Lopez",
        "Maria Петрова",
        "Ｍａｒｉａ",
        "𝐌𝐚𝐫𝐢𝐚",
        "Ⓜⓐⓡⓘⓐ",
        "🅼🅰🆁🅸🅰",
        "ᴍᴀʀɪᴀ",
        # we cannot tell the first name
        "李小龙",
        "मारिया",
        # hostile
        "@rival@other.example",
        "Acme is a SCAM evil.com",
        "Evil.com",
        "Maria evil.com",
        "{{7*7}}",
        "{by}",
        "<!channel>",
        "<b>Maria</b>",
        '=HYPERLINK("https://evil.example","Maria")',
        "Maria\nLopez",
        "Maria\u200bLopez",
        "Ma\u200dria",
        "\u202eairaM",
        "Maria\ufeff",
        "Z\u0351\u036b\u0343a\u0358\u0321lgo",
        "Maria\U000e0041",
        "Maria\ue000",
        "Maria\ud800",
        "Maria™",
        "Maria/Lopez",
        "Maria, Lopez",
        "Maria & Bo",
        "Maria (not Lopez)",
        "Maria " * 20,
    ],
)
def test_anything_doubtful_is_greeted_without_a_name(display_name: str) -> None:
    assert usable_first_name(display_name, REFUSED) is None


def test_every_word_of_the_lists_is_refused_as_a_name() -> None:
    for word in NOT_NAMES | PARTICLES:
        assert usable_first_name(word.capitalize(), ()) is None
        assert usable_first_name(f"{word.capitalize()} Quill", ()) is None


def test_refused_words_hide_in_no_script() -> None:
    # "sсaм" in Cyrillic letters alone
    assert usable_first_name("Сосо", ()) == "Сосо"
    assert usable_first_name("Сосо", ("coco",)) is None
