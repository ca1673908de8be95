"""What the content library is: the Markdown, and the only code that knows its format."""
