"""How well texts are read: measured against annotations made by hand, and against the UN's own hyperlinks."""
