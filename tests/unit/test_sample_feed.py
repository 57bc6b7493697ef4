"""The sample week of Larch & Loaf: what the file promises to the demo, the tests and the reader.

Each line is a message, an edit of one (`version` 2) or a deletion (`deleted_at`). Times are
relative ("D HH:MM:SS", D = 0 is the Monday of the week), so that the week fits over any date.
"""

import json
import re
from collections import Counter
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import pytest

# A line is outside text with unknown keys kept; it gets its types where the program reads it.
Line = dict[str, Any]

RULES = frozenset(
    [
        "our-own-words",
        "stop",
        "danger-to-people",
        "serious",
        "private-data",
        "not-about-us",
        "noise",
        "abuse-only",
        "looked-at-person",
        "came-to-dm",
        "dm-first",
        "already-open",
        "won-back",
        "praise",
        "question",
        "crowded",
        "unsure-tone",
        "incident",
        "again",
        "no-answer",
        "complaint",
        "overheard",
        "maybe",
        "other-language",
        "the-rest",
    ]
)
KEYS = frozenset(
    [
        "platform",
        "id",
        "url",
        "text",
        "at",
        "author",
        "conversation_id",
        "parent_id",
        "addressed",
        "language",
        "type",
        "note",
        "expect",
    ]
)
OWN_HANDLES = {
    "x": "larchandloaf",
    "reddit": "larchandloaf",
    "bluesky": "larchandloaf.example",
    "mastodon": "larchandloaf@social.example",
}
URL = re.compile(r"(?:https?|wss?|ftp)://[^\s\"'\\)\]}>]+", re.IGNORECASE)
RAW = (files("monitor.shipped") / "sample.jsonl").read_text(encoding="utf-8")
LINES: list[Line] = [json.loads(line) for line in RAW.rstrip("\n").split("\n")]


def seconds(at: str) -> int:
    """Seconds since the Monday of the sample week."""
    found = re.fullmatch(r"([0-6]) ([01]\d|2[0-3]):([0-5]\d):([0-5]\d)", at)
    assert found, at
    day, hour, minute, second = map(int, found.groups())
    return ((day * 24 + hour) * 60 + minute) * 60 + second


def arrival(line: Line) -> int:
    return seconds(line.get("deleted_at") or line.get("edited_at") or line["at"])


def told(words: str) -> list[Line]:
    """The lines whose note begins with, or holds, these words."""
    return [line for line in LINES if words in line["note"]]


def the(words: str) -> Line:
    (line,) = told(words)
    return line


def expectations(words: str) -> list[str]:
    return [line["expect"] for line in told(words)]


# ---------------------------------------------------------------- the form


def test_every_line_is_an_object_with_the_keys_of_a_message() -> None:
    for line in LINES:
        assert line.keys() >= KEYS, line
        assert {"id", "handle", "name"} <= line["author"].keys(), line
        assert line["type"] in {"post", "reply", "quote", "direct_message"}, line
        assert isinstance(line["addressed"], bool), line
        assert 2 <= len(line["note"].split()) <= 8, line


def test_letters_are_written_as_they_are_and_the_file_ends_with_a_line_end() -> None:
    assert "\\u" not in RAW
    assert RAW.endswith("}\n")


def test_the_week_has_enough_messages_on_all_seven_days() -> None:
    days = Counter(line["at"][0] for line in LINES)
    assert sum(days.values()) >= 170
    assert sorted(days) == list("0123456")
    assert max(days["5"], days["6"]) < min(days[day] for day in "01234")


def test_all_four_platforms_speak() -> None:
    counts = Counter(line["platform"] for line in LINES)
    assert counts.keys() == OWN_HANDLES.keys()
    assert min(counts.values()) >= 15


def test_a_version_of_a_message_appears_once() -> None:
    versions = Counter(
        (line["platform"], line["id"], line.get("version", 1))
        for line in LINES
        if "deleted_at" not in line
    )
    assert [key for key, count in versions.items() if count > 1] == []


def test_lines_are_sorted_by_arrival() -> None:
    arrivals = [arrival(line) for line in LINES]
    assert arrivals == sorted(arrivals)


