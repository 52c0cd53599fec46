# reason: not said whom
# severity: Info
# at: A/RES/999/1~I.op1/mandate/1
DELETE WHERE { <A/RES/999/1~I.op1/mandate/1> unag:addressee ?any }
