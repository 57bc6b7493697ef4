"""What the owner writes for an incident: its causes and its sentence, checked before anything."""

from monitor.domain.platform import platform_named
from monitor.domain.playbook import Playbook
from monitor.domain.template import links_of, longest_with
from monitor.domain.words import problems_of_words
from monitor.errors import InputError

LONGEST_CAUSE = 60


def cause_of(written: str) -> str:
    """A topic or some words. Raises InputError."""
    cause = " ".join(written.split()).casefold()
    if not cause or len(cause) > LONGEST_CAUSE or not any(map(str.isalnum, cause)):
        raise InputError(
            f"`{written}` is no cause",
            hint="name a topic (money) or words that stand in the complaints (payment page)",
        )
    return cause


def must_be_sayable(
    name: str,
    sentence: str,
    platforms: set[str],
    playbook: Playbook,
    *,
    may_be_empty: bool = False,
) -> None:
    """The sentence in every text, on every platform. Raises InputError with all problems."""
    if not sentence and not may_be_empty:
        raise InputError("there are no words", hint='write them: "Our till is down, ..."')
    family = playbook.families.get(name)
    if family is None:
        raise InputError(
            f"your playbook has no texts [{name}]",
            hint="copy them from the playbook as shipped: acknowledgements.toml",
        )
    problems: list[str] = []
    for platform_name in sorted(platforms) or ["x"]:
        platform = platform_named(platform_name)
        if not platform.has_replies:
            continue
        for template in family.variants.values():
            problems += [
                str(problem)
                for problem in problems_of_words(
                    longest_with(template, sentence, platform),
                    platform=platform,
                    refuse=playbook.refuse,
                    exempt=playbook.exempt,
                    allowed_urls=links_of(template),
                )
            ]
    if problems:
        raise InputError(
            f"this sentence cannot be sent: {'; '.join(dict.fromkeys(problems))}",
            hint="nothing was changed",
        )
