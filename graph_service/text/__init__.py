"""The text half: from a file to a document; it knows no RDF."""
