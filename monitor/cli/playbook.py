"""`monitor playbook`: is a playbook right, do its examples pass, what would it change."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.arguments import PageGroup
from monitor.cli.as_json import Keys
from monitor.cli.common import (
    config_option,
    desk_options,
    json_option,
    read_config,
    say,
    say_error,
    say_json,
)
from monitor.cli.desk import Desk, current_clock, opened_desk
from monitor.cli.examples import (
    RUNS_ALL_THE_SAME,
    WHAT_TO_DO,
    example_problems,
    run_examples_of,
)
from monitor.cli.lines import count_of, hang, keep, width
from monitor.cli.playbook_json import BACKTEST_KEYS, CHECK_KEYS, TEST_KEYS, diff_json, results_json
from monitor.cli.price_findings import dear_texts, price_words
from monitor.domain.inert import for_terminal
from monitor.errors import InputError

if TYPE_CHECKING:
    from monitor.config import Config
    from monitor.domain.playbook import Playbook
    from monitor.rules.regressions import RegressionResult
    from monitor.rules.trial import Diff

#: changes that are shown one by one
SHOWN = 50

JSON_KEYS: dict[str, dict[str, Keys]] = {
    "playbook check": {"the answer": CHECK_KEYS},
    "playbook test": {"the answer": TEST_KEYS},
    "playbook backtest": {"the answer": BACKTEST_KEYS},
}


class NoPage(PageGroup):
    """A group in which every command is named."""

    unnamed = ""


@click.group("playbook", cls=NoPage)
def playbook_command() -> None:
    """Check your playbook, run its examples, see what a change would do.

    Without FOLDER they take the one that the config names.

    \b
    Example:
      monitor playbook check
      monitor playbook test drafts/
      monitor playbook backtest drafts/
    """


@playbook_command.command("check")
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@config_option
@json_option
def check_command(folder: Path | None, config_path: Path | None, *, as_json: bool) -> None:
    """Read the playbook, and show everything that is wrong in it at once.

    \b
    Example:
      monitor playbook check
    """
    from monitor.configured import prices_of

    config = read_config(config_path)
    folder, playbook = _playbook(config, folder)
    examples = sum(len(rule.examples) for rule in playbook.rules)
    if as_json:
        say_json(
            {
                "folder": str(folder),
                "version": playbook.version,
                "rules": len(playbook.rules),
                "examples": examples,
            }
        )
        return
    texts = sum(len(family.variants) for family in playbook.families.values())
    say(
        f"{_shown(folder)} is fine: {count_of(len(playbook.rules), 'rule')}, "
        f"{count_of(texts, 'text')}, {count_of(examples, 'example')}. "
        "Run the examples: monitor playbook test"
    )
    prices = prices_of(config, current_clock())
    for platform, names in dear_texts(playbook, prices):
        words = price_words(platform, names, prices[platform])
        for line in hang("", words[0].upper() + words[1:], width()):
            say(line)


@playbook_command.command("test")
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option(
    "--regressions",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A regression set to run as well; may be given again.",
)
@config_option
@json_option
def test_command(
    folder: Path | None, files: tuple[Path, ...], config_path: Path | None, *, as_json: bool
) -> int:
    """Run the examples that stand in the playbook, and your corrections.

    A regression set holds mentions with what has to become of them: `monitor export --corrections`
    writes one from your decisions. Those in `regressions/*.jsonl` of the playbook are always run.

    \b
    Example:
      monitor playbook test
      monitor playbook test drafts/ --regressions corrections.jsonl
    """
    from monitor.cli.regression_lines import regression_lines, regression_summary

    config = read_config(config_path)
    folder, playbook = _playbook(config, folder)
    regressions = _regressions(config, folder, playbook, files)
    results = run_examples_of(config, folder, playbook)
    failed = [result for result in results if not result.is_right]
    undone = [one for one in regressions if not one.is_right]
    if as_json:
        say_json(results_json(folder, results, regressions))
        return 1 if failed or undone else 0
    for problem in example_problems(folder, results):
        say_error(problem.for_person())
        say_error("")
    if failed:
        wrong = f"{len(failed)} of {count_of(len(results), 'example')} went wrong"
        for line in hang("", f"{wrong}. {RUNS_ALL_THE_SAME} {WHAT_TO_DO}", width()):
            say_error(line)
    else:
        say(f"{count_of(len(results), 'example')} of {_shown(folder)} went right.")
    for line in regression_lines(regressions, width()):
        say_error(line)
    if undone:
        say_error(regression_summary(regressions))
    elif regressions:
        say(regression_summary(regressions))
    return 1 if failed or undone else 0


@playbook_command.command("backtest")
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@desk_options
def backtest_command(
    folder: Path | None, config_path: Path | None, store_url: str | None, *, as_json: bool
) -> None:
    """Show what a changed playbook would have done with everything stored so far.

    Nothing is sent and nothing is stored. FOLDER holds the changed playbook; the one that the
    config names is compared with it.

    \b
    Example:
      cp -r playbooks drafts        (then change drafts/default.toml)
      monitor playbook backtest drafts/
    """
    from monitor.rules.trial import backtest

    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        shown, new = _playbook(desk.config, folder)
        with desk.store.read() as tx:
            history = tx.messages.all_decided(desk.config.brand.name)
            diff = backtest(desk.playbook, new, history, desk.policy)
        if as_json:
            say_json(diff_json(diff))
            return
        if new.version == desk.playbook.version:
            say(f"{_shown(shown)} is the playbook that is in use.")
        if not diff.decided:
            for line in hang("", _nothing_of(desk), width()):
                say(line)
            return
        for line in diff_lines(diff):
            say(line)


def _nothing_of(desk: Desk) -> str:
    """Why there is nothing to compare: nothing is stored, or it is another brand's."""
    with desk.store.read() as tx:
        others = {one.message.brand for one in tx.messages.all_decided()}
    brand = for_terminal(desk.config.brand.name, 60)
    if not others:
        return "Nothing is stored yet that could be decided otherwise: `monitor run` reads."
    names = ", ".join(f"`{for_terminal(name, 60)}`" for name in sorted(others))
    return (
        f"Nothing of `{brand}` is stored here, only of {names}. Write that name as it is there "
        f"under [brand] in the config, or name another database with {keep('--store')}."
    )


