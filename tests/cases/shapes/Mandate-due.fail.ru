# reason: not due before it
# severity: Violation
# at: A/RES/999/1~I.op1/mandate/1
DELETE { <A/RES/999/1~I.op1/mandate/1> unag:dueFrom ?old } INSERT { <A/RES/999/1~I.op1/mandate/1> unag:dueFrom '2946-01-01'^^xsd:date } WHERE { <A/RES/999/1~I.op1/mandate/1> unag:dueFrom ?old }
