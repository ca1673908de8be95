"""Installing as the manual says: every command of the chapter, its unit and its Containerfile, as they stand there."""

from __future__ import annotations

import configparser
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.deploying import Machine, can_seal
from support.factories import write_good_page
from support.manual import blocks, filled
from support.ports import free_port
from support.waiting import PATIENCE_SECONDS, wait_for


@pytest.fixture(scope="module")
def brought(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package and the list of versions, as the chapter makes them."""
    maker = Machine(tmp_path_factory.mktemp("maker"))
    maker.bring()
    return maker.folder / "dist"


@pytest.fixture
def machine(brought: Path) -> Iterator[Machine]:
    """A machine to which the package was brought, with a library; its paths are short, as those of sockets must be."""
    with tempfile.TemporaryDirectory(prefix="m") as folder:
        made = Machine(Path(folder))
        shutil.copytree(brought, made.folder / "dist")
        for name in ("etc/passwd", "etc/group", "etc/shadow"):
            (made.folder / name).parent.mkdir(exist_ok=True)
            (made.folder / name).touch()
        write_good_page(
            made.place("/srv/playbook"), "index.md", "# Our playbook\n\nAbout the pilot.\n", title="Our playbook"
        )
        yield made


def test_a_unit_runs_what_was_installed_and_stops_it_in_time(machine: Machine) -> None:
    """With its environment, writing to its own folder alone; commands beside it take the same settings."""
    add_user, make_folder, make_venv, install = blocks("deploying", "sh")[1].splitlines()
    _add_user(machine, add_user)
    _make_folder(machine, make_folder)
    machine.run(make_venv)
    machine.lend_packages()
    machine.run(install)
    port = free_port()
    kept = machine.place("/etc/repertoire.env")
    kept.write_text(machine.put(blocks("deploying", "sh")[2]) + f"PORT={port}\n", encoding="utf-8")
    service = _unit()["Service"]
    assert service["EnvironmentFile"] == "/etc/repertoire.env"
    machine.environ |= dict(line.split("=", 1) for line in kept.read_text(encoding="utf-8").splitlines())
    machine.environ |= dict([service["Environment"].split("=", 1)])
    state = machine.place(f"/var/lib/{service['StateDirectory']}")
    state.chmod(int(service["StateDirectoryMode"], 8))
    assert (service["WorkingDirectory"], machine.put("/var/lib/repertoire")) == ("/var/lib/repertoire", str(state))
    output = machine.folder / "output.txt"
    process = machine.start(shlex.split(service["ExecStart"]), output=output)
    try:
        wait_for(lambda: _health(port)["site"]["state"] == "ready", process=process, tell=output.read_text)
        for command in blocks("deploying", "sh")[3].splitlines():
            said = machine.run(filled(command, {"runuser -u repertoire -- ": ""}))
        assert said.startswith("https://tools.example.com/playbook/sign-in/")
        process.send_signal(signal.SIGTERM)
        assert process.wait(float(service["TimeoutStopSec"])) == 0
    finally:
        process.kill()
    _restore(machine)
    assert not [sign for sign in ("Traceback", "Read-only", "failed") if sign in output.read_text()]
    if not can_seal():
        pytest.skip("NOT SEALED: this system lets nobody show files as read only, so where it writes wasn't tested")


def _restore(machine: Machine) -> None:
    """Restore a backup as the chapter says, over an installation that has run, into which the system put nothing."""
    file = "/mnt/backups/repertoire-2026-12-01.zip"
    machine.place("/mnt/backups").mkdir(parents=True)
    machine.run(f"/opt/repertoire/bin/repertoire backup {file}")
    stop, set_aside, make_folder, restore, start = blocks("backup", "sh")[0].splitlines()
    assert (stop, start) == ("systemctl stop repertoire", "systemctl start repertoire")
    machine.run(set_aside)
    _make_folder(machine, make_folder)
    said = machine.run(filled(restore, {"runuser -u repertoire -- ": ""}))
    assert f"restored into {machine.place('/var/lib/repertoire')}" in said
    assert machine.run("/opt/repertoire/bin/repertoire sign-in you@company.example").startswith("https://")


def _make_folder(machine: Machine, command: str) -> None:
    """Make a folder, which is ours: the user is in this machine's own list alone."""
    machine.run(filled(command, {"-o repertoire ": ""}))
    assert list(machine.place("/var/lib/repertoire").iterdir()) == []


def test_systemd_knows_every_line_of_the_unit(tmp_path: Path) -> None:
    """It would leave out what it doesn't know, and say so in its journal alone."""
    unit = tmp_path / "repertoire.service"
    program = _unit()["Service"]["ExecStart"].split()[0]
    text, more = blocks("deploying", "ini")
    assert blocks("backup", "ini") == [more]
    unit.write_text(filled(text, {program: "/bin/true"}) + more, encoding="utf-8")
    if shutil.which("systemd-analyze") is None:
        pytest.skip("NO SYSTEMD: its own check of the unit was left out")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(unit)], capture_output=True, text=True, check=False
    )
    assert [line for line in (done.stdout + done.stderr).splitlines() if "repertoire.service" in line] == []


