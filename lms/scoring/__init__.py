"""Scoring: what a rep did, assessed by scorecards on one rubric, and how far those who score agree."""