def test_an_answer_comes_after_what_it_answers_and_in_its_conversation() -> None:
    seen: dict[tuple[str, str], Line] = {}
    for line in LINES:
        if line["parent_id"] is not None:
            parent = seen[line["platform"], line["parent_id"]]
            if line["type"] == "reply":
                assert line["conversation_id"] == parent["conversation_id"], line
        seen[line["platform"], line["id"]] = line


# ---------------------------------------------------------------- nobody real


def test_handles_with_a_domain_are_invented() -> None:
    for line in LINES:
        handle = line["author"]["handle"]
        if line["platform"] in {"bluesky", "mastodon"}:
            assert handle.endswith(".example"), handle
        else:
            assert re.fullmatch(r"\w+", handle), handle


def test_no_address_leads_outside_example_domains() -> None:
    for url in URL.findall(RAW):
        host = urlsplit(url).hostname or ""
        assert host.endswith(".example"), url


def test_mail_addresses_and_phone_numbers_are_invented() -> None:
    texts = " ".join(line["text"] for line in LINES)
    assert all(host.endswith(".example") for host in re.findall(r"\w@(\w[\w.]+)", texts))
    assert all(number.startswith("555-") for number in re.findall(r"\b\d{3}-\d{4}\b", texts))


def test_our_own_posts_are_ours_and_nobody_elses() -> None:
    for line in LINES:
        is_ours = line["author"]["handle"] == OWN_HANDLES[line["platform"]]
        assert line.get("from_brand", False) == is_ours, line
        assert (line["expect"] == "our-own-words") == is_ours, line
        assert (line["author"]["id"] == "own") == is_ours, line
    assert {line["platform"] for line in LINES if line.get("from_brand")} == OWN_HANDLES.keys()


# ---------------------------------------------------------------- what is expected


def test_expectations_are_rules_and_every_rule_is_expected_somewhere() -> None:
    assert {line["expect"] for line in LINES} == RULES


def test_the_first_eight_lines_are_the_first_run() -> None:
    assert [(line["platform"], line["expect"]) for line in LINES[:8]] == [
        ("bluesky", "complaint"),
        ("x", "praise"),
        ("reddit", "overheard"),
        ("mastodon", "danger-to-people"),
        ("x", "our-own-words"),
        ("x", "other-language"),
        ("x", "noise"),
        ("mastodon", "question"),
    ]
    assert [line["addressed"] for line in LINES[:4]] == [True, True, False, True]


def test_what_is_expected_fits_what_the_line_says_of_itself() -> None:
    for line in LINES:
        match line["expect"]:
            case "complaint" | "question" | "stop" | "no-answer" | "maybe":
                assert line["addressed"], line
            case "overheard":
                assert not line["addressed"], line
            case "came-to-dm" | "dm-first":
                assert line["type"] == "direct_message", line


def test_a_person_with_an_open_case_has_complained_before() -> None:
    known: set[tuple[str, str]] = set()
    for line in LINES:
        author = (line["platform"], line["author"]["id"])
        if line["expect"] in {"already-open", "came-to-dm", "won-back", "again"}:
            assert author in known, line
        if line["expect"] not in {"praise", "question", "noise", "the-rest", "not-about-us"}:
            known.add(author)


# ---------------------------------------------------------------- the stories


def test_a_customer_is_won_back() -> None:
    story = told("won back:")
    assert [line["expect"] for line in story] == [
        "complaint",
        "came-to-dm",
        "our-own-words",
        "came-to-dm",
        "came-to-dm",
        "won-back",
    ]
    ours = story[2]
    assert ours["type"] == "direct_message"
    assert ours["conversation_id"] == story[1]["conversation_id"]
    assert story[-1]["at"].startswith("3 ")
    assert story[-1]["type"] == "post"


def test_a_regular_is_angry_three_times_and_praises_once() -> None:
    story = told("angry regular:")
    assert [line["expect"] for line in story] == [
        "complaint",
        "already-open",
        "won-back",
        "already-open",
    ]
    assert len({line["author"]["handle"] for line in story}) == 1


def test_an_ignored_customer_asks_three_times_before_we_answer() -> None:
    assert expectations("ignored customer:") == [
        "question",
        "question",
        "no-answer",
        "our-own-words",
        "won-back",
    ]


