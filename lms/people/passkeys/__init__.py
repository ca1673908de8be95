"""Passkeys: keys of people's own devices, with which they sign in without a letter (WebAuthn)."""
