"""Rules: from the tables of default.toml to `Rule`, with every problem told where it stands."""

import re
from collections.abc import Collection, Mapping

from monitor.domain.playbook import Condition, Example, Rule, RuleMode, Then, Words
from monitor.rules.actions import ONLY_FOR_DECIDING, read_then
from monitor.rules.conditions import read_when
from monitor.rules.example_facts import BY_NAME as FACTS
from monitor.rules.example_facts import read_fact
from monitor.rules.problems import Report
from monitor.rules.takes import TEXT, YES_NO, BadValue, Vocabulary, as_written, near, one_of, quoted

KEYS = ("name", "why", "when", "then", "mode", "also", "examples")
TOP_KEYS = ("name", "about", "rule")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MODE = one_of(*RuleMode)
#: what `expect` may say beside the name of a rule
MATCHES, NO_MATCH = "matches", "!matches"

Table = Mapping[str, object]


def read_rules(table: Table, known: Vocabulary, report: Report) -> tuple[Rule, ...]:
    """All rules of one file, in order."""
    for key in table:
        if key not in TOP_KEYS:
            report.at(key).add(
                f"unknown key `{key}`{near(key, TOP_KEYS)}", hint="a rule begins with [[rule]]"
            )
    tables = table.get("rule", [])
    if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
        report.at("rule").add("`rule` is not a list of rules", hint="a rule begins with [[rule]]")
        return ()
    if not tables:
        report.add("there is no rule in it", hint="a rule begins with [[rule]]")
    names = {str(one.get("name", "")) for one in tables}
    readers = [
        _RuleReader(one, names, known, report.at("rule", number, where=_where(one, number)))
        for number, one in enumerate(tables)
    ]
    rules = [reader.rule() for reader in readers]
    _check_names(rules, report)
    _check_order(rules, [reader.has_conditions for reader in readers], report)
    return tuple(rules)


def _where(table: Table, number: int) -> str:
    name = table.get("name")
    return f"rule `{name}`" if isinstance(name, str) and name else f"rule {number + 1}"


class _RuleReader:
    """One rule."""

    def __init__(
        self, table: Table, names: Collection[str], known: Vocabulary, report: Report
    ) -> None:
        self.table = table
        #: of all rules, for `expect`
        self.names = names
        self.known = known
        self.report = report
        #: every condition could be read
        self.has_conditions = False

    def rule(self) -> Rule:
        """The rule as far as it can be read."""
        for key in self.table:
            if key not in KEYS:
                self.report.at(key).add(
                    f"unknown key `{key}`{near(key, KEYS)}", hint=f"a rule has {quoted(KEYS)}"
                )
        mode = self._mode()
        also = self._also()
        return Rule(
            name=self._name(),
            why=self._why(),
            when=self._when(),
            then=self._then(also=also),
            mode=mode,
            also=also,
            examples=self._examples(MATCHES if also or mode is not RuleMode.LIVE else ""),
            line=self.report.line or 0,
        )

    def _name(self) -> str:
        name = self.table.get("name", "")
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            here = self.report.at("name") if "name" in self.table else self.report
            here.add(
                "the rule has no name" if not name else f"{as_written(name)} cannot be a name",
                hint="small letters, digits and single hyphens: `late-delivery`",
            )
            return ""
        return name

    def _why(self) -> str:
        why = self.table.get("why", "")
        if not isinstance(why, str) or not why.strip():
            self.report.at("why").add(
                "the rule does not say why", hint='add `why = "…"`, one sentence for your people'
            )
            return ""
        return " ".join(why.split())

    def _mode(self) -> RuleMode:
        try:
            return RuleMode(_MODE.read(self.table.get("mode", "live"), self.known))
        except BadValue as problem:
            self.report.at("mode").add(f"`mode` {problem}", hint=problem.hint)
            return RuleMode.LIVE

    def _also(self) -> bool:
        try:
            return YES_NO.read(self.table.get("also", False), self.known)
        except BadValue as problem:
            self.report.at("also").add(f"`also` {problem}", hint=problem.hint)
            return False

    def _when(self) -> tuple[Condition, ...]:
        when = self._table("when", "write `when = { }` for a rule that always matches")
        if when is None:
            return ()
        before = len(self.report.problems)
        conditions = read_when(when, self.known, self.report.at("when"))
        self.has_conditions = len(self.report.problems) == before
        return conditions

    def _then(self, *, also: bool) -> Then:
        then = self._table("then", "write `then = { }` for a rule that only counts")
        if then is None:
            return Then()
        here = self.report.at("then")
        for name in ONLY_FOR_DECIDING if also else ():
            if name in then:
                here.at(name).add(
                    f"an `also` rule cannot have `{name}`",
                    hint="the rule that decides does that; an `also` rule adds alerts and notes",
                )
        return read_then(then, self.known, here)

    def _table(self, key: str, hint: str) -> Table | None:
        value = self.table.get(key)
        if isinstance(value, dict):
            return value
        message = f"`{key}` is not a table" if key in self.table else f"the rule has no `{key}`"
        self.report.at(key).add(message, hint=hint)
        return None

    def _examples(self, expect: str) -> tuple[Example, ...]:
        tables = self.table.get("examples", [])
        if not isinstance(tables, list):
            self.report.at("examples").add(
                "`examples` is not a list", hint='write `examples = [ { text = "…" } ]`'
            )
            return ()
        examples = [self._example(number, one, expect) for number, one in enumerate(tables)]
        return tuple(example for example in examples if example is not None)

    def _example(self, number: int, table: object, expect: str) -> Example | None:
        here = self.report.at("examples", number)
        if not isinstance(table, dict) or "text" not in table:
            here.add("the example has no `text`", hint='write `{ text = "…" }`')
            return None
        name = self.table.get("name")
        expected = expect or (name if isinstance(name, str) else "")
        facts: dict[str, object] = {}
        text = ""
        for key, value in table.items():
            try:
                match key:
                    case "text":
                        text = TEXT.read(value, self.known)
                    case "expect":
                        expected = self._expected(value)
                    case _ if key in FACTS:
                        facts[key] = read_fact(key, value, self.known)
                    case _:
                        here.at(key).add(
                            f"unknown fact `{key}`{near(key, (*FACTS, 'text', 'expect'))}",
                            hint="docs/playbook-reference.md lists what an example may state",
                        )
            except BadValue as problem:
                here.at(key).add(f"`{key}` {problem}", hint=problem.hint)
        return Example(text=text, facts=facts, expect=expected, line=here.line or 0)

    def _expected(self, value: object) -> str:
        name = TEXT.read(value, self.known)
        if name not in self.names and name not in (MATCHES, NO_MATCH):
            raise BadValue(
                f"does not know the rule `{name}`{near(name, self.names)}",
                f"it takes the name of a rule, `{MATCHES}` or `{NO_MATCH}`",
            )
        return name


