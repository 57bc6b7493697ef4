"""Webhook: every alert as signed JSON to a program of the owner's (docs/alerts.md).

Signed as Standard Webhooks says: the id, the moment and the body, so that nobody can invent an
alert, change one, or send an old one again. The id is the same whenever an alert is sent again.
"""

import base64
import binascii
import hashlib
import hmac
from datetime import datetime

from monitor.alerts.as_json import as_json, erased_json
from monitor.alerts.mail import id_of
from monitor.alerts.outcome import outcome_of
from monitor.alerts.posting import Answer, post, reach
from monitor.alerts.sheets import Sheets
from monitor.domain.delivery import Outcome
from monitor.domain.effect import Effect
from monitor.domain.notice import Notice
from monitor.domain.ports import Card, Clock
from monitor.errors import ChannelError

PREFIX = "whsec_"
#: signs of a secret; fewer could be guessed
SHORTEST_SECRET = 24


def key_of(secret: str) -> bytes:
    """The bytes to sign with. Raises ValueError: it is too short, or not what it says it is."""
    if secret.startswith(PREFIX):
        try:
            key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
        except binascii.Error:
            raise ValueError(
                f"what stands after `{PREFIX}` is not Base64; make a new one"
            ) from None
        if len(key) >= SHORTEST_SECRET:
            return key
    elif len(secret) >= SHORTEST_SECRET:
        return secret.encode()
    raise ValueError(f"it is shorter than {SHORTEST_SECRET} signs; make a longer one")


def signature(key: bytes, id: str, at: int, body: bytes) -> str:  # the standard's own name
    """ "v1,…": over the id, the moment in seconds and the body."""
    signed = f"{id}.{at}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


class Webhook:
    """Posts JSON."""

    name = "webhook"

    def __init__(
        self, url: str, key: bytes, sheets: Sheets, clock: Clock, *, allow_private: bool
    ) -> None:
        self._url = url
        self._key = key
        self._sheets = sheets
        self._clock = clock
        self._allow_private = allow_private

    def post(self, card: Card) -> Outcome:
        sheet = self._sheets.of_card(card)
        return outcome_of(lambda: self._send(id_of(sheet), as_json(sheet)))

    def post_notice(self, notice: Notice) -> Outcome:
        sheet = self._sheets.of_notice(notice)
        return outcome_of(lambda: self._send(id_of(sheet), as_json(sheet)))

    def erase_card(self, effect: Effect) -> Outcome:
        """The other side is told to forget, and has to do it."""
        body = erased_json(effect)
        name = f"{effect.id}.erase.{hashlib.sha256(effect.brand.encode()).hexdigest()[:16]}"
        return outcome_of(lambda: self._send(name, body))

    def try_out(self) -> str:
        host = reach(self._url, allow_private=self._allow_private)
        return f"{host} can be reached; whether it takes an alert tells --send-test"

    def _send(self, name: str, body: bytes) -> str:
        now = self._clock.now()
        answer = post(
            self._url,
            body,
            self._headers(name, now, body),
            self._clock,
            allow_private=self._allow_private,
        )
        if not 200 <= answer.status < 300:
            raise refusal(answer, "the webhook")
        return f"webhook:{name}"

    def _headers(self, name: str, now: datetime, body: bytes) -> dict[str, str]:
        at = int(now.timestamp())
        return {
            "Content-Type": "application/json",
            "webhook-id": name,
            "webhook-timestamp": str(at),
            "webhook-signature": signature(self._key, name, at, body),
            "Idempotency-Key": name,
        }


def refusal(answer: Answer, who: str) -> ChannelError:
    """An answer that is no yes, in words."""
    said = f", and says: {answer.words}" if answer.words else ""
    match answer.status:
        case status if 300 <= status < 400:
            return ChannelError(
                f"{who} wants to lead us elsewhere ({status}), where we do not go",
                hint="write the address that it leads to",
            )
        case 429 | 503:
            told = f"{who} wants to be left alone for a while ({answer.status})"
            return ChannelError(told, retry_at=answer.retry_at)
        case 400 | 413 | 422:
            told = f"{who} does not take this alert ({answer.status}){said}"
            return ChannelError(told, is_of_alert=True)
        case 401 | 403 | 404 | 410:
            told = f"{who} does not let us in ({answer.status}){said}"
            return ChannelError(told, is_auth=True, hint="look at its address and its secret")
        case status if status >= 500:
            told = f"{who} is in trouble ({status}){said}"
            return ChannelError(told, is_unknown=True, retry_at=answer.retry_at)
        case status:
            return ChannelError(f"{who} answered {status}{said}")
