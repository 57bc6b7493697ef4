"""People with fixed roles: Ada complains, Bo is the agent, Cy is flagged. And where the shop is."""

from pathlib import Path
from typing import Final

from monitor.testing import an_author

#: complains, with reason and without rudeness
ADA: Final = an_author("Ada Quill", id="x:ada", handle="ada")
#: works cases; agents are known by name
BO: Final = "Bo"
#: goes on bashing, and is flagged
CY: Final = an_author("Cy", id="x:cy", handle="cy", followers=9)

#: the config as shipped
CONFIG: Final = Path(__file__).parents[1] / "config.toml"