def test_the_troll_insults_on_five_days_and_then_has_a_real_complaint() -> None:
    story = [line for line in LINES if line["author"]["handle"] == "loafhater77"]
    *insults, complaint = story
    assert {line["expect"] for line in insults} == {"abuse-only"}
    assert {line["at"][0] for line in insults} == set("01234")
    assert complaint["expect"] == "looked-at-person"
    answer = the("troll: a person of ours answers")
    bait = the("troll: bait after our answer")
    assert bait["parent_id"] == answer["id"]
    copies = [the("troll: insult, later copied"), *told("troll: copy-paste")]
    assert len({line["text"] for line in copies}) == 1
    assert len({line["conversation_id"] for line in copies}) == len(copies) == 3
    assert "******" in the("troll: slur hinted")["text"]


def test_two_people_say_stop_to_us() -> None:
    stops = [line for line in told("stop story:") if line["expect"] == "stop"]
    ours = {line["id"] for line in LINES if line.get("from_brand")}
    assert len({line["author"]["id"] for line in stops}) == 2
    for line in stops:
        assert line["parent_id"] in ours
        assert len(line["text"].split()) <= 6


def test_some_write_a_direct_message_first() -> None:
    assert len({line["author"]["id"] for line in LINES if line["expect"] == "dm-first"}) >= 3
    assert the("DM first at night")["at"] == "1 02:17:33"


def test_a_customer_complains_twice_within_ten_minutes() -> None:
    first, second = told("twice in ten minutes:")
    assert first["author"] == second["author"]
    assert seconds(second["at"]) - seconds(first["at"]) <= 600
    assert [first["expect"], second["expect"]] == ["complaint", "already-open"]


def test_the_payment_page_is_an_incident() -> None:
    story = told("incident:")
    ours = the("incident: owner's own sentence")
    before = [line for line in story if line["expect"] in {"complaint", "overheard"}]
    after = [line for line in story if line["expect"] == "incident"]
    assert len({line["author"]["id"] for line in before}) >= 8
    assert seconds(before[-1]["at"]) - seconds(before[0]["at"]) < 3600
    assert seconds(before[-1]["at"]) < seconds(ours["at"]) < seconds(after[0]["at"])
    assert len(after) >= 4
    assert story[-1]["expect"] == "won-back"


def test_the_owner_answers_from_the_phone_within_the_time_to_settle() -> None:
    complaint, answer = told("owner answers from phone")
    assert answer["parent_id"] == complaint["id"]
    assert answer["from_brand"]
    assert seconds(answer["at"]) - seconds(complaint["at"]) == 120


def test_a_complaint_is_edited_and_another_one_deleted() -> None:
    first, second = told("edited complaint:")
    assert (first["platform"], first["id"], first["at"]) == (
        second["platform"],
        second["id"],
        second["at"],
    )
    assert (first.get("version", 1), second["version"]) == (1, 2)
    assert first["text"] != second["text"]
    original, gone = told("deleted complaint:")
    assert (gone["id"], gone["text"]) == (original["id"], "")
    assert arrival(gone) > arrival(original)


def test_a_conversation_is_not_a_person() -> None:
    first = the("conversation with two complainers")
    second = the("second complainer in same conversation")
    assert first["conversation_id"] == second["conversation_id"]
    assert first["author"]["id"] != second["author"]["id"]
    assert second["expect"] == "complaint"


def test_a_solved_customer_complains_again() -> None:
    assert expectations("again: ")[-2:] == ["again", "again"]


def test_danger_is_woken_for_and_praise_with_the_same_words_is_not() -> None:
    for words in (
        "nut allergy",
        "food poisoning claim",
        "threat to a person",
        "allergy in German",
        "injury to a child",
        "possible fire",
    ):
        assert the(words)["expect"] == "danger-to-people"
    for words in (
        "praise with a danger word",
        "negative words used as praise",
        "praise that sounds like violence",
        "slang praise with bad words",
        "praise that says send help",
        "praise with the word dangerous",
    ):
        assert the(words)["expect"] == "praise"