def test_a_container_is_made_line_by_line_healthy_and_stopped(machine: Machine) -> None:
    """Its check fails before it answers and passes then, below the path of BASE_URL; its signal ends it."""
    words = [line.partition(" ")[::2] for line in blocks("deploying", "dockerfile")[0].splitlines()]
    port = free_port()
    machine.environ |= {"PORT": str(port), "BASE_URL": "https://tools.example.com/playbook"}
    for word, rest in words:
        if word == "ENV":
            machine.environ |= {name: machine.put(value) for name, value in (each.split("=") for each in rest.split())}
        elif word == "COPY":
            source, target = rest.split()
            shutil.copytree(machine.folder / source, machine.place(target))
        elif word == "RUN":
            _run_in_container(machine, rest)
    said = dict(words)
    check = [machine.put(part) for part in json.loads(re.sub(r"^(--\S+ )*CMD ", "", said["HEALTHCHECK"]))]
    assert said["WORKDIR"] == machine.environ["DATA_DIR"].removeprefix(str(machine.folder)) == said["VOLUME"]
    assert subprocess.run(check, env=machine.all(), capture_output=True, check=False).returncode == 1
    output = machine.folder / "output.txt"
    process = machine.start(json.loads(said["CMD"]), output=output)
    try:
        wait_for(lambda: _health(port)["status"] == "ready", process=process, tell=output.read_text)
        done = subprocess.run(check, env=machine.all(), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        process.send_signal(signal.Signals[said["STOPSIGNAL"]])
        assert process.wait(PATIENCE_SECONDS) == 0
    finally:
        process.kill()


def _run_in_container(machine: Machine, command: str) -> None:
    if command.startswith("apt-get"):
        if shutil.which("apt-get"):
            machine.run(filled(command, {"apt-get update && ": "", "get install": "get install --simulate"}))
    elif command.startswith("useradd"):
        _add_user(machine, command)
    elif command.startswith("install"):
        _make_folder(machine, command)
    else:
        machine.run(command)
        if "-m venv" in command:
            machine.lend_packages()


def _add_user(machine: Machine, command: str) -> None:
    """Add the user to this machine's own list, where we may."""
    if os.geteuid() == 0 and shutil.which("useradd"):
        own = command.replace("useradd ", f"useradd --prefix {machine.folder} ")
        subprocess.run(["sh", "-euc", own], check=True, capture_output=True)
        assert ":/opt/repertoire:" in machine.place("/etc/passwd").read_text()


def _unit() -> configparser.ConfigParser:
    """Return the unit, whose names are written as they stand."""
    unit = configparser.ConfigParser(interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # as the documentation of configparser says
    unit.read_string(blocks("deploying", "ini")[0])
    return unit


def _health(port: int) -> dict[str, Any]:
    """Return what the product says of itself below its path."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/playbook/api/v1/health", timeout=5) as answer:
            found: dict[str, Any] = json.load(answer)
    except urllib.error.HTTPError as error:
        found = json.load(error)
    return found
