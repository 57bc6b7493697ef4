"""Public holidays of a place, such as `DE-BE`, asked of a library in a process of its own.

The library takes some 19 MB to tell a dozen days a year, and the daemon would carry it for ever: so
it is loaded there, where whatever it takes is gone with the process, and only the days come back.
"""

import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

import msgspec
from msgspec import field

from monitor.config.written import nearest_in_any_case
from monitor.domain.values import Value

#: years that are told: weeks of long ago are reported and replayed, too
YEARS: Final = (2000, 2075)
PATIENCE_S: Final = 60.0
#: so long is the name of a place at most
LONGEST: Final = 60
EXAMPLE: Final = "write it like `DE-BE`, `GB-ENG` or `US`"
_CHILD: Final = Path(__file__).with_name("public_holidays_child.py")
#: as the child says it
MISSING: Final = "the package `holidays` is not installed"
_INSTALL: Final = "`.venv/bin/pip install holidays` gets it, or name the days in `closed_on`"
_BY_HAND: Final = "try it again, or leave `holidays` out and name the days in `closed_on`"

Holidays = Mapping[date, str]
NONE: Final[Holidays] = MappingProxyType({})


class _Told(Value):
    """What the child said."""

    days: dict[date, str] = field(default_factory=dict)
    #: code → name of each part of the country, when the one that was written is none of them
    parts: dict[str, str] = field(default_factory=dict)
    #: code → name of each country, when the one that was written is none of them
    countries: dict[str, str] = field(default_factory=dict)
    #: why it cannot tell
    why: str = ""


@lru_cache(maxsize=4)
def public_holidays(place: str) -> Holidays:
    """Each holiday with its name, in order; none for no place.

    Raises ValueError: what is wrong, "; ", what to write.
    """
    if not place:
        return NONE
    if len(place) > LONGEST or not place.isprintable():
        raise ValueError(f"this is no place whose holidays are known; {EXAMPLE}")
    told = _ask(place)
    if told.why:
        hint = _INSTALL if told.why == MISSING else _BY_HAND
        raise ValueError(f"the holidays of `{place}` cannot be read: {told.why}; {hint}")
    if not told.days:
        raise ValueError(_unknown(place, told))
    return MappingProxyType(told.days)


def _ask(place: str) -> _Told:
    try:
        asked = subprocess.run(
            # -P: the child's own folder is not a place to import from
            [sys.executable, "-P", str(_CHILD), place, *map(str, YEARS)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE_S,
            check=False,
        )
        return msgspec.json.decode(asked.stdout, type=_Told)
    except subprocess.TimeoutExpired:
        return _Told(why=f"no answer within {PATIENCE_S:g} seconds")
    except OSError as error:
        return _Told(why=(error.strerror or "unknown reason").lower())
    except msgspec.DecodeError:
        return _Told(why="the answer cannot be read")


def _unknown(place: str, told: _Told) -> str:
    country, _, part = place.partition("-")
    country = country.strip().upper()
    if told.parts:
        message = f"`{place}` is no place whose holidays are known; "
        near = _near(part.strip(), told.parts)
        codes = near or list(told.parts)
        listed = ", ".join(f"`{country}-{code}`" for code in codes)
        return message + (f"did you mean {listed}?" if near else f"in {country} there are {listed}")
    if not told.countries:
        return f"`{place}` has no parts; write `{country}`"
    codes = _near(place, told.countries) or _like(country, told.countries)
    hint = " or ".join(f"`{code}` ({told.countries[code]})" for code in codes)
    return f"`{place}` is no place whose holidays are known; " + (
        f"did you mean {hint}?" if hint else EXAMPLE
    )


def _near(written: str, names: Mapping[str, str]) -> list[str]:
    """The code whose name somebody probably meant."""
    by_name = {name: code for code, name in names.items()}
    near = nearest_in_any_case(written, by_name) if len(written) > 3 else None
    return [by_name[near]] if near else []


def _like(country: str, countries: Mapping[str, str]) -> list[str]:
    """Codes of two letters with one of these in its place."""
    return [
        code
        for code in sorted(countries)
        if len(country) == 2 and (code[0] == country[0] or code[1] == country[1])
    ][:6]