def test_lawyer_press_and_mourning_are_serious() -> None:
    assert the("legal threat")["expect"] == "serious"
    assert the("press enquiry")["expect"] == "serious"
    assert the("death notice")["expect"] == "serious"


def test_private_data_stands_in_public() -> None:
    lines = [line for line in LINES if line["expect"] == "private-data"]
    texts = " ".join(line["text"] for line in lines)
    assert all(line["type"] != "direct_message" for line in lines)
    for found in (r"LL-\d{5}", r"555-\d{4}", r"\w@post\.example", r"Weir Cottages"):
        assert re.search(found, texts)


def test_the_crowded_are_a_big_account_a_reporter_and_many_tags() -> None:
    assert the("author with 25,000 followers")["author"]["followers"] > 25_000
    assert the("four accounts tagged")["text"].count("@") == 4
    assert the("journalist complains as a customer")["expect"] == "crowded"


def test_namesakes_jobs_news_and_giveaways_are_not_answered() -> None:
    assert expectations("namesake lumber yard") == ["not-about-us"] * 3
    assert expectations("namesake garden product") == ["not-about-us"] * 3
    for words in ("job advertisement", "job list", "news without opinion", "giveaway", "spam"):
        assert set(expectations(words)) == {"noise"}


def test_tone_that_a_machine_cannot_be_sure_of() -> None:
    assert expectations("sarcasm").count("unsure-tone") >= 4
    assert set(expectations("mixed praise and complaint")) == {"unsure-tone"}
    pictures = told("picture with")
    assert len(pictures) == 2
    for line in pictures:
        assert line["media"][0]["kind"] == "image"
        assert len(line["text"].split()) < 5
    assert the("polite complaint with positive words")["expect"] == "complaint"


@pytest.mark.parametrize("language", ["Spanish", "German", "French"])
def test_three_languages_complain_and_praise(language: str) -> None:
    assert "other-language" in expectations(f"{language} complaint")
    assert "other-language" in expectations(f"{language} praise")


@pytest.mark.parametrize(
    "kind",
    ["late", "broken", "wrong", "money", "access", "treatment", "booking", "without an answer"],
)
def test_every_kind_of_complaint_is_there(kind: str) -> None:
    assert told(kind)


@pytest.mark.parametrize(
    ("note", "letters"),
    [
        ("zero-width spaces", "\u200b"),
        ("right-to-left marks", "\u200f"),
        ("zalgo", "\u0337"),
        ("full-width letters", "\uff53"),
        ("many emojis, complaint", "\U0001f621" * 4),
    ],
)
def test_odd_unicode_survives_in_the_text(note: str, letters: str) -> None:
    assert letters in the(note)["text"]


@pytest.mark.parametrize(
    ("note", "name"),
    [
        ("handle as display name", "@rival@other.example"),
        ("domain in display name", "Acme is a SCAM evil.com"),
        ("template braces", "{{7*7}}"),
        ("format string", "{0.__class__}"),
        ("Slack channel call", "<!channel>"),
        ("spreadsheet formula", '=HYPERLINK("http://evil.example")'),
        ("script tag", "<script>alert(1)</script>"),
    ],
)
def test_hostile_names_come_with_a_genuine_complaint(note: str, name: str) -> None:
    line = the(f"hostile name: {note}")
    assert line["author"]["name"] == name
    assert line["expect"] == "complaint"


def test_names_may_turn_the_line_around_or_be_very_long() -> None:
    assert "\u202e" in the("hostile name: right-to-left override")["author"]["name"]
    assert len(the("hostile name: sixty characters")["author"]["name"]) == 60


def test_a_text_may_carry_markup_of_every_screen() -> None:
    text = the("hostile text with markup and link")["text"]
    assert "<!channel> @everyone [link](http://evil.example)" in text


def test_a_reddit_post_is_very_long_and_the_owner_answers_it_by_hand() -> None:
    saga = the("very long Reddit post")
    assert saga["platform"] == "reddit"
    assert len(saga["text"]) >= 1_400
    assert the("owner posts by hand on Reddit")["parent_id"] == saga["id"]


def test_a_mastodon_post_comes_from_another_server() -> None:
    line = the("Mastodon post from another server")
    assert line["author"]["handle"].endswith("@elsewhere.example")
