"""Phrase lists: which there are, since which version of the file, and which exclude each other."""

from collections.abc import Set

TOPICS = (
    *("late", "broken", "quality", "wrong_item", "money", "access", "treatment", "no_answer"),
    "booking",
)
WAKE = ("injury", "allergy", "poisoning", "fire", "threat", "self_harm", "child")
MORNING = ("lawyer", "police", "press", "discrimination", "data_leak", "death_notice", "hygiene")

#: sensitive topics that two phrases near each other make, each harmless alone
PAIRED = (
    *("injury", "allergy", "poisoning", "child"),
    *("police", "discrimination", "data_leak", "death_notice", "hygiene"),
)

#: every list there is, by the version of the file that brought it; a new list is a new version
VERSIONS = (
    (
        "complaint.strong.general",
        "complaint.weak.general",
        *(f"complaint.strong.{topic}" for topic in TOPICS if topic != "quality"),
        *(f"complaint.weak.{topic}" for topic in TOPICS if topic != "quality"),
        *(f"topic.{topic}" for topic in TOPICS if topic != "quality"),
        "praise.strong",
        "praise.weak",
        *(f"sensitive.{topic}" for topic in (*WAKE, *MORNING)),
        *(
            "irony",
            "hardship",
            "takes_back",
            "question",
            "spam",
            "news",
            "jobs",
            "giveaway",
            "abuse",
        ),
        *(f"opt_out.{how}" for how in ("alone", "short", "always", "refusal", "machine")),
        "harmless",
    ),
    (
        *("complaint.strong.quality", "complaint.weak.quality", "topic.quality"),
        *(f"topic.sure.{topic}" for topic in TOPICS),
    ),
    tuple(f"pair.{topic}.{side}" for topic in PAIRED for side in ("whom", "what")),
    tuple(f"conduct.{what}" for what in ("threat", "slur", "personal", "bait")),
    ("elsewhere",),
)
LISTS = frozenset(name for lists in VERSIONS for name in lists)
LANGUAGES = frozenset(("en", "de", "es", "fr", "it", "pt", "nl"))

#: groups of lists that say the opposite of each other: one phrase cannot stand in two of a row
CONTRADICTIONS = (
    ("complaint.strong", "complaint.weak"),
    ("complaint.strong", "praise.strong"),
    ("complaint.strong", "praise.weak"),
    ("complaint.weak", "praise.strong"),
    ("complaint.weak", "praise.weak"),
    ("praise.strong", "praise.weak"),
    ("harmless", "complaint.strong"),
    ("harmless", "complaint.weak"),
    ("harmless", "sensitive"),
    ("harmless", "abuse"),
    ("harmless", "opt_out"),
)


def contradict(one: str, other: str) -> bool:
    """A phrase cannot stand in both lists."""
    return any(
        (belongs(one, first) and belongs(other, second))
        or (belongs(one, second) and belongs(other, first))
        for first, second in CONTRADICTIONS
    )


def lists_of(version: int) -> frozenset[str]:
    """What a file of that version has."""
    return frozenset(name for lists in VERSIONS[:version] for name in lists)


def version_by(there: Set[str]) -> int:
    """Of a file that does not say it: the newest of which it has a list."""
    having = [number for number, lists in enumerate(VERSIONS, start=1) if there & set(lists)]
    return max(having, default=1)


def belongs(name: str, group: str) -> bool:
    """The list is the group itself, or one of it."""
    return name == group or name.startswith(f"{group}.")
