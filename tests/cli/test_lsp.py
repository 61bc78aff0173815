"""`lsp` on the command line: what it says where it cannot run, and that it ends with its editor."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.cli.running import environment


@pytest.mark.parametrize("missing", ["pygls", "lsprotocol"])
def test_without_its_packages_it_says_how_to_install_them(missing: str) -> None:
    script = (
        f"import sys; sys.modules[{missing!r}] = None\n"
        "from workflow_engine.cli.main import main; main(['lsp'])"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, input=b"", capture_output=True, check=False, env=environment())
    assert done.returncode == 2
    assert "pip install 'workflow-engine[lsp]'" in done.stderr.decode()


def test_it_ends_quietly_when_the_editor_is_gone() -> None:
    command = [sys.executable, "-m", "workflow_engine", "lsp", "--stdio"]
    done = subprocess.run(command, input=b"", capture_output=True, check=False, env=environment())
    assert done.stdout == b""
    assert b"Traceback" not in done.stderr


def test_nonsense_on_its_input_is_survived() -> None:
    message = b'{"jsonrpc": "2.0", "id": 1, "method": "shutdown"}'
    told = b"Content-Length: 3\r\n\r\n{{{Content-Length: %d\r\n\r\n%s" % (len(message), message)
    command = [sys.executable, "-m", "workflow_engine", "lsp"]
    done = subprocess.run(command, input=told, capture_output=True, check=False, env=environment())
    assert b'"id": 1' in done.stdout or b'"id":1' in done.stdout
