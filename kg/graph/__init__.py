"""Facts as RDF: the store, what follows from what documents say, queries, export and validation."""
