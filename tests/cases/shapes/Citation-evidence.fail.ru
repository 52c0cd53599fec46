# reason: words that bear it out
# severity: Violation
# at: A/RES/999/1~I.op1/cites/recall/A/999/12~para7
DELETE WHERE { <A/RES/999/1~I.op1/cites/recall/A/999/12~para7> unag:evidence ?any }
