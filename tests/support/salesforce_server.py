"""Salesforce's REST API on loopback, as far as it is asked: SOQL of one object, pages, deleted records, tokens."""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import Any

from support.crm_server import Answer, Asked, CrmServer

_DATA = "/services/data/v59.0/"
_SOQL = re.compile(r"SELECT (?P<fields>[\w., ]+) FROM (?P<what>\w+)(?: WHERE (?P<where>.+))?")
_CONDITION = re.compile(
    r"(?P<field>\w+) (?:= '(?P<text>[^']*)'|= (?P<truth>true|false)|IN \((?P<list>[^)]*)\)"
    r"|>= (?P<moment>\S+))"
)
ENDED = Answer(401, [{"message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"}])
BUSY = Answer(503, [{"message": "Server Too Busy", "errorCode": "SERVER_UNAVAILABLE"}], {"Retry-After": "3600"})
USED_UP = Answer(403, [{"message": "TotalRequests Limit exceeded.", "errorCode": "REQUEST_LIMIT_EXCEEDED"}])


class SalesforceServer(CrmServer):
    """Objects by name, each with its fields and its records, and pages of some records; sessions are tokens."""

    def __init__(self, objects: dict[str, list[dict[str, Any]]], *, page: int = 2) -> None:
        """Take records as the API would show them, all fields of an object being those of its first record."""
        super().__init__()
        self.objects, self.page = objects, page
        self.tokens = {"the-session"}
        self._cursors: dict[str, tuple[list[dict[str, Any]], int]] = {}

    def answer(self, asked: Asked) -> Answer:
        """Return what Salesforce says."""
        if asked.path == "/services/oauth2/token":
            return self._token(asked)
        if asked.authorization.removeprefix("Bearer ") not in self.tokens:
            return ENDED
        path = asked.path.removeprefix(_DATA)
        if path.startswith("sobjects/"):
            return self._described(path.split("/")[1])
        if path in {"query/", "queryAll/"}:
            return self._found(asked.query["q"], is_all=path == "queryAll/")
        if path.startswith("query/"):
            return self._paged(*self._cursors.pop(path.removeprefix("query/")))
        return Answer(404, [{"message": "The requested resource does not exist", "errorCode": "NOT_FOUND"}])

    def _token(self, asked: Asked) -> Answer:
        basic = base64.b64decode(asked.authorization.removeprefix("Basic ")).decode()
        if basic != "the-app:the-secret" or asked.body != {"grant_type": "client_credentials"}:
            return Answer(400, {"error": "invalid_client", "error_description": "invalid client credentials"})
        token = f"token-{len(self.tokens)}"
        self.tokens.add(token)
        return Answer(200, {"access_token": token, "instance_url": self.url, "token_type": "Bearer"})

    def _described(self, what: str) -> Answer:
        records = self.objects.get(what)
        if records is None:
            return Answer(404, [{"message": "The requested resource does not exist", "errorCode": "NOT_FOUND"}])
        names = [name for name in records[0] if not isinstance(records[0][name], dict)]
        related = {"OwnerId": "Owner", "UserRoleId": "UserRole"}
        return Answer(200, {"fields": [{"name": name, "relationshipName": related.get(name)} for name in names]})

    def _found(self, soql: str, *, is_all: bool) -> Answer:
        found = _SOQL.fullmatch(soql)
        if found is None:
            return Answer(400, [{"message": f"unexpected token: {soql}", "errorCode": "MALFORMED_QUERY"}])
        what, fields = found["what"], found["fields"].split(", ")
        for name in fields:
            if name.partition(".")[0] not in self.objects[what][0]:
                says = f"No such column '{name}' on entity '{what}'."
                return Answer(400, [{"message": says, "errorCode": "INVALID_FIELD"}])
        records = [
            record
            for record in self.objects[what]
            if (is_all or not record.get("IsDeleted"))
            and all(_holds(record, one) for one in (found["where"] or "").split(" AND ") if one)
        ]
        return self._paged([_shown(record, what, fields) for record in records], 0)

    def _paged(self, records: list[dict[str, Any]], start: int) -> Answer:
        end = start + self.page
        body: dict[str, Any] = {"totalSize": len(records), "done": end >= len(records), "records": records[start:end]}
        if end < len(records):
            cursor = f"01g{len(self.asked):015}-{end}"
            self._cursors[cursor] = (records, end)
            body["nextRecordsUrl"] = f"{_DATA}query/{cursor}"
        return Answer(200, body)


def _shown(record: dict[str, Any], what: str, fields: list[str]) -> dict[str, Any]:
    shown: dict[str, Any] = {"attributes": {"type": what, "url": f"{_DATA}sobjects/{what}/{record.get('Id')}"}}
    for name in fields:
        first, _, inner = name.partition(".")
        value = record.get(first)
        shown[first] = {"attributes": {"type": "Name"}, inner: value.get(inner)} if inner and value else value
    return shown


def _holds(record: dict[str, Any], text: str) -> bool:
    condition = _CONDITION.fullmatch(text)
    assert condition, text
    value = record.get(condition["field"])
    if condition["text"] is not None:
        return bool(value == condition["text"])
    if condition["truth"]:
        return bool(value) == (condition["truth"] == "true")
    if condition["list"]:
        return str(value) in re.findall(r"'([^']*)'", condition["list"])
    return datetime.fromisoformat(str(value)) >= datetime.fromisoformat(condition["moment"])


def certificate(folder: Path) -> tuple[SSLContext, Path]:
    """Return what a server at 127.0.0.1 speaks TLS with, and the file by which clients know it."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "loopback")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    shown, hidden = folder / "cert.pem", folder / "key.pem"
    shown.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    hidden.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(shown, hidden)
    return context, shown
