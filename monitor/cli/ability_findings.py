"""What `monitor check` says of what a platform can and cannot do."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from monitor.cli.finding import Finding, note, ok, warning
from monitor.cli.lines import title
from monitor.domain.connectors import (
    Connector,
    DirectMessenger,
    Guard,
    MentionSource,
    Replier,
    Retractor,
)
from monitor.domain.effect import Action
from monitor.domain.platform import platform_named
from monitor.domain.playbook import Playbook, RuleMode, Words
from monitor.domain.policy import Mode

if TYPE_CHECKING:
    from monitor.config import Config


def about_abilities(
    config: "Config", playbook: Playbook, connectors: list[Connector]
) -> Iterator[Finding]:
    """What rules ask for and a platform cannot do."""
    live = [rule for rule in playbook.rules if rule.mode is not RuleMode.OFF]
    replies = any(rule.then.acknowledge is not Words.NONE for rule in live)
    by_itself = [rule.name for rule in live if rule.then.acknowledge is Words.AUTOMATIC]
    messages = any(rule.then.direct_message is not Words.NONE for rule in live)
    for connector in connectors:
        # what a connector can do is asked of the object, not of its type
        able: object = connector
        check = f"connector {connector.name}"
        if not isinstance(able, MentionSource):
            yield warning(check, "cannot be read: nothing comes from it")
        by_hand = []
        if replies and not isinstance(able, Replier):
            by_hand.append("post a reply")
        elif replies and not isinstance(able, Retractor):
            by_hand.append("take a reply back")
        if messages and not isinstance(able, DirectMessenger):
            by_hand.append("write in private")
        if by_hand:
            yield note(check, f"you {' and '.join(by_hand)} by hand: no program can")
        yield from about_keeping_away(connector)
        is_automatic = config.policy_table.mode is Mode.AUTOMATIC and not config.is_sample
        if is_automatic and isinstance(able, Replier):
            yield from _by_hand(check, connector, by_itself)


def about_keeping_away(connector: Connector) -> Iterator[Finding]:
    """What of `monitor mute`, `block` and `hide` the platform lets a program do."""
    able: object = connector  # what a connector can do is asked of the object, not of its type
    if not isinstance(able, Guard):
        return
    by_machine: list[str] = []
    by_hand: list[str] = []
    never: list[str] = []
    for action in (Action.MUTE, Action.BLOCK, Action.HIDE):
        # any account and any post will do: only whether there is a place matters
        place = able.by_hand(action, f"{connector.platforms[0]}:1", "somebody")
        if action in able.measures:
            by_machine.append(action.value)
        else:
            (by_hand if place else never).append(action.value)
    words = [f"can {' and '.join(by_machine)} at your word"] if by_machine else []
    words += [f"you {' and '.join(by_hand)} by hand, with a link"] if by_hand else []
    words += [f"nobody can {' or '.join(never)} there"] if never else []
    yield ok(f"connector {connector.name}", "; ".join(words))


def _by_hand(check: str, connector: Connector, rules: list[str]) -> Iterator[Finding]:
    for platform in connector.platforms:
        if rules and not platform_named(platform).may_reply_by_machine:
            yield note(
                check,
                f"{title(platform)} takes no reply by machine: these wait for you: "
                + ", ".join(rules),
            )
