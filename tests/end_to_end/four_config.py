"""The config of an owner with accounts on the four platforms, each of them at some address."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tests.program import ROOT
from tests.simulators import mastodon_rig, reddit_rig, x_rig
from tests.simulators.bluesky_network import OUR_HANDLE
from tests.simulators.bluesky_server import PASSWORD
from tests.simulators.mastodon import TOKEN

#: in the order in which they are looked at
PLATFORMS: Final = ("bluesky", "mastodon", "reddit", "x")
BRAND: Final = f"""\
[brand]
name = "Larch & Loaf"
people = ["Jo"]

[brand.handles]
x = "larchandloaf"
reddit = "larchandloaf"
bluesky = "{OUR_HANDLE}"
mastodon = "{mastodon_rig.ACCOUNT.removeprefix("@")}"

[hours]
time_zone = "UTC"
office_hours = "daily 00:00-24:00"
acknowledge_hours = "daily 00:00-24:00"

[playbook]
folder = "{ROOT / "playbooks"}"
"""
#: what stands under `[connectors.…]`
TABLES: Final = {
    "bluesky": 'server = "{url}"',
    "mastodon": 'server = "{url}"',
    "reddit": f'base_url = "{{url}}"\n'
    f'permitted = {{{{ {reddit_rig.SUBREDDIT} = "{reddit_rig.PERMISSION}" }}}}',
    "x": 'base_url = "{url}"',
}
SECRETS: Final = {
    **reddit_rig.SECRETS,
    **x_rig.SECRETS,
    "BLUESKY_APP_PASSWORD": PASSWORD,
    "MASTODON_TOKEN": TOKEN,
}


def furnish(folder: Path, urls: Mapping[str, str]) -> None:
    """A config with these platforms, and the secrets of all."""
    tables = [
        f"[connectors.{platform}]\n{TABLES[platform].format(url=url)}\n"
        for platform, url in urls.items()
    ]
    (folder / "config.toml").write_text("\n".join([BRAND, *tables]), encoding="utf-8")
    secrets = folder / "secrets.toml"
    lines = [f"{name} = {json.dumps(value)}\n" for name, value in SECRETS.items()]
    secrets.write_text("".join(lines), encoding="utf-8")
    secrets.chmod(0o600)
