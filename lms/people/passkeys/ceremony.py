"""The ceremony with a passkey's device: requests and answers, read and checked by the library for it (`webauthn`).

Devices must ask who is there (a PIN, a finger, a face), because a passkey stands for both a letter and its mailbox.
"""

from __future__ import annotations

import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from lms.errors import Conflict
from lms.people.passkeys.party import RelyingParty

T = TypeVar("T")
_SECONDS = 120
# Longer than any that a device makes.
MAX_ANSWER = 20_000


@dataclass(frozen=True)
class PasskeyMade:
    """A passkey as its device made it."""

    credential: bytes
    public_key: bytes
    sign_count: int


@dataclass(frozen=True)
class PasskeyClaim:
    """Which passkey says that it signed, and whose it says it is (None: it doesn't say)."""

    credential: bytes
    person: bytes | None


def creation_options(
    party: RelyingParty, challenge: bytes, *, person: tuple[UUID, str, str], known: Sequence[bytes]
) -> dict[str, Any]:
    """Return what is asked of a device that makes a passkey for a person (id, address, name) who has `known` ones."""
    from webauthn import generate_registration_options  # which takes a while to load, as does all of it
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    person_id, email, name = person
    options = generate_registration_options(
        rp_id=party.id,
        rp_name=party.name,
        user_id=person_id.bytes,
        user_name=email,
        user_display_name=name,
        challenge=challenge,
        timeout=_SECONDS * 1000,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=each) for each in known],
    )
    return _as_json(options)


def request_options(party: RelyingParty, challenge: bytes) -> dict[str, Any]:
    """Return what is asked of a device that signs somebody in; it offers whichever passkeys of ours it has."""
    from webauthn import generate_authentication_options
    from webauthn.helpers.structs import UserVerificationRequirement

    options = generate_authentication_options(
        rp_id=party.id,
        challenge=challenge,
        timeout=_SECONDS * 1000,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return _as_json(options)


def read_creation(party: RelyingParty, challenge: bytes, answer: str) -> PasskeyMade:
    """Return the passkey that a device made for a challenge, from the JSON of a browser; raises Conflict."""
    from webauthn import verify_registration_response

    def read() -> PasskeyMade:
        made = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
        )
        return PasskeyMade(made.credential_id, made.credential_public_key, made.sign_count)

    return _checked(read)


def read_claim(answer: str) -> PasskeyClaim:
    """Return which passkey an answer says that it is of, which nothing proves yet; raises Conflict."""
    from webauthn.helpers import parse_authentication_credential_json

    def read() -> PasskeyClaim:
        said = parse_authentication_credential_json(answer)
        return PasskeyClaim(said.raw_id, said.response.user_handle)

    return _checked(read)


def check_signature(party: RelyingParty, challenge: bytes, answer: str, *, public_key: bytes, sign_count: int) -> int:
    """Return how often the device has signed now, once all of its answer to a challenge holds; raises Conflict."""
    from webauthn import verify_authentication_response

    def read() -> int:
        verified = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
        return verified.new_sign_count

    return _checked(read)


def _as_json(options: Any) -> dict[str, Any]:
    from webauthn import options_to_json

    found: dict[str, Any] = json.loads(options_to_json(options))
    return found


def _checked(read: Callable[[], T]) -> T:
    """Return what is read of an answer; raises Conflict for any that isn't what was asked for."""
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        return read()
    # Beside its own errors the library lets through those of what it reads with.
    except (WebAuthnException, binascii.Error, ValueError, KeyError, TypeError, RecursionError) as error:
        raise Conflict("your device's answer isn't one to what was asked; try again") from error
