# reason: No act in the paragraph
# severity: Violation
# at: A/RES/999/1~I.op1/mandate/1
# also: DirectiveAct
DELETE WHERE { <A/RES/999/1~I.op1/mandate/1> unag:conferredBy ?any }
