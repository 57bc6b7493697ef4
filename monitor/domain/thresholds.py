"""Thresholds: from which probabilities on something is done, or is left to a person.

The model that ships brings its own (`NAMES` is what its file calls them); what the owner writes in
`[understanding]` goes before. Without a model there is no probability, and none of them matters.
"""

from collections.abc import Mapping
from typing import Final, Self

from monitor.domain.values import Value, replace

#: field → what a model's file calls it
NAMES: Final = {
    "alert": "complaint.alert",
    "automatic": "complaint.automatic",
    "overrule_veto": "complaint.overrule_veto",
    "praise": "praise.veto",
    "question": "question.veto",
    "spam": "spam.veto",
    "abuse": "abuse.veto",
    "english": "english.covered",
    "elsewhere": "elsewhere.held",
}


class Thresholds(Value):
    """Probabilities, 0..1; each counts from itself on."""

    #: a complaint that somebody hears of
    alert: float = 0.35
    #: a complaint that a machine may acknowledge, if nothing else speaks against it
    automatic: float = 0.9
    #: a complaint in spite of a cheerful sentiment
    overrule_veto: float = 0.97
    #: praise that nobody apologises for
    praise: float = 0.3
    #: a question, which wants an answer and no canned word, unless `overrule_veto` is passed too
    question: float = 0.9
    #: advertising
    spam: float = 0.5
    #: insults and threats: a person looks first
    abuse: float = 0.5
    #: English; below this the language counts as another one
    english: float = 0.5
    #: what is wrong is somebody else's affair: a person looks at the complaint first
    elsewhere: float = 0.5

    @classmethod
    def of(cls, model: Mapping[str, float], written: Mapping[str, float | None]) -> Self:
        """What the owner wrote (by field), else what the model says (by its own names), else the
        defaults. None of the three for complaints is easier to reach than the one before it."""
        chosen: dict[str, float] = {}
        for field, name in NAMES.items():
            told = written.get(field)
            told = model.get(name) if told is None else told
            if told is not None:
                chosen[field] = told
        made = cls(**chosen)
        automatic = max(made.alert, made.automatic)
        return replace(made, automatic=automatic, overrule_veto=max(automatic, made.overrule_veto))
