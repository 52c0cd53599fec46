# reason: section is part of
# severity: Violation
# at: A/RES/999/1~secI
DELETE WHERE { <A/RES/999/1~secI> eli:is_part_of ?any }
