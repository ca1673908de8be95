"""Front matter: a page's fields, in any notation and under any name, read, mended, validated and typed."""
