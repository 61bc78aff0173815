from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow_engine.errors import UsageError
from workflow_engine.store.channels import DELIVERED, Gone, Message, NotDelivered
from workflow_engine.store.webhooks import (
    Webhook,
    body_of,
    new_secret,
    signed_headers,
    verify_signature,
)

NOW = dt.datetime(2026, 11, 23, 1, 50, tzinfo=dt.UTC)
SECRET = "whsec_" + base64.b64encode(b"0123456789abcdefghijklmn").decode()
MESSAGE = Message(
    id="msg_1",
    case="C-1",
    version=4,
    topics=("overdue", "escalated"),
    at=NOW,
    data={"case": "C-1", "owner": "张敏 𠮷 🚚", "note": "'; DROP TABLE cases; --"},
)


class Receiver:
    """A real receiver of webhooks: answers with `status` and keeps what it was sent."""

    def __init__(self) -> None:
        self.status = 204
        self.location: str | None = None
        self.got: list[tuple[str, dict[str, str], bytes]] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                receiver.got.append((self.path, dict(self.headers.items()), body))
                self.send_response(receiver.status)
                if receiver.location:
                    self.send_header("location", receiver.location)
                self.send_header("content-length", "0")
                self.end_headers()

            do_GET = do_POST  # noqa: N815 - the name is the library's

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/cases"


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    monkeypatch.setenv("no_proxy", "*")
    one = Receiver()
    thread = threading.Thread(target=one.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield one
    one.server.shutdown()
    thread.join()
    one.server.server_close()


@pytest.mark.parametrize("status", [200, 201, 204, 299])
def test_every_2xx_is_delivered(receiver: Receiver, status: int) -> None:
    receiver.status = status
    assert Webhook(receiver.url, SECRET)(MESSAGE, NOW) == DELIVERED
    assert len(receiver.got) == 1


def test_the_receiver_can_verify_what_it_got(receiver: Receiver) -> None:
    Webhook(receiver.url, SECRET)(MESSAGE, NOW)
    ((path, headers, body),) = receiver.got
    assert path == "/cases"
    assert verify_signature(SECRET, headers, body, NOW)
    assert json.loads(body) == {
        "type": "case.changed",
        "timestamp": "2026-11-23T01:50:00+00:00",
        "data": dict(MESSAGE.data),
    }


def test_410_is_dead_at_once(receiver: Receiver) -> None:
    receiver.status = 410
    assert Webhook(receiver.url, SECRET)(MESSAGE, NOW) == Gone("HTTP 410")


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
def test_other_answers_are_tried_again(receiver: Receiver, status: int) -> None:
    receiver.status = status
    assert Webhook(receiver.url, SECRET)(MESSAGE, NOW) == NotDelivered(f"HTTP {status}")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(receiver: Receiver, status: int) -> None:
    receiver.status = status
    receiver.location = receiver.url + "/elsewhere"
    assert Webhook(receiver.url, SECRET)(MESSAGE, NOW) == NotDelivered(f"HTTP {status}")
    assert [path for path, _, _ in receiver.got] == ["/cases"]


def test_nobody_listening_is_tried_again() -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        outcome = Webhook(f"http://127.0.0.1:{reserved.getsockname()[1]}/", SECRET)(MESSAGE, NOW)
    assert isinstance(outcome, NotDelivered)
    assert "refused" in outcome.reason


def test_a_receiver_that_never_answers_runs_into_the_timeout() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        outcome = Webhook(url, SECRET, timeout=0.05)(MESSAGE, NOW)
    assert isinstance(outcome, NotDelivered)
    assert "timed out" in outcome.reason


def test_a_receiver_that_speaks_no_http_is_tried_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"\x00garbage\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        outcome = Webhook(f"http://127.0.0.1:{server.getsockname()[1]}/", SECRET)(MESSAGE, NOW)
        thread.join()
    assert isinstance(outcome, NotDelivered)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://x/",
        "gopher://x",
        "cases.example",
        "https://",
        "http://中文.cn/",
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(UsageError) as refused:
        Webhook(url, SECRET)
    assert "回调地址" in refused.value.zh


def test_an_address_with_a_password_is_refused() -> None:
    with pytest.raises(UsageError):
        Webhook("https://li:secret@crm.example/", SECRET)


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_短", "whsec_AAAA", SECRET[6:], "abc"])
def test_a_bad_secret_is_refused_without_showing_it(secret: str) -> None:
    with pytest.raises(UsageError) as refused:
        Webhook("https://crm.example/", secret)
    assert len(secret) < 7 or secret not in str(refused.value)


def test_the_example_of_the_specification() -> None:
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = b'{"test": 2432232314}'
    moment = dt.datetime.fromtimestamp(1614265330, dt.UTC)
    headers = signed_headers(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", moment, body)
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    key = base64.b64decode(secret[6:])
    by_hand = hmac.new(
        key, b"msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330." + body, hashlib.sha256
    ).digest()
    assert headers["webhook-signature"] == "v1," + base64.b64encode(by_hand).decode()


def test_an_old_or_future_message_is_not_accepted() -> None:
    body = body_of(MESSAGE)
    headers = signed_headers(SECRET, "msg_1", NOW, body)
    for seconds, accepted in ((300, True), (301, False), (-300, True), (-301, False)):
        at = NOW + dt.timedelta(seconds=seconds)
        assert verify_signature(SECRET, headers, body, at) is accepted
    later = NOW + dt.timedelta(hours=1)
    assert verify_signature(SECRET, headers, body, later, tolerance=dt.timedelta(hours=1))


def test_headers_in_any_case_and_several_signatures() -> None:
    body = body_of(MESSAGE)
    headers = signed_headers(SECRET, "msg_1", NOW, body)
    headers["webhook-signature"] = "v1,AAAA v1a,BBBB " + headers["webhook-signature"]
    assert verify_signature(SECRET, {k.upper(): v for k, v in headers.items()}, body, NOW)
    assert not verify_signature(new_secret(), headers, body, NOW)


@given(
    st.binary(max_size=60),
    st.integers(min_value=0, max_value=59),
    st.sampled_from(["webhook-id", "webhook-timestamp", "webhook-signature"]),
    st.text(max_size=20),
)
def test_whatever_is_changed_does_not_verify(
    body: bytes, where: int, header: str, text: str
) -> None:
    headers = signed_headers(SECRET, "msg_1", NOW, body)
    assert verify_signature(SECRET, headers, body, NOW)
    if headers[header] != text:
        assert not verify_signature(SECRET, headers | {header: text}, body, NOW)
        missing = {name: value for name, value in headers.items() if name != header}
        assert not verify_signature(SECRET, missing, body, NOW)
    changed = bytearray(body + b"x")
    changed[where % len(changed)] ^= 1
    assert not verify_signature(SECRET, headers, bytes(changed), NOW)
