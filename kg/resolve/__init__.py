"""Which entities of documents are the same: names, countries, identity. Pure functions."""
