"""Signed webhooks: what happened to a case, POSTed to an address the operator gave.

The format is that of Standard Webhooks (standardwebhooks.com, specification 1.0.0): the headers
`webhook-id` (the same for every attempt, so that a receiver can drop what it has already seen),
`webhook-timestamp` (seconds since 1970, of this attempt) and `webhook-signature`
(`v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`), a JSON body of `type`, `timestamp`
and `data`. The secret is `whsec_` and the base64 of 24 to 64 random bytes.

The address comes from the command line or the caller's program, never from a policy or a case.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import hmac
import http.client
import json
import secrets
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from workflow_engine.errors import UsageError
from workflow_engine.store.channels import DELIVERED, Gone, Message, NotDelivered, Outcome

PREFIX = "whsec_"
TOLERANCE = dt.timedelta(minutes=5)
TIMEOUT = 10.0
_GONE = 410


class Webhook:
    """A channel that POSTs every message to one address.

    `timeout` is in seconds and holds for connecting and for each wait for an answer. Any 2xx is
    delivered; 410 means the receiver wants no more of it, and the message is dead at once; all
    else, a redirect too, is tried again later. Raises UsageError for an address that is not
    http(s), or carries a password, and for a malformed secret.
    """

    def __init__(self, url: str, secret: str, *, timeout: float = TIMEOUT) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or not url.isascii():
            raise UsageError(
                f"`{url}` is not an address for webhooks: it starts with https:// or http://",
                zh=f"“{url}”不能用作回调地址：须以 https:// 或 http:// 开头",
            )
        if parts.username or parts.password:
            raise UsageError(
                "an address for webhooks must not carry a name or password: it gets into logs",
                zh="回调地址中不要写用户名或密码：它会被记入日志",
            )
        self.url = url
        self.timeout = timeout
        self._key = _key(secret)
        self._opener = urllib.request.build_opener(_NoRedirect)

    def __call__(self, message: Message, now: dt.datetime) -> Outcome:
        """Try once to deliver the message. Raises nothing for what the network or receiver does."""
        body = body_of(message)
        request = urllib.request.Request(  # noqa: S310 - the scheme was checked
            self.url, data=body, headers=_headers(self._key, message.id, now, body), method="POST"
        )
        try:
            with self._opener.open(request, timeout=self.timeout) as answer:
                status = answer.status
        except urllib.error.HTTPError as refused:
            with refused:
                status = refused.code
            if status == _GONE:
                return Gone("HTTP 410")
            return NotDelivered(f"HTTP {status}")
        except (OSError, http.client.HTTPException) as failed:
            reason = failed.reason if isinstance(failed, urllib.error.URLError) else failed
            return NotDelivered(f"{type(failed).__name__}: {reason}")
        return DELIVERED if 200 <= status < 300 else NotDelivered(f"HTTP {status}")


def body_of(message: Message) -> bytes:
    """The body of a message: JSON in UTF-8, the same bytes for every attempt."""
    data: dict[str, Any] = {
        "type": "case.changed",
        "timestamp": message.at.astimezone(dt.UTC).isoformat(),
        "data": message.data,
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def signed_headers(secret: str, id_: str, now: dt.datetime, body: bytes) -> dict[str, str]:
    """The headers of a POST of `body` at the moment `now`. Raises UsageError for a bad secret."""
    return _headers(_key(secret), id_, now, body)


def verify_signature(
    secret: str,
    headers: Mapping[str, str],
    body: bytes,
    now: dt.datetime,
    *,
    tolerance: dt.timedelta = TOLERANCE,
) -> bool:
    """Whether a received POST was signed with the secret, not longer ago than `tolerance`.

    For receivers. `headers` may be in upper or lower case; `body` is what was received, byte for
    byte. A message may come twice: drop a `webhook-id` that was seen before. Raises UsageError
    for a bad secret.
    """
    key = _key(secret)
    found = {name.lower(): value for name, value in headers.items()}
    id_, stamp = found.get("webhook-id", ""), found.get("webhook-timestamp", "")
    if not (id_ and stamp.isascii() and stamp.isdigit() and len(stamp) < 15):
        return False
    if abs(now.timestamp() - int(stamp)) > tolerance.total_seconds():
        return False
    expected = _signature(key, id_, stamp, body).encode()
    given = found.get("webhook-signature", "").split(" ")
    return any(hmac.compare_digest(expected, one.encode("utf-8", "replace")) for one in given)


def new_secret() -> str:
    """A fresh random secret of 32 bytes."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: a receiver may not point us to an address the operator did not give."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def _headers(key: bytes, id_: str, now: dt.datetime, body: bytes) -> dict[str, str]:
    stamp = str(int(now.timestamp()))
    return {
        "content-type": "application/json; charset=utf-8",
        "user-agent": "workflow-engine",
        "webhook-id": id_,
        "webhook-timestamp": stamp,
        "webhook-signature": _signature(key, id_, stamp, body),
    }


def _signature(key: bytes, id_: str, stamp: str, body: bytes) -> str:
    signed = hmac.new(key, f"{id_}.{stamp}.".encode("utf-8", "replace") + body, hashlib.sha256)
    return "v1," + base64.b64encode(signed.digest()).decode()


def _key(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not (secret.startswith(PREFIX) and 24 <= len(key) <= 64):
        raise UsageError(
            f"the secret of a webhook is `{PREFIX}` and the base64 of 24 to 64 random bytes",
            zh=f"回调密钥应为“{PREFIX}”加 24 至 64 个随机字节的 base64",
        )
    return key
