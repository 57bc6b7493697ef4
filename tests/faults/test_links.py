"""Links in mentions are never opened: a trap on loopback hears nothing, whatever is done."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.shop_folder import FINE, ShopFolder, a_line, standing_in
from tests.simulators.judge import Judge


@pytest.fixture
def trap(tmp_path: Path) -> Iterator[Judge]:
    folder = tmp_path / "trap"
    folder.mkdir()
    with Judge(folder) as judge:
        yield judge


def test_nothing_that_a_stranger_links_to_is_fetched(tmp_path: Path, trap: Judge) -> None:
    here = f"http://127.0.0.1:{trap.port}"
    folder = tmp_path / "shop"
    folder.mkdir()
    with standing_in(folder):
        shop = ShopFolder(folder)
        file = shop.write(
            "mentions.jsonl",
            [
                a_line(1, f"@larchandloaf my cake arrived broken, see {here}/proof"),
                a_line(
                    2,
                    f'@larchandloaf the box was damaged <img src="{here}/pixel.png">',
                    media=[{"kind": "image", "url": f"{here}/photo.jpg", "alt": "the box"}],
                ),
                a_line(
                    3,
                    f"@larchandloaf [never came]({here}/md) still no order",
                    url=f"{here}/post",
                    author={
                        "id": "a3",
                        "handle": "person3",
                        "name": f"{here}/name",
                        "avatar": f"{here}/me.png",
                    },
                ),
                a_line(4, f"{here}/only", addressed=False),
            ],
        )
        played = shop.run("replay", file, "--store", "data/played.db", "--json", "out.jsonl")
        assert played.code == FINE, played.message
        for command in (
            ("inbox",),
            ("cases",),
            ("case", "1"),
            ("explain", "x:2"),
            ("export",),
            *(("report", "--week", "2026-W47", "--format", form) for form in FORMS),
        ):
            said = shop.run(*command, "--store", "data/played.db")
            assert said.code == FINE, (command, said.message)
        # it is shown, and still not opened
        assert "127.0.0.1" in shop.run("case", "1", "--store", "data/played.db").out
    assert trap.hits() == []
    shutil.rmtree(folder)


FORMS = ("text", "html", "json", "slack")
