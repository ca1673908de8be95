"""People in lists: brought in from a spreadsheet, and taken out in the same columns."""
