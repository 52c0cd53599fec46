# reason: reading order
# severity: Violation
# at: A/RES/999/1~I.op1
DELETE WHERE { <A/RES/999/1~I.op1> unag:orderKey ?any }
