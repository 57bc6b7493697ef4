"""Two daemons and one database: one speaks. Two monitors aimed at each other: both fall silent."""

import json
import os
import signal
import time
from datetime import timedelta
from pathlib import Path

from monitor.domain.effect import Action, State
from monitor.domain.policy import Mode
from monitor.errors import StoreLocked
from monitor.testing import FakeClock
from tests.faults.home import RUN, Home, complaint
from tests.faults.judged import JudgedShop, account, judges
from tests.outside import eventually
from tests.program import Running
from tests.shop import BRAND, LATE, policy
from tests.simulators.judge import Judge


def test_while_one_is_stopped_nobody_takes_its_place_and_it_goes_on(
    home: Home, judge: Judge
) -> None:
    judge.add_mentions([complaint(1)])
    home.once()
    with home.start() as first:
        first.wait_for("Approve mode")
        approve_while_it_is_stopped(home, first)
        refused = home.program.run(*RUN)
        assert refused.returncode == 1
        assert f"another monitor is running on this database (process {first.process.pid})" in (
            refused.stderr
        )
        assert judge.posts() == []
        os.kill(first.process.pid, signal.SIGCONT)
        assert eventually(lambda: len(judge.posts()) == 1)
        first.stop()
    assert len(judge.posts()) == 1


def test_one_that_comes_by_a_link_meets_the_same_lock(home: Home) -> None:
    home.once()
    link = home.folder / "by-link.toml"
    (home.folder / "link.db").symlink_to(home.database)
    written = (home.folder / "config.toml").read_text(encoding="utf-8")
    link.write_text(written.replace("data/monitor.db", "link.db"), encoding="utf-8")
    with home.start() as first:
        first.wait_for("Approve mode")
        refused = home.program.run("run", "--config", "by-link.toml")
        first.stop()
    assert refused.returncode == 1
    assert "another monitor is running on this database" in refused.stderr


def test_whose_lock_was_taken_away_ends_before_it_speaks(home: Home, judge: Judge) -> None:
    judge.add_mentions([complaint(1), complaint(2)])
    home.once()
    with home.start() as first:
        first.wait_for("Approve mode")
        approve_while_it_is_stopped(home, first)
        home.lock.unlink()
        with home.start() as second:
            assert eventually(lambda: len(judge.posts()) == 2)
            os.kill(first.process.pid, signal.SIGCONT)
            assert first.process.wait(timeout=60) == 1
            first.join()
            assert "was taken away while this monitor ran" in "".join(first.complained)
            code, _ = second.stop()
    assert code == 0
    answered = sorted(post["in_reply_to"] for post in judge.posts())
    assert answered == ["1", "2"]
    assert [word.state for word in home.words()] == [State.SENT, State.SENT]


def approve_while_it_is_stopped(home: Home, daemon: Running) -> None:
    """Stopped in the middle of a write it would hold the database: then it goes on a little."""
    while True:
        os.kill(daemon.process.pid, signal.SIGSTOP)
        try:
            home.approve_all()
        except StoreLocked:
            os.kill(daemon.process.pid, signal.SIGCONT)
            time.sleep(0.2)
        else:
            return


def heard_by(other: str, post: dict[str, str], clock: FakeClock) -> str:
    """What one monitor said, as the other one hears it: a complaint that addresses its brand."""
    return json.dumps(
        {
            "platform": "x",
            "id": f"{other}-{post['id']}",
            "text": LATE,
            "created_at": clock.now().isoformat(),
            "author": {"id": other, "handle": other, "name": other},
            "addressed": True,
        }
    )


def test_two_monitors_aimed_at_each_other_fall_silent(tmp_path: Path) -> None:
    """Each is automatic, and each takes what the other says for a complaint."""
    clock = FakeClock()
    with judges(tmp_path, "one", "two") as platforms:
        shops = [
            JudgedShop(
                clock=clock,
                policy=policy(Mode.AUTOMATIC),
                accounts=(account(judge, clock),),
            )
            for judge in platforms
        ]
        daemons = [shop.daemon() for shop in shops]
        began_at, heard = clock.now(), [0, 0]
        # somebody complains to the first, under a name that the second one has
        platforms[0].add_mentions([shops[0].line(1, LATE)])
        while clock.now() < began_at + timedelta(hours=4):
            for each, shop in enumerate(shops):
                daemons[each].poll(shop.accounts[0])
                shop.work()
                posts = platforms[each].posts()
                # the other side takes each word for a complaint, and would answer it
                said = [heard_by(f"bot{each}", post, clock) for post in posts[heard[each] :]]
                heard[each] = len(posts)
                if said:
                    platforms[1 - each].add_mentions(said)
            clock.advance(timedelta(minutes=6))
        # one word to each account, and never another one
        assert [len(judge.posts()) for judge in platforms] == [2, 1]
        for shop in shops:
            sent = [
                word.author_id
                for word in shop.effects(Action.ACKNOWLEDGE)
                if word.state is State.SENT
            ]
            assert len(sent) == len(set(sent))


def test_our_own_words_come_back_and_answer_nobody(tmp_path: Path) -> None:
    """The platform shows us what we said, time and again, and under other ids."""
    clock = FakeClock()
    with judges(tmp_path, "x") as (judge,):
        judge.behave(is_echoing=True)
        shop = JudgedShop(
            clock=clock, policy=policy(Mode.AUTOMATIC), accounts=(account(judge, clock),)
        )
        daemon = shop.daemon()
        judge.add_mentions([shop.line(1, LATE), shop.line(2, LATE)])
        for _ in range(60):
            daemon.poll(shop.accounts[0])
            shop.work()
            clock.advance(timedelta(minutes=2))
        posts = judge.posts()
        assert sorted(post["in_reply_to"] for post in posts) == ["1", "2"]
        with shop.store.read() as tx:
            cases = tx.cases.listed()
            ours = [tx.messages.get(f"x:{post['id']}", BRAND) for post in posts]
        assert {case.author_id for case in cases} == {"x:person1", "x:person2"}
        # they are stored as ours, and nobody's answer: the customers still wait for a person
        assert all(message is not None and message.from_brand for message in ours)
        assert all(case.first_response_at is None for case in cases)
