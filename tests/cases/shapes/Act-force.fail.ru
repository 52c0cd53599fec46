# reason: has no force
# severity: Warning
# at: A/RES/999/1~I.op1/act/1
DELETE WHERE { <A/RES/999/1~I.op1/act/1> unag:force ?any }
