"""Keys of private notes: one that an installation makes once, those of the setting before it."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from api.work.data_folder import make_data_folder
from api.work.notes_key import NAME, notes_keys, open_cipher
from config import Config, ConfigError, read_config
from lms.coaching.texts.cipher import Belongs, NotesCipher, key_of
from lms.errors import Unreadable
from support.acting import at_once
from support.factories import MONDAY
from support.noting import KEY, OTHER_KEY

NOTE = Belongs(UUID(int=1), UUID(int=2))


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


def test_all_nodes_close_with_the_same_key(session: Session, tmp_path: Path) -> None:
    """The first that closes says which; one that has another, or would make one, refuses and says what to do."""
    first, second, third = (_node(session, tmp_path / name) for name in ("one", "two", "three"))
    closed = first.close("hers", NOTE)
    with pytest.raises(Unreadable, match=r"the key of private notes is missing.*of several, from any"):
        second.close("his", NOTE)
    (tmp_path / "two" / NAME).write_text(f"{OTHER_KEY}\n")
    with pytest.raises(Unreadable, match=r"and `two` has another: nothing is lost"):
        _node(session, tmp_path / "two").close("his", NOTE)
    (tmp_path / "three" / NAME).write_bytes((tmp_path / "one" / NAME).read_bytes())
    assert third.open(closed, NOTE) == "hers"
    assert first.open(third.close("theirs", NOTE), NOTE) == "theirs"


def test_a_new_key_is_agreed_on_once_all_nodes_know_it(session: Session, tmp_path: Path) -> None:
    """Put before the old one on one node after the other; who lacks it closes nothing any more."""
    old, new = _node(session, tmp_path / "one", KEY), _node(session, tmp_path / "two", f"{OTHER_KEY},{KEY}")
    old.close("hers", NOTE)
    closed = new.close("his", NOTE)
    with pytest.raises(Unreadable, match="and `one` has another"):
        old.close("hers", NOTE)
    assert _node(session, tmp_path / "one", f"{OTHER_KEY},{KEY}").open(closed, NOTE) == "his"


def _node(session: Session, folder: Path, key: str = "") -> NotesCipher:
    folder.mkdir(exist_ok=True)
    config = Config(data_dir=folder, node_name=folder.name, notes_key=key)
    return open_cipher(config, session, at=MONDAY)
