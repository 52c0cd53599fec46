# reason: words that bear it out
# severity: Violation
# at: A/RES/999/1~I.op1/mandate/1
DELETE WHERE { <A/RES/999/1~I.op1/mandate/1> unag:evidence ?any }
