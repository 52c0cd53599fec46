# reason: exactly one paragraph
# severity: Violation
# at: A/RES/999/1@en~I.op1
INSERT DATA { <A/RES/999/1@en~I.op1> eli:realizes <A/RES/999/1~I.op2> }
