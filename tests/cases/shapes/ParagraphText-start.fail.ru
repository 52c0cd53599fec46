# reason: start before they end
# severity: Violation
# at: A/RES/999/1@en~I.op1
DELETE { <A/RES/999/1@en~I.op1> unag:end ?old } INSERT { <A/RES/999/1@en~I.op1> unag:end 0 } WHERE { <A/RES/999/1@en~I.op1> unag:end ?old }
