"""How often one person may search, write or try to sign in; counted in memory, per process."""

from __future__ import annotations

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=True, strategy="moving-window")
