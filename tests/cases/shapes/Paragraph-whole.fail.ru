# reason: part of a section
# severity: Violation
# at: A/RES/999/1~I.op1
DELETE WHERE { <A/RES/999/1~I.op1> eli:is_part_of ?any }
