"""What runs in the process that knows the holidays: `public_holidays_child.py PLACE FROM UNTIL`.

It imports nothing of ours, and prints what `monitor.config.public_holidays` reads: the days, or the
names there are instead, or why it cannot tell.
"""

import importlib
import json
import sys
from typing import Any

ENGLISH = "en_US"


def answer(place: str, first: int, last: int) -> dict[str, object]:
    """The days of a place by their names, from the first year to the last."""
    try:
        # Any: loaded here alone, and may not be installed
        library: Any = importlib.import_module("holidays")
    except ImportError:
        return {"why": "the package `holidays` is not installed"}
    country, dash, part = (each.strip() for each in place.partition("-"))
    countries = library.list_supported_countries(include_aliases=True)
    if country.upper() not in countries:
        return {"countries": _names(countries)}
    of_country = getattr(library, country.upper())
    parts = {name.lower(): name for name in of_country.subdivisions}
    if dash and part.lower() not in parts:
        names = {code: name for name, code in of_country.subdivisions_aliases.items()}
        return {"parts": {code: names.get(code, code) for code in parts.values()}}
    languages = of_country.supported_languages
    days = library.country_holidays(
        country.upper(),
        subdiv=parts[part.lower()] if dash else None,
        years=range(first, last + 1),
        language=ENGLISH if ENGLISH in languages else None,
    )
    return {"days": {day.isoformat(): name for day, name in sorted(days.items())}}


def _names(codes: Any) -> dict[str, str]:
    registered = importlib.import_module("holidays.registry").COUNTRIES
    names = {entry[1]: name.replace("_", " ").title() for name, entry in registered.items()}
    return {code: names[code] for code in codes if code in names}


if __name__ == "__main__":
    try:
        told = answer(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
    except Exception as error:
        # the edge: whatever a library of strangers raises means that it cannot tell
        told = {"why": f"it failed ({type(error).__name__})"}
    sys.stdout.write(json.dumps(told))
