"""The page docs/commands.md, written from the commands' own help and their tables of JSON keys.

`python -m monitor.cli.reference > docs/commands.md`; a test holds the page to it.
"""

import re
import sys
from collections.abc import Iterator
from importlib import import_module
from inspect import cleandoc

import click

from monitor.cli import COMMANDS, cli
from monitor.cli.as_json import (
    CASE_KEYS,
    CASE_ROW_KEYS,
    DRAFT_KEYS,
    EFFECT_KEYS,
    MESSAGE_KEYS,
    PROMISE_KEYS,
    Keys,
)
from monitor.cli.incident_json import SHOWN_KEYS

Tables = dict[str, dict[str, Keys]]

SCORE_KEYS: Keys = {
    "compound": "the library's own value for the raw text, -1 to 1",
    "pos": "the library's own share of praise",
    "neu": "the library's own share of neither",
    "neg": "the library's own share of blame",
    "compound_used": "the value that decides: normalised text, names masked",
    "kind": "complaint, question, praise, abuse, spam or other",
    "p_complaint": "how sure a complaint is, 0 to 1, or null: nothing computes it",
    "p_praise": "the same for praise",
    "p_question": "the same for a question",
    "p_spam": "the same for spam",
    "p_abuse": "the same for abuse",
    "language": "`en`, `und` (plainly none that you answer in), or null (too short to tell)",
    "line": "only with `error`: which line of the input",
    "error": "only for a line that cannot be scored: why; all scores are null",
}
REPLAY_KEYS: Keys = {
    "id": "the message, such as `x:123`",
    "kind": "as in `score`; null with all scores: nothing was decided on it, `reason` says why",
    "compound": "as in `score`",
    "p_complaint": "as in `score`",
    "p_abuse": "as in `score`",
    "language": "as in `score`",
    "rule": "the rule that decided; empty: none",
    "permission": "allow, wait or deny",
    "reason": "why, as one word; `deleted`: gone before it was read; `set_aside`: not readable",
    "case_id": "the case, such as `c7`, or null",
    "effects[].action": "acknowledge, answer (a thank-you), direct_message, alert, mute, hide, "
    "block or retract",
    "effects[].state": "proposed, approved, held, sent, refused, ...",
    "effects[].text": "the words; empty when there are none yet",
}
#: keys of commands whose modules have no table of their own
OTHERS: Tables = {
    "score": {"each line": SCORE_KEYS},
    "replay": {"each line of `--json OUT`": REPLAY_KEYS},
}

#: explained once, on top of the page
EVERYWHERE = frozenset({"config_path", "store_url", "as_json", "by"})
#: what stands in the answers of several commands: its heading, and its keys
SHARED: dict[str, Keys] = {
    "A case": CASE_KEYS,
    "A case with its customer": CASE_ROW_KEYS,
    "A draft": DRAFT_KEYS,
    "A reply": EFFECT_KEYS,
    "A promise": PROMISE_KEYS,
    "A message": MESSAGE_KEYS,
    "An incident": SHOWN_KEYS,
}

_HEAD = """\
# Commands

    monitor COMMAND --help

Options that mean the same everywhere:

| option | |
| --- | --- |
| `--config PATH` | The config file; without it it is looked for as [here](configuration.md). |
| `--store URL` | Another database: a path, `sqlite:///PATH`, or `secret:NAME`. |
| `--by NAME` | Who decides; without it the first of `people` in the config. |
| `--json` | For programs: one JSON value, and nothing else. |

The exit code is 0 when all is well, 1 when something failed, 2 for wrong use or a wrong file.
Errors go to the error output.

The keys of JSON are stable: more may come, none goes or changes its meaning. Moments are RFC 3339,
in UTC. Ids: message `x:123`, author `x:42` (or `x:@handle`), draft `e12`, case `c7`.
"""

_FILE = """\
## The message file

`monitor replay` reads it, and `monitor export` writes it: one JSON object a line.

{file}

Keys that are not in this table are passed over. A line that cannot be read is set aside with its
number and the reason, and the rest goes on.
"""

