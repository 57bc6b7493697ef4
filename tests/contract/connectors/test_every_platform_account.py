"""What every connector of a platform tells about itself and its account."""

from importlib import import_module

import pytest

from monitor.domain.account import Level, Setup, Topic
from monitor.domain.connectors import AccountCheck, DoorCheck, MentionSource, Refresher
from monitor.errors import ConfigError
from tests.contract.connectors.steps import connect
from tests.simulators.rig import Rig


def test_it_tells_its_name_and_its_roles(rig: Rig) -> None:
    connector = rig.connector()
    assert isinstance(connector, MentionSource)
    assert isinstance(connector, Refresher)
    assert connect(rig).name == rig.platform
    assert connect(rig).platforms == (rig.platform,)


def test_a_key_that_nobody_knows_is_refused(rig: Rig) -> None:
    with pytest.raises(ConfigError) as wrong:
        rig.connector(sreach=["larch"])
    assert "unknown key `sreach`" in wrong.value.for_person()


def test_it_tells_how_it_is_set_up(rig: Rig) -> None:
    setup = import_module(f"connectors.{rig.platform}").SETUP
    assert isinstance(setup, Setup)
    assert setup.steps
    for step in setup.steps:
        assert step.words
        assert not step.url or step.url.startswith("https://")
    assert any(ask.is_secret for step in setup.steps for ask in step.asks)


def test_an_account_that_works_is_found_to_work(rig: Rig) -> None:
    findings = list(connect(rig).check())
    assert Level.BROKEN not in {finding.level for finding in findings}, findings
    assert (Topic.CREDENTIALS, Level.FINE) in {(one.topic, one.level) for one in findings}


def test_the_door_alone_is_tested_as_with_everything_else(rig: Rig) -> None:
    connector: object = rig.connector()
    if not isinstance(connector, DoorCheck):
        pytest.skip("this platform tells no program whether strangers can write")
    assert isinstance(connector, AccountCheck)
    (among_others,) = [one for one in connector.check() if one.topic is Topic.DOOR]
    assert connector.check_door() == among_others


def test_a_door_that_cannot_be_tested_now_is_not_known(rig: Rig) -> None:
    connector: object = rig.connector()
    if not isinstance(connector, DoorCheck):
        pytest.skip("this platform tells no program whether strangers can write")
    rig.stop()
    finding = connector.check_door()
    assert (finding.topic, finding.is_open) == (Topic.DOOR, None)
