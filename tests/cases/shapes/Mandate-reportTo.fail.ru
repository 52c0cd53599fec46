# reason: goes to one body
# severity: Violation
# at: A/RES/999/1~I.op1/mandate/1
DELETE { <A/RES/999/1~I.op1/mandate/1> unag:reportTo ?old } INSERT { <A/RES/999/1~I.op1/mandate/1> unag:reportTo <A/RES/999/1~I.op1> } WHERE { <A/RES/999/1~I.op1/mandate/1> unag:reportTo ?old }
