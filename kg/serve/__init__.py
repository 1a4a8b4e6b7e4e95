"""The graph for other programs, over HTTP: a SPARQL 1.1 Protocol endpoint whose answers are whole or an error."""
