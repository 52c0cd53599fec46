# reason: from 0 to 1
# severity: Violation
# at: A/RES/999/1~I.op1/cites/recall/A/999/12~para7
DELETE { <A/RES/999/1~I.op1/cites/recall/A/999/12~para7> unag:confidence ?old } INSERT { <A/RES/999/1~I.op1/cites/recall/A/999/12~para7> unag:confidence 1.5 } WHERE { <A/RES/999/1~I.op1/cites/recall/A/999/12~para7> unag:confidence ?old }
