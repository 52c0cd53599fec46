# reason: addressed to bodies
# severity: Violation
# at: A/RES/999/1~I.op1/mandate/1
INSERT DATA { <A/RES/999/1~I.op1/mandate/1> unag:addressee <A/RES/999/1> }
