"""Scoring: assessments, scorecards, calibration, and practice that was handed in."""
