"""The keyring of a desktop, asked for a secret in a process of its own.

No daemon may wait for a person at a screen: the process has no terminal and a few seconds, it asks
only what answers without a prompt, and whatever it loads is gone with it.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

#: under which name the keyring has our secrets: `keyring set complaint-monitor NAME`
SERVICE: Final = "complaint-monitor"
PATIENCE_S: Final = 10.0
_CHILD: Final = Path(__file__).with_name("keyring_child.py")


class Answer(NamedTuple):
    """What the keyring said."""

    #: empty: it has none, or did not answer
    secret: str
    #: why it did not answer; empty when it did
    why_not: str = ""


def ask_keyring(
    name: str, environment: Mapping[str, str] | None = None, *, patience_s: float = PATIENCE_S
) -> Answer:
    """A secret by its name; never a prompt, never an error."""
    surroundings = os.environ if environment is None else environment
    try:
        with subprocess.Popen(
            # -P: the child's own folder is not a place to import from
            [sys.executable, "-P", str(_CHILD), SERVICE, name],
            env=dict(surroundings),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # no terminal to ask on
            start_new_session=True,
        ) as child:
            try:
                said, _ = child.communicate(timeout=patience_s)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.communicate()
                return Answer("", f"it did not answer within {patience_s:g} seconds")
    except OSError as error:
        return Answer("", f"it cannot be asked: {(error.strerror or 'unknown reason').lower()}")
    try:
        secret, why_not = json.loads(said)
        return Answer(str(secret).strip(), str(why_not))
    except (ValueError, TypeError):
        # not what it said: that could hold the secret
        return Answer("", "its answer cannot be read")
