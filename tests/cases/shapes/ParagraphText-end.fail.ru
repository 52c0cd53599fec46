# reason: have one end
# severity: Violation
# at: A/RES/999/1@en~I.op1
INSERT DATA { <A/RES/999/1@en~I.op1> unag:end 900 }
