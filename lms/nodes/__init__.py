"""Nodes: the machines of one installation, the jobs that one of them holds, and what they count together."""
