"""The reference of the playbook: docs/playbook-reference.md, written from the lists themselves."""

from collections.abc import Iterable, Iterator, Sequence

from monitor.domain.playbook import RuleMode
from monitor.rules.actions import ACTIONS, ONLY_FOR_DECIDING
from monitor.rules.conditions import GROUPS
from monitor.rules.example_facts import ABOUT_CIRCUMSTANCES, ABOUT_MESSAGE, ABOUT_READING, FactSpec
from monitor.rules.read_texts import FOR_PEOPLE
from monitor.rules.takes import MARKS, MORNING, SIGNS, TOPICS, WAKE

INTRODUCTION = """\
# Playbook reference

This page is written by `monitor.rules.reference`; a test holds it equal to the code, and runs
every example on it. How to change a playbook is told in `playbooks/default.toml` itself.

## The files

| file | holds |
| --- | --- |
| `default.toml` | the rules, in order |
| `acknowledgements.toml` | families of texts: `[late]`, and under it `a = "…"`, `b = "…"` |
| `policies.toml` | your own policies, by topic: shown on the card, never sent |
| `words.toml` | `refuse`, `ask` and `exempt`: words in what you send |
| `phrases.toml` | the phrases by which a text is understood |
| `regressions/*.jsonl` | your corrections, if you keep some: [evaluate](evaluate.md) |

`monitor playbook check` tells every mistake of every file at once, with its line;
`monitor playbook test` runs the examples and your corrections; `monitor playbook backtest` shows
what would have gone otherwise.

## A rule

```toml
[[rule]]
name = "late-delivery"
why = "Deliveries are what we are known for."
when = { kind = "complaint", topic = "late", addressed = true }
then = { case = "open", acknowledge = "draft", promise = "2 office hours", alert = "now" }
mode = "shadow"
examples = [
    { text = "my parcel is four days late" },
    { text = "my parcel is early", expect = "!matches" },
]
```

- **`when`**: every condition has to hold. A list means any of its values. `not_<condition>` means
  none of them, for the conditions marked with ¬. `any = [{ … }, { … }]` holds when one of its
  tables does. `when = { }` always holds.
- **`mode`**: MODES.
- **`also = true`**: the rule adds what it asks for and lets the next rules decide. Such a rule
  cannot have ONLY.
- **`examples`**: every example runs through the whole playbook, and the rule it stands under has
  to decide. `expect` names another rule that should, or says `matches` or `!matches`, which ask
  only about this rule. Under a rule that does not decide (`also`, `shadow`, `off`) the ordinary
  expectation is `matches`.
"""


def reference() -> str:
    """The whole page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    modes = ", ".join(f"`{mode}`" for mode in RuleMode)
    only = ", ".join(f"`{name}`" for name in ONLY_FOR_DECIDING)
    yield INTRODUCTION.replace("MODES", modes).replace("ONLY", only)
    yield "## Conditions"
    yield ""
    yield "The last two columns are facts of an example for which the example holds or does not."
    for title, specs in GROUPS:
        yield from ("", f"### {title}", "")
        yield from _table(
            ("condition", "takes", "holds when", "example", "holds for", "not for"),
            (
                (
                    f"`{spec.name}`{' ¬' if spec.may_be_negated else ''}",
                    spec.takes.words,
                    spec.sentence,
                    f"`{spec.name} = {spec.example}`",
                    f"`{spec.holds}`",
                    f"`{spec.fails}`",
                )
                for spec in specs
            ),
        )
    yield from ("", "## Actions", "")
    yield from _table(
        ("action", "takes", "does", "example"),
        (
            (f"`{one.name}`", one.takes.words, one.sentence, f"`{one.name} = {one.example}`")
            for one in ACTIONS
        ),
    )
    yield from _names()
    yield from ("", "## Facts of an example", "")
    yield "What an example does not state is ordinary: a stranger writes to us on X, on a quiet"
    yield "Monday morning, and the text is read by the same reader as every mention."
    for title, facts in (
        ("The message", ABOUT_MESSAGE),
        ("What was understood", ABOUT_READING),
        ("What surrounds it", ABOUT_CIRCUMSTANCES),
    ):
        yield from ("", f"### {title} (facts)", "")
        yield from _table(("fact", "takes", "means"), _fact_rows(facts))


def _names() -> Iterator[str]:
    yield from ("", "## Names", "")
    yield f"- **topics**, which are also families: {_listed(TOPICS)}"
    yield f"- **sensitive, `wake`**: {_listed(WAKE)}"
    yield f"- **sensitive, `morning`**: {_listed(MORNING)}"
    yield f"- **marks**: {_listed(MARKS)}"
    yield f"- **signs**: {_listed(SIGNS)}"
    yield f"- **families that only people send**: {_listed(FOR_PEOPLE)}"
    yield "- A family made for one platform or language is taken before the plain one:"
    yield "  `late_reddit`, `general_es`."


def _fact_rows(facts: Iterable[FactSpec]) -> Iterator[tuple[str, ...]]:
    for fact in facts:
        yield f"`{fact.name}`", fact.takes.words, fact.sentence


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "| " + " | ".join("---" for _ in head) + " |"
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
