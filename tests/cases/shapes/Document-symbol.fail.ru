# reason: exactly one symbol
# severity: Violation
# at: A/RES/999/1
DELETE WHERE { <A/RES/999/1> unag:symbol ?any }
