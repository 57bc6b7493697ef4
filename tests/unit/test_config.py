"""The config: found, read, refused with everything that is wrong, and turned into a policy."""

import subprocess
import sys
import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
import tzlocal
from hypothesis import given
from hypothesis import strategies as st

from monitor.config import Config, find_config, load_config
from monitor.config.leaks import leaks, sounds_secret, without_secrets
from monitor.config.places import lock_path
from monitor.config.reference import reference
from monitor.config.table import Refused
from monitor.config.written_times import WeeklyAt
from monitor.domain.policy import Mode, Policy
from monitor.domain.retention import Retention
from monitor.domain.thresholds import Thresholds
from monitor.errors import ConfigError
from tests.messages import assert_message

ROOT = Path(__file__).parents[2]
CONNECTORS = ("bluesky", "mastodon", "reddit", "replay", "x")
CHANNELS = ("console", "email", "slack", "webhook")
SMALLEST = '[brand]\nname = "Larch & Loaf"\n'

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Writes `config.toml` into an empty folder, which is also the current one."""
    monkeypatch.chdir(tmp_path)

    def write_config(text: str) -> Path:
        Path("config.toml").write_text(text, encoding="utf-8")
        return Path("config.toml")

    return write_config


def refusal(path: Path) -> str:
    """What the owner reads."""
    with pytest.raises(ConfigError) as refused:
        load_config(path, connectors=CONNECTORS, channels=CHANNELS)
    return refused.value.for_person()


def table(keys: str) -> Config:
    """A config with some more lines."""
    return Config.read(tomllib.loads(SMALLEST + keys))


# --- the file that ships ----------------------------------------------------------------------


def test_the_shipped_config_works() -> None:
    config = load_config(ROOT / "config.toml", connectors=CONNECTORS, channels=CHANNELS)
    assert config.is_sample
    assert config.brand.handles == {
        "x": "larchandloaf",
        "reddit": "larchandloaf",
        "bluesky": "larchandloaf.example",
        "mastodon": "larchandloaf@social.example",
    }
    assert config.store_url() == f"sqlite:///{ROOT}/data/sample.db"
    replay = config.connectors["replay"]
    assert (replay.every, replay.jitter_at_most) == (timedelta(seconds=2), timedelta(seconds=0.2))
    assert replay.settings == {"file": "sample", "pace": "1 s"}


def test_the_shipped_config_waits_for_the_owner() -> None:
    policy = load_config(ROOT / "config.toml").policy()
    assert (policy.mode, policy.is_unlocked) == (Mode.APPROVE, False)
    assert policy.people == ("Jo", "Sam")
    assert policy.hours.time_zone == "Europe/Berlin"


def test_the_page_in_docs_is_the_models_page() -> None:
    assert (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8") == reference()


def test_every_key_is_documented_by_a_sentence() -> None:
    rows = [line for line in reference().splitlines() if line.startswith("| `")]
    assert len(rows) > 35
    assert all(row.endswith(". |") for row in rows)


# --- what it becomes --------------------------------------------------------------------------


def test_a_name_is_enough_and_means_the_policys_own_numbers(write: Write) -> None:
    config = load_config(write(SMALLEST))
    assert config.policy() == Policy(hours=config.hours())
    assert not config.is_sample
    assert config.connectors == {}
    assert config.hours_table.report == WeeklyAt(weekday=0, at=time(8))


def test_every_number_reaches_the_policy() -> None:
    config = table(
        """
        people = ["Ada"]
        languages = ["en", "de"]
        [policy]
        mode = "automatic"
        automatic = "I accept wrong public apologies"
        platforms = { reddit = "observe" }
        [promise]
        first_answer = "1 office day"
        first_answer_high = "1 office hour"
        resolved = "5 office days"
        money_resolved = "2 days"
        nudge_at = ["30 %", "60%", "90 %"]
        renewals = 1
        max_open_promises = 2
        [acknowledge]
        settle = "5 min"
        delay_at_most = "0 s"
        max_age = "12 hours"
        max_age_after_opening = "1 h"
        per_day = 7
        per_hour = 0
        per_conversation = 1
        again_after_days = 31
        again_within_days = 91
        not_repeat_variant = 4
        topic_confidence = 1
        praise_veto = -0.5
        crowd_tags = 8
        crowd_followers = 1000
        crowd_replies = 9
        [understanding]
        alert = 0.2
        automatic = 0.8
        overrule_veto = 0.95
        praise = 0.1
        question = 0.7
        spam = 0.3
        abuse = 0.4
        english = 0.6
        """
    )
    assert config.policy() == Policy(
        mode=Mode.AUTOMATIC,
        is_unlocked=True,
        platform_modes={"reddit": Mode.OBSERVE},
        hours=config.hours(),
        people=("Ada",),
        languages=("en", "de"),
        settle_for=timedelta(minutes=5),
        delay_at_most=timedelta(0),
        max_age=timedelta(hours=12),
        max_age_after_opening=timedelta(hours=1),
        acknowledge_again_after=timedelta(days=31),
        again_within=timedelta(days=91),
        max_acknowledgements_per_conversation=1,
        per_day=7,
        per_hour=0,
        not_repeat_variant=4,
        topic_confidence=1.0,
        thresholds=Thresholds(
            alert=0.2,
            automatic=0.8,
            overrule_veto=0.95,
            praise=0.1,
            question=0.7,
            spam=0.3,
            abuse=0.4,
            english=0.6,
        ),
        praise_veto=-0.5,
        max_open_promises=2,
        crowd_tags=8,
        crowd_followers=1000,
        crowd_replies=9,
        first_answer="1 office day",
        first_answer_high="1 office hour",
        resolved="5 office days",
        money_resolved="2 days",
        nudge_at=(0.3, 0.6, 0.9),
        renewals=1,
    )


@pytest.mark.parametrize("shares", ['"50 %"', '["half"]', '["0 %"]', '["100 %"]', "[50]"])
def test_a_nudge_comes_at_a_part_of_the_time(shares: str) -> None:
    with pytest.raises(Refused):
        table(f"[promise]\nnudge_at = {shares}")


def test_what_the_owner_leaves_open_the_model_says() -> None:
    model = {"complaint.alert": 0.2, "complaint.automatic": 0.93, "praise.veto": 0.15, "new": 1.0}
    assert table("").thresholds(model) == Thresholds(alert=0.2, automatic=0.93, praise=0.15)
    written = table("[understanding]\nautomatic = 0.99\npraise = 0")
    assert written.thresholds(model) == Thresholds(
        alert=0.2, automatic=0.99, overrule_veto=0.99, praise=0
    )


def test_a_machine_never_speaks_sooner_than_the_owner_hears() -> None:
    assert table("[understanding]\nalert = 0.98").thresholds() == Thresholds(
        alert=0.98, automatic=0.98, overrule_veto=0.98
    )


@pytest.mark.parametrize("written", ["locked", "earned"])
def test_only_the_sentence_unlocks_by_itself(written: str) -> None:
    policy = table(f'[policy]\nmode = "automatic"\nautomatic = "{written}"').policy()
    assert (policy.mode, policy.is_unlocked) == (Mode.AUTOMATIC, False)
    assert policy.may_be_earned == (written == "earned")


@pytest.mark.parametrize(
    ("modes", "may_be_earned"),
    [('mode = "approve"', False), ('platforms = { x = "automatic" }', True)],
)
def test_only_where_a_machine_is_wanted_anything_is_earned(modes: str, may_be_earned: bool) -> None:
    policy = table(f'[policy]\n{modes}\nautomatic = "earned"').policy()
    assert policy.may_be_earned == may_be_earned


def test_the_hours_are_the_brands_clock() -> None:
    hours = table(
        """
        [hours]
        time_zone = "Asia/Tokyo"
        office_hours = "Mon-Fri 10:00-16:00"
        acknowledge_hours = "daily 08:00-20:00"
        closed_on = [2026-12-24, "2026-12-25"]
        report = "friday 7:30"
        """
    ).hours()
    assert hours.closed_on == {date(2026, 12, 24), date(2026, 12, 25)}
    assert hours.is_office_open(datetime(2026, 12, 23, 1, 30, tzinfo=UTC))
    assert not hours.is_office_open(datetime(2026, 12, 24, 1, 30, tzinfo=UTC))


def test_the_machines_zone_is_taken_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TZ", raising=False)
    monkeypatch.setattr(tzlocal, "get_localzone_name", lambda: "Europe/Lisbon")
    assert table("").hours().time_zone == "Europe/Lisbon"


def test_a_machine_without_a_zone_is_told_with_the_other_problems(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TZ", raising=False)
    monkeypatch.setattr(tzlocal, "get_localzone_name", lambda: None)
    assert_message("config/no_zone", refusal(write(SMALLEST + "nmae = 1\n")))


@pytest.mark.parametrize("written", ["Nonsense", "europe/berlin", "/no/such/zone", "CET-1CEST"])
def test_a_variable_that_names_no_zone_is_told_not_taken_for_utc(
    write: Write, monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.setenv("TZ", written)
    told = refusal(write(SMALLEST))
    assert f"the variable TZ is `{written}`, which names no time zone" in told
    assert "time_zone" in told


@pytest.mark.parametrize("written", ["Asia/Tokyo", ":Asia/Tokyo"])
def test_a_variable_that_names_a_zone_is_the_machines_zone(
    monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.setenv("TZ", written)
    assert table("").hours().time_zone == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ('x = "@larchandloaf"', {"x": "larchandloaf"}),
        ('reddit = "u/larchandloaf"', {"reddit": "larchandloaf"}),
        ('reddit = "/u/larchandloaf"', {"reddit": "larchandloaf"}),
        ('mastodon = "@larch@social.example"', {"mastodon": "larch@social.example"}),
    ],
)
def test_a_handle_is_kept_without_its_prefix(written: str, kept: dict[str, str]) -> None:
    assert table(f"handles = {{ {written} }}").brand.handles == kept


def test_relative_paths_begin_in_the_folder_of_the_file(write: Write, tmp_path: Path) -> None:
    config = load_config(write(SMALLEST))
    assert config.store_url() == f"sqlite:///{tmp_path}/data/monitor.db"
    assert config.playbook_folder == tmp_path / "playbooks"
    assert config.report_folder == tmp_path / "data" / "reports"
    assert config.backup_folder == tmp_path / "data" / "backups"


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("sqlite:////var/lib/monitor.db", "sqlite:////var/lib/monitor.db"),
        ("sqlite:///:memory:", "sqlite:///:memory:"),
        ("postgresql://monitor@db/monitor", "postgresql://monitor@db/monitor"),
        ("postgresql+psycopg://db/monitor", "postgresql+psycopg://db/monitor"),
    ],
)
def test_other_stores_are_taken_as_written(written: str, url: str) -> None:
    assert table(f'[store]\nurl = "{written}"').store_url() == url


def test_a_database_behind_a_link_is_the_file_itself(write: Write, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "monitor.db").symlink_to(tmp_path / "real.db")
    config = load_config(write(SMALLEST))
    assert config.store_url() == f"sqlite:///{tmp_path}/real.db"
    assert lock_path(config) == tmp_path / "real.db.lock"


def test_a_link_to_itself_is_left_to_whoever_opens_it(write: Write, tmp_path: Path) -> None:
    loop = tmp_path / "data" / "monitor.db"
    loop.parent.mkdir()
    loop.symlink_to(loop)
    assert load_config(write(SMALLEST)).store_url() == f"sqlite:///{loop}"


@pytest.mark.parametrize(
    "written", ["sqlite://data/monitor.db", "sqlite:monitor.db", "sqlite+x:///a"]
)
def test_a_file_that_is_named_wrongly_is_told(write: Write, written: str) -> None:
    with pytest.raises(ConfigError) as refused:
        load_config(write(f'{SMALLEST}\n[store]\nurl = "{written}"\n'))
    assert f"`{written}` is not a database" in refused.value.for_person()


def test_a_store_with_a_password_is_named_by_its_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_STORE_URL", "postgresql://monitor:pw@db/monitor")
    config = table('[store]\nsecret = "MONITOR_STORE_URL"')
    assert config.store_url() == "postgresql://monitor:pw@db/monitor"


def test_a_file_saved_by_windows_is_read(write: Write) -> None:
    path = write("")
    path.write_bytes(b"\xef\xbb\xbf" + SMALLEST.replace("\n", "\r\n").encode())
    assert load_config(path).brand.name == "Larch & Loaf"


# --- finding it -------------------------------------------------------------------------------


def test_the_named_file_counts_before_the_variable_and_the_folder(write: Write) -> None:
    here, named = write(SMALLEST), Path("named.toml")
    named.write_text(SMALLEST, encoding="utf-8")
    other = Path("variable.toml")
    other.write_text(SMALLEST, encoding="utf-8")
    surroundings = {"MONITOR_CONFIG": str(other)}
    assert find_config("named.toml", environment=surroundings) == named
    assert find_config(environment=surroundings) == other
    assert find_config(environment={}) == here


def test_without_any_the_users_own_folder_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    with pytest.raises(ConfigError, match="there is no config") as refused:
        find_config(environment={})
    assert "monitor init" in refused.value.for_person()
    own = tmp_path / "settings" / "monitor" / "config.toml"
    own.parent.mkdir(parents=True)
    own.write_text(SMALLEST, encoding="utf-8")
    assert find_config(environment={}) == own


@pytest.mark.parametrize(
    ("path", "environment", "told"),
    [
        ("gone.toml", {}, "`gone.toml` is not there"),
        (None, {"MONITOR_CONFIG": "gone.toml"}, "`gone.toml` is not there"),
        (".", {}, "`.` is a folder, not a config"),
    ],
)
def test_a_named_file_that_is_not_there_is_never_replaced_by_another(
    path: str | None, environment: dict[str, str], told: str, write: Write
) -> None:
    write(SMALLEST)
    with pytest.raises(ConfigError) as refused:
        find_config(path, environment=environment)
    assert refused.value.message == told
    assert ("MONITOR_CONFIG" in str(refused.value.hint)) == bool(environment)


# --- what the owner reads when it is wrong ----------------------------------------------------


def test_a_missing_file(write: Write) -> None:
    write("").unlink()
    assert_message("config/missing", refusal(Path("config.toml")))


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n"])
def test_an_empty_file(write: Write, text: str) -> None:
    assert_message("config/empty", refusal(write(text)))


def test_a_half_written_file(write: Write) -> None:
    text = '[brand]\nname = "Larch & Loaf\npeople = ["Jo", "Sam"]\n'
    assert_message("config/half_written", refusal(write(text)))


def test_half_a_list_at_the_end(write: Write) -> None:
    assert_message("config/half_a_list", refusal(write('[brand]\npeople = ["Jo",\n\n')))


def test_a_key_and_a_table_twice(write: Write) -> None:
    key = refusal(write(SMALLEST + 'name = "Larch"\n'))
    assert_message("config/twice", key + "\n\n" + refusal(write(SMALLEST + "[brand]\n")))


def test_unknown_keys(write: Write) -> None:
    text = """\
        name = "Larch & Loaf"

        [brand]
        nmae = "Larch & Loaf"
        handles = { facebok = "larch", masto = "larch" }

        [hous]
        office_hours = "Mon-Fri 09:00-17:00"

        [policy]
        settle = "3 min"

        [bluesky]
        every = "2 min"

        [connectors.blusky]
        every = "2 min"
        """
    assert_message("config/unknown_keys", refusal(write(_dedented(text))))


def test_five_mistakes_at_once(write: Write) -> None:
    text = """\
        [brand]
        name = "Larch & Loaf"
        people = "Jo"

        [hours]
        time_zone = "Europe/Berln"
        office_hours = "Mon-Fri 9-17"

        [policy]
        mode = "aprove"

        [acknowledge]
        settle = "three minutes"
        """
    assert_message("config/five_mistakes", refusal(write(_dedented(text))))


def test_wrong_types_and_ranges(write: Write) -> None:
    text = """\
        alerts = ["console"]

        [brand]
        name = 7
        people = []
        languages = ["en", 1]
        handles = { bluesky = "larch", x = "https://x.com/larch" }

        [hours]
        closed_on = ["25.12.2026"]
        report = "Monday"
        time_zone = 9

        [promise]
        first_answer = "soon"
        nudge_at = ["80 %", "50 %"]
        renewals = 3
        max_open_promises = 3.5

        [acknowledge]
        per_day = -1
        per_hour = "six"
        topic_confidence = 70
        max_age = "400 days"
        praise_veto = nan

        [store]
        url = "mysql://localhost/monitor"
        secret = "my secret"

        [report]
        folder = ""

        [connectors]
        replay = "sample"
        x = { every = "0 s", jitter = true }
        """
    assert_message("config/wrong_types", refusal(write(_dedented(text))))


def test_names_that_nobody_knows_and_keys_that_do_not_fit(write: Write) -> None:
    text = """\
        [brand]
        name = "Larch & Loaf"

        [alerts]
        channels = ["console", "slak"]

        [store]
        url = "sqlite:///data/monitor.db"
        secret = "MONITOR_STORE_URL"

        [connectors.replay]
        file = "sample"

        [connectors.x]
        """
    assert_message("config/do_not_fit", refusal(write(_dedented(text))))


def test_a_file_that_is_not_utf8(write: Write) -> None:
    path = write("")
    path.write_bytes(SMALLEST.encode() + 'also_called = ["Lärche"]\n'.encode("latin-1"))
    assert_message("config/not_utf8", refusal(path))


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    assert "cannot be read" in refusal(tmp_path)


def test_endless_brackets_are_a_problem_not_a_crash(write: Write) -> None:
    assert "nested too deeply" in refusal(write("a = " + "[" * 100_000))


# --- secrets ----------------------------------------------------------------------------------


def test_secrets_in_the_file(write: Write) -> None:
    text = """\
        [brand]
        name = "Larch & Loaf"
        people = [
            "xoxb-123456789-hunter2hunter2",
        ]
        handles = { x = "larchandloaf", token = "hunter2" }

        [policy]
        mode = ["ghp_hunter2hunter2hunter2hunter2"]

        [store]
        url = "postgresql://monitor:hunter2@db/monitor"

        [connectors.bluesky]
        app_password = "hunt-er2h-unte-r222"
        access_token = "BLUESKY_ACCESS_TOKEN"
        every = "HUNTER2hunter2HUNTER2hunter2HUNTER2"
        """
    told = refusal(write(_dedented(text)))
    assert "hunter2" not in told.lower().replace("-", "")
    assert_message("config/secret_in_the_file", told)


@pytest.mark.parametrize(
    "line",
    [
        'handles = { x = "larch", token = "hunter2 }',
        'password = "hunter2',
        '"api_key" = hunter2',
        "brand.token = hunter2",
        'url = "postgresql://monitor:hunter2@db/monitor',
        '"hunter2hunter2HUNTER2HUNTER2hunter2=="',
        "people = [AKIAHUNTER2HUNTER2XX]",
    ],
)
def test_a_half_written_secret_is_not_shown(line: str) -> None:
    assert "hunter2" not in without_secrets(line).lower()


@pytest.mark.parametrize(
    "value",
    [
        {"file": "sample", "pace": "1 s"},
        {"access_token": "X_ACCESS_TOKEN"},  # a name is no secret
        {"password": ""},
        {"permission": "https://www.reddit.com/message/messages/2a8b9c0d1e2f3a4b5c6d7e8f"},
        {"did": "did:plc:pbmaef7z4ea756bt25rpvg4g"},
        {"not_us": ["Larch & Loaf Lumber", "larch-and-loaf-lumber-yard"]},
        {"url": "postgresql://monitor@db:5432/monitor"},
        {"monkey": "banana", "keywords": ["larch"], "is_token": True},
    ],
)
def test_what_is_no_secret_passes(value: dict[str, object]) -> None:
    assert list(leaks(value)) == []


@pytest.mark.parametrize("key", ["token", "app_password", "API-Key", "client.secret", "key"])
def test_keys_that_sound_secret(key: str) -> None:
    assert sounds_secret(key)


# --- anything else ----------------------------------------------------------------------------

SCRAPS = st.sampled_from(
    (
        *("[brand]", "[hours]", "[[store]]", "[connectors.x]", "name", "=", '"Larch"', "3"),
        *("[", "]", "{ x = ", "}", "\n", ".", '"', "mode", "every", "2026-12-25", "\\", "é", "# "),
    )
)


@given(st.lists(SCRAPS, max_size=14).map("".join))
def test_any_file_is_a_config_or_told_as_problems(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "scraps.toml"
    path.write_text(text, encoding="utf-8")
    try:
        assert load_config(path, connectors=CONNECTORS).brand.name
    except ConfigError as refused:
        assert refused.problems
        assert "BUG" not in refused.for_person()


def test_the_config_brings_no_heavy_library_with_it() -> None:
    code = (
        "import sys, monitor.config; "
        "print(*{'sqlalchemy', 'praw', 'tweepy', 'rich', 'platformdirs'} & set(sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == ""


def _dedented(text: str) -> str:
    return "\n".join(line.removeprefix(" " * 8) for line in text.splitlines()) + "\n"


def test_how_long_is_kept(write: Write) -> None:
    assert load_config(write(SMALLEST)).retention() == Retention()
    text = '[retention]\ntext = "2 weeks"\ncase = "30 days"\ncounters = "2 years"\n'
    assert load_config(write(SMALLEST + text)).retention() == Retention(
        text=timedelta(days=14), case=timedelta(days=30), counters=timedelta(days=730)
    )


def test_lengths_that_cannot_be_kept(write: Write) -> None:
    text = '[retention]\ntext = "3 days"\ncase = "20 years"\ncounters = "a while"\n'
    assert_message("config/kept_too_short", refusal(write(SMALLEST + text)))


def test_people_do_not_go_before_their_words(write: Write) -> None:
    text = '[retention]\ntext = "180 days"\ncase = "90 days"\n'
    assert_message("config/kept_the_wrong_way_round", refusal(write(SMALLEST + text)))
