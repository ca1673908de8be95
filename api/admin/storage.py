"""Storage of an installation, for admins: folders with their bytes and files, tables with their rows."""

from __future__ import annotations

from flask import Blueprint
from pydantic import BaseModel

from api.web.auth import allow
from api.web.context import parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.work.storage import measure_folders
from lms.records.counting import count_rows, database_bytes

blueprint = Blueprint("storage", __name__, url_prefix=PREFIX)


class FolderOut(BaseModel):
    """A part of the data folder: how many bytes in how many files."""

    name: str
    bytes: int
    files: int


class TableOut(BaseModel):
    """A table, and how many rows it has."""

    name: str
    rows: int


class StorageOut(BaseModel):
    """What is stored; `free_bytes` are left on the disk of the data folder."""

    free_bytes: int
    database_bytes: int
    folders: list[FolderOut]
    tables: list[TableOut]


@blueprint.get("/storage")
@allow("admin")
@spec.validate(resp=answers(HTTP_200=StorageOut), tags=["admin"])
def storage() -> Answer:
    """Say what is stored on this machine and in the database, the largest first."""
    free, folders = measure_folders(parts().config.data_dir)
    return StorageOut(
        free_bytes=free,
        database_bytes=database_bytes(session()),
        folders=[FolderOut(name=one.name, bytes=one.bytes, files=one.files) for one in folders],
        tables=[TableOut(name=name, rows=rows) for name, rows in count_rows(session())],
    )
