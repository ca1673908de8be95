"""The content library: the Markdown, and the only code that knows its format."""
