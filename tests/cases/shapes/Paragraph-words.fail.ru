# reason: at least one language version
# severity: Violation
# at: A/RES/999/1~I.pp2
INSERT DATA { <A/RES/999/1~I.pp2> a unag:Paragraph ; unag:inDocument <A/RES/999/1> ; eli:is_part_of <A/RES/999/1~secI> ; unag:locator 'A/RES/999/1~I.pp2' ; unag:orderKey 9 }
