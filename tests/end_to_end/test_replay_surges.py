"""Surges in a replay: machines are held back, and after an hour somebody would have looked."""

import json
from datetime import datetime, timedelta
from pathlib import Path

from tests.people import CONFIG
from tests.program import Program

BEGAN = datetime.fromisoformat("2026-03-03T10:00:00+00:00")


def line(number: int, minutes: float) -> str:
    return json.dumps(
        {
            "platform": "x",
            "id": str(number),
            "url": f"https://x.example/{number}",
            "text": "@larchandloaf the cake arrived broken and the box was damaged",
            "created_at": (BEGAN + timedelta(minutes=minutes)).isoformat(),
            "author": {"id": f"a{number}", "handle": f"person{number}", "name": "Ada"},
            "addressed": True,
        }
    )


def test_a_surge_holds_machines_back_for_an_hour(tmp_path: Path) -> None:
    # twelve in a few minutes, one while it lasts, one two hours later
    times = [*[number * 0.4 for number in range(12)], 40.0, 150.0]
    file = tmp_path / "storm.jsonl"
    file.write_text("\n".join(line(number, at) for number, at in enumerate(times)) + "\n")
    done = Program(tmp_path).run(
        *("replay", str(file), "--config", str(CONFIG), "--mode", "automatic", "--json", "-")
    )
    assert done.returncode == 0, done.stderr
    assert "1 surge, in which nothing was sent for an hour" in done.stderr
    states = {}
    for told in map(json.loads, done.stdout.splitlines()):
        (word,) = [one for one in told["effects"] if one["action"] == "acknowledge"]
        states[told["id"]] = (word["state"], told["reason"])
    assert states["x:12"] == ("expired", "surge")
    assert states["x:13"][0] == "sent"
    sent = [id for id, (state, _) in states.items() if state == "sent"]
    assert sent == ["x:13"]