# --- the rules together ---------------------------------------------------------------------------


def _check_names(rules: list[Rule], report: Report) -> None:
    first: dict[str, Rule] = {}
    for number, rule in enumerate(rules):
        if rule.name in first and rule.name:
            report.at("rule", number, "name", where=f"rule `{rule.name}`").add(
                f"there are two rules `{rule.name}`",
                hint=f"the first one stands in line {first[rule.name].line}",
            )
        first.setdefault(rule.name, rule)


def _check_order(rules: list[Rule], is_whole: list[bool], report: Report) -> None:
    """A rule that can never decide, because an earlier one takes everything it would take."""
    for number, rule in enumerate(rules):
        if not is_whole[number]:
            continue
        wanted = {(condition.name, condition.wanted) for condition in rule.when}
        for earlier, is_earlier_whole in zip(rules[:number], is_whole, strict=False):
            takes = {(condition.name, condition.wanted) for condition in earlier.when}
            takes_all = is_earlier_whole and takes <= wanted
            if earlier.mode is not RuleMode.LIVE or earlier.also or not takes_all:
                continue
            report.at("rule", number, "when", where=f"rule `{rule.name}`").add(
                f"this rule can never match: `{earlier.name}` before it takes everything",
                hint=f"move it above line {earlier.line}, or narrow `{earlier.name}`",
            )
            break


def check_families(rules: tuple[Rule, ...], families: Mapping[str, object], report: Report) -> None:
    """Every rule that says something has the words for it."""
    for number, rule in enumerate(rules):
        then = rule.then
        wanted = "general" if then.family == "topic" else then.family
        says_something = then.acknowledge is not Words.NONE
        if wanted == "general":
            pass  # that it is missing was told where it should stand
        elif (says_something or then.family != "topic") and wanted not in families:
            report.at("rule", number, "then", "family", where=f"rule `{rule.name}`").add(
                f"unknown family `{wanted}`{near(wanted, families)}",
                hint="the families stand in acknowledgements.toml",
            )
        if then.direct_message is not Words.NONE and "receipt" not in families:
            report.at("rule", number, "then", "direct_message", where=f"rule `{rule.name}`").add(
                "a direct message needs the family `receipt`",
                hint="the families stand in acknowledgements.toml",
            )
