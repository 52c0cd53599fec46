# reason: has DEC in it
# severity: Violation
# at: A/RES/999/8
INSERT DATA { <A/RES/999/8> a unag:Document , unag:Decision ; unag:symbol 'A/RES/999/8' }
