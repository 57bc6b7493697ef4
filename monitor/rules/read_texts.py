"""Texts: acknowledgements.toml, policies.toml and words.toml, read and checked.

What a machine may send by itself keeps every rule of the house; the families in `FOR_PEOPLE` are
finished by a person and may say more.
"""

from collections.abc import Collection, Mapping

from monitor.domain.platform import Platform, known_platforms
from monitor.domain.playbook import Family
from monitor.domain.template import (
    needs_of,
    placeholders_of,
    problems_of_template,
)
from monitor.domain.values import Value
from monitor.rules.problems import Report
from monitor.rules.takes import TEXTS, BadValue, Vocabulary, as_written, near

#: families that only a person ever sends or posts
FOR_PEOPLE = (
    "receipt",
    "private_data",
    "won_back",
    "closing",
    "came_over",
    "follow_up",
    "overheard",
)
WORD_KEYS = ("refuse", "ask", "temper", "exempt")
#: filled only where a person writes; a family has no person yet
NOT_FILLED = ("brand", "person", "question")

Table = Mapping[str, object]


class WordLists(Value):
    """The owner's words."""

    refuse: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    temper: tuple[str, ...] = ()
    exempt: tuple[str, ...] = ()


def read_words(table: Table, known: Vocabulary, report: Report) -> WordLists:
    """The lists of words.toml."""
    lists: dict[str, tuple[str, ...]] = {}
    for key, value in table.items():
        here = report.at(key)
        if key not in WORD_KEYS:
            here.add(
                f"unknown list `{key}`{near(key, WORD_KEYS)}",
                hint="there are `refuse`, `ask`, `temper` and `exempt`",
            )
        elif value != []:
            try:
                lists[key] = tuple(word.casefold() for word in TEXTS.read(value, known))
            except BadValue as problem:
                here.add(f"`{key}` {problem}", hint=problem.hint)
    return WordLists(**lists)


def read_policies(table: Table, known: Vocabulary, report: Report) -> dict[str, str]:
    """What stands on the card beside a complaint, by topic."""
    topics = (*known.topics, "general")
    policies = {}
    for topic, text in table.items():
        here = report.at(topic)
        if topic not in topics:
            here.add(
                f"unknown topic `{topic}`{near(topic, topics)}",
                hint=f"the topics are {', '.join(topics)}",
            )
        elif not isinstance(text, str):
            here.add(f"`{topic}` takes a text, not {as_written(text)}", hint="write it in quotes")
        else:
            policies[topic] = " ".join(text.split())
    return policies


def read_families(table: Table, words: WordLists, report: Report) -> dict[str, Family]:
    """Every family with its variants."""
    families = {}
    for name, variants in table.items():
        here = report.at(name, where=f"family `{name}`")
        if not isinstance(variants, dict) or not variants:
            here.add(f"`{name}` has no texts", hint=f'write [{name}] and under it `a = "…"`')
            continue
        texts = {}
        for variant, template in variants.items():
            if isinstance(template, str):
                texts[variant] = template
                _check(name, template, words, here.at(variant))
            else:
                here.at(variant).add(f"`{variant}` is not a text", hint="write it in quotes")
        families[name] = Family(name=name, variants=texts)
    if "general" not in families:
        report.add(
            "there is no family `general`", hint="it is used when the topic is not sure enough"
        )
    return families


def _check(name: str, template: str, words: WordLists, report: Report) -> None:
    for_people = name.startswith(FOR_PEOPLE)
    problems = problems_of_template(
        template,
        refuse=words.refuse,
        ask=words.ask,
        exempt=words.exempt,
        platforms=platforms_of(name),
        needs=needs_of(name),
        is_draft=for_people,
    )
    problems += [
        f"`{{{one}}}` is not filled in a family" for one in _unfilled(template) if for_people
    ]
    for problem in problems:
        sentence, _, hint = problem.partition(": ")
        report.add(sentence, hint=hint)


def _unfilled(template: str) -> Collection[str]:
    return [name for name in placeholders_of(template) if name in NOT_FILLED]


def platforms_of(family: str) -> tuple[Platform, ...]:
    """Where the texts of a family are posted: on one platform, or wherever we can reply."""
    for platform in known_platforms():
        if family.endswith(f"_{platform.name}"):
            return (platform,)
    return tuple(platform for platform in known_platforms() if platform.has_replies)
