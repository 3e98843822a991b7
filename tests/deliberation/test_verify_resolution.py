"""`manage.py verify_resolution FILE`, and the same without Django: numbered sentences, and the status of a program."""

import os
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from deliberation.ledger import receipt_code
from tests.deliberation.ledgers import a_ledger
from tests.sources import ROOT

LEDGER = a_ledger()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "ledger.json"
    path.write_bytes(LEDGER.export())
    return path


def run(*arguments: object) -> list[str]:
    out = StringIO()
    call_command("verify_resolution", *map(str, arguments), stdout=out)
    return out.getvalue().splitlines()


def test_a_sound_file_is_verified_in_numbered_sentences(file):
    """Without a database: pytest-django lets no test without its mark ask one."""
    code = receipt_code(LEDGER.links[0].hash).replace(" ", "")
    lines = run(file, "--head", LEDGER.head, "--receipt", f"1:{code}")
    assert [line.partition(".")[0] for line in lines[1:10]] == list("123456789")
    assert lines[10] == "すべて確かめられました。"


def test_a_tampered_file_says_where_and_ends_as_a_failure(file):
    file.write_bytes(LEDGER.export().replace(b'"choice": "FOR"', b'"choice": "AGAINST"', 1))
    out = StringIO()
    with pytest.raises(CommandError, match="検証に通りませんでした。"):
        call_command("verify_resolution", str(file), stdout=out)
    lines = out.getvalue().splitlines()
    assert "   - 1番の記録の照合値が合いません。" in lines
    assert lines[-1] == "確かめられないところがあります。この記録は、書き換えられたおそれがあります。"


def test_a_false_head_and_a_false_receipt_fail(file):
    for wrong in (["--head", "0" * 64], ["--receipt", "1:" + "0" * 16]):
        with pytest.raises(CommandError):
            run(file, *wrong)


def test_what_is_no_file_or_no_receipt_is_said(tmp_path, file):
    with pytest.raises(CommandError, match="ファイルを読めません"):
        run(tmp_path / "nothing.json")
    with pytest.raises(CommandError, match="控えは「7:3f9a61c082de4b17」のように書いてください。"):
        run(file, "--receipt", "seven")


@pytest.mark.slow
def test_anybody_can_do_the_same_with_python_alone(file, tmp_path):
    """No Django, no settings, none of our environment."""
    command = [sys.executable, "-S", str(ROOT / "script/verify-resolution"), str(file)]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        env={"PYTHONUTF8": "1", "PATH": os.environ["PATH"]},
        cwd=tmp_path,
    )
    assert (done.stderr, done.returncode) == ("", 0)
    assert done.stdout.splitlines() == run(file)
    file.write_bytes(b"{}")
    assert subprocess.run(command, capture_output=True, cwd=tmp_path).returncode == 1
