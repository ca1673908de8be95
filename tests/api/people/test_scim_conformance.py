"""What the checker of scim2-tester finds of the directory's interface: nothing."""

from __future__ import annotations

from flask import Flask
from scim2_client.engines.wsgi import WSGISCIMClient
from scim2_tester import Status, check_server

from support.factories import Cast
from support.scim import ROOT, directory_of


def test_every_check_of_the_standard_passes(app: Flask, cast: Cast) -> None:
    """Discovery, users, groups, PATCH of every attribute, and what is to be left out."""
    directory = directory_of(app, cast.nadia)
    headers = {"Authorization": f"Bearer {directory.token}"}
    client = WSGISCIMClient(app.wsgi_app, base_url=f"http://127.0.0.1:8000{ROOT}", headers=headers)
    client.discover()
    results = check_server(client)
    assert len(results) > 50
    assert [result for result in results if result.status != Status.SUCCESS] == []
