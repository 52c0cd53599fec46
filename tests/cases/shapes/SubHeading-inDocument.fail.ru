# reason: exactly one document
# severity: Violation
# at: A/RES/999/1~h1
DELETE WHERE { <A/RES/999/1~h1> unag:inDocument ?any }
