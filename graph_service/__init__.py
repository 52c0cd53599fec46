"""The UN Accountability Graph: which paragraph cites, endorses or asks for which, and in which words."""
