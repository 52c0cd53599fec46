"""The graph half: from a document to a published release; it knows no rule of any language."""