def _regressions(
    config: "Config", folder: Path, playbook: "Playbook", given: tuple[Path, ...]
) -> list["RegressionResult"]:
    """Every correction of the playbook's own sets and of those that are named, decided on now."""
    from monitor.rules.answer import as_if_unlocked
    from monitor.rules.parse import shown_in
    from monitor.rules.regressions import files_of, read_regressions, run_regressions
    from monitor.scoring.for_brand import reader_for

    files = list(dict.fromkeys((*files_of(folder), *given)))
    brand = config.brand.name
    read = [one for file in files for one in read_regressions(file, shown_in(file), brand)]
    if not read:
        return []
    reader = reader_for(config.with_playbook(folder))
    return run_regressions(read, playbook, reader, as_if_unlocked(config.policy()))


def diff_lines(diff: "Diff") -> list[str]:
    """The differences, the first ones one by one, and what they come to."""
    lines = diff.lines()
    single = [change.lines() for change in diff.changes]
    head = sum(len(each) for each in single)
    shown = [line for each in single[:SHOWN] for line in each]
    if len(single) > SHOWN:
        shown.append(f"... and {len(single) - SHOWN:,} more, all of them with --json")
    return [*(for_terminal(line) if line[:1] != " " else line for line in shown), *lines[head:]]


def _playbook(config: "Config", given: Path | None) -> tuple[Path, "Playbook"]:
    from monitor.rules.parse import PHRASES, load_playbook
    from monitor.scoring.phrase_file import load_phrases

    folder = given if given is not None else config.playbook_folder
    if given is not None:
        _must_be_a_playbook(given)
    playbook = load_playbook(folder, config.brand.languages)
    load_phrases(folder / PHRASES)
    return folder, playbook


def _must_be_a_playbook(given: Path) -> None:
    """A folder, with the rules in it. Raises InputError with the one that is meant."""
    from monitor.rules.parse import PHRASES, READ_HERE, RULES

    shown = for_terminal(str(given), 200)
    if given.is_file():
        hint = f"a playbook is a folder with a `{RULES}` in it; name the folder"
        if given.name in (*READ_HERE, PHRASES):
            hint = f"name the folder it is in: {for_terminal(str(given.parent), 200)}"
        raise InputError(f"`{shown}` is a file", hint=hint)
    if not given.is_dir():
        hint = "without a folder it is the one that the config names"
        raise InputError(f"there is no folder `{shown}`", hint=hint)
    inside = [folder.parent for folder in sorted(given.glob(f"*/{RULES}"))]
    if not (given / RULES).exists() and inside:
        raise InputError(
            f"there is no `{RULES}` in `{shown}`",
            hint=f"there is one in `{for_terminal(str(inside[0]), 200)}`: name that folder",
        )


def _shown(folder: Path) -> str:
    from monitor.rules.parse import shown_in

    return for_terminal(shown_in(folder), 200)
