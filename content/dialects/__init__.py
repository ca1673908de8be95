"""The dialects of Markdown that libraries are written in, each rendered by the library that knows it best."""
