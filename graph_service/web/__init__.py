"""The HTTP service: SPARQL, linked data, JSON and pages."""
