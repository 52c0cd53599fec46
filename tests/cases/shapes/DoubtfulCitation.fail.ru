# reason: neither why nor between which places
# severity: Violation
# at: A/RES/999/1~I.op1/cites/recall/unresolved-1
DELETE WHERE { <A/RES/999/1~I.op1/cites/recall/unresolved-1> unag:reason ?any }
