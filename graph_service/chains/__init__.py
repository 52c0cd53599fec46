"""Chains, mandates and lineage over the graph, with networkx; it sees no text."""
