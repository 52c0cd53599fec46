# reason: exactly one paragraph
# severity: Violation
# at: A/RES/999/1@en~I.op1/mark/1
DELETE WHERE { <A/RES/999/1@en~I.op1/mark/1> unag:inParagraph ?any }
