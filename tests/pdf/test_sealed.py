"""What a page asks for is not given: no address is fetched and no file is read."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from tests.pdf.pages import document, texts, why_not
from workflow_engine.pdf.printing import pdf_bytes
from workflow_engine.render.document import Document

CANARY = "CANARY20261121"
PICTURE = f'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"><text y="50">{CANARY}</text></svg>'
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


class Listener:
    """A server of this machine that writes down what it is asked for."""

    def __init__(self) -> None:
        asked: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_response(200)
                self.send_header("Content-Type", "image/svg+xml")
                self.end_headers()
                self.wfile.write(PICTURE.encode())

            def log_message(self, *_: object) -> None:
                pass

        self.asked = asked
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    found = Listener()
    yield found
    found.close()


def hostile(where: str) -> Document:
    """A page that asks for a resource in every way there is."""
    return document(
        f"""<p>客户</p><img src="{where}/img.svg"><img srcset="{where}/set.svg 1x">
        <svg width="50" height="50"><image href="{where}/svg.svg" width="50" height="50"/>
        <image xlink:href="{where}/xlink.svg" width="50" height="50"/><use href="{where}/use.svg#a"/></svg>
        <object data="{where}/object.svg">x</object><embed src="{where}/embed.svg">
        <iframe src="{where}/frame.html"></iframe><video src="{where}/video.mp4"></video>
        <div class="back" style="background:url({where}/inline.svg);height:9mm">b</div>
        <link rel="stylesheet" href="{where}/body.css"><a rel="attachment" href="{where}/file.txt">a</a>
        <script src="{where}/script.js"></script>
        <script>fetch("{where}/fetch"); document.body.innerHTML = "{CANARY}";</script>
        <ul style="list-style-image:url({where}/list.svg)"><li>l</li></ul>""",
        style=f"""@import "{where}/import.css"; @import url({where}/import2.css);
        @font-face {{ font-family: Stolen; src: url({where}/font.ttf) }}
        @page {{ size: A4; background: url({where}/page.svg); @top-left {{ content: url({where}/box.svg) }} }}
        body {{ font-family: Stolen, "Noto Sans SC" }} .back {{ border-image: url({where}/border.svg) }}
        p::before {{ content: url({where}/content.svg) }}""",
    )


def engines() -> list[str]:
    return ["plutoprint", *(["weasyprint"] if why_not("weasyprint") is None else [])]


@pytest.mark.parametrize("engine", engines())
def test_no_address_is_fetched(engine: str, listener: Listener) -> None:
    data, _ = pdf_bytes(hostile(listener.address), engine=engine)  # type: ignore[arg-type]
    assert listener.asked == []
    assert CANARY not in "".join(texts(data))
    assert "客户" in texts(data)[0]


def test_the_page_would_fetch_if_it_could(listener: Listener) -> None:
    import plutoprint

    pdf_bytes(hostile(listener.address), engine="plutoprint")  # the engine starts with our fonts
    assert listener.asked == []
    book = plutoprint.Book()
    book.load_html(hostile(listener.address).html)
    book.write_to_pdf_stream(BytesIO())
    assert len(listener.asked) > 5


@pytest.mark.parametrize("engine", engines())
def test_no_file_is_read(engine: str, tmp_path: Path) -> None:
    names = (
        "img",
        "set",
        "svg",
        "xlink",
        "object",
        "embed",
        "inline",
        "page",
        "box",
        "content",
        "list",
    )
    for name in names:
        (tmp_path / f"{name}.svg").write_text(PICTURE)
    (tmp_path / "file.txt").write_text(CANARY)
    (tmp_path / "import.css").write_text(f'p::after {{ content: "{CANARY}" }}')
    (tmp_path / "frame.html").write_text(CANARY)
    for where in (tmp_path.as_uri(), str(tmp_path)):
        data, _ = pdf_bytes(hostile(where), engine=engine)  # type: ignore[arg-type]
        assert CANARY not in "".join(texts(data))
        with pikepdf.open(BytesIO(data)) as pdf:
            assert not pdf.attachments
            assert CANARY.encode() not in b"".join(
                one.read_bytes() for one in pdf.objects if isinstance(one, pikepdf.Stream)
            )


@pytest.mark.parametrize("engine", engines())
def test_what_is_in_the_page_itself_is_shown(engine: str) -> None:
    pixel = base64.b64encode(PIXEL).decode()
    body = f'<p>客户</p><img style="width:20mm" src="data:image/png;base64,{pixel}">'
    data, _ = pdf_bytes(document(body), engine=engine)  # type: ignore[arg-type]
    with pikepdf.open(BytesIO(data)) as pdf:
        kinds = [one.get("/Subtype") for one in pdf.objects if isinstance(one, pikepdf.Stream)]
    assert "/Image" in kinds
