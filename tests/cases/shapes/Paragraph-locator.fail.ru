# reason: one locator
# severity: Violation
# at: A/RES/999/1~I.op1
# also: NumbersWithoutGap
DELETE { <A/RES/999/1~I.op1> unag:locator ?old } INSERT { <A/RES/999/1~I.op1> unag:locator "A/RES/999/1 op1" } WHERE { <A/RES/999/1~I.op1> unag:locator ?old }
