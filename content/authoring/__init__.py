"""What authors are helped with: adopting a folder of Markdown, starting, renaming and editing pages."""
