# reason: at most one number
# severity: Violation
# at: A/RES/999/1~I.op1
INSERT DATA { <A/RES/999/1~I.op1> eli:number '1 bis' }
