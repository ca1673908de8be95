"""Coaching over HTTP."""
