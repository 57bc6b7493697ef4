"""What cases cost, by cause, in the weekly report."""

import json
from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.case import Resolution
from monitor.domain.make_good import Cost, parse_cost, total
from monitor.domain.values import replace
from monitor.report import render
from monitor.report.work import count_cases
from tests.unit.report_history import NOW, History, at


def cost(amount: str, currency: str = "EUR") -> Cost:
    return parse_cost(amount, currency)


def a_week() -> History:
    history = History()
    for number, (cause, spent) in enumerate(
        [
            ("order form", cost("18")),
            ("order form", cost("12,50")),
            ("driver", cost("40")),
            ("driver", cost("5", "USD")),
            ("", None),
        ]
    ):
        history.complaint(
            at(1) + timedelta(minutes=number),
            who=f"who{number}",
            answered_after=timedelta(hours=1),
            resolution=Resolution.SOLVED,
            cause=cause,
        )
        history.stored_cases[-1] = replace(history.stored_cases[-1], cost=spent)
    return history


def test_costs_are_summed_by_cause_and_currency() -> None:
    report = a_week().report(now=NOW)
    told = json.loads(render(report, "json"))["this"]["care"]["costs"]
    assert told == [
        {"cause": "driver", "cases": 1, "cost": 40.0, "currency": "EUR"},
        {"cause": "order form", "cases": 2, "cost": 30.5, "currency": "EUR"},
        {"cause": "driver", "cases": 1, "cost": 5.0, "currency": "USD"},
    ]
    text = render(report, "text")
    assert "what it cost to put right" in text
    assert "70.50 EUR, 5.00 USD" in text


def test_a_week_without_costs_says_nothing_of_them() -> None:
    history = History()
    history.complaint(at(1), resolution=Resolution.SOLVED, cause="driver")
    assert "what it cost" not in render(history.report(now=NOW), "text")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "driver", "order form"]),
            st.decimals("0", "9999999", places=2),
            st.sampled_from(["", "EUR", "€"]),
        )
    )
)
def test_the_causes_add_up_to_the_whole(
    spent: list[tuple[str, Decimal, str]],
) -> None:
    history = History()
    for cause, amount, currency in spent:
        history.complaint(at(1), resolution=Resolution.SOLVED, cause=cause)
        history.stored_cases[-1] = replace(
            history.stored_cases[-1], cost=Cost(amount=amount, currency=currency)
        )
    counts = count_cases(history.stored_cases, history.report(now=NOW).facts.this.period)
    assert sum(each.cases for each in counts.costs) == len(spent)
    sums = {one.currency: one.amount for one in total(each.cost for each in counts.costs)}
    for currency, amount in sums.items():
        assert amount == sum((one for _, one, name in spent if name == currency), Decimal(0))


@given(st.integers(0, 9_999_999), st.integers(0, 99), st.sampled_from([".", ","]))
def test_a_cost_is_stored_as_it_was_typed(whole: int, cents: int, point: str) -> None:
    typed = parse_cost(f"{whole}{point}{cents:02}", "EUR")
    assert Cost.read(typed.written) == typed
    assert typed.amount == Decimal(whole) + Decimal(cents) / 100
