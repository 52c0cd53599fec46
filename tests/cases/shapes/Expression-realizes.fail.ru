# reason: exactly one document
# severity: Violation
# at: A/RES/999/1@en
INSERT DATA { <A/RES/999/1@en> eli:realizes <A/999/12> }
