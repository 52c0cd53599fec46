# reason: addressed to one body
# severity: Violation
# at: A/RES/999/1~I.op1/mandate/1
INSERT DATA { <A/RES/999/1~I.op1/mandate/1> unag:addressee <body/general-assembly> }
