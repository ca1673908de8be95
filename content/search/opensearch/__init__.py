"""The second engine: the words of large libraries on an OpenSearch server; what pages say of themselves stays here."""
