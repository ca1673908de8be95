"""The app for Flask's own commands, such as the one that writes a new migration; the product never imports it."""

from __future__ import annotations

from api import create_app
from config import read_config

app = create_app(read_config())
