# reason: exactly one document
# severity: Violation
# at: A/RES/999/1~I.op1
INSERT DATA { <A/RES/999/1~I.op1> unag:inDocument <A/999/13> }
