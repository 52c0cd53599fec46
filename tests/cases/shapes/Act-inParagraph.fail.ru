# reason: exactly one paragraph
# severity: Violation
# at: A/RES/999/1~I.op1/act/1
DELETE { <A/RES/999/1~I.op1/act/1> unag:inParagraph ?old } INSERT { <A/RES/999/1~I.op1/act/1> unag:inParagraph <A/RES/999/1~fn1> } WHERE { <A/RES/999/1~I.op1/act/1> unag:inParagraph ?old }