FILE_KEYS: Keys = {
    "platform": "needed: `x`, `reddit`, `bluesky`, `mastodon`, or another word in small letters",
    "id": "needed: the platform's own id",
    "text": "needed, unless it was deleted",
    "created_at": "needed: RFC 3339 with an offset, such as `2026-11-23T09:02:10+01:00`",
    "author": "needed: an object with `id` or `handle`; also `name, followers, created_at, is_bot`",
    "url": "where it stands",
    "conversation_id": "the conversation; a reply without one joins its parent's",
    "parent_id": "what it answers",
    "addressed": "true: it names, answers or quotes your account",
    "language": "such as `en`, if the platform says",
    "type": "post, reply, quote or direct_message",
    "brand": "when the file speaks of several",
    "media": "a list of objects with `kind`, `url` and `alt`",
    "from_brand": "true: your own post",
    "version": "2 and more for later versions of the same id",
    "edited_at": "when this version was written",
    "deleted_at": "when its author took it away",
}


def reference() -> str:
    """The whole page."""
    shared = [f"## {name} in JSON\n\n{_table(keys)}\n" for name, keys in SHARED.items()]
    return "\n".join([_HEAD, *_sections(), *shared, _FILE.format(file=_table(FILE_KEYS))])


def tables() -> Tables:
    """The tables of every command: what stands under which heading."""
    found: Tables = dict(OTHERS)
    for module in dict.fromkeys(COMMANDS.values()):
        found.update(getattr(import_module(f"monitor.cli.{module}"), "JSON_KEYS", {}))
    return found


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command, and those of a group, as an owner types them."""
    context = click.Context(cli, info_name="monitor")
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        if command is None:
            raise TypeError(f"there is no command `{name}`")
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {inner}", each) for inner, each in command.commands.items())


def _sections() -> Iterator[str]:
    known = tables()
    for name, command in commands():
        level = "###" if " " in name else "##"
        lines = [f"{level} `monitor {name}`", "", f"    {_usage(name, command)}", ""]
        lines += [*_help(command), ""]
        lines += _options(command)
        for title, keys in known.get(name, {}).items():
            lines += [*_keys(title, keys), ""]
        yield "\n".join(lines)


def _keys(title: str, keys: Keys) -> list[str]:
    """A table; of keys that several commands have, only what comes on top of them."""
    same = [name for name, shared in SHARED.items() if shared.items() <= keys.items()]
    if not same:
        return [f"JSON, {title}:", "", _table(keys)]
    name = max(same, key=lambda each: len(SHARED[each]))
    anchor = f"{name} in JSON".lower().replace(" ", "-")
    link = f"[{name[0].lower()}{name[1:]}](#{anchor})"
    more = {key: words for key, words in keys.items() if key not in SHARED[name]}
    if not more:
        return [f"JSON, {title}: {link}."]
    return [f"JSON, {title}: {link}, and", "", _table(more)]


def _help(command: click.Command) -> Iterator[str]:
    """The docstring; its examples as code."""
    paragraphs = re.split(r"\n\s*\n", cleandoc(command.help or ""))
    for position, part in enumerate(paragraphs):
        if position:
            yield ""
        if part.startswith("\b"):
            title, *lines = part.splitlines()[1:]
            yield title.strip()
            yield ""
            yield from (f"    {line.strip()}" for line in lines)
        else:
            yield part


def _usage(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=name)
    return " ".join(["monitor", name, *command.collect_usage_pieces(context)])


def _options(command: click.Command) -> list[str]:
    context = click.Context(command, info_name=command.name)
    rows = []
    for each in command.params:
        if each.name in EVERYWHERE or not isinstance(each, click.Option):
            continue
        record = each.get_help_record(context)
        if record is not None:
            rows.append(f"| `{record[0].replace('|', ' or ')}` | {_cell(record[1])} |")
    if not rows:
        return []
    return ["| option | |", "| --- | --- |", *rows, ""]


def _table(keys: Keys) -> str:
    rows = [f"| `{key}` | {_cell(words)} |" for key, words in keys.items()]
    return "\n".join(["| key | what it is |", "| --- | --- |", *rows])


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(reference())
