"""Keys of private notes: one that an installation makes once, those of the setting before it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from api.work.data_folder import make_data_folder
from api.work.notes_key import NAME, notes_keys
from config import Config, ConfigError, read_config
from lms.coaching.texts.cipher import key_of
from lms.errors import Unreadable
from support.acting import at_once
from support.noting import KEY, OTHER_KEY


def test_a_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    """However many ask for the first at once, and whatever the umask; nothing else is left in the folder."""
    before = os.umask(0)
    try:
        found = at_once(*[lambda: notes_keys(Config(data_dir=tmp_path), has_notes=lambda: False)] * 8)
    finally:
        os.umask(before)
    assert len({tuple(keys) for keys in found}) == 1
    assert len(key_of(found[0][0])) == 32
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o600


def test_a_key_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    """As all that lies in the data folder, which is the product's own with it."""
    (tmp_path / NAME).write_text(KEY)
    (tmp_path / NAME).chmod(0o644)
    tmp_path.chmod(0o755)
    make_data_folder(tmp_path)
    assert [path.stat().st_mode & 0o077 for path in (tmp_path, tmp_path / NAME)] == [0, 0]


def test_no_key_is_made_where_notes_are(tmp_path: Path) -> None:
    """Another key in the place of a lost one would read nothing, and hide that one is missing."""
    with pytest.raises(Unreadable, match=r"DATA_DIR has no file notes\.key"):
        notes_keys(Config(data_dir=tmp_path), has_notes=lambda: True)
    assert list(tmp_path.iterdir()) == []


def test_keys_of_the_setting_come_first(tmp_path: Path) -> None:
    """The file goes on opening what it closed; without one none is made."""
    config = Config(data_dir=tmp_path, notes_key=f" {OTHER_KEY}, ")
    assert notes_keys(config, has_notes=lambda: True) == [OTHER_KEY]
    assert list(tmp_path.iterdir()) == []
    (tmp_path / NAME).write_text(f"{KEY}\n")
    assert notes_keys(config, has_notes=lambda: True) == [OTHER_KEY, KEY]


@pytest.mark.parametrize("content", [b"short", b"\xff\xfe", KEY.encode() + b"\nno key\n"])
def test_a_file_that_holds_no_keys_is_named(tmp_path: Path, content: bytes) -> None:
    """And isn't written over."""
    (tmp_path / NAME).write_bytes(content)
    with pytest.raises(Unreadable, match=r"notes\.key.*nothing is lost"):
        notes_keys(Config(data_dir=tmp_path), has_notes=lambda: False)
    assert (tmp_path / NAME).read_bytes() == content


def test_a_setting_that_is_no_key_is_refused_without_saying_it() -> None:
    """Which of them it is, and how to make one."""
    with pytest.raises(ConfigError, match=r"NOTES_KEY, key 2: .*`repertoire notes key` makes one") as caught:
        read_config({"NOTES_KEY": f"{KEY},hunter2"})
    assert "hunter2" not in str(caught.value)
    assert KEY not in repr(read_config({"NOTES_KEY": KEY}))
