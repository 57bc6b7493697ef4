"""Forms of a desk: what is asked before something is done. Nothing that was typed is lost."""

from collections.abc import Mapping, Sequence

from monitor.domain.press import Choice, Field, Form, Press
from monitor.domain.values import replace


def form_for(
    press: Press,
    title: str,
    fields: Sequence[Field],
    *,
    says: Sequence[str] = (),
    submit: str = "Save",
    problems: Mapping[str, str] | None = None,
    version: int | None = None,
) -> Form:
    """Submitted, it is this press again, with what was filled in."""
    return Form(
        title=title,
        act=press.act,
        subject=press.subject,
        version=press.version if version is None else version,
        seal=press.seal,
        says=tuple(one for one in says if one),
        fields=tuple(_as_typed(field, press) for field in fields),
        submit=submit,
        problems=dict(problems or {}),
    )


def filled(press: Press, name: str) -> str:
    """One line of what was written or chosen; empty: nothing."""
    return " ".join(press.filled.get(name, "").split())


def choices(pairs: Mapping[str, str]) -> tuple[Choice, ...]:
    """By value and label."""
    return tuple(Choice(value=value, label=label) for value, label in pairs.items())


def _as_typed(field: Field, press: Press) -> Field:
    return replace(field, text=press.filled.get(field.name, field.text))
