# reason: exactly one paragraph
# severity: Violation
# at: A/RES/999/1~I.op1/mandate/1
INSERT DATA { <A/RES/999/1~I.op1/mandate/1> unag:mandatedBy <A/RES/999/1~I.op2> }
