"""Help for authors: adopting a folder of Markdown, starting, renaming and editing pages."""
