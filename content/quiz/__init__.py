"""Quizzes: read from Markdown, kept as papers, drawn for an attempt, graded."""
